# The README's two commands: `make demo` and `make test`. Both set up everything they need under .venv.
PYTHON ?= python3
BIN := .venv/bin
PROJECT ?= demo.d

.PHONY: demo test lint setup data lock gate wheel bench clean

demo: data
	@$(BIN)/sayso demo --project $(PROJECT)

test: data
	$(BIN)/python -m pytest $(PYTEST)

lint: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --config pyproject.toml

gate: data
	$(BIN)/python eval/gate.py

setup: data

# What was compiled before a data file changed is not used; this makes starting quick again.
data: .venv/ready
	@$(BIN)/python -c "from sayso.datafiles import write_compiled; write_compiled()"

.venv/ready: requirements-dev.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

wheel: .venv/ready
	$(BIN)/python -m build --wheel --no-isolation

# Needs uv; the hashes come from the registry, the file holds no address.
lock:
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --upgrade -o requirements.txt
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -c requirements.txt --upgrade -o requirements-dev.txt

clean:
	rm -rf .venv dist demo.d sayso.d
