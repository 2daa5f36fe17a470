"""``manage.py unavailable_pages``: what the web server in front says by itself, without the site."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.template import loader
from django.utils.translation import override


class Command(BaseCommand):
    """Writes pages for each language, complete in themselves; to be run after ``collectstatic``."""

    help = "Writes what the web server in front shows while the site does not answer, and when too much is sent to it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The folder is that of the static files unless another is named."""
        parser.add_argument("folder", nargs="?", type=Path, default=Path(settings.STATIC_ROOT) / "unavailable")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        folder.mkdir(parents=True, exist_ok=True)
        for language, _name in settings.LANGUAGES:
            for name, is_too_large in ((language, False), (f"too-large-{language}", True)):
                with override(language):
                    context = {"language": language, "is_too_large": is_too_large}
                    text = loader.get_template("unavailable.html").render(context)
                (folder / f"{name}.html").write_text(text, encoding="utf-8")
        self.stdout.write(f"{2 * len(settings.LANGUAGES)} pages in {folder}")
