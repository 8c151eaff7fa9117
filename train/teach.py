"""What teachers say of each batch, and the loss of a smaller encoder that learns to say the same.

Teachers answer once; their answers stay where the batches are. Pairs are kept only for the pieces at which a teacher
sees something begin, value and certainty count only where it sees a predicate.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from batches import Batch
from encoder import Encoder, mean_of
from losses import at, over, with_none
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits as binary
from torch.nn.functional import cosine_similarity, mse_loss

SEEN = 0.1  # chance from which on something may begin at a piece


@dataclass
class Answer:
    """Probabilities of one batch, float16; shapes as of the heads, `types` with none before them.

    Attributes:
        pair_at, mode_at, party_at: (N, 2) pieces at which a cue or a trigger may begin.
        pairs, parties: (N, roles, L) of these.
        sense: (B, SENSE), None where no base model was given.
    """

    roles: Tensor
    begins: Tensor
    value: Tensor
    certainty: Tensor
    flags: Tensor
    types: Tensor
    names: Tensor
    predicates: Tensor
    pair_at: Tensor
    pairs: Tensor
    trigger_at: Tensor
    parties: Tensor
    modes: Tensor
    sense: Tensor | None


def ask(teachers: list[Encoder], base: Encoder | None, batch: Batch) -> Answer:
    """The mean answer of the teachers."""
    inputs = (batch.pieces, batch.case, batch.mask)
    with torch.no_grad(), torch.autocast("cuda", torch.bfloat16, enabled=batch.pieces.is_cuda):
        states = [teacher(*inputs) for teacher in teachers]
        pairs = list(zip(teachers, states, strict=True))

        def mean(answers: list[Tensor]) -> Tensor:
            return torch.stack([each.float() for each in answers]).mean(0).half()

        begins = mean([t.begins(h)[..., 0].float().sigmoid() for t, h in pairs])
        types = mean([with_none(t.types(h)).float().softmax(-1) for t, h in pairs])
        there = batch.mask.bool()
        pair_at = ((begins > SEEN) & there).nonzero()
        trigger_at = ((types[..., 0] < 1 - SEEN) & there).nonzero()
        sense = None if base is None else mean_of(base(*inputs).float(), batch.mask).half()
        return Answer(
            roles=mean([t.roles(h).float().sigmoid() for t, h in pairs]),
            begins=begins,
            value=mean([t.factuality(h)[..., 0] for t, h in pairs]),
            certainty=mean([t.certainty(h)[..., :-2].float().softmax(-1) for t, h in pairs]),
            flags=mean([t.certainty(h)[..., -2:].float().sigmoid() for t, h in pairs]),
            types=types,
            names=mean([with_none(t.names(h)).float().softmax(-1) for t, h in pairs]),
            predicates=mean([t.predicates(h)[..., 0].float().sigmoid() for t, h in pairs]),
            pair_at=pair_at,
            pairs=mean([t.pairs.rows(h, pair_at).float().sigmoid() for t, h in pairs]),
            trigger_at=trigger_at,
            parties=mean([t.participants.rows(h, trigger_at).float().sigmoid() for t, h in pairs]),
            modes=mean([t.modes(at(h, trigger_at)).float().softmax(-1) for t, h in pairs]),
            sense=sense,
        )


def taught_losses(model: Encoder, batch: Batch, answer: Answer, hidden: Tensor) -> dict[str, Tensor]:
    """How far the model's answers are from the teachers', by head."""
    there, told = batch.mask, answer.predicates.float()
    told = told * there
    certainty = model.certainty(hidden).float()
    graded = soft(certainty[..., :-2], answer.certainty) + 2 * near(certainty[..., -2:], answer.flags).mean(-1)
    value = mse_loss(model.factuality(hidden)[..., 0].float(), answer.value.float(), reduction="none")
    losses = {
        "roles": over(near(model.roles(hidden), answer.roles).mean(-1), there),
        "begins": 2 * over(near(model.begins(hidden)[..., 0], answer.begins), there),
        "value": 4 * (value * told).sum() / told.sum().clamp(min=1),
        "certainty": 0.2 * (graded * told).sum() / told.sum().clamp(min=1),
        "types": 2 * over(soft(with_none(model.types(hidden)), answer.types), there),
        "names": over(soft(with_none(model.names(hidden)), answer.names), there),
        "predicates": over(near(model.predicates(hidden)[..., 0], answer.predicates), there),
    }
    if len(answer.pair_at):
        found = near(model.pairs.rows(hidden, answer.pair_at), answer.pairs).mean(1)
        losses["pairs"] = 2 * over(found, there[answer.pair_at[:, 0]] * at(answer.begins, answer.pair_at)[:, None])
    if len(answer.trigger_at):
        sure = 1 - at(answer.types, answer.trigger_at)[:, 0].float()
        found = near(model.participants.rows(hidden, answer.trigger_at), answer.parties).mean(1)
        losses["participants"] = 2 * over(found, there[answer.trigger_at[:, 0]] * sure[:, None])
        losses["modes"] = 0.2 * over(soft(model.modes(at(hidden, answer.trigger_at)), answer.modes), sure)
    if answer.sense is not None:
        found = model.sense(mean_of(hidden, batch.mask)).float()
        losses["sense"] = 0.3 * (1 - cosine_similarity(found, answer.sense.float(), dim=-1)).mean()
    return losses


def soft(logits: Tensor, wanted: Tensor) -> Tensor:
    """Cross entropy with soft classes, over the last axis."""
    return -(wanted.float() * logits.float().log_softmax(-1)).sum(-1)


def near(logits: Tensor, wanted: Tensor) -> Tensor:
    """Cross entropy with soft yes and no."""
    return binary(logits.float(), wanted.float(), reduction="none")
