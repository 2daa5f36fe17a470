"""``python -m benchmarks.growth N``: publishes copies of entries until N are live in Russian."""

import sys

import django

django.setup()

from django.db import connection, transaction  # noqa: E402

from kb.models import EntryPage  # noqa: E402


def grow(entries: int) -> None:
    """Copies the live Russian entries in turn, each under a title of its own."""
    live = EntryPage.objects.live().filter(locale__language_code="ru").order_by("pk")
    patterns = list(live.specific())
    for number in range(live.count(), entries):
        pattern = patterns[number % len(patterns)]
        title = f"{pattern.title[:110]} № {number}"
        with transaction.atomic():
            pattern.copy(
                update_attrs={"title": title, "draft_title": title, "slug": f"{pattern.slug[:60]}-{number}"},
                copy_revisions=False,
                keep_live=True,
                reset_translation_key=True,
                log_action=None,
            )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    grow(int(sys.argv[1]))
