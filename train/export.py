"""Writes a trained encoder as one int8 ONNX file with its tokenizer beside it; the file is what sayso ships.

Weights are quantised dynamically to int8, embeddings included; with seven bits, since processors without VNNI add up
pairs of products in sixteen bits and would overflow with eight. Every output keeps float32.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
from pathlib import Path

import torch
from encoder import Encoder
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

OUTPUTS = ("roles", "begins", "pairs", "factuality")


class Probabilities(nn.Module):
    """The encoder with probabilities in place of logits, pairs reduced to what is read at run time."""

    def __init__(self, model: Encoder) -> None:
        super().__init__()
        self.model = model

    def forward(self, pieces: Tensor, case: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """All outputs from 0 to 1, factuality from -3 to 3."""
        roles, begins, pairs, factuality = self.model(pieces, case, mask)
        return roles.sigmoid(), begins.sigmoid(), pairs.sigmoid(), factuality * 3


def main() -> None:
    """Reads the arguments and exports."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    model = Encoder()
    kept = torch.load(arguments.weights, weights_only=False)
    model.load_state_dict(kept.get("model", kept))
    arguments.out.mkdir(parents=True, exist_ok=True)
    full = arguments.out / "encoder.fp32.onnx"
    export(Probabilities(model).eval(), full)
    quantize_dynamic(
        full, arguments.out / "encoder.onnx", weight_type=QuantType.QInt8, reduce_range=True, per_channel=True
    )
    shutil.copy(arguments.tokenizer, arguments.out / "tokenizer.json")
    lines = []
    for name in ("encoder.onnx", "tokenizer.json"):
        content = (arguments.out / name).read_bytes()
        lines.append(f"{hashlib.sha256(content).hexdigest()}  {name}\n")
        print(f"{name} {len(content) / 1e6:.1f} MB")
    (arguments.out / "SHA256SUMS").write_text("".join(lines))


def export(model: Probabilities, path: Path) -> None:
    """Writes float32 ONNX with free batch and length."""
    sample = tuple(torch.ones(2, 16, dtype=torch.long) for _ in range(3))
    free = {0: "batch", 1: "length"}
    axes = dict.fromkeys(("pieces", "case", "mask", "roles", "begins", "factuality"), free)
    axes["pairs"] = {0: "batch", 2: "length", 3: "length_"}
    torch.onnx.export(
        model,
        sample,
        str(path),
        input_names=["pieces", "case", "mask"],
        output_names=list(OUTPUTS),
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )


if __name__ == "__main__":
    main()
