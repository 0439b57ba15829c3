# Four Lenses. `make` alone lists what there is.

PYTHON ?= python3
BIN := .venv/bin
MINUTES ?= 60
WORKERS ?= auto
HUB ?= /opt/four-lenses
TEACHING ?= ~/teaching
PROSE := $(wildcard *.md docs/*.md docs/*/*.md source/*.md) course/messages

.PHONY: help setup learn teach hub test test-hub lint format lessons release bench bench-hub fuzz lock screenshots clean

help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' Makefile

setup: ## Make .venv and fill it as the lock says; again: only if something changed
	@command -v $(PYTHON) > /dev/null || { echo "Four Lenses needs Python 3.11 or newer. On Debian and Ubuntu: sudo apt install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) set_up.py

learn: setup ## Open the course in JupyterLab
	@$(BIN)/fourlenses learn

teach: setup ## Open the teacher's page; TEACHING=~/teaching
	@$(BIN)/fourlenses teach $(TEACHING)

# In the order of the alphabet: tests in a browser take longest, and come first.
test: lint ## Check style and spelling, then run all tests; WORKERS=1 one by one
	$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist loadfile \
	  --no-loadscope-reorder --ignore tests/hub

hub: setup ## Serve a class from this machine, as root; HUB=/opt/four-lenses
	@HUB_PYTHON=$(HUB_PYTHON) deploy/hub/install.sh $(HUB)
	@$(HUB)/env/bin/fourlenses hub $(HUB)

test-hub: setup ## A class on a real hub, from release to feedback, as root
	FOURLENSES_TEST_HUB=1 $(BIN)/python -m pytest tests/hub

lint: setup
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/codespell
	$(BIN)/codespell -D .ci/american.txt $(PROSE)

format: setup ## Put the code in the project's format
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

lessons: setup ## Rebuild the notebooks in source/ from the lessons
	$(BIN)/python -m course.lessons

release: lessons ## Make release/ from source/, by nbgrader
	$(BIN)/python -m course.grading.release

bench: setup ## Measure what the course promises about time
	$(BIN)/python bench/import_time.py
	$(BIN)/python bench/lessons.py
	$(BIN)/python bench/grading.py
	PYTHONPATH=. $(BIN)/uv run --quiet --isolated --no-project \
	  --python $(BIN)/python --with otter-grader==7.0.0 --with-editable . \
	  python bench/otter.py
	PYTHONPATH=. $(BIN)/uv run --quiet --isolated --no-project \
	  --python $(BIN)/python --with clinical-qikit==0.5.0 --with pyqicharts==2.0.0 \
	  python bench/charts.py

bench-hub: setup ## Forty learners hand in at a hub within a minute, as root
	PYTHONPATH=tests/hub $(BIN)/python bench/hub.py

fuzz: setup ## Throw spoilt submissions at the grader; MINUTES=60
	$(BIN)/python bench/fuzz_grading.py --minutes $(MINUTES)

lock: setup ## Resolve requirements.lock anew; UPGRADE=--upgrade takes the newest
	$(BIN)/uv pip compile pyproject.toml --group setup --group test $(UPGRADE) \
	  --universal --python-version 3.11 --generate-hashes \
	  --custom-compile-command "make lock" --quiet --output-file requirements.lock
	$(BIN)/uv pip compile deploy/kubernetes/hub.in --constraint requirements.lock \
	  $(UPGRADE) --universal --python-version 3.11 --generate-hashes \
	  --custom-compile-command "make lock" --quiet \
	  --output-file deploy/kubernetes/hub.lock
	$(BIN)/uv pip compile pyproject.toml --extra hub --extra postgresql $(UPGRADE) \
	  --constraint requirements.lock --universal \
	  --python-version 3.11 --generate-hashes --no-annotate \
	  --custom-compile-command "make lock" --quiet \
	  --output-file deploy/hub/requirements.lock

screenshots: setup ## Take the pictures in docs/screenshots anew, with the browser tests
	FOURLENSES_REQUIRE_BROWSER=1 FOURLENSES_SCREENSHOTS=docs/screenshots \
	  $(BIN)/python -m pytest tests/browser -m browser

clean: ## Remove .venv and caches; nobody's work
	rm -rf .venv .hypothesis .pytest_cache .ruff_cache dist
	find course tests bench -name __pycache__ -type d -prune -exec rm -rf {} +
