# make run | make test | make test-slow | make test-nightly | make ui | make docs | make bench | make lint | make lock | make clean
# Everything is set up in .venv on first use; later calls find it ready.

PYTHON ?= python3
VENV := .venv
READY := $(VENV)/.ready
BIN := $(CURDIR)/$(VENV)/bin
SCALE ?= 1
UV_VERSION := 0.13.9

export CME_DATA_DIR ?= $(CURDIR)/data
export DO_NOT_TRACK := 1
export GX_ANALYTICS_ENABLED := false
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore
export PATH := $(BIN):$(PATH)
# modules are compiled once and kept, else each start of Python compiles them again: three seconds for every command
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test test-slow test-nightly ui docs bench lint lock clean
.SILENT:

run: $(READY)
	if [ -z "$$(ls -A '$(CME_DATA_DIR)/landing' 2>/dev/null)" ]; then \
		echo "No extracts in $(CME_DATA_DIR)/landing: inventing some for the seven pilot authorities."; \
		cme sample --las pilot --scale $(SCALE) --seed 1 --out '$(CME_DATA_DIR)'; \
	fi
	cme run $(CYCLE)

test: $(READY)
	python -m pytest -n 2 --dist loadgroup

# the three tiers share nothing: test is for each change, test-slow for each merge, test-nightly takes hours
test-slow: $(READY)
	python -m pytest -m slow

test-nightly: $(READY)
	python -m pytest -m nightly

ui: $(READY)
	cme ui

docs: $(READY)
	cme docs

bench: $(READY)
	python -m tests.benchmarks

lint: $(READY)
	ruff check
	ruff format --check
	sqlfluff lint dbt_project/models dbt_project/tests

# new pins: change pyproject.toml, then make lock
lock: $(READY)
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header --quiet --output-file requirements.txt

clean:
	rm -rf $(VENV) .venv-peers *.egg-info

$(READY): requirements.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo "Python 3.11 or newer is needed as $(PYTHON) (or: make PYTHON=/path/to/python3.11)."; exit 1; }
	if ! $(PYTHON) -c 'import ensurepip' 2>/dev/null; then \
		if [ "$$(id -u)" = 0 ]; then \
			echo "Installing python3-venv ..."; \
			{ apt-get update && apt-get install -y python3-venv; } >/tmp/cme-apt.log 2>&1 || { cat /tmp/cme-apt.log; exit 1; }; \
		else echo "Python's venv module is missing. As root: apt-get install python3-venv"; exit 1; fi; \
	fi
	echo "Setting up $(VENV) (once) ..."
	$(PYTHON) -m venv --clear $(VENV)
	if $(BIN)/python -m pip install --quiet uv==$(UV_VERSION) 2>/dev/null; then \
		$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.txt && \
		$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .; \
	else \
		$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt && \
		$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .; \
	fi
	touch $(READY)
