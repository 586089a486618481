# Two commands are enough: `make run` and `make test`. `make` alone lists them all.
.DEFAULT_GOAL := help
.NOTPARALLEL:
SHELL := /bin/sh
BIN := .venv/bin

# A machine's own settings for Python must not reach into .venv, nor make each process compile Ringback again.
unexport PYTHONPATH PYTHONHOME PYTHONDONTWRITEBYTECODE PYTHONPYCACHEPREFIX

.PHONY: help setup run test quick soak test-asterisk test-packages lint format docs bench takeover screenshots words lock hooks clean

##@ Start
setup: ## Make .venv with Ringback in it (does nothing when nothing changed)
	@scripts/setup run

run: ## Set up, add the demo shop, start the server and print its address
	@scripts/setup run
	@$(BIN)/ringback demo
	@exec $(BIN)/ringback serve

##@ Check
test: ## Everything: style, types and all tests, on both databases and with a real browser
	@scripts/setup dev
	@scripts/chromium
	@scripts/postgres
	@scripts/check all

quick: ## The same without the slow tests, on SQLite
	@scripts/setup dev
	@scripts/check quick

soak: ## Kill at every point of every story, then play histories for MINUTES=10; or the one of SEED=7
	@scripts/setup dev
	@$(if $(SEED),,CRASH_WIDE=1 $(BIN)/pytest -n 2 -o faulthandler_timeout=3600 tests/crash/killed tests/messages/test_pace.py)
	@$(BIN)/python -m tests.crash.model.soak --minutes $(or $(MINUTES),10) $(if $(SEED),--seed $(SEED))

test-asterisk: ## Real calls through two real versions of Asterisk, as root (RECORD=1: record them anew)
	@scripts/setup dev
	@scripts/test-asterisk $(SCENES)

test-packages: ## Signatures against the companies' own packages (SEED=2: other requests)
	@scripts/setup dev
	@scripts/test-packages $(SEED)

lint: ## Style and types only
	@scripts/setup dev
	@scripts/check lint

format: ## Put every file into the house format, and fix what can be fixed by itself
	@scripts/setup dev
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

docs: ## Write the pages about phone companies in docs/ again
	@scripts/setup dev
	@$(BIN)/python -m scripts.docs

hooks: ## Let git run `make lint` before each commit
	@mkdir -p "$$(git rev-parse --git-path hooks)"
	@printf '#!/bin/sh\nexec make --no-print-directory lint\n' > "$$(git rev-parse --git-path hooks/pre-commit)"
	@chmod +x "$$(git rev-parse --git-path hooks/pre-commit)"
	@echo "git now runs make lint before each commit."

##@ Measure and show
bench: ## Measure speed and memory against stubs on this machine
	@scripts/setup dev
	@$(BIN)/python -m bench
	@$(BIN)/python -m bench.decide
	@$(BIN)/python -m bench.replay

takeover: ## Kill one of two nodes in the middle of 1,000 calls, and write docs/takeover.md
	@scripts/setup dev
	@scripts/postgres
	@$(BIN)/python -m bench.nodes

screenshots: ## Draw the simulator and every page, on a phone and at a desk, into screenshots/
	@scripts/setup dev
	@scripts/chromium
	@$(BIN)/python scripts/screenshots.py

words: ## Add what the pages say and is not translated yet to the catalogues in src/ringback/web/languages
	@scripts/setup dev
	@$(BIN)/python -m scripts.words

##@ Keep
lock: ## Pin requirements/ again after a change in pyproject.toml (UPGRADE=1: to the newest)
	@scripts/setup run
	@$(BIN)/python scripts/lock.py $(if $(UPGRADE),--upgrade)

clean: ## Remove what make made; your data/ stays
	@rm -rf .venv build dist screenshots .mypy_cache .ruff_cache .pytest_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## Show this list
	@awk 'BEGIN { FS = ":.*## " } \
		/^##@ / { printf "\n%s\n", substr($$0, 5) } \
		/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile
	@echo
