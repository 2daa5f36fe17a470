"""Measures the search on judged questions: `make relevance`.

First those of tests/search/relevance, about the demonstration content; then every collection in BEIR form in the
folder that RELEVANCE names, or in shared/data/search beside the checkout, where there is one.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from .console import ROOT, StepFailed, run_command, say

OWN = ROOT / "tests" / "search" / "relevance"
SHARED = ROOT.parent / "shared" / "data" / "search"
# The site as it is served: a rebuild counts letters, and what entries mean is known.
LOADING = (
    ("migrate", "--verbosity", "0"),
    ("setup_site",),
    ("load_demo", "--verbosity", "0"),
    ("rebuild_search", "--verbosity", "0"),
    ("embed_passages", "--in-background"),
    ("db_worker", "--batch", "--backend", "background", "--verbosity", "0"),
)
FIGURES = ("ndcg@10", "recall@10", "mrr@10", "success@1", "p50_ms", "p95_ms")


def collections() -> list[Path]:
    """The folders in BEIR form that are to be measured; raises ``StepFailed`` where the one named has none."""
    named = os.environ.get("RELEVANCE")
    parent = Path(named) if named else SHARED
    found = sorted(path.parent for path in parent.glob("*/corpus.jsonl"))
    if named and not found:
        raise StepFailed(f"{parent} has no folders of judged questions.", "make relevance RELEVANCE=/path/to/folders")
    return found


def main() -> int:
    """The command line: DATABASE_URL names an empty database, which is filled with the demonstration content."""
    shared = collections()
    with tempfile.TemporaryDirectory() as files:
        environment = os.environ | {"MEDIA_ROOT": files}
        say("Loading the demonstration content")
        for command in LOADING:
            _manage(*command, environment=environment)
        for title, options in (("by words alone", ["--lexical"]), ("by meaning too, where it is at work", [])):
            say(f"The project's own questions, {title}")
            print(_manage("evaluate_search", str(OWN), *options, environment=environment), end="")
        if shared:
            say("Collections of others")
            print(f"{'':<20}" + "".join(f"{name:>11}" for name in FIGURES))
        for folder in shared:
            printed = _manage("evaluate_search", str(folder), "--json", environment=environment)
            figures = json.loads(printed.splitlines()[-1])
            print(f"{folder.name:<20}" + "".join(f"{figures[name]:>11}" for name in FIGURES), flush=True)
    return 0


def _manage(*command: str, environment: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=environment,
        check=False,
        stdout=subprocess.PIPE,
        text=True,
    )
    if done.returncode:
        raise StepFailed(f"“manage.py {command[0]}” failed, see above.")
    return done.stdout


if __name__ == "__main__":
    run_command(main)
