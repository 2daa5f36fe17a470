"""Work that follows a change in the background: ``manage.py db_worker --backend background`` does it."""

from django.tasks import task

from search import attachments


@task(backend="background")
def read_attachment(document_id: int) -> str:
    """Reads the file of a document; returns what came of it."""
    found = attachments.read(document_id)
    return found.state if found else ""
