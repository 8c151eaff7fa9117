"""The losses of each head, for whatever labels the examples of a batch have."""

from __future__ import annotations

import random
from collections.abc import Sequence

import torch
from encoder import Encoder, Pairs
from examples import Example
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits as binary
from torch.nn.functional import cross_entropy, mse_loss

Inputs = tuple[Tensor, Tensor, Tensor]


def collate(batch: list[Example], chance: random.Random) -> Inputs:
    """Padded (batch, length) tensors of pieces, case and mask; some examples lose their case, as much text has."""
    length = max(len(example.pieces) for example in batch)
    pieces, case, mask = (torch.zeros(len(batch), length, dtype=torch.long) for _ in range(3))
    for b, example in enumerate(batch):
        pieces[b, : len(example.pieces)] = torch.tensor(example.pieces)
        case[b, : len(example.case)] = torch.tensor(flatten_case(example.case, chance.random()))
        mask[b, : len(example.pieces)] = 1
    return pieces, case, mask


def flatten_case(case: list[int], drawn: float) -> list[int]:
    """The case of each piece; in one example of twelve as if all were lower case, in one of fifty as if all upper."""
    if drawn < 1 / 12:
        return [0] * len(case)
    return [2] * len(case) if drawn > 1 - 1 / 50 else case


def losses_of(model: Encoder, batch: list[Example], inputs: Inputs) -> dict[str, Tensor]:
    """The losses by name; each already weighed against the others."""
    hidden, there = model(*inputs), inputs[2].bool()
    losses = attribution_losses(model, batch, hidden, there)
    values = [(b, piece, value) for b, each in enumerate(batch) for piece, value in each.values]
    if values:
        losses["value"] = 4 * value_loss(model, hidden, values)
    graded = [(b, *each) for b, example in enumerate(batch) for each in example.certainties]
    if graded:
        losses["certainty"] = 0.2 * certainty_loss(model, hidden, graded)
    losses |= event_losses(model, batch, hidden, there)
    rows = [(b, *each) for b, example in enumerate(batch) for each in example.arguments or ()]
    if rows:
        losses["arguments"] = pair_loss(model.arguments, hidden, there, rows)
    return losses


def attribution_losses(model: Encoder, batch: list[Example], hidden: Tensor, there: Tensor) -> dict[str, Tensor]:
    """Losses of the three attribution heads; `pairs` only in the rows of gold cues."""
    marked = [b for b, example in enumerate(batch) if example.roles is not None]
    if not marked:
        return {}
    roles, begins = model.roles(hidden), model.begins(hidden)[..., 0]
    wanted, first = torch.zeros_like(roles), torch.zeros_like(begins)
    rows = []
    for b in marked:
        wanted[b, : len(batch[b].roles)] = torch.tensor(batch[b].roles, dtype=torch.float)
        for begin, *parts in batch[b].attributions:
            first[b, begin] = 1
            rows.append((b, begin, *parts))
    keep = there.clone()
    keep[[b for b in range(len(batch)) if b not in marked]] = False
    losses = {"roles": binary(roles[keep], wanted[keep]), "begins": 2 * binary(begins[keep], first[keep])}
    if rows:
        losses["pairs"] = 2 * pair_loss(model.pairs, hidden, there, rows)
    return losses


def pair_loss(head: Pairs, hidden: Tensor, there: Tensor, rows: Sequence[tuple]) -> Tensor:
    """Loss of the members of each role, in the rows of gold beginnings: (example, beginning, members of each role)."""
    index = torch.tensor([row[:2] for row in rows])
    target = torch.zeros(len(rows), head.roles, hidden.shape[1])
    for number, (_, _, *parts) in enumerate(rows):
        for role, members in enumerate(parts):
            target[number, role, members] = 1
    scored = head(hidden)[index[:, 0], :, index[:, 1], :]
    keep = there[index[:, 0]][:, None, :].expand_as(scored)
    return binary(scored[keep], target[keep])


def frozen_losses(model: Encoder, batch: list[Example], hidden: Tensor, there: Tensor) -> dict[str, Tensor]:
    """The losses of types, modes, certainty and value alone."""
    losses = {name: loss for name, loss in event_losses(model, batch, hidden, there).items() if name != "participants"}
    graded = [(b, *each) for b, example in enumerate(batch) for each in example.certainties]
    if graded:
        losses["certainty"] = 0.2 * certainty_loss(model, hidden, graded)
    values = [(b, piece, value) for b, each in enumerate(batch) for piece, value in each.values]
    if values:
        losses["value"] = 4 * value_loss(model, hidden, values)
    return losses


def value_loss(model: Encoder, hidden: Tensor, values: Sequence[tuple[int, int, float]]) -> Tensor:
    """Squared error of the factuality value at each marked predicate."""
    at = torch.tensor([each[:2] for each in values])
    found = model.factuality(hidden[at[:, 0], at[:, 1]])[..., 0]
    return mse_loss(found, torch.tensor([each[2] for each in values]))


def certainty_loss(model: Encoder, hidden: Tensor, graded: Sequence[tuple[int, int, int, bool, bool]]) -> Tensor:
    """Loss of class, negation and background at each marked predicate."""
    at = torch.tensor([each[:3] for each in graded])
    found = model.certainty(hidden[at[:, 0], at[:, 1]])
    flags = torch.tensor([each[3:] for each in graded], dtype=torch.float)
    return cross_entropy(found[:, :-2], at[:, 2]) + 2 * binary(found[:, -2:], flags)


def with_none(types: Tensor) -> Tensor:
    """The logits of all types behind one of 0 for none of them."""
    return torch.cat([torch.zeros_like(types[..., :1]), types], -1)


def event_losses(model: Encoder, batch: list[Example], hidden: Tensor, there: Tensor) -> dict[str, Tensor]:
    """Losses of triggers and types, of their modes and of their participants."""
    marked = [b for b, example in enumerate(batch) if example.triggers is not None]
    if not marked:
        return {}
    types = model.types(hidden)
    wanted = torch.zeros(types.shape[:2], dtype=torch.long)
    triggers = [(b, *each) for b in marked for each in batch[b].triggers]
    for b, piece, kind, _ in triggers:
        wanted[b, piece] = kind + 1
    keep = there.clone()
    keep[[b for b in range(len(batch)) if b not in marked]] = False
    losses = {"types": 2 * cross_entropy(with_none(types[keep]), wanted[keep])}
    modes = torch.tensor([each for each in triggers if each[3] >= 0])
    if len(modes):
        losses["modes"] = 0.2 * cross_entropy(model.modes(hidden[modes[:, 0], modes[:, 1]]), modes[:, 3])
    rows = [(b, *each) for b in marked for each in batch[b].participants]
    if rows:
        losses["participants"] = 2 * pair_loss(model.participants, hidden, there, rows)
    return losses
