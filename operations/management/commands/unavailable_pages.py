"""``manage.py unavailable_pages``: what the web server in front shows while the site does not answer."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.template import loader
from django.utils.translation import override


class Command(BaseCommand):
    """Writes one page for each language, complete in itself; to be run after ``collectstatic``."""

    help = "Writes the pages that the web server in front shows while the site does not answer."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The folder is that of the static files unless another is named."""
        parser.add_argument("folder", nargs="?", type=Path, default=Path(settings.STATIC_ROOT) / "unavailable")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        folder.mkdir(parents=True, exist_ok=True)
        for language, _name in settings.LANGUAGES:
            with override(language):
                text = loader.get_template("unavailable.html").render({"language": language})
            (folder / f"{language}.html").write_text(text, encoding="utf-8")
        self.stdout.write(f"{len(settings.LANGUAGES)} pages in {folder}")
