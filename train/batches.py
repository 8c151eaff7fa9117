"""Batches of examples as tensors, made once and kept where the model is, so that a step costs no Python over examples.

All indices are int64. `B` examples of at most `L` pieces; rows of an index name the example first, then the piece.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, fields

import torch
from encoder import ARGUMENTS, PARTICIPANTS, ROLES
from examples import Example
from torch import Tensor


@dataclass
class Marked:
    """Rows that begin something, and the members of each of its roles.

    Attributes:
        at: (N, 2) example and piece of the beginning.
        members: (N, roles, L) uint8, 1 where a piece belongs to the role.
    """

    at: Tensor
    members: Tensor

    def to(self, device: str) -> Marked:
        """The same on another device."""
        return Marked(self.at.to(device), self.members.to(device))


@dataclass
class Batch:
    """Inputs and labels of one batch; None where no example has the labels.

    Attributes:
        pieces, case, mask: (B, L) inputs.
        roles: (B, L, 3) float, and `begins` (B, L) float; `roles_there` (B, L) bool where they are marked.
        pairs: Attributions by the first piece of the cue.
        value_at: (N, 2), and `values` (N,) float, a third of the value of each marked predicate.
        certain_at: (N, 2), `certain` (N,) class, `certain_flags` (N, 2) float, negative and background.
        types: (B, L), 0 or 1 and the type; `types_there` (B, L) bool where events are marked.
        mode_at: (N, 2), and `modes` (N,).
        participants, arguments: By the first piece of the trigger or predicate.
        predicates: (B, L) float; `predicates_there` (B, L) bool.
        names: (B, L), 0 or 1 and the kind; `names_there` (B, L) bool.
        group_at: (N,) examples; `told` and `untold` (N, types) float, 1 for the types of each side.
        party_at: (N,) examples; `parties` (N, 2, L) uint8.
    """

    pieces: Tensor
    case: Tensor
    mask: Tensor
    roles: Tensor | None = None
    begins: Tensor | None = None
    roles_there: Tensor | None = None
    pairs: Marked | None = None
    value_at: Tensor | None = None
    values: Tensor | None = None
    certain_at: Tensor | None = None
    certain: Tensor | None = None
    certain_flags: Tensor | None = None
    types: Tensor | None = None
    types_there: Tensor | None = None
    mode_at: Tensor | None = None
    modes: Tensor | None = None
    participants: Marked | None = None
    arguments: Marked | None = None
    predicates: Tensor | None = None
    predicates_there: Tensor | None = None
    names: Tensor | None = None
    names_there: Tensor | None = None
    group_at: Tensor | None = None
    told: Tensor | None = None
    untold: Tensor | None = None
    party_at: Tensor | None = None
    parties: Tensor | None = None

    def to(self, device: str) -> Batch:
        """The same on another device."""
        moved = {each.name: getattr(self, each.name) for each in fields(self)}
        return Batch(**{name: value if value is None else value.to(device) for name, value in moved.items()})


def plan(sets: dict[str, list[list[Example]]], mix: dict[str, float], seed: int, size: int) -> list[list[Example]]:
    """All batches of one pass, in an order that the seed fixes; a mix says how many times each set is gone through."""
    planned: list[list[Example]] = []
    for name, times in mix.items():
        chance = random.Random(f"{seed} {name}")
        examples: list[Example] = []
        for turn in range(int(times)):
            examples += sets[name][turn % len(sets[name])]
        part = sets[name][-1]
        examples += chance.sample(part, round(len(part) * (times % 1)))
        print(f"{name}: {len(examples)} examples, {sum(len(e.pieces) for e in examples)} pieces", flush=True)
        planned += like_length(examples, chance, size)
    random.Random(seed).shuffle(planned)
    return planned


def like_length(examples: list[Example], chance: random.Random, size: int) -> list[list[Example]]:
    """Batches of examples of like length, at most `size` pieces each with padding."""
    order = sorted(examples, key=lambda e: len(e.pieces) + chance.random() * 8)
    made: list[list[Example]] = []
    batch: list[Example] = []
    for example in order:
        longest = max(len(example.pieces), len(batch[0].pieces) if batch else 0)
        if batch and (len(batch) + 1) * (longest + 4) > size:
            made.append(batch)
            batch = []
        batch.append(example)
    return [*made, batch] if batch else made


def collate(examples: list[Example], types: int) -> Batch:
    """The tensors of a batch; `types` is the number of types of the codebook."""
    length = max(len(example.pieces) for example in examples)
    pieces, case, mask = (torch.zeros(len(examples), length, dtype=torch.long) for _ in range(3))
    for b, example in enumerate(examples):
        n = len(example.pieces)
        pieces[b, :n], case[b, :n], mask[b, :n] = torch.tensor(example.pieces), torch.tensor(example.case), 1
    batch = Batch(pieces, case, mask)
    add_attributions(batch, examples)
    add_values(batch, examples)
    add_events(batch, examples)
    add_weak(batch, examples, types)
    return batch


def add_attributions(batch: Batch, examples: list[Example]) -> None:
    """Labels of the attribution heads."""
    marked = [b for b, example in enumerate(examples) if example.roles is not None]
    if not marked:
        return
    batch.roles = torch.zeros(*batch.pieces.shape, len(ROLES))
    batch.begins = torch.zeros(batch.pieces.shape)
    batch.roles_there = only(batch.mask, marked)
    rows = []
    for b in marked:
        batch.roles[b, : len(examples[b].roles)] = torch.tensor(examples[b].roles, dtype=torch.float)
        for begin, *parts in examples[b].attributions:
            batch.begins[b, begin] = 1
            rows.append((b, begin, *parts))
    batch.pairs = rows_of(rows, len(ROLES), batch.pieces.shape[1])


def add_values(batch: Batch, examples: list[Example]) -> None:
    """Labels of value and certainty."""
    values = [(b, *each) for b, example in enumerate(examples) for each in example.values]
    if values:
        batch.value_at = torch.tensor([each[:2] for each in values])
        batch.values = torch.tensor([each[2] for each in values])
    graded = [(b, *each) for b, example in enumerate(examples) for each in example.certainties]
    if graded:
        batch.certain_at = torch.tensor([each[:2] for each in graded])
        batch.certain = torch.tensor([each[2] for each in graded])
        batch.certain_flags = torch.tensor([each[3:] for each in graded], dtype=torch.float)


def add_events(batch: Batch, examples: list[Example]) -> None:
    """Labels of triggers, their types, modes and participants, and of PropBank's predicates."""
    length = batch.pieces.shape[1]
    marked = [b for b, example in enumerate(examples) if example.triggers is not None]
    if marked:
        batch.types, batch.types_there = torch.zeros_like(batch.pieces), only(batch.mask, marked)
        triggers = [(b, *each) for b in marked for each in examples[b].triggers]
        for b, piece, kind, _ in triggers:
            batch.types[b, piece] = kind + 1
        modes = [each for each in triggers if each[3] >= 0]
        if modes:
            batch.mode_at, batch.modes = torch.tensor([m[:2] for m in modes]), torch.tensor([m[3] for m in modes])
        rows = [(b, *each) for b in marked for each in examples[b].participants]
        batch.participants = rows_of(rows, len(PARTICIPANTS), length)
    marked = [b for b, example in enumerate(examples) if example.arguments is not None]
    if marked:
        rows = [(b, *each) for b in marked for each in examples[b].arguments]
        batch.arguments = rows_of(rows, len(ARGUMENTS), length)
        batch.predicates, batch.predicates_there = torch.zeros(batch.pieces.shape), only(batch.mask, marked)
        for b, piece, *_ in rows:
            batch.predicates[b, piece] = 1


