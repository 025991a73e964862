# Two commands for everything: `make run` and `make test`. `make help` lists the rest.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN_STAMP := $(VENV)/.run-$(shell cat requirements.txt | sha256sum | cut -c1-12)
DEV_STAMP := $(VENV)/.dev-$(shell cat requirements.txt requirements-dev.txt | sha256sum | cut -c1-12)

# Debian packages that the tests use for real.
PACKAGES := chromium fonts-noto-cjk nut-server nut-client restic redis-server postgresql ffmpeg janus iproute2 iptables \
	gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-plugins-bad gstreamer1.0-nice gstreamer1.0-x \
	python3-gst-1.0 gir1.2-gst-plugins-bad-1.0 libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
	cups-ipp-utils dbus avahi-daemon poppler-utils tesseract-ocr tesseract-ocr-jpn

# What `tests/conftest.py` marks as alone needs the machine for itself; the others share its processors.
# In the order of the conftest: after a browser, a worker can run no asynchronous test any more.
SHARED := -n 2 --dist loadgroup --no-loadscope-reorder

.PHONY: help run test most long check bench soak scan sbom simulate tools clean

help: ## list the commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 10

$(RUN_STAMP):
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
		|| { echo "Python 3.11, 3.12 or 3.13 is needed; this is $$($(PYTHON) --version)."; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing the Python packages (once)."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@rm -f $(VENV)/.run-*; touch $@

$(DEV_STAMP): $(RUN_STAMP)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@rm -f $(VENV)/.dev-*; touch $@

run: $(RUN_STAMP) ## start everything; Ctrl-C stops it
	@exec $(BIN)/python -m iga_madoguchi serve

tools: $(DEV_STAMP)
	@missing=$$(for one in $(PACKAGES); do \
		dpkg-query -W -f '$${Status}' $$one 2>/dev/null | grep -q 'ok installed' || echo $$one; done | xargs); \
	if [ -n "$$missing" ]; then \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			echo "Installing Debian packages: $$missing"; \
			apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
		else \
			echo "These Debian packages are missing, so the tests that need them will fail and say so: $$missing"; \
		fi; \
	fi

test: most long ## install the test tools and run the whole test suite

most: tools
	@$(BIN)/python -m iga_madoguchi serve --build-only
	@$(BIN)/python -m pytest $(SHARED) -m "not alone and not long"
	@$(BIN)/python -m pytest -m "alone and not long" $(JOURNEYS)
	@$(BIN)/python -m pytest $(SHARED) -m "not long" --database postgresql tests/domain tests/db tests/jobs

long: tools
	@$(BIN)/python -m iga_madoguchi serve --build-only
	@$(BIN)/python -m pytest -m long

check: $(DEV_STAMP) ## lint, format, types, import rules
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest -q tests/architecture

bench: tools ## the benchmarks; figures in var/bench
	@$(BIN)/python -m iga_madoguchi serve --build-only
	@$(BIN)/python -m tests.bench $(NAME)

soak: tools ## the long runs; figures in var/soak (PART=name for one)
	@$(BIN)/python -m tests.soak $(PART)

scan: $(DEV_STAMP) ## sslyze and wapiti against the routes over TLS, some minutes; reports in var/scan
	@for one in $$(grep -v '^#' tests/scan/requirements.txt); do \
		test -x var/scan/$${one%%=*}/bin/pip || $(PYTHON) -m venv var/scan/$${one%%=*}; \
		var/scan/$${one%%=*}/bin/pip install --quiet --disable-pip-version-check $$one; done
	@$(BIN)/python -m tests.scan

sbom: $(DEV_STAMP) ## what the product is made of, with licences; CycloneDX in var/sbom.json
	@mkdir -p var
	@$(BIN)/python -m tests.sbom var/sbom.json
	@$(BIN)/python -m tests.sbom --table

simulate: $(RUN_STAMP) ## play a day of traffic; its waiting times as a picture in var/simulate.svg
	@$(BIN)/python -m iga_madoguchi simulate --out var/simulate.svg

clean: ## remove what was built; data in var stays
	@rm -rf $(VENV) .web
