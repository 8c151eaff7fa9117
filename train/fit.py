"""Trains the encoder on the gold train parts and writes `encoder.pt`; see the Makefile for the one command.

Deterministic for a given seed, machine and torch: one thread, fixed order. A checkpoint is kept, and a run that was
stopped goes on from it.
"""

from __future__ import annotations

import argparse
import random
import time
from pathlib import Path

import torch
from encoder import Encoder, load_pretrained
from examples import Example, attribution_examples, factuality_examples, passage_examples
from passages import DATA
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits as cross_entropy
from torch.nn.functional import mse_loss

PIECES_A_BATCH = 2048
CHECKPOINT_STEPS = 200


def main() -> None:
    """Reads the arguments and trains."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True, help="folder with model.safetensors and tokenizer.json")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="weights to go on from, instead of the base model's")
    parser.add_argument("--passes", type=int, default=3)
    parser.add_argument("--no-passages", action="store_true", help="leave out our own passages")
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--seed", type=int, default=13)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(arguments.seed)
    arguments.out.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer.from_file(str(arguments.base / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    examples = read_examples(tokenizer, arguments.gold, with_passages=not arguments.no_passages)
    model = Encoder()
    if arguments.start is None:
        load_pretrained(model, arguments.base / "model.safetensors")
    else:
        model.load_state_dict(torch.load(arguments.start, weights_only=True))
    train(model, examples, arguments)
    torch.save(model.state_dict(), arguments.out / "encoder.pt")


def read_examples(tokenizer: Tokenizer, gold: Path, *, with_passages: bool) -> list[Example]:
    """All training examples; fact_meantime's few are given more often, being the only news among them."""
    found = list(attribution_examples(tokenizer, gold, "train"))
    if with_passages:
        found += passage_examples(tokenizer, DATA)
    found += factuality_examples(tokenizer, gold, "train", "fact_uds_ih2", 1.0)
    found += 4 * list(factuality_examples(tokenizer, gold, "train", "fact_meantime", 1.0))
    return found


def batches(examples: list[Example], seed: int) -> list[list[Example]]:
    """Batches of like length and one kind of label, in an order that the seed fixes."""
    shuffle = random.Random(seed)
    kinds = [[e for e in examples if e.roles is not None], [e for e in examples if e.roles is None]]
    made = []
    for kind in kinds:
        order = sorted(kind, key=lambda e: len(e.pieces) + shuffle.random() * 8)
        batch: list[Example] = []
        for example in order:
            if (batch and (len(batch) + 1) * len(example.pieces) > PIECES_A_BATCH) or len(batch) == 48:
                made.append(batch)
                batch = []
            batch.append(example)
        made.append(batch)
    shuffle.shuffle(made)
    return made


def train(model: Encoder, examples: list[Example], arguments: argparse.Namespace) -> None:
    """Runs all passes with AdamW, a short warm-up and a linear fall of the rate."""
    plan = [batch for turn in range(arguments.passes) for batch in batches(examples, arguments.seed + turn)]
    heads = [
        p for n, p in model.named_parameters() if not n.startswith(("layers", "words", "positions", "types", "norm"))
    ]
    body = [p for n, p in model.named_parameters() if n.startswith(("layers", "words", "positions", "types", "norm"))]
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
        losses = losses_of(model, plan[step])
        sum(losses.values()).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        optimiser.zero_grad(set_to_none=True)
        for name, loss in losses.items():
            running[name] = 0.98 * running.get(name, float(loss)) + 0.02 * float(loss)
        if (step + 1) % 50 == 0:
            shown = " ".join(f"{name} {value:.4f}" for name, value in sorted(running.items()))
            print(f"step {step + 1}/{len(plan)} {time.process_time() - started:.0f} cpu-s {shown}", flush=True)
        if (step + 1) % CHECKPOINT_STEPS == 0:
            state = {"model": model.state_dict(), "optimiser": optimiser.state_dict(), "step": step + 1}
            state |= {"schedule": schedule.state_dict(), "random": torch.get_rng_state()}
            torch.save(state, checkpoint.with_suffix(".tmp"))
            checkpoint.with_suffix(".tmp").replace(checkpoint)


def losses_of(model: Encoder, batch: list[Example]) -> dict[str, Tensor]:
    """The losses that a batch's labels give."""
    pieces, case, mask = collate(batch)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        roles, begins, pairs, factuality = model(pieces, case, mask)
    if batch[0].roles is None:
        at = [(b, piece) for b, example in enumerate(batch) for piece, _ in example.values]
        wanted = torch.tensor([value for example in batch for _, value in example.values])
        found = torch.stack([factuality[b, piece] for b, piece in at]).float()
        return {"factuality": 4 * mse_loss(found, wanted)}
    return attribution_losses(batch, mask, roles.float(), begins.float(), pairs.float())


def attribution_losses(batch: list[Example], mask: Tensor, roles: Tensor, begins: Tensor, pairs: Tensor) -> dict:
    """Losses of the three attribution heads; `pairs` only in the rows of gold cues."""
    there = mask.bool()
    wanted = torch.zeros_like(roles)
    first = torch.zeros_like(begins)
    rows, targets = [], []
    for b, example in enumerate(batch):
        wanted[b, : len(example.roles)] = torch.tensor(example.roles, dtype=torch.float)
        for begin, *parts in example.attributions:
            first[b, begin] = 1
            target = torch.zeros(len(parts), roles.shape[1])
            for number, members in enumerate(parts):
                target[number, members] = 1
            rows.append((b, begin))
            targets.append(target)
    losses = {
        "roles": cross_entropy(roles[there], wanted[there]),
        "begins": 2 * cross_entropy(begins[there], first[there]),
    }
    if rows:
        index = torch.tensor(rows)
        scored = pairs[index[:, 0], :, index[:, 1], :]
        keep = there[index[:, 0]][:, None, :].expand_as(scored)
        losses["pairs"] = 2 * cross_entropy(scored[keep], torch.stack(targets)[keep])
    return losses


def collate(batch: list[Example]) -> tuple[Tensor, Tensor, Tensor]:
    """Padded (batch, length) tensors of pieces, case and mask."""
    length = max(len(example.pieces) for example in batch)
    pieces, case, mask = (torch.zeros(len(batch), length, dtype=torch.long) for _ in range(3))
    for b, example in enumerate(batch):
        pieces[b, : len(example.pieces)] = torch.tensor(example.pieces)
        case[b, : len(example.case)] = torch.tensor(example.case)
        mask[b, : len(example.pieces)] = 1
    return pieces, case, mask


if __name__ == "__main__":
    main()
