# The front door. Works with any POSIX make; the work is done by the programs in development/.
#   make run PORT=8123          serve on another port
#   make test ARGS="tests/kb"   only those tests, without the checks
#   DATABASE_URL=postgresql://user@host/name make run     use that server

PY = .venv/bin/python

.PHONY: help setup run test lint messages matrix guide-pictures relevance bench lock

help:
	@echo "make setup      install everything that make run and make test need"
	@echo "make run        start the site with its database and demonstration content"
	@echo "make test       all checks and tests"
	@echo "make lint       the checks alone: style, types, layers, templates, migrations, translations"
	@echo "make messages   bring the translation catalogues up to date"
	@echo "make matrix     try every door as each role, print who gets in and write it into docs/roles.md"
	@echo "make guide-pictures  take the pictures of docs/ anew from the site that make run serves; PORT=8123 if on another port"
	@echo "make relevance  measure the search on the judged questions"
	@echo "make bench      measure speed beside a stock Wagtail site, and count queries at 30 and 3,000 entries, and with 500 reviews"
	@echo "make lock       write requirements/*.txt anew from pyproject.toml"

setup:
	@sh development/bootstrap.sh dev
	@$(PY) -m development.system_tools
	@$(PY) -m development.messages compile
	@echo "Ready: make run starts the site, make test tests it."

run:
	@sh development/bootstrap.sh local
	@$(PY) -m development.run

test:
	@sh development/bootstrap.sh dev
	@$(PY) -m development.system_tools
	@$(PY) -m development.test

lint:
	@sh development/bootstrap.sh dev
	@$(PY) -m development.system_tools gettext
	@$(PY) -m development.lint

messages:
	@sh development/bootstrap.sh dev
	@$(PY) -m development.system_tools gettext
	@$(PY) -m development.messages

matrix:
	@sh development/bootstrap.sh dev
	@MATRIX=write $(PY) -m development.postgres temporary $(PY) -m pytest tests/doors -s

guide-pictures:
	@sh development/bootstrap.sh dev
	@$(PY) -m development.guide_pictures --address http://127.0.0.1:$${PORT:-8000}

relevance:
	@sh development/bootstrap.sh dev
	@$(PY) -m development.postgres temporary $(PY) -m development.relevance

bench:
	@sh development/bootstrap.sh dev
	@$(PY) -m benchmarks.analysis
	@$(PY) -m development.postgres temporary $(PY) -m benchmarks.pages
	@$(PY) -m development.postgres temporary $(PY) -m benchmarks.queries
	@$(PY) -m development.postgres temporary $(PY) -m benchmarks.work_pages
	@$(PY) -m benchmarks.load --faults

lock:
	@sh development/bootstrap.sh run
	@$(PY) -m development.lock
