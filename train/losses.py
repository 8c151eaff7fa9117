"""The losses of each head, for whatever labels a batch has; each already weighed against the others."""

from __future__ import annotations

import torch
from batches import Batch, Marked
from encoder import Encoder, Pairs
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits as binary
from torch.nn.functional import cross_entropy, mse_loss


def flatten_case(case: Tensor) -> Tensor:
    """Some examples lose their case, as much text has: one of twelve as if lower case, one of fifty as if capitals."""
    drawn = torch.rand(len(case), 1, device=case.device)
    return torch.where(drawn < 1 / 12, 0, torch.where(drawn > 1 - 1 / 50, 2, case))


def losses_of(model: Encoder, batch: Batch, hidden: Tensor) -> dict[str, Tensor]:
    """The losses by name, over the hidden states of the batch."""
    losses: dict[str, Tensor] = {}
    if batch.roles is not None:
        keep = batch.roles_there
        losses["roles"] = over(binary(model.roles(hidden), batch.roles, reduction="none").mean(-1), keep)
        losses["begins"] = 2 * over(binary(model.begins(hidden)[..., 0], batch.begins, reduction="none"), keep)
    if batch.pairs is not None:
        losses["pairs"] = 2 * pair_loss(model.pairs, batch, hidden, batch.pairs)
    if batch.value_at is not None:
        found = model.factuality(at(hidden, batch.value_at))[..., 0]
        losses["value"] = 4 * mse_loss(found, batch.values)
    if batch.certain_at is not None:
        found = model.certainty(at(hidden, batch.certain_at))
        losses["certainty"] = 0.2 * (
            cross_entropy(found[:, :-2], batch.certain) + 2 * binary(found[:, -2:], batch.certain_flags)
        )
    if batch.names is not None:
        losses["names"] = over(classes(model.names(hidden), batch.names), batch.names_there)
    return losses | event_losses(model, batch, hidden) | weak_losses(model, batch, hidden)


def event_losses(model: Encoder, batch: Batch, hidden: Tensor) -> dict[str, Tensor]:
    """Losses of triggers and types, of their modes and participants, and of PropBank's predicates."""
    losses: dict[str, Tensor] = {}
    if batch.types is not None:
        losses["types"] = 2 * over(classes(model.types(hidden), batch.types), batch.types_there)
    if batch.mode_at is not None:
        losses["modes"] = 0.2 * cross_entropy(model.modes(at(hidden, batch.mode_at)), batch.modes)
    if batch.participants is not None:
        losses["participants"] = 2 * pair_loss(model.participants, batch, hidden, batch.participants)
    if batch.arguments is not None:
        losses["arguments"] = pair_loss(model.arguments, batch, hidden, batch.arguments)
    if batch.predicates is not None:
        found = binary(model.predicates(hidden)[..., 0], batch.predicates, reduction="none")
        losses["predicates"] = over(found, batch.predicates_there)
    return losses


def weak_losses(model: Encoder, batch: Batch, hidden: Tensor) -> dict[str, Tensor]:
    """Losses of sentences of which only the class of the main event and its parties are known."""
    if batch.group_at is None:
        return {}
    there = batch.mask[batch.group_at, :, None]
    types = with_none(model.types(hidden[batch.group_at])).float().softmax(-1)[..., 1:] * there
    told, untold = (chance_of_any(types, side) for side in (batch.told, batch.untold))
    known = batch.told.sum(-1) > 0
    losses = {"untold": -0.25 * torch.log1p(-untold).mean(), "told": -0.5 * over(torch.log(told), known)}
    if batch.party_at is not None:
        losses |= party_loss(model, batch, hidden)
    return losses


def chance_of_any(types: Tensor, side: Tensor) -> Tensor:
    """(N,) the chance that at least one piece has one of the types of a side: (N, L, types) with (N, types)."""
    each = (types * side[:, None, :]).sum(-1).clamp(max=1 - 1e-4)
    return (1 - torch.exp(torch.log1p(-each).sum(-1))).clamp(1e-4, 1 - 1e-4)


def party_loss(model: Encoder, batch: Batch, hidden: Tensor) -> dict[str, Tensor]:
    """Loss of doers and those done to, in the row of the piece that most looks like the main event's trigger."""
    rows = torch.searchsorted(batch.group_at, batch.party_at)
    with torch.no_grad():
        types = with_none(model.types(hidden[batch.party_at])).float().softmax(-1)[..., 1:]
        told = batch.told[rows]
        asked = torch.where(told.sum(-1, keepdim=True) > 0, told, torch.ones_like(told))
        looks = (types * asked[:, None, :]).sum(-1) * batch.mask[batch.party_at]
        sure, piece = looks.max(-1)
    index = torch.stack([batch.party_at, piece], -1)
    found = model.participants.rows(hidden, index)[:, :2]
    loss = binary(found, batch.parties.to(found.dtype), reduction="none")
    keep = batch.mask[batch.party_at][:, None, :] * sure[:, None, None]
    return {"parties": 2 * (loss * keep).sum() / (keep.sum() * 2 + 1)}


def pair_loss(head: Pairs, batch: Batch, hidden: Tensor, rows: Marked) -> Tensor:
    """Loss of the members of each role, in the rows of gold beginnings."""
    found = head.rows(hidden, rows.at)
    loss = binary(found, rows.members.to(found.dtype), reduction="none")
    return over(loss.mean(1), batch.mask[rows.at[:, 0]])


def over(loss: Tensor, keep: Tensor) -> Tensor:
    """The mean of a loss where `keep` is not 0, 0 where it is nowhere."""
    keep = keep.to(loss.dtype)
    return (loss * keep).sum() / keep.sum().clamp(min=1)


def classes(logits: Tensor, wanted: Tensor) -> Tensor:
    """(B, L) cross entropy of (B, L, classes) logits with none at 0 before them."""
    return cross_entropy(with_none(logits).flatten(0, 1), wanted.flatten(), reduction="none").view(wanted.shape)


def at(hidden: Tensor, index: Tensor) -> Tensor:
    """(N, width) hidden states at (N, 2) example and piece."""
    return hidden[index[:, 0], index[:, 1]]


def with_none(types: Tensor) -> Tensor:
    """The logits of all types behind one of 0 for none of them."""
    return torch.cat([torch.zeros_like(types[..., :1]), types], -1)
