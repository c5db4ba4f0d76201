# Everything a person runs. `make setup` builds .venv from the hash-pinned locks; the other targets call it when needed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8088
CONFIG ?= config.toml
KILLS ?= 200
STORE ?= file
# One more than there are cores: many tests wait for a browser or a database.
WORKERS ?= $(shell $(PYTHON) -c 'import os; print((os.cpu_count() or 1) + 1)')

.DEFAULT_GOAL := help
.PHONY: help setup demo tour city test run check format pictures bench figures chaos mutants trace lock

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

setup: $(VENV)/.ready ## a .venv with everything pinned

$(VENV)/.ready: requirements/dev.txt
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Duban needs Python 3.11 or newer; name one with PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

demo: setup ## the sample bureau on a page in the browser: make demo PORT=8088
	$(BIN)/python bot.py demo --port $(PORT)

tour: setup ## three working weeks in the terminal, over the local Telegram
	$(BIN)/python bot.py demo --tour

city: setup ## three bureaux on PostgreSQL and two machines, killed while people speak (needs PostgreSQL)
	$(BIN)/python bot.py demo --city

test: setup ## all tests
	$(BIN)/python -m pytest -n $(WORKERS)

run: setup ## the bot: make run CONFIG=config.toml
	$(BIN)/python bot.py run --config $(CONFIG)

check: setup ## format, lint, types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy .

format: setup ## put the code into the house format
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

bench: setup ## each figure beside what it is measured against: make bench ROWS=commit,open QUICK=1
	$(BIN)/python -m benchmarks $(if $(ROWS),--rows $(ROWS)) $(if $(QUICK),--quick)

figures: setup ## show the figures of the newest full run in docs/performance.md
	$(BIN)/python -m benchmarks.publish

pictures: setup ## take the pictures of README and manual from the page (needs Chromium)
	$(BIN)/python -m tests.page.pictures

chaos: setup ## kill -9 the bot at random, at least KILLS times, and count: make chaos STORE=postgres for two bots and a database
	$(BIN)/python -m tests.chaos --kills $(KILLS) --store $(STORE)

mutants: setup ## change one line at a time, run the tests that guard it, and print the changes that nobody noticed
	$(BIN)/python -m tests.mutants $(ONLY)

trace: setup ## the files of ours that a command and a digest run through, from beginning to end
	$(BIN)/python -m tests.trace

COMPILE := uv pip compile pyproject.toml --universal --generate-hashes --no-emit-index-url --no-annotate --no-header -q
lock: setup ## renew requirements/*.txt from pyproject.toml (needs uv)
	$(COMPILE) -o requirements/run.txt
	$(COMPILE) --extra postgres -o requirements/postgres.txt
	$(COMPILE) --extra monitoring -o requirements/monitoring.txt
	$(COMPILE) --extra postgres --extra monitoring --group dev -o requirements/dev.txt
