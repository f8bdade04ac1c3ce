# Each target makes its own virtual environment when there is none.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
JOBS ?= 2
export OMP_NUM_THREADS ?= 1

.PHONY: axe verify test long real kernels kills lint docs dist formal mutants bench bench-compare gpu platforms lowest newest clean

verify: $(VENV)/images ## the main job: the theory, classifiers of real images, the digits, the comparison, the pages
	$(BIN)/lietheory verify --out build/ledger.json
	$(BIN)/lietheory experiment mnist --out build/mnist --workers $(JOBS)
	$(BIN)/lietheory experiment digits --out build/digits
	$(BIN)/lietheory compare build/digits --report build/report.html
	$(BIN)/lietheory docs --out build/docs
	@echo; echo "Written under build/:"; find build -type f | sort

test: $(VENV)/installed ## property, unit and architecture tests, and doctests
	$(BIN)/python -m pytest -q -rs -n $(JOBS) -m "not long"

long: $(VENV)/installed ## the tests that train, draw calls by the hundred, ask GAP, or kill runs and fill disks: three minutes
	$(BIN)/python -m pytest -q -rs -n $(JOBS) -m long proofs_tests

real: ## published models (potentials, e3nn, voice, faces), each in an environment of its own under build/real; not in CI
	for set in ase torch_geometric e3nn silero-vad chgnet sevenn facenet-pytorch; do \
	  $(PYTHON) -m venv build/real/$$set && build/real/$$set/bin/pip install -q -e ".[torch,test]" || exit 1; \
	  case $$set in facenet-pytorch) build/real/$$set/bin/pip install -q pillow requests tqdm; \
	    build/real/$$set/bin/pip install -q --no-deps $$set;; \
	  *) build/real/$$set/bin/pip install -q $$set;; esac || exit 1; \
	  LIETHEORY_REAL=1 build/real/$$set/bin/python -m pytest -q -rs proofs_tests/real || exit 1; \
	done

kernels: $(VENV)/installed ## the numerical tests under each kernel of OpenBLAS that runs here, with one thread and with two
	$(BIN)/python -m proofs_tests.kernels --jobs $(JOBS)

kills: $(VENV)/installed ## the commands that write results, killed at 100 random moments: nothing is lost; twenty minutes; not in CI
	$(BIN)/python -m proofs_tests.robustness.kills --count 100 --seed 0

lint: $(VENV)/installed ## style, format and types; pyright comes whole in its wheels and asks for nothing at run time
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	PYRIGHT_PYTHON_IGNORE_WARNINGS=1 $(BIN)/pyright --pythonpath $(BIN)/python

platforms: $(VENV)/installed ## types as they are on Windows and on macOS
	for platform in Windows Darwin; do \
	  PYRIGHT_PYTHON_IGNORE_WARNINGS=1 $(BIN)/pyright --pythonpath $(BIN)/python --pythonplatform $$platform || exit 1; done

bench: $(VENV)/installed ## every ratio in one table, with machine and commit in build/bench.json; the threads are the benchmark's own
	env -u OMP_NUM_THREADS $(BIN)/python benchmarks/ratios.py --out build/bench.json

gpu: $(VENV)/installed ## layers and discovery on a GPU against the processor, in at most five minutes; says so where there is none
	$(BIN)/python benchmarks/gpu.py

bench-compare: $(VENV)/installed ## make bench-compare BEFORE=a.json AFTER=b.json
	$(BIN)/python benchmarks/ratios.py --compare $(BEFORE) $(AFTER)

lowest: ## the lowest versions that pyproject.toml allows, tested without the site, which needs the extra docs
	$(PYTHON) -m venv build/lowest
	build/lowest/bin/python -m pip install --quiet --disable-pip-version-check uv
	build/lowest/bin/uv pip install --quiet --python build/lowest/bin/python --resolution lowest-direct --editable ".[torch,test]"
	build/lowest/bin/python -m pytest -q -n $(JOBS) --ignore=proofs_tests/browser -k "not docs and not site"

newest: ## the newest versions that the registry has, torch beyond its bound included; pages in a browser need the extra docs
	$(PYTHON) -m venv build/newest
	build/newest/bin/python -m pip install --quiet --disable-pip-version-check --editable ".[torch,test]"
	build/newest/bin/python -m pip install --quiet --disable-pip-version-check --upgrade --upgrade-strategy eager torch numpy scipy sympy \
	  python-flint typer rich jaxtyping scikit-learn hypothesis pytest
	build/newest/bin/python -m pytest -q -n $(JOBS) --ignore=proofs_tests/browser

dist: $(VENV)/installed ## a wheel and a source distribution, checked, under build/dist
	rm -rf build/dist
	$(BIN)/python -m pip install --quiet --disable-pip-version-check build twine
	$(BIN)/python -m build --outdir build/dist . >/dev/null
	$(BIN)/python -m twine check --strict build/dist/*

formal: $(VENV)/installed ## the formal proofs: compiles every Coq source and compares with the shipped record
	@command -v coqc >/dev/null || { command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ] && apt-get update -qq \
	  && apt-get install -y -qq --no-install-recommends coq libcoq-mathcomp-algebra >/dev/null; } \
	  || { echo "Coq is not installed; install the Debian packages coq and libcoq-mathcomp-algebra, as root"; exit 2; }
	$(BIN)/python -m proofs_tests.formal.check

docs: $(VENV)/docs ## every claim on a page, as a site that works offline: build/docs/html/index.html
	$(BIN)/lietheory docs --out build/docs --guides docs
	@! grep . build/docs/html-warnings.txt || { echo "The site has the warnings above."; exit 1; }

axe: docs ## every page of the site by all rules of axe-core, light and dark: ten minutes; needs Chromium and npm
	mkdir -p build/axe && cd build/axe && npm pack --silent axe-core >/dev/null && tar xzf axe-core-*.tgz
	$(BIN)/python -m proofs_tests.browser build/docs/html --axe build/axe/package/axe.min.js

mutants: $(VENV)/installed ## how many planted faults the tests see, in six folders; goes on where it stopped
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[torch,test,mutation]"
	$(BIN)/python benchmarks/mutants.py

clean:
	rm -rf $(VENV) build

$(VENV)/images: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[images]"
	@touch $@

$(VENV)/docs: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[docs]"
	@touch $@

$(VENV)/installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[torch,test]"
	@touch $@
