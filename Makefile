# What a person does with Rare Accord, one word each. Windows: see the plain lines in README.md.

.DEFAULT_GOAL := help
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check install -qq --require-hashes
ROUNDS ?= 20
SEED ?= 7

.PHONY: help play run test lint record lock clean

help:  ## Show this list.
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 16

play: $(VENV)/installed  ## Start the web simulation and say where it is.
	@$(PY) -m app serve || [ $$? -eq 130 ]  # Ctrl+C is how one leaves.

run: $(VENV)/installed  ## Print a first result, without a browser.
	@$(PY) -m app run baseline_2024 --rounds $(ROUNDS) --seed $(SEED)

test: $(VENV)/tested  ## Check everything: style, types, behaviour, pages.
	@.ci/browser $(PY)
	@$(MAKE) --no-print-directory lint
	@$(PY) -m pytest -n auto

lint: $(VENV)/tested  ## Check style and types only.
	@$(PY) -m ruff format --check -q .
	@$(PY) -m ruff check .
	@$(PY) -m mypy

record: $(VENV)/tested  ## Renew the recorded runs; read the diff before you commit it.
	@$(PY) -m app record
	@$(PY) -m app doctor --renew

lock: $(VENV)/tested  ## Renew both locks from pyproject.toml.
	@.ci/lock $(PY)

clean:  ## Remove what was installed or made; saved runs stay.
	rm -rf $(VENV) build dist .hypothesis .pytest_cache .mypy_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(PY):
	@.ci/venv $(VENV)

# The stamps are older than a changed lock, so that nothing is installed twice.
$(VENV)/installed: requirements.lock | $(PY)
	@echo "Installing what the simulation needs into $(VENV) (the first time takes a few minutes) ..."
	@$(PIP) -r requirements.lock
	@touch $@

$(VENV)/tested: requirements-test.lock | $(PY)
	@echo "Installing what the checks need into $(VENV) (the first time takes a few minutes) ..."
	@$(PIP) -r requirements-test.lock
	@touch $(VENV)/installed $@
