# Everything that is done with this project. `make serve` and `make test` need nothing done before them.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
ARGS ?=

.PHONY: serve test check eval bench setup lock clean

serve: $(VENV)/.installed  ## the chat page on the embedded documents
	$(BIN)/wenju serve $(ARGS)

setup: $(VENV)/.installed  ## the environment in .venv

PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
LOCKED := $(PIP) --no-deps --require-hashes

# The build of PyTorch differs by where it comes from: the last command installs it, pinned without a hash.
$(VENV)/.installed: pyproject.toml requirements.lock
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 is needed: install it, or set PYTHON=/path/to/python3.11"; exit 2; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(LOCKED) --requirement requirements.lock
	$(PIP) --no-build-isolation --editable .
	touch $@

$(VENV)/.tested: $(VENV)/.installed requirements-mcp.lock requirements-test.lock
	$(LOCKED) --requirement requirements-mcp.lock --requirement requirements-test.lock
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

UV := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --quiet

# $(call lock,FILE,OPTIONS,FILES): what OPTIONS ask for and FILES do not hold. What only a PyTorch for GPUs needs comes with it.
define lock
	$(UV) $(ARGS) $(2) $(3:%=--constraint %) $$(sed -nE 's/^([a-z0-9.-]+)==.*/--no-emit-package \1/p' $(3) </dev/null) --output-file $(1)
	sed -E '/^(torch|triton|cuda-[a-z]+|nvidia-[a-z0-9-]+)==/,/[^\\]$$/d' $(1) >$(1).new && mv $(1).new $(1)
endef

lock:  ## versions and hashes for pyproject.toml, changed where they must (newest: ARGS=--upgrade); needs uv
	$(call lock,requirements.lock)
	$(call lock,requirements-mcp.lock,--extra mcp,requirements.lock)
	$(call lock,requirements-test.lock,--all-extras,requirements.lock requirements-mcp.lock)

clean:  ## the environment and caches; indexes stay where `wenju build` said
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis *.egg-info
