"""Brings the development database and the catalogues to where the site can be served, and serves it.

Both in one process, because loading the project is the longest part of a start. Safe to repeat.
"""

import os
import sys
import traceback
from typing import Any

import django
from django.apps import apps
from django.core.management import call_command

from . import database
from .console import VAR, StepFailed, detail, run_command, say
from .messages import compile_changed

REPORT = VAR / "last-error.txt"
START_AFRESH = "If the development data may go, remove the folder var/ and run “make run” again."


def main() -> int:
    """All steps, in order. An argument says where to serve."""
    VAR.mkdir(exist_ok=True)
    address = os.environ["DATABASE_URL"]
    if database.ensure(address):
        detail("made the database")
    database.refuse_broken_cyrillic(address)
    say("Compiling the translations")
    detail(f"{compile_changed()} of 4 languages had changed")
    django.setup()
    _step("Bringing the database up to date", START_AFRESH, "migrate", interactive=False, verbosity=0)
    # Rows of Wagtail's own backend depend on each other's length, ours do not.
    if apps.get_model("wagtailsearch", "IndexEntry").objects.exclude(title_norm=1).exists():
        _step("Building the admin's search index anew", "Read the message above.", "update_index", verbosity=0)
    _step("Setting up languages, groups, review steps and the page tree", START_AFRESH, "setup_site")
    _step("Loading the demonstration content, if it is not there yet", START_AFRESH, "load_demo", verbosity=0)
    # Letters are counted by a rebuild alone: without them the index is older than the code, or empty.
    if not apps.get_model("search", "GramCount").objects.exists():
        _step("Building the search index", "Read the message above.", "rebuild_search")
    # Not what the worker does after publishing, but what an older version of the code left without it.
    call_command("embed_passages", in_background=True, verbosity=0)
    say("Logins of the demonstration users")
    call_command("load_demo", print_logins=True)
    if where := sys.argv[1:]:
        say("Starting the web server")
        call_command("runserver", *where, skip_checks=True)
    return 0


def _step(text: str, advice: str, command: str, **options: Any) -> None:
    say(text)
    try:
        call_command(command, **options)
    except Exception as error:
        REPORT.write_text(traceback.format_exc())
        raise StepFailed(
            f"“manage.py {command}” failed: {error}", f"{advice} The whole report is in {REPORT}."
        ) from error


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.settings.dev")
    run_command(main)
