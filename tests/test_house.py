"""The repository holds what it says it holds: locks without addresses, docs that name every command, tidy layers."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from sayso.annotate.layers import LAYERS
from sayso.cli import cli
from sayso.settings import Settings

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "train/requirements.txt"])
def test_locks_hold_hashes_and_no_address(name: str) -> None:
    """Every pinned package has a hash, and no line says where to fetch it."""
    text = (ROOT / name).read_text()
    assert "://" not in text
    assert re.search(r"index|find-links", text) is None
    pins = re.findall(r"^[a-z0-9][\w.\[\]-]*==", text, re.MULTILINE | re.IGNORECASE)
    blocks = re.split(r"\n(?=[a-zA-Z0-9])", text.strip())
    assert len(pins) > 3
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block and not block.startswith("#")] == []


def test_every_runtime_dependency_has_its_reason() -> None:
    """CONTRIBUTING names each package that pyproject.toml asks for."""
    pyproject = (ROOT / "pyproject.toml").read_text()
    wanted = re.search(r"^dependencies = \[(.*?)^\]", pyproject, re.MULTILINE | re.DOTALL)
    assert wanted is not None
    names = re.findall(r'"([a-z0-9-]+)', wanted[1])
    reasons = (ROOT / "CONTRIBUTING.md").read_text()
    table = reasons[reasons.index("## Why each dependency") :]
    assert [name for name in names if name not in table] == []
    assert "spacy" in names


def test_every_command_and_setting_is_documented() -> None:
    """docs/reference.md has each command with its options, and each setting."""
    reference = (ROOT / "docs" / "reference.md").read_text()
    missing = [name for name in cli.commands if f"sayso {name}" not in reference]
    for command in cli.commands.values():
        options = [option for parameter in command.params for option in parameter.opts if option.startswith("--")]
        missing += [option for option in options if option not in reference]
    missing += [field.name for field in fields(Settings) if f"`{field.name}`" not in reference]
    assert missing == []


def test_every_layer_is_documented() -> None:
    """docs/interface.md names each layer."""
    interface = (ROOT / "docs" / "interface.md").read_text()
    assert [layer for layer in LAYERS if f"`{layer}`" not in interface] == []


def test_imports_point_one_way() -> None:
    """The import contracts of pyproject.toml hold."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--config", "pyproject.toml"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_asking_for_the_version_loads_no_model() -> None:
    """`sayso --version` must be quick: neither spaCy nor DuckDB is imported for it."""
    program = (
        "import sys; sys.argv = ['sayso', '--version']\n"
        "from sayso.cli import cli\n"
        "cli.main(standalone_mode=False)\n"
        "print(sorted({'spacy', 'duckdb', 'pyarrow', 'trafilatura', 'onnxruntime'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
