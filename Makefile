# Each target sets up what it needs by itself; see scripts/setup.sh.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

python := .venv/bin/python

.PHONY: help setup run demo screens bench test lint format lock clean

help: ## say what can be made
	@sed -nE 's/^([a-z]+):[^#]*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

setup: ## what the other targets need: .venv with pinned parts, and Qt's system libraries
	@scripts/setup.sh

run: ## MNLog, with your own clinic
	@scripts/setup.sh window
	@.venv/bin/mnlog

demo: ## MNLog with a made-up clinic, to look around in
	@scripts/setup.sh window
	@$(python) -m mnlog.demo run demo-output

screens: setup ## a picture of every screen and sheet
	@$(python) -m mnlog.demo screens build/screens

bench: setup ## start-up, search, saving and paper, each beside its floor
	@$(python) -m benchmarks

test: lint ## everything a change must pass
	@$(python) -m pytest --numprocesses auto --dist worksteal

lint: setup ## style, types and layers
	@$(python) -m ruff check
	@$(python) -m ruff format --check
	@$(python) -m mypy
	@$(python) -c 'from importlinter.cli import lint_imports_command as check; check()' --no-logo

format: setup ## put the style right where that can be done by itself
	@$(python) -m ruff check --fix
	@$(python) -m ruff format

compile := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate
lock: ## pin the newest parts that pyproject.toml allows, with their hashes (needs uv)
	@export PATH="$$PWD/.venv/bin:$$PATH" && \
	$(compile) --upgrade --group dev --output-file requirements-dev.txt pyproject.toml && \
	$(compile) --upgrade --constraint requirements-dev.txt --output-file requirements.txt pyproject.toml

clean: ## take away what can be made again, .venv too
	@rm -rf .venv build dist demo-output .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find mnlog tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
