"""Work that follows a change in the background: ``manage.py db_worker --backend background`` does it."""

from django.tasks import task

from search import attachments
from search.dense import store
from search.interface import engine


@task(backend="background")
def read_attachment(document_id: int) -> str:
    """Reads the file of a document; returns what came of it."""
    found = attachments.read(document_id)
    return found.state if found else ""


@task(backend="background")
def put_entries(pages: list[int]) -> int:
    """Brings the rows of entries in step, where those are too many for the request that changed them."""
    return engine().put_pages(pages)


@task(backend="background")
def rebuild_outdated() -> int:
    """Builds the index anew if an earlier version of the site wrote any of it; returns how many entries it read."""
    return engine().rebuild() if engine().is_outdated() else 0


def renew() -> str:
    """For ``run_daily``: has the index rebuilt, in the background, where an update of the site asks for it.

    Returns what was done, in words.
    """
    if not engine().is_outdated():
        return "up to date"
    rebuild_outdated.enqueue()
    return "is being built anew"


@task(backend="background")
def embed_entries(pages: list[int]) -> int:
    """Embeds entries that were published; returns how many had changed. Fails where the embedder does."""
    return store.embed(pages)


@task(backend="background")
def embed_missing() -> int:
    """Embeds whatever is not embedded yet, as after a rebuild of the index; returns how many entries that were."""
    return store.embed_missing()
