"""A quick look at each head on the dev parts, piece by piece; the scorers' figures come from the whole pipeline."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator

import torch
from batches import Batch, collate, like_length
from encoder import NAMES, ROLES, Encoder
from event_lines import read_modes
from examples import Example
from losses import at, chance_of_any, with_none
from torch import Tensor
from weak import CLASSES

KINDS = sorted(read_modes())
SIDES = [[float(kind in CLASSES[number]) for kind in KINDS] for number in (1, 2, 3, 4)]


def report(model: Encoder, dev: dict[str, list[Example]]) -> None:
    """Prints one line a set."""
    counts = Counter()
    for batch, hidden in read(model, dev["attribution"]):
        found, there = model.roles(hidden) > 0, batch.roles_there
        for number, role in enumerate(ROLES):
            count(counts, role, found[..., number][there], batch.roles[..., number][there] > 0)
        count(counts, "begins", (model.begins(hidden)[..., 0] > 0)[there], batch.begins[there] > 0)
        if batch.pairs is not None:
            pairs = model.pairs.rows(hidden, batch.pairs.at) > 0
            count(counts, "pairs", pairs, batch.pairs.members > 0)
    print("attribution", shown(counts), flush=True)
    for name in ("values", "news_values"):
        print(name, f"r {value_correlation(model, dev[name]):.3f}", flush=True)
    counts = Counter()
    for batch, hidden in read(model, dev["classes"]):
        report_classes(model, batch, hidden, counts)
    print("classes", shown(counts), flush=True)
    counts = Counter()
    for batch, hidden in read(model, dev["names"]):
        found = with_none(model.names(hidden)).argmax(-1)[batch.names_there]
        for number, kind in enumerate(NAMES):
            count(counts, kind, found == number + 1, batch.names[batch.names_there] == number + 1)
    print("names", shown(counts), flush=True)


def read(model: Encoder, examples: Iterable[Example]) -> Iterator[tuple[Batch, Tensor]]:
    """Batches of dev examples with their hidden states."""
    device = next(model.parameters()).device
    for each in like_length(list(examples), random.Random(0), 8192):
        batch = collate(each, model.types[-1].out_features).to(str(device))
        with torch.no_grad():
            yield batch, model(batch.pieces, batch.case, batch.mask)


def value_correlation(model: Encoder, examples: Iterable[Example]) -> float:
    """Pearson's r of the value of the marked predicates."""
    pairs = []
    for batch, hidden in read(model, examples):
        pairs.append(torch.stack([model.factuality(at(hidden, batch.value_at))[..., 0], batch.values]).detach())
    return float(torch.corrcoef(torch.cat(pairs, 1))[0, 1])


def report_classes(model: Encoder, batch: Batch, hidden: Tensor, counts: Counter) -> None:
    """Counts the class that some piece most surely has, and doers and those done to in its row."""
    types = with_none(model.types(hidden)).softmax(-1)[..., 1:] * batch.mask[..., None]
    told = [chance_of_any(types, torch.tensor(side, device=types.device).expand(len(types), -1)) for side in SIDES]
    best, kind = torch.stack(told, 1).max(1)
    wanted = torch.stack([(batch.told == torch.tensor(side, device=types.device)).all(1) for side in SIDES], 1)
    right = torch.where(best < 0.5, ~wanted.any(1), wanted.gather(1, kind[:, None])[:, 0])
    counts["class right"] += int(right.sum())
    counts["class all"] += len(right)
    piece = types.sum(-1).argmax(-1)
    if batch.party_at is not None:
        index = torch.stack([batch.party_at, piece[batch.party_at]], -1)
        found = model.participants.rows(hidden, index)[:, :2] > 0
        for side, name in enumerate(("doer", "done to")):
            keep = batch.mask[batch.party_at].bool()
            count(counts, name, found[:, side][keep], batch.parties[:, side][keep] > 0)


def count(counts: Counter, name: str, found: Tensor, wanted: Tensor) -> None:
    """Adds hits, answers and gold pieces."""
    counts[f"{name} hit"] += int((found & wanted).sum())
    counts[f"{name} found"] += int(found.sum())
    counts[f"{name} gold"] += int(wanted.sum())


def shown(counts: Counter) -> str:
    """F1 of each name, or the share that is right."""
    lines = []
    for name in dict.fromkeys(key.rsplit(" ", 1)[0] for key in counts):
        if f"{name} all" in counts:
            lines.append(f"{name} {counts[f'{name} right'] / max(1, counts[f'{name} all']):.3f}")
        else:
            both = counts[f"{name} found"] + counts[f"{name} gold"]
            lines.append(f"{name} {2 * counts[f'{name} hit'] / max(1, both):.3f}")
    return " ".join(lines)
