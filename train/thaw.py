"""Turns a shipped int8 file back into weights that training can go on from (`fit.py --start`).

What the int8 rounding took stays lost, which a few hundred steps mend; heads that the file lacks start anew.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

# Where the names of the file are other than those of encoder.py: those of the first shipped version.
RENAMED = (("anchor", "pairs.anchor"), ("member", "pairs.member"), ("pair_bias", "pairs.bias"))


def main() -> None:
    """Reads the arguments and writes the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    state = thaw(onnx.load(str(arguments.model)))
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save(state, arguments.out)
    print(f"{len(state)} tensors")


def thaw(model: onnx.ModelProto) -> dict[str, torch.Tensor]:
    """Float32 tensors by their names in encoder.py."""
    given = {each.name: numpy_helper.to_array(each) for each in model.graph.initializer}
    state = {name.removeprefix("model."): value for name, value in given.items() if value.dtype == np.float32}
    state = {name: value for name, value in state.items() if not name.startswith("onnx::") and "_scale" not in name}
    for name in [each for each in given if each.endswith("_quantized")]:
        stem = name.removesuffix("_quantized")
        scale, zero = given[f"{stem}_scale"], given[f"{stem}_zero_point"]
        floats = (given[name].astype(np.float32) - zero.astype(np.float32)) * scale
        target = name_of(model, name)
        state[target] = floats if stem.startswith("model.") else floats.T
    found = {rename(name): torch.tensor(np.ascontiguousarray(value)) for name, value in state.items()}
    found["segments.weight"] = torch.zeros(2, found["norm.weight"].shape[0])
    constant = next((v for k, v in given.items() if k.startswith("onnx::Add")), None)
    if constant is not None:
        found["segments.weight"][0] = torch.tensor(constant)
    return found


def name_of(model: onnx.ModelProto, weight: str) -> str:
    """The name that a quantised weight had before, out of the name of the node that uses it."""
    if weight.startswith("model."):
        return weight.removeprefix("model.").removesuffix("_quantized")
    node = next(each for each in model.graph.node if weight in each.input)
    path = re.sub(r"/MatMul.*$", "", node.name).strip("/").removeprefix("model/")
    parts = path.split("/")
    if len(parts) > 1 and parts[0] in parts[1]:  # /factuality/factuality.0
        parts = parts[1:]
    return ".".join(parts) + ".weight"


def rename(name: str) -> str:
    """The name as encoder.py has it now."""
    for old, new in RENAMED:
        if name == old or name.startswith(old + "."):
            return new + name.removeprefix(old)
    return name


if __name__ == "__main__":
    main()
