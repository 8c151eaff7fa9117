"""Fits the head of event types anew on the frozen states of a trained encoder, and writes the encoder with it.

Training all heads at once leaves this one unsure on text about other things, and lets REQUEST, which nothing held back,
take a share of every type. Here it learns the same marked lines, the classes with REQUEST held back, sentences with and
without protests, and plain text that tells no event. The states are made once; the rest takes a minute on one core.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import torch
from batches import Batch, collate, like_length
from encoder import Encoder
from examples import Example
from fit import DEVICE, build_model, make_optimiser
from losses import chance_of_any, event_losses, weak_losses, with_none
from prepare import read_prepared, read_tokenizer
from torch import Tensor
from weak import plain_class_examples, protest_examples, quiet_examples

# How often a pass goes through each set, and how many draws of names in the marked lines it sees.
TIMES = {"events": 1, "classes": 9, "protests": 6, "quiet": 2}
DRAWS = 5
PASSES, SIZE, RATE, SEED = 2, 4096, 1e-3, 13
LOSSES = ("types", "told", "untold")


def main() -> None:
    """Reads the arguments, fits and writes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--examples", type=Path, required=True, help="what prepare.py wrote")
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--share", type=float, default=1.0, help="of every set: a small one tries the way")
    arguments = parser.parse_args()
    if DEVICE == "cpu":
        torch.set_num_threads(1)
    torch.manual_seed(SEED)
    model = build_model()
    model.load_state_dict(torch.load(arguments.weights, weights_only=True))
    tokenizer = read_tokenizer(arguments.tokenizer)
    sets = {
        "events": [each for draw in read_prepared(arguments.examples).train["events"][:DRAWS] for each in draw],
        "classes": list(plain_class_examples(tokenizer, arguments.gold)),
        "protests": list(protest_examples(tokenizer, arguments.gold)),
        "quiet": list(quiet_examples(tokenizer, arguments.gold)),
    }
    if arguments.share < 1:
        sets = {name: each[: max(1, round(len(each) * arguments.share))] for name, each in sets.items()}
    fit_types(model.to(DEVICE), sets)
    show(model, list(plain_class_examples(tokenizer, arguments.gold, "dev")))
    arguments.out.mkdir(parents=True, exist_ok=True)
    torch.save({name: value.cpu() for name, value in model.state_dict().items()}, arguments.out / "encoder.pt")


def fit_types(model: Encoder, sets: dict[str, list[Example]]) -> None:
    """Trains the head of types from new weights; nothing else changes."""
    for layer in model.types:
        if hasattr(layer, "reset_parameters"):
            layer.reset_parameters()
    chance = random.Random(SEED)
    batches: list[Batch] = []
    order: list[int] = []
    for name, examples in sets.items():
        made = [collate(each, model.types[-1].out_features).to(DEVICE) for each in like_length(examples, chance, SIZE)]
        order += [len(batches) + n for n in range(len(made))] * TIMES[name]
        batches += made
        print(f"{name}: {len(examples)} examples, {len(made)} batches", flush=True)
    states = [states_of(model, batch) for batch in batches]
    # The rate of heads is five times the one given; there is nothing else here.
    optimiser, schedule = make_optimiser(model, RATE / 5, len(order) * PASSES)
    model.types.train()
    for _ in range(PASSES):
        chance.shuffle(order)
        for index in order:
            hidden, batch = states[index].float(), batches[index]
            losses = event_losses(model, batch, hidden) | weak_losses(model, batch, hidden)
            torch.stack([losses[name] for name in LOSSES if name in losses]).sum().backward()
            optimiser.step()
            schedule.step()
            optimiser.zero_grad(set_to_none=True)
    model.eval()


@torch.no_grad()
def states_of(model: Encoder, batch: Batch) -> Tensor:
    """The hidden states of a batch, in half precision to save memory."""
    return model.eval()(batch.pieces, batch.case, batch.mask).half()


@torch.no_grad()
def show(model: Encoder, examples: list[Example]) -> None:
    """Prints how often a class's own types are the likeliest of all that it tells apart."""
    right = known = 0
    for example in examples:
        batch = collate([example], model.types[-1].out_features).to(DEVICE)
        if batch.told.sum() > 0:
            types = with_none(model.types(states_of(model, batch).float())).softmax(-1)[..., 1:]
            told, untold = (chance_of_any(types, side) for side in (batch.told, batch.untold))
            known, right = known + 1, right + int(told > untold)
    print(f"dev: {right} of {known} sentences tell their own class rather than another")


if __name__ == "__main__":
    main()
