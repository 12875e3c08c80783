# Every target sets up what it needs; `make` by itself lists them.

PORT ?=
HOST ?=
URL ?=
REPORT ?=
BESIDE ?=
EPOCHS ?=
QUESTIONS ?= data/questions

UV_VERSION := 0.13.9
# The uv of this machine if it runs here, else one of our own in .tools.
UV := $(shell uv --version >/dev/null 2>&1 && echo uv || echo .tools/bin/uv)
PYTHON := .venv/bin/python
BOT := $(PYTHON) -W ignore -m bot.cli

export RASA_TELEMETRY_ENABLED := false
# Where Python may keep what it compiled, a start takes ten seconds less.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help chat serve move train evaluate bench test check lint types data encoder folds context \
	check-deploy audit sbom calibrate stock mutants clean

help:
	@echo "make chat      talk in the terminal; questions piped in are answered too"
	@echo "make serve     serve the chat page and REST at http://localhost:5005 (PORT=… for another)"
	@echo "make move      move what the folder keeps into PostgreSQL (BOT_DATABASE_URL=…)"
	@echo "make train     train the model, if anything changed"
	@echo "make evaluate  ask the labelled questions and write the report (QUESTIONS=folder)"
	@echo "make bench     measure speed and memory beside the floor and stock Rasa (QUICK=1)"
	@echo "make test      run all tests"
	@echo "make check     lint, types and data: nothing half done"
	@echo "make check-deploy  check what stands in deploy/"
	@echo "make audit     look up advisories on what is locked; fails on what cannot be"
	@echo "make sbom      write what it consists of, as CycloneDX, to reports/sbom.json"
	@echo "make encoder   fine-tune the sentence encoder on data/nlu (for maintainers)"
	@echo "make folds     encode the questions with encoders that never saw them (the same)"
	@echo "make context   encode conversations with encoders that never saw them (the same)"
	@echo "make calibrate see on these how far the confidence can be believed"
	@echo "make stock     train stock Rasa on our questions, in models/stock (hours)"
	@echo "make mutants   put faults in on purpose, and see which no test finds (hours)"

chat: .venv/ready
	@$(BOT) chat

serve: .venv/ready
	@$(BOT) serve $(if $(HOST),--host $(HOST)) $(if $(PORT),--port $(PORT))

# Into the PostgreSQL of BOT_DATABASE_URL, from the folder.
move: .venv/ready
	@$(BOT) move

train: .venv/ready
	@$(BOT) train

evaluate: .venv/ready
	@$(BOT) evaluate $(QUESTIONS) $(if $(URL),--url $(URL)) \
		$(if $(REPORT),--report $(REPORT)) $(if $(BESIDE),--beside $(BESIDE))

test: .venv/ready
	@$(PYTHON) -m pytest

check: lint types data

lint: .venv/ready
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .

types: .venv/ready
	@.venv/bin/mypy

data: .venv/ready
	@$(BOT) data
	@mkdir -p models
	@$(PYTHON) -W ignore -m rasa data validate --fail-on-warnings >models/validation.log 2>&1 \
		|| { cat models/validation.log; exit 1; }
	@echo "The data is valid."

# Tools of their own pins; what stands in deploy/, the lock file, what it all consists of.
check-deploy: .tools/deploy/ready
	@deploy/checks/run

audit: .venv/ready .tools/deploy/ready
	@$(UV) export --frozen --quiet --no-default-groups --no-hashes >.tools/locked.txt
	@$(PYTHON) deploy/checks/audit.py .tools/locked.txt .tools/deploy/bin/pip-audit

sbom: .tools/deploy/ready
	@mkdir -p reports
	@$(UV) export --frozen --quiet --no-default-groups --no-hashes >.tools/locked.txt
	@.tools/deploy/bin/python -W ignore -m cyclonedx_py requirements .tools/locked.txt \
		--pyproject pyproject.toml --output-reproducible -o reports/sbom.json
	@echo "reports/sbom.json"

encoder:
	@$(MAKE) --no-print-directory -C encoder

folds:
	@$(MAKE) --no-print-directory -C encoder folds

context:
	@$(MAKE) --no-print-directory -C encoder context

calibrate: .venv/ready
	@$(BOT) calibrate

bench: .venv/ready
	@$(PYTHON) -W ignore -m bench.speed $(if $(QUICK),--quick)

stock: .venv/ready
	@$(PYTHON) -W ignore -m bench.stock models/stock $(if $(EPOCHS),--epochs $(EPOCHS))

# In a copy of its own, mutants/; the faults that lived are listed at the end.
mutants: .venv/ready
	@$(UV) sync --frozen --quiet --group mutants
	@$(PYTHON) -m mutmut run --max-children 2
	@$(PYTHON) -m mutmut results

clean:
	rm -rf models .rasa mutants

.venv/ready: uv.lock pyproject.toml | $(if $(filter .tools%,$(UV)),.tools/bin/uv)
	@echo "Setting up, this takes a minute or two the first time …" >&2
	@$(UV) sync --frozen --quiet >&2
	@touch $@

.tools/deploy/ready: deploy/checks/requirements.txt | .venv/ready
	@echo "Fetching tools …" >&2
	@$(UV) venv --quiet --clear --python $(PYTHON) .tools/deploy
	@$(UV) pip install --quiet --require-hashes --python .tools/deploy -r $<
	@touch $@

.tools/bin/uv:
	@echo "Fetching uv …" >&2
	@python3 -m venv .tools >&2
	@.tools/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION) >&2
