"""The encoder and sayso's heads, in torch; written out so that training needs no model library.

Two shapes: SMALL is what ships (MiniLM-L6 with a case embedding), LARGE a teacher (MPNet). Both read the same pieces.
Shapes: `pieces`, `case` and `mask` are (batch, length) int64; hidden states (batch, length, width) float32.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn


@dataclass(frozen=True)
class Shape:
    """The size of an encoder; `relative`: positions also count by distance, and pieces are numbered as MPNet does."""

    width: int
    layers: int
    attention_heads: int
    inner: int
    vocabulary: int
    positions: int
    relative: bool = False


SMALL = Shape(384, 6, 12, 1536, 30522, 512)
LARGE = Shape(768, 12, 12, 3072, 30527, 514, relative=True)
SENSE = 768  # width of a sentence's sense, as MPNet's own training left it

CASES = 4  # lower, Capitalised, UPPER, other: the encoder itself is uncased
ROLES = ("source", "cue", "content")
PARTICIPANTS = ("actor", "recipient", "place", "when")
ARGUMENTS = ("ARG0", "ARG1", "ARG2", "ARGM-LOC", "ARGM-TMP")
NAMES = ("person", "place", "organisation", "other")
CERTAINTIES = 12  # ten classes, negative, background
PAIR_WIDTH = 64
BODY = ("layers", "words", "positions", "segments", "norm", "distances")  # what a base model has; all else starts anew
HELPERS = ("arguments", "predicates", "sense")  # heads that help in training and do not ship


class Layer(nn.Module):
    """One transformer layer, post-norm as in BERT."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads, width, epsilon = shape.attention_heads, shape.width, 1e-5 if shape.relative else 1e-12
        self.query, self.key, self.value = (nn.Linear(width, width) for _ in range(3))
        self.out, self.norm_out = nn.Linear(width, width), nn.LayerNorm(width, eps=epsilon)
        self.inner, self.outer = nn.Linear(width, shape.inner), nn.Linear(shape.inner, width)
        self.norm_outer = nn.LayerNorm(width, eps=epsilon)
        self.dropout = nn.Dropout(0.1)

    def forward(self, hidden: Tensor, bias: Tensor) -> Tensor:
        """Hidden states of the next layer; `bias` is 0 where a piece may be looked at and very negative where not."""
        batch, length, width = hidden.shape
        split = (batch, length, self.heads, width // self.heads)
        query, key, value = (f(hidden).view(split).transpose(1, 2) for f in (self.query, self.key, self.value))
        weights = query @ key.transpose(-1, -2) / math.sqrt(width // self.heads) + bias
        mixed = (self.dropout(weights.softmax(-1)) @ value).transpose(1, 2).reshape(batch, length, width)
        hidden = self.norm_out(hidden + self.dropout(self.out(mixed)))
        return self.norm_outer(hidden + self.dropout(self.outer(nn.functional.gelu(self.inner(hidden)))))


class Distances(nn.Module):
    """MPNet's bias of attention by the distance of two pieces, shared by all layers."""

    def __init__(self, heads: int) -> None:
        super().__init__()
        self.bias = nn.Embedding(32, heads)

    def forward(self, length: int) -> Tensor:
        """(1, heads, length, length): near distances one by one, far ones in growing steps, each direction apart."""
        places = torch.arange(length, device=self.bias.weight.device)
        back = places[:, None] - places[None, :]
        far = 8 + (torch.log(back.abs().clamp(min=1) / 8) / math.log(128 / 8) * 8).long()
        bucket = torch.where(back.abs() < 8, back.abs(), far.clamp(max=15)) + 16 * (back < 0)
        return self.bias(bucket).permute(2, 0, 1)[None]


class Pairs(nn.Module):
    """Scores, for every piece that begins something, which pieces belong to each of its roles."""

    def __init__(self, roles: int, width: int) -> None:
        super().__init__()
        self.roles = roles
        self.anchor, self.member = (nn.Linear(width, roles * PAIR_WIDTH) for _ in range(2))
        self.bias = nn.Parameter(torch.full((roles, 1, 1), -2.0))

    def forward(self, hidden: Tensor) -> Tensor:
        """(batch, roles, length, length) logits, `[b, r, j, i]`: piece i in role r of what begins at piece j."""
        split = (*hidden.shape[:2], self.roles, PAIR_WIDTH)
        anchor, member = (each(hidden).view(split).transpose(1, 2) for each in (self.anchor, self.member))
        return anchor @ member.transpose(-1, -2) / math.sqrt(PAIR_WIDTH) + self.bias

    def rows(self, hidden: Tensor, index: Tensor) -> Tensor:
        """(rows, roles, length) logits of the pairs that begin at `index`, (rows, 2) of example and piece."""
        anchors = self.anchor(hidden[index[:, 0], index[:, 1]]).view(len(index), self.roles, PAIR_WIDTH)
        members = self.member(hidden).view(*hidden.shape[:2], self.roles, PAIR_WIDTH)[index[:, 0]]
        return torch.einsum("nrw,nlrw->nrl", anchors, members) / math.sqrt(PAIR_WIDTH) + self.bias[:, 0]


class Encoder(nn.Module):
    """The encoder and every head, each over the last hidden states; logits unless said otherwise.

    Heads:
        roles: (batch, length, 3), is the piece in a source, cue, content.
        begins: (batch, length, 1), is the piece the first of a cue.
        pairs: roles of the cue that begins at a piece.
        factuality: (batch, length, 1), from -1 to 1: a third of the FactBank-like value of a predicate at that piece.
        certainty: (batch, length, 12), ten classes of certainty (softmax), negative, background (sigmoid each).
        types: (batch, length, types of the codebook), whose trigger begins here; none has logit 0.
        modes: (batch, length, modes of the codebook), of the trigger that begins at the piece.
        participants: roles of the event whose trigger begins at a piece.
        names: (batch, length, 4), is the piece in a name of a person, place, organisation, other; none has logit 0.
        arguments: roles of PropBank of the predicate that begins at a piece.
        predicates: (batch, length, 1), does a predicate of PropBank begin at the piece.
        sense: (batch, SENSE), of the mean of the hidden states: the sentence embedding of the larger base model.
    """

    def __init__(self, types: int, modes: int, shape: Shape = SMALL) -> None:
        super().__init__()
        self.shape, width = shape, shape.width
        epsilon = 1e-5 if shape.relative else 1e-12
        self.words, self.positions = nn.Embedding(shape.vocabulary, width), nn.Embedding(shape.positions, width)
        self.norm, self.cases = nn.LayerNorm(width, eps=epsilon), nn.Embedding(CASES, width)
        nn.init.zeros_(self.cases.weight)
        self.segments = nn.Embedding(0 if shape.relative else 2, width)
        self.distances = Distances(shape.attention_heads) if shape.relative else None
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.dropout = nn.Dropout(0.1)
        self.roles, self.begins, self.pairs = nn.Linear(width, len(ROLES)), nn.Linear(width, 1), Pairs(3, width)
        self.factuality = nn.Sequential(nn.Linear(width, 96), nn.GELU(), nn.Linear(96, 1), nn.Tanh())
        self.certainty, self.names = nn.Linear(width, CERTAINTIES), nn.Linear(width, len(NAMES))
        self.types, self.modes = (
            nn.Sequential(nn.Linear(width, 128), nn.GELU(), nn.Dropout(0.1), nn.Linear(128, out))
            for out in (types, modes)
        )
        self.participants, self.arguments = Pairs(len(PARTICIPANTS), width), Pairs(len(ARGUMENTS), width)
        self.predicates, self.sense = nn.Linear(width, 1), nn.Linear(width, SENSE)

    def forward(self, pieces: Tensor, case: Tensor, mask: Tensor) -> Tensor:
        """Last hidden states (batch, length, width), which the heads read."""
        places = torch.arange(pieces.shape[1], device=pieces.device)
        if self.distances is None:
            return self.read(pieces, case, places, mask[:, None, None, :])
        bias = self.distances(pieces.shape[1])
        return self.read(as_mpnet(pieces, mask), case, places + 2, mask[:, None, None, :], bias)

    def read(
        self, pieces: Tensor, case: Tensor, places: Tensor, seen: Tensor, distances: Tensor | None = None
    ) -> Tensor:
        """The same where `places` says which position each piece has and `seen` which pieces it may look at."""
        bias = (1.0 - seen.to(self.norm.weight.dtype)) * -1e4
        summed = self.words(pieces) + self.positions(places)
        if distances is None:
            summed = summed + self.segments.weight[0]
        else:
            bias = bias + distances
        hidden = self.dropout(self.norm(summed + self.cases(case)))
        for layer in self.layers:
            hidden = layer(hidden, bias)
        return self.dropout(hidden)


def as_mpnet(pieces: Tensor, mask: Tensor) -> Tensor:
    """The same pieces in MPNet's numbering: BERT's moved by four, with its own marks of beginning, end and padding."""
    moved = (pieces + 4).masked_fill(pieces == 101, 0).masked_fill(pieces == 102, 2)
    return moved.masked_fill(mask == 0, 1)


def mean_of(hidden: Tensor, mask: Tensor) -> Tensor:
    """(batch, width), the mean over the pieces that are there."""
    there = mask[..., None].to(hidden.dtype)
    return (hidden * there).sum(1) / there.sum(1)
