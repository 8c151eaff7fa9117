"""Trains the encoder on a mix of sets and writes `encoder.pt`; see the Makefile for the one command.

Deterministic for a given seed, machine and torch: one thread, fixed order. A checkpoint is kept, and a run that was
stopped goes on from it. A mix says how many times each set is gone through: `attribution=1 events=4 values=0.5`.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import torch
from encoder import BODY, Encoder, load_pretrained
from examples import (
    Example,
    argument_examples,
    attribution_examples,
    event_examples,
    factuality_examples,
    mode_numbers,
    passage_examples,
)
from losses import collate, frozen_losses, losses_of
from passages import DATA
from tokenizers import Tokenizer

PIECES_A_BATCH = 2048
EXAMPLES_A_BATCH = 48
CHECKPOINT_STEPS = 100


def main() -> None:
    """Reads the arguments and trains."""
    arguments = parse_arguments()
    torch.set_num_threads(1)
    torch.manual_seed(arguments.seed)
    arguments.out.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer.from_file(str(arguments.base / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    plan = plan_batches(tokenizer, arguments)
    model = build_model()
    if arguments.start is None:
        load_pretrained(model, arguments.base / "model.safetensors")
    else:
        # A head that the start lacks begins anew.
        model.load_state_dict(torch.load(arguments.start, weights_only=True), strict=False)
    if arguments.frozen:
        train_frozen(model, plan, arguments)
    else:
        train(model, plan, arguments)
    torch.save(model.state_dict(), arguments.out / "encoder.pt")


def parse_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True, help="folder with model.safetensors and tokenizer.json")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="weights to go on from, instead of the base model's")
    parser.add_argument("--mix", nargs="+", required=True, help="SET=TIMES, sets as in read_sets")
    parser.add_argument("--frozen", type=int, default=0, help="train the heads of events alone, so many times over")
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--seed", type=int, default=13)
    return parser.parse_args()


def build_model() -> Encoder:
    """The model with heads as wide as the codebook needs."""
    numbers = mode_numbers()
    return Encoder(types=1 + max(t for t, _ in numbers.values()), modes=1 + max(m for _, m in numbers.values()))


def read_sets(tokenizer: Tokenizer, gold: Path) -> dict[str, Callable[[int], Iterator[Example]]]:
    """Each set by its name; given a seed, for the sets that are drawn anew each time."""
    return {
        "attribution": lambda _: attribution_examples(tokenizer, gold, "train"),
        "passages": lambda _: passage_examples(tokenizer, DATA),
        "events": lambda seed: event_examples(tokenizer, seed),
        "values": lambda _: factuality_examples(tokenizer, gold, "train", "fact_uds_ih2"),
        "news_values": lambda _: factuality_examples(tokenizer, gold, "train", "fact_meantime"),
        "arguments": lambda _: argument_examples(tokenizer, gold, "train", "propbank_ewt"),
        "news_arguments": lambda _: argument_examples(tokenizer, gold, "train", "propbank_masc"),
    }


def plan_batches(tokenizer: Tokenizer, arguments: argparse.Namespace) -> list[list[Example]]:
    """All batches of the run, in an order that the seed fixes."""
    sets = read_sets(tokenizer, arguments.gold)
    planned: list[list[Example]] = []
    for name, times in (each.split("=") for each in arguments.mix):
        chance = random.Random(f"{arguments.seed} {name}")
        examples: list[Example] = []
        for turn in range(int(float(times))):
            examples += sets[name](arguments.seed + turn)
        part = list(sets[name](arguments.seed + 97)) if float(times) % 1 else []
        examples += chance.sample(part, round(len(part) * (float(times) % 1)))
        made = batches(examples, chance)
        print(f"{name}: {len(examples)} examples, {sum(len(e.pieces) for e in examples)} pieces, {len(made)} batches")
        planned += made
    random.Random(arguments.seed).shuffle(planned)
    return planned


def batches(examples: list[Example], chance: random.Random) -> list[list[Example]]:
    """Batches of examples of like length."""
    order = sorted(examples, key=lambda e: len(e.pieces) + chance.random() * 8)
    made: list[list[Example]] = []
    batch: list[Example] = []
    for example in order:
        full = (len(batch) + 1) * len(example.pieces) > PIECES_A_BATCH or len(batch) == EXAMPLES_A_BATCH
        if batch and full:
            made.append(batch)
            batch = []
        batch.append(example)
    return [*made, batch] if batch else made


def train(model: Encoder, plan: list[list[Example]], arguments: argparse.Namespace) -> None:
    """Goes through the plan with AdamW, a short warm-up and a linear fall of the rate."""
    heads = [p for n, p in model.named_parameters() if not n.startswith(BODY)]
    body = [p for n, p in model.named_parameters() if n.startswith(BODY)]
    optimiser = torch.optim.AdamW(
        [{"params": body, "lr": arguments.rate}, {"params": heads, "lr": arguments.rate * 5}], weight_decay=0.01
    )
    warm = max(1, len(plan) // 20)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min((s + 1) / warm, max(0.02, (len(plan) - s) / (len(plan) - warm)))
    )
    checkpoint, first = arguments.out / "checkpoint.pt", 0
    if checkpoint.exists():
        kept = torch.load(checkpoint, weights_only=False)
        model.load_state_dict(kept["model"])
        optimiser.load_state_dict(kept["optimiser"])
        schedule.load_state_dict(kept["schedule"])
        torch.set_rng_state(kept["random"])
        first = kept["step"]
    model.train()
    started, running = time.process_time(), {}
    for step in range(first, len(plan)):
        losses = losses_of(model, plan[step], collate(plan[step], random.Random(step)))
        sum(losses.values()).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        optimiser.zero_grad(set_to_none=True)
        for name, loss in losses.items():
            running[name] = 0.98 * running.get(name, float(loss)) + 0.02 * float(loss)
        if (step + 1) % 20 == 0:
            shown = " ".join(f"{name} {value:.4f}" for name, value in sorted(running.items()))
            print(f"step {step + 1}/{len(plan)} {time.process_time() - started:.0f} cpu-s {shown}", flush=True)
        if (step + 1) % CHECKPOINT_STEPS == 0:
            state = {"model": model.state_dict(), "optimiser": optimiser.state_dict(), "step": step + 1}
            state |= {"schedule": schedule.state_dict(), "random": torch.get_rng_state()}
            torch.save(state, checkpoint.with_suffix(".tmp"))
            checkpoint.with_suffix(".tmp").replace(checkpoint)


def train_frozen(model: Encoder, plan: list[list[Example]], arguments: argparse.Namespace) -> None:
    """Trains the heads of events and values on hidden states that are computed once: minutes, not hours."""
    heads = [model.types, model.modes, model.certainty, model.factuality]
    model.eval()
    kept = []
    with torch.no_grad():
        for step, batch in enumerate(plan):
            inputs = collate(batch, random.Random(step))
            kept.append((batch, model(*inputs).half(), inputs[2].bool()))
    for head in heads:
        head.train()
    weights = [p for head in heads for p in head.parameters()]
    optimiser = torch.optim.AdamW(weights, lr=arguments.rate, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LinearLR(optimiser, 1.0, 0.02, arguments.frozen * len(kept))
    chance = random.Random(arguments.seed)
    for turn in range(arguments.frozen):
        chance.shuffle(kept)
        total = 0.0
        for batch, hidden, there in kept:
            losses = frozen_losses(model, batch, torch.nn.functional.dropout(hidden.float(), 0.1), there)
            if not losses:
                continue
            loss = torch.stack(list(losses.values())).sum()
            loss.backward()
            optimiser.step()
            schedule.step()
            optimiser.zero_grad(set_to_none=True)
            total += float(loss)
        print(f"turn {turn + 1}/{arguments.frozen} loss {total / len(kept):.4f}", flush=True)


if __name__ == "__main__":
    main()
