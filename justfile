# Everything a developer types. `just` lists it.

export PYTHONPATH := "src"
export DJANGO_SETTINGS_MODULE := "samaki.web.settings"
py := ".venv/bin/python"

_list:
    @just --list

# set up everything, with what tests and linters need
setup:
    python3 run.py setup --dev

# serve the data folder on 127.0.0.1:8000
serve:
    .venv/bin/samaki serve

# the demo world
demo:
    python3 run.py demo

# put every file into the one format
format:
    .venv/bin/ruff check --fix --quiet .
    .venv/bin/ruff format .

# what a machine can see without running a test
lint:
    .venv/bin/ruff check .
    .venv/bin/ruff format --check .
    .venv/bin/mypy
    .venv/bin/lint-imports
    .venv/bin/codespell .
    SAMAKI_DATA_DIR=build/lint .venv/bin/django-admin makemigrations --check --dry-run

# run tests; further words go to pytest
test *args:
    python3 run.py test {{args}}

# all that must be green
check: lint test

# mutation testing of the pure law of custody: the ledger, lots, custody's rules; docs/mutation.md
mutate *args:
    .venv/bin/mutmut run {{args}}

# one benchmark: counts, ledger, sheets, reading, files, pages; --quick takes seconds
bench area *args:
    {{py}} bench/{{area}}.py {{args}}

# the site of the written part, into build/site; a stale block, drawing or dead link stops it
docs:
    {{py}} tools/docs.py --check
    {{py}} tools/drawings.py --check
    NO_MKDOCS_2_WARNING=1 .venv/bin/mkdocs build --quiet

# hashed requirements, anew
lock:
    uv pip compile --quiet --universal --generate-hashes --no-strip-extras --no-header --python-version 3.11 --extra postgres pyproject.toml -o requirements.txt
    uv pip compile --quiet --universal --generate-hashes --no-strip-extras --no-header --python-version 3.11 --extra postgres --group dev pyproject.toml -o requirements-dev.txt
    sed -i 's/^lxml\[html-clean\]/lxml[html_clean]/' requirements.txt requirements-dev.txt  # as its users spell it: pip 23 compares the letters

_migrations:
    SAMAKI_DATA_DIR=build/lint .venv/bin/django-admin makemigrations --check --dry-run
