# Two commands do everything: `make run` serves the ward's dialogue, `make test` tries all of it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
HOST ?= 127.0.0.1
PORT ?= 8000
export HOST PORT

.PHONY: run run-setup test check bench pictures document-pictures lock format clean

run: $(VENV)/.run
	@$(BIN)/python -m dialogue.serve

run-setup: $(VENV)/.run
	@$(BIN)/python -m flask --app wsgi setup

test: $(VENV)/.dev
	@sh tests/need-chromium.sh
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/lint-imports
	$(BIN)/python -m flask --app wsgi check-migrations

bench: $(VENV)/.dev
	$(BIN)/python -m bench

pictures: $(VENV)/.dev
	PYTHONPATH=. $(BIN)/python docs/pictures/make.py

document-pictures: $(VENV)/.dev
	PYTHONPATH=. $(BIN)/python docs/documents/make.py

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate pyproject.toml -o requirements.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate pyproject.toml --group dev -o requirements-dev.txt

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.txt | $(VENV)/bin/python
	@echo "Installing the pinned packages (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	@echo "Installing the pinned development packages (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

clean:
	rm -rf $(VENV)
