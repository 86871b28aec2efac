# MesoGuide. `make help` lists what there is.
.DEFAULT_GOAL := help
.PHONY: help run shell messenger-demo train evaluate test unit conversations lint format check requirements audit bench chaos soak clean

VENV := .venv/bin

# Images for CI often set this; without compiled modules each process that is started takes several
# seconds longer.
unexport PYTHONDONTWRITEBYTECODE

help: ## Show this list
	@echo "MesoGuide: a patient-education chatbot for clinics that offer mesotherapy"
	@echo
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

run: ## Set up, train if needed, start, and print the address (Ctrl-C stops)
	@sh scripts/bootstrap.sh run
	@exec $(VENV)/mesoguide run

shell: ## Talk to MesoGuide in this terminal
	@sh scripts/bootstrap.sh run
	@exec $(VENV)/mesoguide shell

messenger-demo: ## Try Messenger on this machine, without Meta
	@sh scripts/bootstrap.sh run
	@exec $(VENV)/mesoguide messenger demo

train: ## Train the model if anything changed
	@sh scripts/bootstrap.sh run
	@$(VENV)/mesoguide train

evaluate: ## Measure how well the model understands, and write reports/nlu/report.html
	@sh scripts/bootstrap.sh run
	@$(VENV)/mesoguide evaluate

test: ## Run every check and test
	@sh scripts/bootstrap.sh dev
	@sh scripts/test.sh

unit: ## Run the tests that need no running server
	@sh scripts/bootstrap.sh dev
	@sh scripts/unit.sh

conversations: ## Run the conversations through a running server
	@sh scripts/bootstrap.sh dev
	@$(VENV)/python -m pytest -q tests/conversations

bench: ## Measure speed and memory beside stock Rasa (an hour or more; docs/benchmarks.md)
	@sh scripts/bootstrap.sh dev
	@$(VENV)/python -W ignore -m benchmarks

lint: ## Check style and types
	@sh scripts/bootstrap.sh dev
	@$(VENV)/ruff check .
	@$(VENV)/ruff format --check .
	@$(VENV)/mypy

format: ## Put the code into its standard form
	@sh scripts/bootstrap.sh dev
	@$(VENV)/ruff check --fix .
	@$(VENV)/ruff format .

check: ## Tell what is wrong in the content after an edit
	@sh scripts/bootstrap.sh run
	@$(VENV)/mesoguide content check

requirements: ## Resolve the pinned requirements again
	@sh scripts/bootstrap.sh dev
	@sh scripts/compile_requirements.sh

audit: ## Ask for known faults in pinned packages (needs the network)
	@sh scripts/bootstrap.sh dev
	@sh scripts/audit.sh

# Options of the next two: ARGUMENTS="--people 50"; `--help` lists them.
chaos: ## Break one part after the other while 500 people talk, and count what was lost
	@sh scripts/bootstrap.sh dev
	@$(VENV)/python -m benchmarks.chaos $(ARGUMENTS)

soak: ## Let 20 people talk for half an hour, and watch memory
	@sh scripts/bootstrap.sh dev
	@$(VENV)/python -m benchmarks.soak $(ARGUMENTS)

clean: ## Remove the environment, trained models and everything written while running
	rm -rf .venv .tools var models/*.tar.gz models/mesoguide.json .pytest_cache .mypy_cache .ruff_cache
