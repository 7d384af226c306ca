# From a fresh clone, with Python 3.11 or newer, make and a package index:
#
#   make demo     both companies' story, played on this machine; ARGS="--serve" or ARGS="--out DIR" are passed on
#   make test     the tests, in as many processes as there are processors (at most four); ARGS="-n 0 -k deadline" is passed on
#   make check    lint, types, import arrows and tests: what must be green before a commit
#   make fuzz     ten minutes of coverage-guided fuzzing of `mailbot inspect`, beside the tests; ARGS="fuzz --seconds 60" changes it
#   make run      the daemon, on config/mailbot.toml; ARGS="--config PATH" is passed on
#   make fmt      put the code into its form
#   make wheel    dist/mailbot-*.whl
#   make lock     resolve the dependencies anew (the only target that needs more than the locks)
#   make clean    remove what the targets above made

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
UV     := .lock-venv/bin/uv
ARGS   ?=

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test fuzz check lint types arrows run fmt wheel lock clean
.DEFAULT_GOAL := check

demo: $(READY)
	$(BIN)/mailbot demo $(ARGS)

test: $(READY)
	$(BIN)/python -m pytest --numprocesses=auto --maxprocesses=4 --dist=worksteal $(ARGS)

# Into a folder that git does not see; atheris is no part of the lock, and nothing else needs it.
fuzz: $(READY)
	$(BIN)/python -m pip install --quiet "atheris>=2.3,<4"
	$(BIN)/python tests/fuzz/fuzz_inspect.py $(or $(ARGS),build/fuzz)

check: lint types arrows test

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

arrows: $(READY)
	$(BIN)/lint-imports --no-logo

run: $(READY)
	$(BIN)/mailbot run $(ARGS)

fmt: $(READY)
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

# Without build isolation: the build backend is pinned in the lock like everything else.
wheel: $(READY)
	$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

$(READY): requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "mailbot needs Python 3.11 or newer; say which with PYTHON=python3.x" >&2; exit 1; }
	@{ test -x $(BIN)/python && test -x $(BIN)/pip; } || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -q mailbot  # where PYTHONDONTWRITEBYTECODE is set, each start would compile it anew
	@touch $@

# Two locks: what mailbot runs on, and the same with what it is developed with. uv writes neither index nor path into them.
lock: $(UV)
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-emit-index-url \
	  --custom-compile-command "make lock" pyproject.toml --output-file requirements.lock
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-emit-index-url \
	  --custom-compile-command "make lock" pyproject.toml --group dev --constraints requirements.lock \
	  --output-file requirements-dev.lock

$(UV):
	$(PYTHON) -m venv .lock-venv
	.lock-venv/bin/python -m pip install --quiet uv

clean:
	rm -rf $(VENV) .lock-venv build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
