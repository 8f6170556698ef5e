# `make run` and `make test` need Python 3.12 or newer and make, and fetch the rest themselves.
SHELL := /bin/sh
.DEFAULT_GOAL := run
VENV := .venv
PYTHON := $(VENV)/bin/python
INSTALL := $(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes

PORT ?= 8000
export PORT
# Given on make's command line these are no environment variables of themselves.
ifdef DATA_DIR
export DATA_DIR
endif
ifdef DATABASE_URL
export DATABASE_URL
endif

.PHONY: run test format translations requirements screenshots

# The demo's accounts have no second factor; `check --deploy` refuses this for a public site.
run: $(VENV)/run.stamp
	@exec env MFA_REQUIRED="$${MFA_REQUIRED:-0}" $(PYTHON) manage.py serve

test: $(VENV)/dev.stamp
	@exec $(PYTHON) -m tests.everything

format: $(VENV)/dev.stamp
	$(PYTHON) -m ruff format .
	$(PYTHON) -m ruff check --fix .
	find templates -name '*.html' -exec $(VENV)/bin/djade --target-version 6.0 {} +

translations: $(VENV)/dev.stamp
	$(PYTHON) -m tests.translations update

screenshots: $(VENV)/dev.stamp
	$(PYTHON) -m tests.browser.screenshots

# Versions and hashes, for every platform, from what is named in the .in files.
requirements: | $(PYTHON)
	$(PYTHON) -m pip install --quiet uv
	$(VENV)/bin/uv pip compile --quiet --universal --python-version 3.12 --generate-hashes --no-header --no-emit-index-url requirements.in -o requirements.txt
	$(VENV)/bin/uv pip compile --quiet --universal --python-version 3.12 --generate-hashes --no-header --no-emit-index-url -c requirements.txt requirements-dev.in -o requirements-dev.txt

$(VENV)/run.stamp: requirements.txt | $(PYTHON)
	@echo 'Installing what Casebook runs on …'
	@$(INSTALL) -r requirements.txt
	@touch $@

# What the tests need holds what Casebook runs on.
$(VENV)/dev.stamp: requirements-dev.txt requirements.txt | $(PYTHON)
	@echo 'Installing what the tests need …'
	@$(INSTALL) -r requirements-dev.txt
	@touch $@ $(VENV)/run.stamp

$(PYTHON):
	@for python in python3.13 python3.14 python3.12 python3 python; do \
		if $$python -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null; then \
			$$python -m venv $(VENV) && exit 0; \
			rm -rf $(VENV); echo "$$python cannot make a virtual environment; on Debian install python3-venv." >&2; exit 1; \
		fi; \
	done; \
	echo 'Casebook needs Python 3.12 or newer, and found none (tried python3.13, 3.14, 3.12, python3, python).' >&2; exit 1
