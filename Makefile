# Each target makes its own virtual environment when there is none.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
JOBS ?= 2
export OMP_NUM_THREADS ?= 1

.PHONY: verify test lint docs mutants clean

verify: $(VENV)/installed ## the main job: the theory, the digits, the comparison, the pages
	$(BIN)/lietheory verify --out build/ledger.json
	$(BIN)/lietheory experiment digits --out build/digits
	$(BIN)/lietheory compare build/digits --report build/report.html
	$(BIN)/lietheory docs --out build/docs
	@echo; echo "Written under build/:"; find build -type f | sort

test: $(VENV)/installed ## property, unit and architecture tests, and doctests
	$(BIN)/python -m pytest -q -rs -n $(JOBS)

lint: $(VENV)/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

docs: $(VENV)/installed
	$(BIN)/lietheory docs --out build/docs

mutants: $(VENV)/installed ## how many planted faults the tests of the proofs see; about an hour
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[torch,test,mutation]"
	$(BIN)/python benchmarks/mutants.py

clean:
	rm -rf $(VENV) build

$(VENV)/installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[torch,test]"
	@touch $@
