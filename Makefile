# Every command of the project, in one place. What a newcomer needs: `make run`, `make test`.
SHELL := /bin/bash
PREPARE := bash gridops/cli/setup/prepare.sh
PYTHON := .venv/bin/python
# One named file is quickest in one process; the whole suite is measured, a part of it is not.
TEST_PROCESSES ?= $(if $(findstring .py,$(ARGS)),0,auto)
COVERAGE = $(if $(ARGS),,--cov --cov-report=)

.DEFAULT_GOAL := help
.PHONY: help run demo test contract fmt check drawing bench profile torture setup setup-check setup-test setup-bench lock clean

help: ## List these commands.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: setup ## Install what is missing, prepare the database, serve on http://127.0.0.1:8000 (GRIDOPS_BIND).
	@exec $(PYTHON) -m gridops serve --season $(ARGS)

demo: setup ## The same, with simulated workers, dispatchers and handlers at work.
	@exec $(PYTHON) -m gridops serve --demo --season --simulate $(ARGS)

test: setup-test ## Install what the tests need besides and run them all (ARGS="tests/setup -x" for some).
	@$(PYTHON) -m pytest -n $(TEST_PROCESSES) --dist loadfile $(COVERAGE) $(ARGS)

contract: setup-test ## Hold the whole OpenAPI document against the service, every role (ARGS="--as admin --only powers").
	@$(PYTHON) -m tests.contract.agreement $(ARGS)

fmt: setup-check ## Format the code and mend what ruff can mend by itself.
	@.venv/bin/ruff check --fix-only . && .venv/bin/ruff format .

check: setup-check ## Style, types, import order, only-here rules, migrations; tells every fault before it fails.
	@failed=; for step in "ruff check ." "ruff format --check ." "mypy gridops" "lint-imports --no-cache --no-logo" \
		"gridops pages check" "pytest tests/house" "gridops db check"; do \
		echo "· $$step"; .venv/bin/$$step || failed="$$failed [$$step]"; \
	done; \
	if [ -n "$$failed" ]; then echo "✗ Not in order:$$failed" >&2; exit 1; fi

drawing: setup-check ## Draw the house anew into docs/house.svg: rooms as boxes, imports as arrows.
	@$(PYTHON) -m tests.house.drawing

bench: setup-bench ## Measure, side by side with the limit and the rivals (BENCH_ROWS for the size, ARGS="reports" for one).
	@$(PYTHON) -m tests.bench $(ARGS)

profile: setup-check ## Where the time of one report goes (ARGS="--mode auto_dispatch", "--batch", "--own").
	@$(PYTHON) -m tests.bench.profiling $(ARGS)

torture: setup-test ## Kill, fill, cut and double under load, and count what was lost (ARGS="--short", "--minutes 10", "--only web").
	@$(PYTHON) -m tests.torture $(ARGS)

setup: ## Install what running needs, if it is not there.
	@$(PREPARE) run

setup-check: ## Install what checking needs, if it is not there.
	@$(PREPARE) check

setup-test: ## Install what the tests need, chromium included, if it is not there.
	@$(PREPARE) test

setup-bench: ## Install what the benchmark needs besides: the rivals it measures against.
	@$(PREPARE) bench && bash tests/bench/rivals/prepare.sh

lock: ## Renew the lock files after a change of versions.
	@bash gridops/cli/setup/lock.sh

clean: ## Remove what was installed or made in this folder, except the database under var/.
	@if [ -x $(PYTHON) ]; then $(PYTHON) -m gridops db remove --tests --yes; fi
	rm -rf .venv var/bench/rivals build *.egg-info gridops/web/static/vendor gridops/web/checking/node_modules gridops/web/types/generated .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage*
	find . -name __pycache__ -type d -not -path './var/*' -prune -exec rm -rf {} +
