# Everything that is done with this project. `make serve` and `make test` need nothing done before them.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
ARGS ?=

.PHONY: serve test check eval bench setup clean

serve: $(VENV)/.installed  ## the chat page on the embedded documents
	$(BIN)/wenju serve $(ARGS)

setup: $(VENV)/.installed  ## the environment in .venv

PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

$(VENV)/.installed: pyproject.toml constraints.txt
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 is needed: install it, or set PYTHON=/path/to/python3.11"; exit 2; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) torch==2.13.0
	$(PIP) --editable .
	touch $@

$(VENV)/.tested: $(VENV)/.installed
	$(PIP) --editable '.[test]'
	sh tests/install_chromium.sh
	sh tests/install_nginx.sh
	touch $@

check: $(VENV)/.tested  ## style, types, imports, and the gate: no worse than eval/baseline.json
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/wenju eval gate

test: $(VENV)/.tested  ## all tests
	$(BIN)/python -m pytest $(ARGS)

eval: $(VENV)/.installed  ## retrieval and answers on the gold set, into eval/reports/
	$(BIN)/wenju eval run --split all --out eval/reports/latest $(ARGS)

bench: $(VENV)/.installed  ## build, cold start and queries, timed
	$(BIN)/python -m eval.speed $(ARGS)

clean:  ## the environment and caches; indexes stay where `wenju build` said
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis *.egg-info
