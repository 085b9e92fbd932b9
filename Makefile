# The two commands: make serve, make test. README tells the rest.
PYTHON ?= $(shell command -v python3.13 || echo python3)
PORT ?= 8787
FUZZ ?= --max-examples 10
BROWSER ?=
SHELL := /bin/bash
BIN := .venv/bin
PIP_INSTALL := -m pip install --quiet --disable-pip-version-check --no-compile --no-deps
# What every function imports, compiled once: an environment that keeps no bytecode pays for it at every start.
COMPILED := pydantic annotated_types typing_inspection typing_extensions.py
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.13 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

.PHONY: serve test proof load check bench bench-widgets backfill-run proof-renditions venv lock bundle schema docs fuzz browser pictures clean audit rights cold

serve: venv
	@PORT=$(PORT) exec $(BIN)/python -m infra.local.serve

test: venv  ## each file in one process, so that a stack is started once; four processes are enough for any machine
	$(BIN)/python -m pytest -q -n auto --maxprocesses 4 --dist loadfile

check: venv
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/cfn-lint template.yaml infra/consumer.yaml
	$(BIN)/python docs/schema.py --check

bench: venv  ## quality, CPU, footprint and growth on a folder of pages: make bench PAGES=folder
	@$(BIN)/python -m bench $(PAGES)

bench-widgets: venv  ## widgets, captions, credits and coverage where there is truth: make bench-widgets CORPUS=folder
	@$(BIN)/python -m bench.widgets $(CORPUS) --misses

backfill-run: venv  ## ten thousand pages backfilled here, killed and resumed twice, accounted for and audited: make backfill-run PAGES=10000
	@$(BIN)/python -m infra.backfill_run $(PAGES)

proof-renditions: venv  ## every rendition of every page, read back: make proof-renditions PAGES=folder [SCHEMAS=folder of the official ones]
	@$(BIN)/python -m tests.renditions.proof $(PAGES) $(SCHEMAS)

bundle: venv  ## what `sam build` makes, without what no function uses, and compiled
	sam build
	$(BIN)/python -m infra.pack .aws-sam/build

docs: venv  ## write the examples of docs/article.md and the answers of docs/api.md, whose calls it runs; print what changed
	$(BIN)/python -m docs.article
	$(BIN)/python -m docs.api

fuzz: venv .venv-fuzz/.installed  ## schemathesis over the OpenAPI document, against a stack of its own (some ten minutes)
	cd tests/fuzz && PYTHONPATH=../.. ../../$(BIN)/python -m infra.local.trial ../../.venv-fuzz/bin/schemathesis \
		--config-file schemathesis.toml run ../../docs/openapi.json $(FUZZ)

proof: venv  ## 20,000 steps with faults and deaths, 100,000 damaged pages (PAGES=folder for others than ours), both engines: hours
	PROOF_STEPS=20000 PROOF_PAGES=100000 PAGES=$(abspath $(PAGES)) $(BIN)/python -m pytest -q -n 2 tests/proof tests/aws
	$(BIN)/python -m pytest -q -n 2 --engine ministack tests/proof/test_history.py tests/aws tests/desk tests/store
	$(BIN)/python -m bench.limits

load: venv  ## 5,000 pages twice over 16 connections and 2,000 drops, through `make serve`, and an audit: make load LOAD="--pages 500 --drops 200 --kill"
	@$(BIN)/python -m infra.load $(LOAD)

.venv-fuzz/.installed: infra/requirements-fuzz.txt
	@test -x .venv-fuzz/bin/python || $(PYTHON) -m venv .venv-fuzz
	@.venv-fuzz/bin/python $(PIP_INSTALL) --require-hashes -r $<
	@touch $@

browser: venv .venv-browser/.installed  ## the inspector in Chromium, against a stack of its own: make browser BROWSER="-m sample" is the short run
	$(BIN)/python -m infra.local.trial .venv-browser/bin/python -m pytest -q -c tests/browser/pytest.ini --rootdir tests/browser tests/browser $(BROWSER)

pictures: venv .venv-browser/.installed  ## take the pictures of README again
	$(BIN)/python -m infra.local.trial .venv-browser/bin/python -m docs.pictures

.venv-browser/.installed: infra/requirements-browser.txt
	@test -x .venv-browser/bin/python || $(PYTHON) -m venv .venv-browser
	@.venv-browser/bin/python $(PIP_INSTALL) --require-hashes -r $<
	@touch $@

audit: venv .venv-checkov/.installed  ## checkov over the template, its translation, and one that is broken on purpose
	@$(BIN)/python -m infra.audit .venv-checkov/bin/checkov

cold: venv  ## start-up of each function against boto3 and one client; a page of 100 KB, warm, by stage
	@$(BIN)/python -m infra.cold

rights: venv  ## every statement that gives or takes a right, of the template as CloudFormation gets it
	@$(BIN)/python -m infra.translated

.venv-checkov/.installed: infra/requirements-checkov.txt
	@test -x .venv-checkov/bin/python || $(PYTHON) -m venv .venv-checkov
	@.venv-checkov/bin/python $(PIP_INSTALL) --require-hashes -r $<
	@touch $@

schema: venv  ## docs/article.schema.json from the contract, docs/openapi.json from the routes, docs/event.schema.json from the events
	$(BIN)/python docs/schema.py

venv: .venv/.installed

.venv/.locked: requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 13))' || \
		{ echo "make needs Python 3.13 as $(PYTHON); say PYTHON=/path/to/python3.13" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "installing the locked packages into .venv (a minute or two, once) …"
	@$(BIN)/python $(PIP_INSTALL) --require-hashes -r requirements-dev.txt
	@touch $@

# Editable: a source file that changes needs no new installation, a pyproject.toml does.
.venv/.installed: .venv/.locked pyproject.toml
	@$(BIN)/python $(PIP_INSTALL) --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q functions $(COMPILED:%=.venv/lib/python3.13/site-packages/%)
	@touch $@

lock: venv  ## the lock files from pyproject.toml; what runs on Lambda is never newer than what was tested
	$(LOCK) --group dev --extra cli pyproject.toml --output-file requirements-dev.txt
	$(LOCK) --constraint requirements-dev.txt pyproject.toml --output-file functions/requirements.txt
	$(LOCK) --group sam --output-file infra/requirements-sam.txt
	$(LOCK) --group fuzz --output-file infra/requirements-fuzz.txt
	$(LOCK) --group checkov --output-file infra/requirements-checkov.txt
	$(LOCK) --group browser --constraint requirements-dev.txt --output-file infra/requirements-browser.txt

clean:
	rm -rf .venv .venv-sam .venv-fuzz .venv-checkov .venv-browser .copydesk .aws-sam build env.local.json
