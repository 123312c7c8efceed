# Everything a newcomer needs: Python 3.11 or newer, make and a package index. `make` alone prints what there is.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.stamp
PORT ?= 8080
# Two more than the cores: a room full of people waits for answers half of its time.
WORKERS ?= 4
LANGUAGES := nl
LAST_LONG := .pytest_cache/last-long-run.txt
# Where bytecode is not kept (some containers say so), each process would compile everything anew: a minute of a test run.
export PYTHONDONTWRITEBYTECODE :=
PYTEST := $(BIN)/pytest --numprocesses $(WORKERS) --dist loadgroup
LOCK := $(BIN)/pip-compile --quiet --generate-hashes --all-extras --strip-extras --allow-unsafe \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options --no-header

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install rehearse pictures check test test-long lint replay room chaos bench bench-themes lock messages clean

help: ## Print this list
	@echo "Roundtable: a workshop assistant that lives in Telegram. What make can do:"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo "Settings: PYTHON=python3.12 picks another Python, PORT=9000 another port for the rehearsal."

install: $(STAMP) ## Install everything, locked and with hashes, into .venv

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Roundtable needs Python 3.11 or newer, and '$(PYTHON)' is $$($(PYTHON) --version 2>&1)."; \
		echo "Name another one: make $(MAKECMDGOALS) PYTHON=/path/to/python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "'$(PYTHON)' cannot make virtual environments. On Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@echo "Installing into $(VENV): the first time takes a minute or two."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@PYTHONWARNINGS=ignore $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

rehearse: $(STAMP) ## Try it in the browser: three phones, the real bot, no Telegram account
	@$(BIN)/roundtable rehearse --port $(PORT)

pictures: $(STAMP) ## Take the pictures of the README anew (needs Chromium)
	$(BIN)/python -m tests.pictures

check: lint ## Check the style, the types and the imports, then run the unit tests, about a minute
	$(PYTEST) tests/unit

test: lint ## The same with all tests: PostgreSQL and browser included, about six minutes on two cores
	$(PYTEST)

# The date and the result stay on this machine, where .ci/run reads them: a tracked file would make every run a change.
test-long: $(STAMP) ## What does not fit into `make test`: the large forms, twenty times the examples; run it before a release
	@mkdir -p $(dir $(LAST_LONG))
	$(PYTEST) -m "long or hypothesis" --hypothesis-profile=long --note $(LAST_LONG)

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache > $(VENV)/imports.txt && tail -n 1 $(VENV)/imports.txt || { cat $(VENV)/imports.txt; exit 1; }

replay: $(STAMP) ## Let the people of two real surveys answer through emulated phones, and compare the export
	@$(BIN)/python -m tests.replay

room: $(STAMP) ## Let 300 phones follow a facilitator under Telegram's real limits, and measure every message to all
	@$(BIN)/python -m tests.fullroom

# What is left out or drawn by lot: CHAOS="--kills 20 --fuzz 0 --seed 7", or --only NAME; --list says which there are.
chaos: $(STAMP) ## Kill the bot 200 times and do to it what lines, machines and Telegram do, about half an hour
	@$(BIN)/python -m tests.chaos $(CHAOS)

bench: $(STAMP) ## Measure how fast answers, sends, charts and files are
	@for file in $(filter-out %/bench_themes.py,$(wildcard tests/benchmarks/bench_*.py)); do \
		echo "$$file"; $(BIN)/python -m tests.benchmarks.$$(basename $$file .py) || exit 1; \
	done

bench-themes: $(STAMP) ## Compare the themes with what people have labelled, beside two peers, and measure 500 answers
	@$(BIN)/python -m tests.benchmarks.bench_themes

lock: $(STAMP) ## Resolve the dependencies anew and write requirements.lock
	$(LOCK) --upgrade --output-file requirements.lock pyproject.toml

messages: $(STAMP) ## Collect the words for people, and say which are not translated yet
	@mkdir -p build
	@$(BIN)/pybabel --quiet extract --mapping-file pyproject.toml --no-default-keywords --keywords "t raw n:1,2" \
		--project Roundtable --version 1 --msgid-bugs-address "Roundtable contributors" --add-comments "Translators:" --add-location file --sort-by-file --no-wrap --output-file build/messages.pot bot storage/export
	@for language in $(LANGUAGES); do \
		$(BIN)/pybabel --quiet update --input-file build/messages.pot --output-dir bot/locales --domain roundtable \
			--locale $$language --init-missing --no-wrap --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date; \
	done
	@$(BIN)/pytest --quiet tests/unit/test_wording.py

clean: ## Remove what was installed and made here (not var/, where the workshops are)
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist *.egg-info test-results
	find bot flows storage tests -name __pycache__ -type d -prune -exec rm -rf {} +
