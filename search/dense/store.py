"""The write side: embeds what the index holds and is not embedded yet, or is embedded as it was before."""

# ruff: noqa: S608 - statements are put together from our own words; values are parameters.

from collections.abc import Callable, Sequence

from django.db import connection, transaction

from search.dense import nearness, state
from search.dense.cutting import MANNER, passages
from search.dense.embedders import Embedder, chosen
from search.models import Passage

BATCH = 16
"""Pages that are embedded together: what a crash loses is a matter of seconds."""

# A text that is cut otherwise is another one.
_DIGEST = f"md5(concat_ws(E'\\n', '{MANNER}', d.title, d.summary, d.body))"
_MISSING = f"""
    SELECT d.page_id FROM search_searchdocument d
    WHERE NOT EXISTS (
        SELECT FROM search_passage p
        WHERE p.page_id = d.page_id AND p.number = 0 AND p.embedder = %s AND p.digest = {_DIGEST}
    )
    ORDER BY d.page_id LIMIT %s
"""
_TEXTS = f"""
    SELECT d.page_id, d.title, d.summary, d.body, {_DIGEST} FROM search_searchdocument d
    WHERE d.page_id = ANY(%s) AND NOT EXISTS (
        SELECT FROM search_passage p
        WHERE p.page_id = d.page_id AND p.number = 0 AND p.embedder = %s AND p.digest = {_DIGEST}
    )
    ORDER BY d.page_id
"""

Progress = Callable[[int], None]


def embed(pages: Sequence[int]) -> int:
    """Embeds those of ``pages`` that are in the index and changed; returns how many. Raises ``EmbedderError``.

    Does nothing where no embedder is chosen or the database has no pgvector.
    """
    embedder = chosen()
    if embedder is None or not nearness.schema():
        return 0
    nearness.create_index(embedder)
    with connection.cursor() as cursor:
        cursor.execute(_TEXTS, [list(pages), embedder.name])
        rows = cursor.fetchall()
    cut = [(page_id, digest, passages(title, summary, body)) for page_id, title, summary, body, digest in rows]
    # Outside of a transaction: it takes long.
    embeddings = iter(embedder.passages([text for _page_id, _digest, texts in cut for text in texts]) if cut else ())
    made = [
        Passage(page_id=page_id, number=number, embedder=embedder.name, digest=digest, embedding=list(next(embeddings)))
        for page_id, digest, texts in cut
        for number in range(len(texts))
    ]
    _replace([page_id for page_id, _digest, _texts in cut], made)
    return len(cut)


@transaction.atomic
def _replace(pages: list[int], made: list[Passage]) -> None:
    """Two workers may embed the same page; a page may be gone meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM wagtailcore_page WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE", [pages])
        there = {row[0] for row in cursor.fetchall()}
    Passage.objects.filter(page_id__in=pages).delete()
    Passage.objects.bulk_create([passage for passage in made if passage.page_id in there])


def embed_missing(most: int = 0, progress: Progress | None = None) -> int:
    """Embeds what is missing, at most ``most`` pages (0: all); returns how many. Raises ``EmbedderError``."""
    embedder = chosen()
    if embedder is None or not nearness.schema():
        return 0
    done = 0
    while pages := missing(embedder, min(BATCH, most - done) if most else BATCH):
        done += embed(pages)
        if progress:
            progress(done)
    state.forget()
    return done


def missing(embedder: Embedder, most: int) -> list[int]:
    """Pages in the index without embeddings of their present text; reads the whole index where there are few."""
    if most <= 0:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_MISSING, [embedder.name, most])
        return [row[0] for row in cursor.fetchall()]
