# Needs Python 3.11 or newer, make and git. Everything is installed into .venv; nothing outside this folder is touched.
# With PINNED=1 just the versions in constraints.txt are installed, and their files checked against the hashes there.
PYTHON ?= python3
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest -n auto --dist worksteal
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check

.PHONY: site serve test test-deep check bench constraints clean

site: .venv/installed  ## import the seeds, build the site, and say where it is
	$(BIN)/digest import
	$(BIN)/digest build
	@echo "The site is in output/. Open it with:  make serve   (http://127.0.0.1:8000/)"

serve: .venv/installed  ## show the site in a browser and renew it at each change
	$(BIN)/digest serve

test: .venv/test  ## run every test
	$(PYTEST)

test-deep: .venv/test  ## run every test, and try many times as many texts, edits and kills
	HYPOTHESIS_PROFILE=deep $(PYTEST)

check: .venv/check  ## lint, format and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: .venv/bench  ## compare with Hugo and Pelican, and renew the figures in the README; BENCH_N=200 for a trial
	$(BIN)/python -m tests.bench

constraints:  ## renew constraints.txt: the newest versions that pyproject.toml allows, for Python 3.11 and newer; needs uv
	@{ sed -n '/^#/p' constraints.txt; uv pip compile pyproject.toml --all-extras --group test --group check --group build \
		--universal --python-version 3.11 --upgrade --generate-hashes --no-annotate --no-header --no-emit-index-url --quiet; } > constraints.new
	mv constraints.new constraints.txt

clean:
	rm -rf .venv output .digest

.venv/installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("digest needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12") if sys.version_info < (3, 11) else None'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
ifdef PINNED
	$(PIP) install --require-hashes --requirement constraints.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
else
	$(PIP) install --upgrade "pip>=25.1"
	$(PIP) install --editable .
endif
	@touch $@

.venv/test .venv/check .venv/bench: .venv/installed
	$(PIP) install --group $(@F) $(EXTRAS)
	@touch $@
.venv/bench: EXTRAS = --editable '.[fast]'
.venv/check: .venv/test
