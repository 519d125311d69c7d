# Every command a person needs; plain `make` lists them.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh

PYTHON ?= python3
BIN := .venv/bin
# Which databases the tests run on; `make test DATABASES=sqlite` needs no PostgreSQL.
DATABASES ?= sqlite,postgresql
# Anything else for pytest: make test TESTS="tests/inbox -k claim"
TESTS ?=
# How long to ask at most: make audit AUDIT=--within=5
AUDIT ?=
# One more than there are cores: two of them wait for houses and browsers half of their time.
PROCESSES ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)

.PHONY: help run test lint format bench words lock audit sbom clean runtime development

help: ## Show this list
	@echo "Hearback"
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: runtime ## Set up and start everything; Ctrl-C stops it
	@exec $(BIN)/hearback run

# Else every process, and every process of every house, would compile all it imports anew.
test: export PYTHONDONTWRITEBYTECODE =
test: development ## Run all tests, on SQLite and on PostgreSQL, browsers included
	@exec $(BIN)/python -m pytest -n $(PROCESSES) --dist loadgroup --databases $(DATABASES) $(TESTS)

lint: development ## Check style, types, import direction, templates and scripts
	@exec $(BIN)/python tools/lint.py

format: development ## Put the code into the one layout
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

bench: development ## Measure what is claimed about speed and safety
	@exec $(BIN)/python -m bench

words: development ## Bring the translations up to date with what the desk says
	@exec $(BIN)/python -m web.extracting

lock: ## Write the locked requirements anew (needs uv)
	@exec $(PYTHON) tools/lock.py

audit: development ## Ask whether anything is known against the locked packages
	@exec $(BIN)/python tools/audit.py $(AUDIT)

sbom: development ## Write what the desk is made of, as CycloneDX, into hearback.cdx.json
	@exec $(BIN)/python tools/sbom.py hearback.cdx.json

clean: ## Remove what was installed and built; data in var/ stays
	rm -rf .venv node_modules web/static/dist *.egg-info

runtime development:
	@command -v $(PYTHON) >/dev/null || { echo "Hearback needs Python 3.11 or newer, and there is no $(PYTHON)."; exit 1; }
	@exec $(PYTHON) tools/prepare.py $@
