"""The words of the index as people write them; the index itself knows them reduced."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models


class IndexedWord(models.Model):
    """A form of a word as it stands in the entries of one language. Written by ``search.lexicon`` only."""

    word = models.CharField(max_length=40)
    """In its normal spelling: small letters, no ё."""
    language = models.CharField(max_length=2)
    """Of the entries, which may quote other languages."""
    folded = models.CharField(max_length=40)
    """Its skeleton, by which it is found: see ``search.analysis.folding``."""
    documents = models.IntegerField(default=1)
    """How many entries had it when the index was last rebuilt; 1 for a word that came later."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["word", "language"], name="search_one_word")]
        indexes = [
            GinIndex(fields=["folded"], name="search_word_trigrams", opclasses=["gin_trgm_ops"], fastupdate=False),
            GinIndex(
                fields=["folded"],
                name="search_frequent_trigrams",
                opclasses=["gin_trgm_ops"],
                condition=models.Q(documents__gte=10),  # search.spelling.MUCH_MORE
                fastupdate=False,
            ),
        ]

    def __str__(self) -> str:
        return self.word
