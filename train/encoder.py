"""MiniLM-L6 with a case embedding and sayso's heads, in torch; written out so that training needs no model library.

Shapes: `pieces`, `case` and `mask` are (batch, length) int64; hidden states (batch, length, 384) float32.
"""

from __future__ import annotations

import math
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

WIDTH, LAYERS, ATTENTION_HEADS, INNER = 384, 6, 12, 1536
VOCABULARY, POSITIONS = 30522, 512
CASES = 4  # lower, Capitalised, UPPER, other: the encoder itself is uncased
ROLES = ("source", "cue", "content")
PARTICIPANTS = ("actor", "recipient", "place", "when")
ARGUMENTS = ("ARG0", "ARG1", "ARG2", "ARGM-LOC", "ARGM-TMP")
CERTAINTIES = 12  # ten classes, negative, background
PAIR_WIDTH = 64
BODY = ("layers", "words", "positions", "segments", "norm")  # what the base model has; all else starts anew


class Layer(nn.Module):
    """One transformer layer, post-norm as in BERT."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(WIDTH, WIDTH) for _ in range(3))
        self.out, self.norm_out = nn.Linear(WIDTH, WIDTH), nn.LayerNorm(WIDTH, eps=1e-12)
        self.inner, self.outer = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm_outer = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(0.1)

    def forward(self, hidden: Tensor, bias: Tensor) -> Tensor:
        """Hidden states of the next layer; `bias` is 0 where a piece may be looked at and very negative where not."""
        batch, length, _ = hidden.shape
        split = (batch, length, ATTENTION_HEADS, WIDTH // ATTENTION_HEADS)
        query, key, value = (f(hidden).view(split).transpose(1, 2) for f in (self.query, self.key, self.value))
        weights = query @ key.transpose(-1, -2) / math.sqrt(WIDTH // ATTENTION_HEADS) + bias
        mixed = (self.dropout(weights.softmax(-1)) @ value).transpose(1, 2).reshape(batch, length, WIDTH)
        hidden = self.norm_out(hidden + self.dropout(self.out(mixed)))
        return self.norm_outer(hidden + self.dropout(self.outer(nn.functional.gelu(self.inner(hidden)))))


class Pairs(nn.Module):
    """Scores, for every piece that begins something, which pieces belong to each of its roles."""

    def __init__(self, roles: int) -> None:
        super().__init__()
        self.roles = roles
        self.anchor, self.member = (nn.Linear(WIDTH, roles * PAIR_WIDTH) for _ in range(2))
        self.bias = nn.Parameter(torch.full((roles, 1, 1), -2.0))

    def forward(self, hidden: Tensor) -> Tensor:
        """(batch, roles, length, length) logits, `[b, r, j, i]`: piece i in role r of what begins at piece j."""
        split = (*hidden.shape[:2], self.roles, PAIR_WIDTH)
        anchor, member = (each(hidden).view(split).transpose(1, 2) for each in (self.anchor, self.member))
        return anchor @ member.transpose(-1, -2) / math.sqrt(PAIR_WIDTH) + self.bias


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
        arguments: roles of PropBank of the predicate that begins at a piece; helps training, does not ship.
    """

    def __init__(self, types: int = 16, modes: int = 0) -> None:
        super().__init__()
        self.words, self.positions = nn.Embedding(VOCABULARY, WIDTH), nn.Embedding(POSITIONS, WIDTH)
        self.segments, self.norm = nn.Embedding(2, WIDTH), nn.LayerNorm(WIDTH, eps=1e-12)
        self.cases = nn.Embedding(CASES, WIDTH)
        nn.init.zeros_(self.cases.weight)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.dropout = nn.Dropout(0.1)
        self.roles, self.begins, self.pairs = nn.Linear(WIDTH, len(ROLES)), nn.Linear(WIDTH, 1), Pairs(len(ROLES))
        self.factuality = nn.Sequential(nn.Linear(WIDTH, 96), nn.GELU(), nn.Linear(96, 1), nn.Tanh())
        self.certainty = nn.Linear(WIDTH, CERTAINTIES)
        self.types = nn.Sequential(nn.Linear(WIDTH, 128), nn.GELU(), nn.Dropout(0.1), nn.Linear(128, types))
        self.modes = nn.Sequential(nn.Linear(WIDTH, 128), nn.GELU(), nn.Dropout(0.1), nn.Linear(128, modes))
        self.participants, self.arguments = Pairs(len(PARTICIPANTS)), Pairs(len(ARGUMENTS))

    def forward(self, pieces: Tensor, case: Tensor, mask: Tensor) -> Tensor:
        """Last hidden states (batch, length, 384), which the heads read."""
        places = torch.arange(pieces.shape[1], device=pieces.device)
        summed = self.words(pieces) + self.positions(places) + self.segments.weight[0] + self.cases(case)
        hidden = self.dropout(self.norm(summed))
        bias = (1.0 - mask[:, None, None, :].to(hidden.dtype)) * -1e4
        for layer in self.layers:
            hidden = layer(hidden, bias)
        return self.dropout(hidden)


def load_pretrained(model: Encoder, weights: Path) -> None:
    """Fills the encoder with the base model's weights; the heads stay as they are."""
    given = load_file(weights)
    names = {"words": "word", "positions": "position", "segments": "token_type"}
    state = {f"{ours}.weight": given[f"embeddings.{theirs}_embeddings.weight"] for ours, theirs in names.items()}
    state |= {f"norm.{part}": given[f"embeddings.LayerNorm.{part}"] for part in ("weight", "bias")}
    parts = {
        "query": "attention.self.query",
        "key": "attention.self.key",
        "value": "attention.self.value",
        "out": "attention.output.dense",
        "norm_out": "attention.output.LayerNorm",
        "inner": "intermediate.dense",
        "outer": "output.dense",
        "norm_outer": "output.LayerNorm",
    }
    for index in range(LAYERS):
        for ours, theirs in parts.items():
            for part in ("weight", "bias"):
                state[f"layers.{index}.{ours}.{part}"] = given[f"encoder.layer.{index}.{theirs}.{part}"]
    missing, unexpected = model.load_state_dict(state, strict=False)
    left = [name for name in missing if name.startswith(BODY)]
    if left or unexpected:
        raise ValueError(f"the base model does not fit: missing {left}, unexpected {unexpected}")
