# Each target sets up what it needs; the plain commands stand in README.md.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: serve test build lint types properdocs bench clean

serve: .venv/site.stamp  ## serve the site at http://127.0.0.1:8000/, built anew at every save
	$(BIN)/mkdocs serve

build: .venv/site.stamp  ## build the site into site/; any warning is an error
	$(BIN)/mkdocs build --strict

test: .venv/dev.stamp  ## pass the tests
	$(BIN)/pytest -n 2 --dist loadgroup

lint: .venv/dev.stamp  ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

properdocs: .venv/dev.stamp  ## the same tree by ProperDocs, into build/properdocs/
	$(BIN)/properdocs build --strict -f mkdocs.yml -d build/properdocs

bench: .venv/dev.stamp  ## measure: how long a save takes to show
	$(BIN)/python -m bench.save

clean:  ## remove what was built, and the caches
	rm -rf site build .cache

.venv/site.stamp: requirements.lock
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	touch $@

.venv/dev.stamp: requirements-dev.lock .venv/site.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@
