# make demo: one command from a fresh clone to a first result.   make test: every check the project has.
# Needs git, make and Python 3.11 or later; everything else is installed into .venv from requirements.lock.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
BENCH_STAMP := $(VENV)/.bench-installed
DEMO := january-2024

# Test processes; one a core pays as long as a core is free.
WORKERS ?= 2

# An explicit PYTHON=... wins; else the first interpreter that starts and is new enough.
PYTHON ?= $(shell for candidate in python3.11 python3.12 python3.13 python3 python; do \
	if $$candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; \
	then echo $$candidate; break; fi; done)

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help demo test wheel compiled coverage check lint types imports format bench instructions gates faults fuzz matrix page page-contract browsers evidence docs lock clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(STAMP) ## install, run the January 2024 scenario, say where the report is
	@echo "Running $(DEMO) 1,000 times, then drawing its figures: a minute or two; the first start also compiles the model"
	@$(BIN)/brink run $(DEMO)
	@echo "for the short name brink in this shell: source $(BIN)/activate"

# What keeps one processor busy is done two at a time; the tests then share both, each the files that lie together.
test: $(STAMP) ## install, then every check: style, types, imports, tests, the wheel on one more Python
	@$(MAKE) --no-print-directory --jobs $(WORKERS) wheel compiled check
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

wheel: $(STAMP)
	$(BIN)/python -m tests.matrix --light

compiled: $(STAMP)
	@$(BIN)/python tests/compile_once.py

coverage: $(STAMP) ## the tests once more, with what they cover; apart, because counting lines costs time
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal --cov --cov-report=term

check: lint types imports ## the static checks alone

lint: $(STAMP)
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(STAMP)
	$(BIN)/basedpyright --pythonpath $(BIN)/python

imports: $(STAMP)
	$(BIN)/lint-imports --no-logo

format: $(STAMP) ## put imports and layout in order
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: $(BENCH_STAMP) ## measure speed and memory (ten minutes) and write docs/benchmarks.md
	$(BIN)/python -m benchmarks $(ARGS)

instructions: $(STAMP) ## count what an act takes (valgrind) and fail if it is more than docs/benchmarks.json says
	$(BIN)/python -m benchmarks.instructions

# One group alone: make gates GROUP=january; python -m gates --help has the list.
gates: $(STAMP) ## hold the model against every gate (some minutes); exit code 3 while one is red
	$(BIN)/python -m gates $(GROUP) $(ARGS)

faults: $(STAMP) ## kill, starve and fill up hundreds of batches; the numbers of docs/explanation/faults.md
	$(BIN)/python -m pytest -m faults -s tests/faults tests/experiments/test_cluster.py tests/experiments/test_children.py

page: $(STAMP) ## make the page's engine anew from the model (a minute); needs a linker for WebAssembly
	$(BIN)/python -m brink.experiments.page.module

page-contract: $(STAMP) ## hold the page's engine against the model's own on 60,000 runs, and fuzz its states (some minutes)
	$(BIN)/python -m pytest -m page -s tests/contracts/test_webassembly.py tests/page

browsers: $(STAMP) ## try a live page in Chromium and Firefox, where they are here: apt-get install chromium firefox-esr
	$(BIN)/python -m pytest -m browsers -n 1 tests/page/test_browsers.py

# Inputs for each target; see docs/security.md.
FUZZ ?= 20000

fuzz: $(STAMP) ## throw inputs at the loader, --set, episode and experiment files, manifests, damaged results
	@for target in loader change questions episodes events experiment manifest results; do \
		$(BIN)/python -m tests.fuzz.coverage_guided $$target $(FUZZ); done

matrix: $(STAMP) ## the wheel, without developers' extras, in a bare shell on every Python there is here
	$(BIN)/python -m tests.matrix $(ARGS)

# Stops and goes on: each part is a study in build/evidence. ARGS='--only winters page' makes some parts.
evidence: $(STAMP) ## fit the constants and make every number of the page on evidence (half an hour)
	$(BIN)/python docs/renew_evidence.py $(ARGS)

docs: $(STAMP) ## write the generated reference pages, check every link, make the live page of the gallery
	$(BIN)/python docs/build.py
	$(BIN)/brink page january-2024 --lesson --out docs/january-2024.html --force

lock: $(STAMP) ## resolve requirements.lock again from pyproject.toml
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --quiet --extra dev --universal --python-version 3.11 --upgrade \
		--generate-hashes --no-header --no-emit-index-url --no-emit-find-links --output-file requirements.lock
	$(BIN)/uv pip compile pyproject.toml --quiet --extra bench --universal --python-version 3.11 --upgrade \
		--constraint requirements.lock $$(sed -n 's/^\([a-z][a-z0-9-]*\)==.*/--no-emit-package \1/p' requirements.lock) \
		--generate-hashes --no-header --no-emit-index-url --no-emit-find-links --output-file benchmarks/requirements.lock

clean: ## remove the environment and what the checks leave behind
	rm -rf $(VENV) build *.egg-info .coverage .pytest_cache .ruff_cache .hypothesis .import_linter_cache

$(BIN)/python:
	@if [ -z "$(PYTHON)" ]; then \
		echo "brink needs Python 3.11 or later; found: $$(python3 --version 2>&1 || echo none)." >&2; \
		echo "Install one, or name it: make demo PYTHON=/path/to/python3.11" >&2; exit 1; fi
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "brink needs Python 3.11 or later; $(PYTHON) is $$($(PYTHON) --version 2>&1)." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "Python could not make a virtual environment; on Debian and Ubuntu install python3-venv." >&2; exit 1; }

# The stamp is younger than the lock and pyproject.toml exactly when the environment matches them. The lock is whole, so
# nothing is resolved again: older pips would take the newest coverage[toml] for the pinned one and stop at its hash.
$(STAMP): requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing brink and what it needs into $(VENV): some 100 packages, once, in one to five minutes"
	@$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

# What is compared against, and nothing that the main lock holds already.
$(BENCH_STAMP): benchmarks/requirements.lock $(STAMP)
	@$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r $<
	@touch $@
