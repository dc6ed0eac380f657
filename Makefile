# Everything runs in an environment of its own, .venv, made from the lock files.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/pip --disable-pip-version-check -q -q
export PYTHONTZPATH :=
export PTB_TIMEDELTA := 1

.PHONY: help demo test browser check format long crash bench messages manual schema lock clean

help: ## What there is
	@grep -E '^[a-z]+:.*##' Makefile | sed 's/:.*## /\t/'

.venv/run: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(PIP) install --require-hashes --only-binary :all: -r requirements.lock
	@touch $@

.venv/dev: requirements-dev.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(PIP) install --require-hashes --only-binary :all: -r requirements-dev.lock
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@ .venv/run

demo: .venv/run ## Two people, a group and the bot, in the browser
	@$(BIN)/python -m bot demo

test: .venv/dev ## Every test but those in a browser
	$(BIN)/pytest -n 2 --dist loadgroup --ignore tests/browser

browser: .venv/dev ## The demo's page in a real Chromium
	$(BIN)/pytest tests/browser

check: .venv/dev ## Format, lint, types, layers, flows
	$(BIN)/ruff format --check bot tests
	$(BIN)/ruff check bot tests
	$(BIN)/mypy bot
	$(BIN)/lint-imports
	$(BIN)/python -m bot check
	$(BIN)/python -m bot story

format: .venv/dev ## Put the code in its form
	$(BIN)/ruff check --fix bot tests
	$(BIN)/ruff format bot tests

long: .venv/dev ## The long harnesses
	$(BIN)/pytest -m long -o addopts="-q -ra --import-mode=importlib"

crash: .venv/dev ## Kills by the hundred against a ledger: N=1000 for more, goes on where it stopped
	$(BIN)/python -m tests.crash

bench: .venv/dev ## Figures, with what limits them
	$(BIN)/python -m tests.bench

messages: .venv/dev ## Collect every sentence for translators
	$(BIN)/python -m bot messages

manual: .venv/dev ## Make the manual anew
	$(BIN)/python -m bot manual --output docs/manual.md

schema: .venv/dev ## Make the editors' schemas anew
	$(BIN)/python -m bot schema --flows flows

lock: ## Make the lock files anew
	$(PIP) install uv
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header -q --upgrade --extra postgres --group dev -o requirements-dev.lock pyproject.toml
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header -q --extra postgres -c requirements-dev.lock -o requirements.lock pyproject.toml

clean: ## Remove what can be made again
	rm -rf .venv dist .mypy_cache .ruff_cache .pytest_cache .hypothesis shots
