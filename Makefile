# Each target makes the environment it needs; a second call finds it made.
PYTHON ?= python3
ROUNDS ?= 3
BIN = .venv/bin

.PHONY: nights run test calibrate lint bench landing rivals dev lock wheel clean

run: .venv/run          ## the whole pipeline on the sample, once
	@$(BIN)/cjm run

test: .venv/dev         ## every test, on all cores
	@$(BIN)/python -m pytest -n auto --dist loadfile

calibrate: .venv/dev    ## how often verdicts on changes are right, into docs/calibration.md
	@$(BIN)/python tests/statistics/calibrate.py

lint: .venv/dev         ## format, style, types, SQL
	@$(BIN)/ruff format --check . && $(BIN)/ruff check . && $(BIN)/mypy && $(BIN)/sqlfluff lint --processes 2 --disable-progress-bar sql

bench: .venv/run        ## how fast it is, beside others; SIZE=50m, ROUNDS=5
	@$(BIN)/python -m benchmarks.run $(SIZE) --rounds $(ROUNDS)

landing: .venv/run      ## how fast one file lands, beside a bare create table; SIZE=10m
	@$(BIN)/python -m benchmarks.run $(SIZE) --rounds $(ROUNDS) --landing

nights: .venv/run       ## what a night costs when little is new; SIZE=10m, ROUNDS=3
	@$(BIN)/python -m benchmarks.nights $(SIZE) --rounds $(ROUNDS)

rivals: benchmarks/.venv/all    ## install what `make bench` compares with

dev: .venv/ui           ## Dagster's own pages on the same definitions
	@mkdir -p .dagster && cp pipelines/dagster.yaml .dagster/
	@DAGSTER_DISABLE_TELEMETRY=yes DAGSTER_HOME=$(CURDIR)/.dagster $(BIN)/dagster dev -m cjm_pipelines.definitions

lock: .venv/dev         ## resolve the dependencies again, for Python 3.11 upwards
	@tools/lock

wheel: .venv/dev        ## build the wheel into dist/
	@$(BIN)/python -m build --wheel --no-isolation

clean:                  ## away with everything that can be made again
	rm -rf .venv benchmarks/.venv build dist warehouse dashboards/site dashboards/site.* *.egg-info

.venv/run: requirements.txt pyproject.toml
	@tools/install requirements.txt && touch $@

.venv/dev: requirements-dev.txt pyproject.toml
	@tools/install requirements-dev.txt && touch $@ .venv/run

benchmarks/.venv/all: benchmarks/requirements.txt
	@tools/install benchmarks/requirements.txt benchmarks/.venv && touch $@

.venv/ui: requirements-ui.txt pyproject.toml
	@tools/install requirements-ui.txt && touch $@ .venv/run
