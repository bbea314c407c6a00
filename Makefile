# What a newcomer needs: make demo, make test. The rest is for those who change things.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python

# What pip does, in one line that moves; its errors as they are.
define TELL
/^Collecting/ { printf "\r  %d of %d packages fetched", ++fetched, of }
/^Installing/ { printf ", installing them ..." }
/^ERROR/ { print "\n" $$0 }
{ fflush() }
END { print "" }
endef
export TELL

.PHONY: env demo test stories-web check lint types contracts batteries bench pictures lock audit clean

env: $(VENV)/ready

$(VENV)/ready: requirements-dev.lock
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version) if sys.version_info < (3, 11) else None'
	@echo "First time: setting up $(VENV). It takes a minute or two; later starts need none of it."
	@$(PYTHON) -m venv $(VENV)
	@{ $(VENV)/bin/pip install --disable-pip-version-check --require-hashes -r requirements-dev.lock 2>&1; echo $$? >$(VENV)/status; } \
		| awk -v of=$$(grep -c '^[^ #].*==' requirements-dev.lock) "$$TELL"
	@test "$$(cat $(VENV)/status)" = 0 || { echo "It did not work: see above, and run make again."; exit 1; }
	@touch $@

demo: env
	$(RUN) -m bot demo

test: check
	$(RUN) -m pytest -q -n auto --dist worksteal -m "not battery"
	HUIYING_TEST_CHANNEL=web $(RUN) -m pytest -q -n auto -m sample tests/conversations
	HUIYING_TEST_CHANNEL=console $(RUN) -m pytest -q -n auto -m sample tests/conversations
	$(RUN) -m pytest -q -n auto --dist worksteal -m "battery and not alone"
	$(RUN) -m pytest -q -m "battery and alone"

# Every story on the web chat; `make test` takes a sample, there and at the terminal.
stories-web: env
	HUIYING_TEST_CHANNEL=web $(RUN) -m pytest -q -n auto --dist worksteal tests/conversations

check: lint types contracts

lint: env
	$(VENV)/bin/ruff check --quiet .
	$(VENV)/bin/ruff format --quiet --check .

types: env
	$(VENV)/bin/mypy

contracts: env
	$(VENV)/bin/lint-imports

# Everything the short runs in `make test` take a sample of; hours. HUIYING_BATTERY=0.1 takes a tenth.
batteries: env
	HUIYING_BATTERY=$${HUIYING_BATTERY:-full} $(RUN) -m pytest -q -s -m battery tests/batteries

# Peers are installed beside, for the comparison only. Sizes go to 10,000,000 with --sizes (an hour, 12 GB).
bench: env $(VENV)-bench/ready
	$(RUN) -m benchmarks.bench_categories
	$(RUN) -m benchmarks.bench_places
	$(RUN) -m benchmarks.bench_understanding
	$(RUN) -m benchmarks.bench_loopback
	$(RUN) -m benchmarks.bench_sizes
	$(RUN) -m benchmarks.bench_timers
	$(RUN) -m benchmarks.bench_start

$(VENV)-bench/ready: requirements-bench.in
	$(PYTHON) -m venv $(VENV)-bench
	$(VENV)-bench/bin/pip install --quiet --disable-pip-version-check -r requirements-bench.in
	@touch $@

# The pictures of the README, taken while the browser test plays the demo.
pictures: env
	HUIYING_PICTURES=docs/pictures $(RUN) -m pytest -q tests/bot/web/test_real_demo.py

# Pins every dependency with hashes; the lock names no download address.
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" -q requirements.in -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" -q requirements-postgres.in -o requirements-postgres.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" -q requirements-dev.in -o requirements-dev.lock

# Known vulnerabilities of what is pinned; asks an advisory service on the internet (pip-audit, in an environment of its own).
audit:
	$(PYTHON) -m venv .audit
	.audit/bin/pip install --quiet --disable-pip-version-check pip-audit
	for lock in requirements-dev requirements-postgres; do \
		.audit/bin/pip-audit --disable-pip --require-hashes -r $$lock.lock || exit 1; done

clean:
	rm -rf $(VENV) .audit var .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
