"""``python -m benchmarks.passages``: passages of the made-up pages, for search by meaning to look through.

Embedding a hundred thousand pages takes hours, and what they mean is nothing: some pages are embedded as production
does it, and every other one gets passages near to those of them, a little apart at random. It is the number of passages
and their length that search by meaning costs by; what it finds is not measured here.
"""

# ruff: noqa: S608 - statements are put together from the names of our own tables.

import sys
import time

import django
import numpy as np

django.setup()

from django.db import connection  # noqa: E402

from search.dense import embedders, nearness, store  # noqa: E402
from search.models import Passage, SearchDocument  # noqa: E402

EMBEDDED = 100
APART = 0.6
"""Length of the random part beside that of the passage it is added to."""
BATCH = 20_000


def fill() -> None:
    """Embeds ``EMBEDDED`` pages, and gives all others passages like theirs; prints how many there are."""
    embedder = embedders.chosen()
    if embedder is None or not nearness.schema():
        raise SystemExit("No embedder or no pgvector here.")
    pages = list(SearchDocument.objects.order_by("pk").values_list("pk", flat=True))
    chosen = pages[:: max(1, len(pages) // EMBEDDED)][:EMBEDDED]
    store.embed(chosen)
    per_page = Passage.objects.count() // len(chosen)
    known = np.array(list(Passage.objects.values_list("embedding", flat=True)), dtype=np.float32)
    random = np.random.default_rng(1)
    others = sorted(set(pages) - set(chosen))
    table, index = Passage._meta.db_table, nearness.index_name(embedder)
    with connection.cursor() as cursor:
        # Built at once afterwards, which is many times quicker than row by row.
        cursor.execute(f"DROP INDEX IF EXISTS {index}")
        for first in range(0, len(others), BATCH // per_page):
            batch = np.repeat(others[first : first + BATCH // per_page], per_page)
            apart = random.standard_normal((len(batch), known.shape[1]), dtype=np.float32)
            apart *= APART / np.linalg.norm(apart, axis=1, keepdims=True)
            made = known[random.integers(0, len(known), len(batch))] + apart
            made /= np.linalg.norm(made, axis=1, keepdims=True)
            with cursor.copy(f"COPY {table} (page_id, number, embedder, digest, embedding) FROM STDIN") as copy:
                for place, (page, embedding) in enumerate(zip(batch.tolist(), made.tolist(), strict=True)):
                    numbers = ",".join(format(number, ".4f") for number in embedding)
                    copy.write_row((page, place % per_page, embedder.name, "", "{" + numbers + "}"))
        cursor.execute("SET maintenance_work_mem = '2GB'")
        started = time.perf_counter()
        nearness.create_index(embedder)
        cursor.execute(f"VACUUM ANALYZE {table}")
        cursor.execute(f"SELECT count(*), pg_relation_size('{index}'), pg_table_size('{table}') FROM {table}")
        count, size, whole = cursor.fetchone()
    print(
        f"{count} passages of {len(pages)} pages, {whole / 1e6:.0f} MB and {size / 1e6:.0f} MB of index,"
        f" built in {time.perf_counter() - started:.0f} s",
        file=sys.stderr,
    )


if __name__ == "__main__":
    fill()
