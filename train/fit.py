"""Trains an encoder on a mix of sets and writes `encoder.pt`; see the Makefile for the one command.

A mix says how many times each set is gone through in a pass: `attribution=1 events=4 values=0.5`. With teachers the
encoder learns their answers, on the mix and on text without labels, beside the labels themselves. Runs on a GPU where
there is one. On the CPU it is deterministic for a given seed, machine and torch: one thread, fixed order.
"""

from __future__ import annotations

import argparse
import random
import time
from pathlib import Path

import torch
from base import load_base
from batches import Batch, collate, plan
from check import report
from encoder import BODY, LARGE, SMALL, Encoder
from examples import Example, mode_numbers
from losses import flatten_case, losses_of
from prepare import read_prepared
from teach import Answer, ask, taught_losses

DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
SHAPES = {"small": SMALL, "large": LARGE}


def main() -> None:
    """Reads the arguments and trains."""
    arguments = parse_arguments()
    if DEVICE == "cpu":
        torch.set_num_threads(1)
    torch.manual_seed(arguments.seed)
    arguments.out.mkdir(parents=True, exist_ok=True)
    examples = read_prepared(arguments.examples)
    model = build_model(arguments.shape)
    if arguments.start is None:
        load_base(model, arguments.base)
    else:
        # A head that the start lacks begins anew.
        model.load_state_dict(torch.load(arguments.start, weights_only=True), strict=False)
    train(model.to(DEVICE), examples.train, arguments)
    looked_at = {name: each[: max(20, round(len(each) * arguments.share))] for name, each in examples.dev.items()}
    report(model.eval(), looked_at)


def parse_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=Path, required=True, help="what prepare.py wrote")
    parser.add_argument("--base", type=Path, help="weights of the base model")
    parser.add_argument("--start", type=Path, help="weights to go on from, instead of the base model's")
    parser.add_argument("--shape", choices=SHAPES, default="small")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--mix", nargs="+", required=True, help="SET=TIMES, sets as in prepare.py")
    parser.add_argument("--share", type=float, default=1.0, help="of all that the mix names: a small one tries the way")
    parser.add_argument("--passes", type=int, default=1)
    parser.add_argument("--teachers", type=Path, nargs="*", default=[])
    parser.add_argument("--sense", type=Path, help="weights of the large base model, whose sense of a text is kept")
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--size", type=int, default=2048, help="pieces a batch")
    parser.add_argument("--seed", type=int, default=13)
    return parser.parse_args()


def build_model(shape: str = "small") -> Encoder:
    """The model with heads as wide as the codebook needs."""
    numbers = mode_numbers()
    types, modes = 1 + max(t for t, _ in numbers.values()), 1 + max(m for _, m in numbers.values())
    return Encoder(types, modes, SHAPES[shape])


def train(model: Encoder, sets: dict[str, list[list[Example]]], arguments: argparse.Namespace) -> None:
    """Goes through all batches as often as asked, with AdamW, a short warm-up and a linear fall of the rate."""
    named = (each.split("=") for each in arguments.mix)
    mix = {name: float(times) * arguments.share for name, times in named}
    planned = plan(sets, mix, arguments.seed, arguments.size)
    types = model.types[-1].out_features
    batches = [collate(examples, types).to(DEVICE) for examples in planned]
    answers = ask_all(arguments, batches)
    optimiser, schedule = make_optimiser(model, arguments.rate, len(batches) * arguments.passes)
    chance, started, running, step = random.Random(arguments.seed), time.time(), {}, 0
    model.train()
    for turn in range(arguments.passes):
        order = list(range(len(batches)))
        chance.shuffle(order)
        for index in order:
            losses = losses_for(model, batches[index], answers[index] if answers else None)
            torch.stack([loss.float() for loss in losses.values()]).sum().backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            optimiser.zero_grad(set_to_none=True)
            step += 1
            if step % 50 == 0:
                for name, loss in losses.items():
                    running[name] = 0.7 * running.get(name, float(loss)) + 0.3 * float(loss)
                shown = " ".join(f"{name} {value:.3f}" for name, value in sorted(running.items()))
                print(f"pass {turn + 1} step {step} {time.time() - started:.0f} s {shown}", flush=True)
        torch.save({name: value.cpu() for name, value in model.state_dict().items()}, arguments.out / "encoder.pt")


def losses_for(model: Encoder, batch: Batch, answer: Answer | None) -> dict[str, torch.Tensor]:
    """All losses of a batch; labels and teachers weigh the same."""
    with torch.autocast(DEVICE, torch.bfloat16, enabled=DEVICE == "cuda"):
        hidden = model(batch.pieces, flatten_case(batch.case), batch.mask)
        losses = losses_of(model, batch, hidden)
        if answer is not None:
            taught = taught_losses(model, batch, answer, hidden)
            losses |= {f"taught {name}": loss for name, loss in taught.items()}
        return losses or {"none": hidden.sum() * 0}


def ask_all(arguments: argparse.Namespace, batches: list[Batch]) -> list[Answer]:
    """The teachers' answers on every batch; none where there is no teacher."""
    if not arguments.teachers:
        return []
    teachers = []
    for path in arguments.teachers:
        teacher = build_model("large")
        teacher.load_state_dict(torch.load(path, weights_only=True))
        teachers.append(teacher.to(DEVICE).eval())
    base = None
    if arguments.sense:
        base = build_model("large")
        load_base(base, arguments.sense)
        base = base.to(DEVICE).eval()
    started = time.time()
    answers = [ask(teachers, base, batch) for batch in batches]
    print(f"asked {len(teachers)} teachers about {len(batches)} batches in {time.time() - started:.0f} s", flush=True)
    return answers


def make_optimiser(
    model: Encoder, rate: float, steps: int
) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LRScheduler]:
    """AdamW with a rate five times as high for the heads."""
    heads = [p for n, p in model.named_parameters() if not n.startswith(BODY)]
    body = [p for n, p in model.named_parameters() if n.startswith(BODY)]
    groups = [{"params": body, "lr": rate}, {"params": heads, "lr": rate * 5}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01, fused=DEVICE == "cuda")
    warm = max(1, steps // 20)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min((s + 1) / warm, max(0.02, (steps - s) / (steps - warm)))
    )
    return optimiser, schedule


if __name__ == "__main__":
    main()
