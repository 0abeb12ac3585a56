# Each target sets up what it needs; the plain commands stand in README.md.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# Material's notice about MkDocs 2 is not for whoever reads the notes' warnings.
export NO_MKDOCS_2_WARNING = 1
export TITLE NAME

.PHONY: serve test steady build check links note mutants lint properdocs bench clean

serve: .venv/site.stamp  ## serve the site at http://127.0.0.1:8000/, built anew at every save
	$(BIN)/mkdocs serve

build: .venv/site.stamp  ## build the site into site/; any warning is an error
	$(BIN)/mkdocs build --strict

test: .venv/dev.stamp  ## pass the tests
	$(BIN)/pytest -n auto --maxprocesses 8

steady: .venv/dev.stamp  ## pass the tests 20 times, on a busy machine and with slowed browsers, too (two hours)
	$(BIN)/python -m bench.steady

check: .venv/site.stamp  ## check the notes' formulas, without a build
	$(BIN)/python -m yansuan.equations docs/posts/*.md

links: .venv/site.stamp  ## ask whether the pages are there that notes link to elsewhere
	$(BIN)/python -m yansuan links

note: .venv/site.stamp  ## begin a note: make note TITLE=… [NAME=…] [PROGRAM=no]
	$(BIN)/python -m yansuan.authoring $(if $(filter no,$(PROGRAM)),--without-program) "$$TITLE" $(if $(NAME),"$$NAME")

mutants: .venv/dev.stamp  ## spoil every formula that holds, and see that each spoilt one is caught
	$(BIN)/python -m tests.check.mutants

lint: .venv/dev.stamp  ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

properdocs: .venv/dev.stamp  ## the same tree by ProperDocs, into build/properdocs/
	$(BIN)/properdocs build --strict -f mkdocs.yml -d build/properdocs

bench: .venv/dev.stamp  ## measure: how long a save takes to show, how long the formulas take to check, how many visits, what a note weighs, how builds grow with the site
	$(BIN)/python -m bench.save
	$(BIN)/python -m bench.equations
	$(BIN)/python -m bench.visits
	$(BIN)/python -m bench.weight
	$(BIN)/python -m bench.scale

clean:  ## remove what was built, and the caches
	rm -rf site build .cache

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed. Name one: make PYTHON=python3.11 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -m venv .venv || \
	  { rm -rf .venv; echo "Python cannot make an environment. On Debian: apt-get install python3-venv" >&2; exit 1; }

.venv/site.stamp: requirements.lock pyproject.toml | .venv/bin/python
	@echo "Installing what the site is made with into .venv, this once (a minute or two) …"
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev.stamp: requirements-dev.lock .venv/site.stamp
	@echo "Installing what the tests need into .venv, this once …"
	$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@
