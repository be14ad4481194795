# Two commands matter: `make run` and `make test`. Each does all the set-up that it needs.
PY := .venv/bin/python
STAMP := .venv/.ready
DEV_STAMP := .venv/.ready-dev
export PYTHONPATH := .
# Even where the environment forbids it: else each of the hundred processes of a test run compiles everything anew.
export PYTHONDONTWRITEBYTECODE :=
# One more than the cores of a small machine: tests also wait for the browser and the database.
WORKERS ?= 3

.PHONY: run setup setup-dev test test-long lint expect bench
setup: $(STAMP)
setup-dev: $(DEV_STAMP)

$(STAMP): requirements.txt
	@test -x $(PY) || python3 -m venv .venv
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(DEV_STAMP): requirements-dev.txt $(STAMP)
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

run: setup  ## the app on http://127.0.0.1:8501, with the example association on the first start
	$(PY) -m cblp serve

test: setup-dev  ## everything that must hold before a change is shared (under 8 minutes on 2 cores)
	$(PY) -m pytest -n $(WORKERS) --dist worksteal -m "not long"

test-long: setup-dev  ## faults, mutations and many more generated cases
	$(PY) -m pytest -m long

lint: setup-dev
	$(PY) -m ruff check .
	$(PY) -m mypy
	.venv/bin/lint-imports

expect: setup-dev  ## regenerate the expectations of the importer samples
	$(PY) -m tests.importers.expect

bench: setup-dev
	$(PY) -m bench
