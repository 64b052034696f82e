# 名医堂. Two commands matter: `make run` shows the product, `make test` proves it.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
export HOST ?= 127.0.0.1
export PORT ?= 8000

.PHONY: help setup web run test test-fast check format backends backends-down up down faults screenshots bench mutants new-service docs lock

help: ## Show the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk 'BEGIN {FS = ":.*## "} {printf "  make %-16s %s\n", $$1, $$2}'

setup: .venv/.ready ## Make .venv with everything and .venv/bin/mingyitang

.venv/.ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; say which with make PYTHON=…")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

web: setup ## Build the pages, when a source has changed
	$(BIN)/mingyitang web build

run: web ## The product in one process on embedded stores, with demonstration data: http://HOST:PORT
	$(BIN)/mingyitang run

test: web ## All tests, on real servers started for them
	$(BIN)/mingyitang backends run -- $(BIN)/python -m tests

test-fast: setup ## The tests that need no server
	$(BIN)/pytest tests/unit tests/contract -m "not real"

check: setup ## Format, lint, types, import rules
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/mingyitang web check

format: setup ## Put the sources into shape
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

backends: setup ## Start private RabbitMQ, MySQL-family and MongoDB-wire servers; see .run/backends.env
	$(BIN)/mingyitang backends up

backends-down: setup ## Stop them
	$(BIN)/mingyitang backends down

up: web ## The full system as processes on real backends; PROFILE=demo for the demonstration shop
	$(BIN)/mingyitang up

down: setup ## Stop it, and the backends it started
	$(BIN)/mingyitang down

faults: setup ## Kill processes at the worst moments; prove that nothing is lost or doubled
	$(BIN)/mingyitang backends run -- $(BIN)/pytest tests/faults tests/race --durations=20

screenshots: web ## Pictures of the pages into docs/screenshots (needs Chromium)
	$(BIN)/python -m tests.web.screenshots

bench: setup ## Measure; ratios side by side, into .run/bench.json
	$(BIN)/mingyitang backends run -- $(BIN)/python -m tests.bench

mutants: setup ## Put small faults into scheduling's decisions; how many do its unit tests notice?
	$(BIN)/python -m tests.mutants

new-service: setup ## make new-service NAME=x: a service from the template
	$(BIN)/mingyitang new-service $(NAME)

docs: setup ## Renew the generated parts of ARCHITECTURE.md
	$(BIN)/python -m deploy.architecture

lock: ## Resolve requirements.lock anew (needs uv)
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet --output-file requirements.lock
