"""Work that follows a change in the background: ``manage.py db_worker --backend background`` does it."""

from uuid import UUID

from django.tasks import task

from exchange import matching


@task(backend="background")
def match(translation_key: str) -> int:
    """Finds the pairs of a technology anew; returns how many hold."""
    return len(matching.renew(UUID(translation_key)))