def add_weak(batch: Batch, examples: list[Example], types: int) -> None:
    """Labels of names, of whole sentences and of parties without a trigger."""
    marked = [b for b, example in enumerate(examples) if example.names is not None]
    if marked:
        batch.names, batch.names_there = torch.zeros_like(batch.pieces), only(batch.mask, marked)
        for b in marked:
            batch.names[b, : len(examples[b].names)] = torch.tensor(examples[b].names)
    grouped = [b for b, example in enumerate(examples) if example.groups is not None]
    if grouped:
        batch.group_at = torch.tensor(grouped)
        batch.told, batch.untold = (torch.zeros(len(grouped), types) for _ in range(2))
        for row, b in enumerate(grouped):
            batch.told[row, list(examples[b].groups[0])] = 1
            batch.untold[row, list(examples[b].groups[1])] = 1
    known = [b for b, example in enumerate(examples) if example.parties is not None]
    if known:
        batch.party_at = torch.tensor(known)
        batch.parties = torch.zeros(len(known), 2, batch.pieces.shape[1], dtype=torch.uint8)
        for row, b in enumerate(known):
            for side, members in enumerate(examples[b].parties):
                batch.parties[row, side, members] = 1


def only(mask: Tensor, examples: list[int]) -> Tensor:
    """The pieces that are there, of some examples alone."""
    keep = torch.zeros(mask.shape[0], 1, dtype=torch.bool)
    keep[examples] = True
    return mask.bool() & keep


def rows_of(rows: list[tuple], roles: int, length: int) -> Marked | None:
    """Rows of (example, beginning, members of each role) as tensors."""
    if not rows:
        return None
    members = torch.zeros(len(rows), roles, length, dtype=torch.uint8)
    for number, (_, _, *parts) in enumerate(rows):
        for role, each in enumerate(parts):
            members[number, role, each] = 1
    return Marked(torch.tensor([row[:2] for row in rows]), members)
