# make setup | run | test | looks | docs | pictures | lint | format | bench | services-test | build | lock | assets | compressed | clean
SHELL := /bin/bash
.DEFAULT_GOAL := help

VENV := .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.runtime
DEVELOPMENT := $(VENV)/.development
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
LOCK := $(BIN)/pip-compile --quiet --strip-extras --allow-unsafe --generate-hashes --no-header \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options --annotation-style=line

# One more than the two processors that a machine has at least: tests wait for servers and browsers much of their time.
TEST_PROCESSES ?= 3

# Those that touch local data: `make services-test` runs them with PostgreSQL and Redis, `make test` with SQLite.
LOCAL_TESTS := tests/app/auth tests/app/pages tests/app/provider tests/app/security tests/app/work \
	$(addprefix tests/app/packs/test_,commands.py making.py pages.py rights.py worker.py) \
	$(addprefix tests/app/test_,authorisation.py digest.py import.py users.py demo.py local_database.py errors.py) \
	tests/app/api tests/callbacks/test_sight.py tests/callbacks/test_board_sight.py

.PHONY: help setup setup-development run test looks docs pictures lint format bench services-test build lock assets compressed clean

help:
	@echo "make setup          make .venv and install what the portal needs"
	@echo "make run            start the portal at http://127.0.0.1:8050, with published papers as local returns"
	@echo "make test           run every test, the browser's too"
	@echo "make looks          keep how every page looks now, after looking at tests/artefacts"
	@echo "make docs           build the guides into build/docs: a dead link, anchor or picture fails"
	@echo "make pictures       take the pictures of the user's guide anew"
	@echo "make lint           style, types and import directions"
	@echo "make format         put the code into the agreed style"
	@echo "make bench          measure what a visitor waits for"
	@echo "make services-test  tests that need PostgreSQL, Redis and Celery"
	@echo "make build          build a snapshot of the published figures"
	@echo "make lock           choose newer versions of what the portal needs"
	@echo "make assets         fetch the fonts, the style sheet and the libraries anew (needs npm)"
	@echo "make compressed     compress anew what browsers fetch, after a change of a script or a style sheet"
	@echo "make clean          remove everything that was made here"

setup: $(RUNTIME)

setup-development: $(DEVELOPMENT)

$(BIN)/python:
	@PYTHON="$(PYTHON)" bash .ci/venv.sh $(VENV)

$(RUNTIME): requirements.lock pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes -r requirements.lock
	PYTHONWARNINGS=ignore $(PIP) install --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q app callbacks data layouts models
	@bash .ci/pango.sh
	@touch $@

$(DEVELOPMENT): requirements-dev.lock $(RUNTIME)
	$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

run: setup
	$(BIN)/portal demo
	$(BIN)/portal serve

test: setup-development
	@bash .ci/chromium.sh
	@bash .ci/services.sh
	@bash .ci/r.sh
	$(BIN)/python -m pytest --numprocesses $(TEST_PROCESSES) --dist loadfile --no-loadscope-reorder $(TESTS)

looks: setup-development
	@bash .ci/chromium.sh
	KEEP_LOOKS=1 $(BIN)/python -m pytest --numprocesses 2 tests/browser/test_looks.py

docs: setup-development
	$(BIN)/mkdocs build --clean --config-file .ci/mkdocs.yml

pictures: setup-development
	@bash .ci/chromium.sh
	$(BIN)/python -m tests.docs.pictures

lint: setup-development
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: setup-development
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: setup-development
	$(BIN)/python -m tests.bench

services-test: setup-development
	@bash .ci/services.sh
	$(BIN)/python -m pytest -m services tests/services tests/data/local
	PORTAL_TEST_BACKEND=postgresql $(BIN)/python -m pytest --numprocesses 2 --dist loadfile $(LOCAL_TESTS)

build: setup
	$(BIN)/portal build

lock: setup-development
	$(LOCK) --upgrade --output-file requirements.lock pyproject.toml
	$(LOCK) --upgrade --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml

assets: setup
	$(BIN)/python -m app.assets_build
	$(BIN)/python -m app.assets_compressed

compressed: setup
	$(BIN)/python -m app.assets_compressed

clean:
	rm -rf $(VENV) build dist *.egg-info tests/artefacts var .cache \
		.pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
