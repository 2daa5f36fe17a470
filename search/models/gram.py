"""How frequent runs of four letters are."""

from django.db import models


class GramCount(models.Model):
    """In how many of ``sampled`` entries a 4-gram stands; written by ``search.grams`` only."""

    gram = models.CharField(max_length=4, primary_key=True)
    documents = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.gram
