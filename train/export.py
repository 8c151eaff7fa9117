"""Writes a trained encoder as one int8 ONNX file with its tokenizer beside it; the file is what sayso ships.

Weights are quantised dynamically to int8, embeddings included; with seven bits, since processors without VNNI add up
pairs of products in sixteen bits and would overflow with eight. Every output keeps float32.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from pathlib import Path

import torch
from encoder import Encoder
from examples import mode_numbers
from fit import build_model
from losses import with_none
from marks import CERTAINTIES
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

INPUTS = ("pieces", "case", "places", "windows")
OUTPUTS = ("roles", "begins", "pairs", "factuality", "certainty", "types", "modes", "participants", "hidden")


class Probabilities(nn.Module):
    """The encoder with probabilities in place of logits; factuality from -3 to 3; hidden states as they are.

    A row holds windows one after the other, so that nothing is padded: `places` counts the pieces of each from 0,
    `windows` has its number at each of its pieces, and no piece looks at another window.
    """

    def __init__(self, model: Encoder) -> None:
        super().__init__()
        self.model = model

    def forward(self, pieces: Tensor, case: Tensor, places: Tensor, windows: Tensor) -> tuple[Tensor, ...]:
        """All outputs in the order of OUTPUTS."""
        model = self.model
        hidden = model.read(pieces, case, places, windows[:, None, :, None] == windows[:, None, None, :])
        certainty = model.certainty(hidden)
        return (
            model.roles(hidden).sigmoid(),
            model.begins(hidden)[..., 0].sigmoid(),
            model.pairs(hidden).sigmoid(),
            model.factuality(hidden)[..., 0] * 3,
            torch.cat([certainty[..., :-2].softmax(-1), certainty[..., -2:].sigmoid()], -1),
            with_none(model.types(hidden)).softmax(-1)[..., 1:],
            model.modes(hidden).softmax(-1),
            model.participants(hidden).sigmoid(),
            hidden,
        )


def main() -> None:
    """Reads the arguments and exports."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    model = build_model()
    kept = torch.load(arguments.weights, weights_only=False)
    model.load_state_dict(kept.get("model", kept))
    arguments.out.mkdir(parents=True, exist_ok=True)
    full = arguments.out / "encoder.fp32.onnx"
    export(Probabilities(model).eval(), full)
    quantize_dynamic(
        full, arguments.out / "encoder.onnx", weight_type=QuantType.QInt8, reduce_range=True, per_channel=True
    )
    shutil.copy(arguments.tokenizer, arguments.out / "tokenizer.json")
    (arguments.out / "labels.json").write_text(json.dumps(labels(), indent=1) + "\n")
    lines = []
    for name in ("encoder.onnx", "tokenizer.json", "labels.json"):
        content = (arguments.out / name).read_bytes()
        lines.append(f"{hashlib.sha256(content).hexdigest()}  {name}\n")
        print(f"{name} {len(content) / 1e6:.1f} MB")
    (arguments.out / "SHA256SUMS").write_text("".join(lines))


def labels() -> dict[str, list[str]]:
    """What the places of the heads stand for; a mode is written with its type."""
    numbers = mode_numbers()
    types = sorted({kind for kind, mode in numbers if mode is None})
    modes = sorted((n, f"{kind}/{mode}") for (kind, mode), (_, n) in numbers.items() if mode is not None)
    return {"certainties": list(CERTAINTIES), "types": types, "modes": [name for _, name in modes]}


def export(model: Probabilities, path: Path) -> None:
    """Writes float32 ONNX with free batch and length."""
    sample = tuple(torch.ones(2, 16, dtype=torch.long) for _ in INPUTS)
    free = {0: "batch", 1: "length"}
    axes = dict.fromkeys((*INPUTS, *OUTPUTS), free)
    paired = {0: "batch", 2: "length", 3: "length_"}
    axes |= dict.fromkeys(("pairs", "participants"), paired)
    torch.onnx.export(
        model,
        sample,
        str(path),
        input_names=list(INPUTS),
        output_names=list(OUTPUTS),
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )


if __name__ == "__main__":
    main()
