"""Fills an encoder with the weights of its base model; the heads stay as they are."""

from __future__ import annotations

from pathlib import Path

from encoder import BODY, Encoder
from safetensors.torch import load_file
from torch import Tensor

BERT = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "out": "attention.output.dense",
    "norm_out": "attention.output.LayerNorm",
}
MPNET = {
    "query": "attention.attn.q",
    "key": "attention.attn.k",
    "value": "attention.attn.v",
    "out": "attention.attn.o",
    "norm_out": "attention.LayerNorm",
}
BOTH = {"inner": "intermediate.dense", "outer": "output.dense", "norm_outer": "output.LayerNorm"}


def load_base(model: Encoder, weights: Path) -> None:
    """Reads a `.safetensors` file in the names of BERT or MPNet, as the shape of the model asks.

    Raises:
        ValueError: the file lacks weights of the body, or has others than the model.
    """
    model_state = base_state(load_file(weights), model)
    missing, unexpected = model.load_state_dict(model_state, strict=False)
    left = [name for name in missing if name.startswith(BODY) and name != "segments.weight"]
    if left or unexpected:
        raise ValueError(f"the base model does not fit: missing {left}, unexpected {unexpected}")


def base_state(given: dict[str, Tensor], model: Encoder) -> dict[str, Tensor]:
    """The base model's weights by our names."""
    names, parts = {"words": "word", "positions": "position"}, BERT | BOTH
    if model.shape.relative:
        parts = MPNET | BOTH
    else:
        names["segments"] = "token_type"
    state = {f"{ours}.weight": given[f"embeddings.{theirs}_embeddings.weight"] for ours, theirs in names.items()}
    state |= {f"norm.{part}": given[f"embeddings.LayerNorm.{part}"] for part in ("weight", "bias")}
    if model.shape.relative:
        state["distances.bias.weight"] = given["encoder.relative_attention_bias.weight"]
    for index in range(model.shape.layers):
        for ours, theirs in parts.items():
            for part in ("weight", "bias"):
                state[f"layers.{index}.{ours}.{part}"] = given[f"encoder.layer.{index}.{theirs}.{part}"]
    return state
