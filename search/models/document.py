"""The index: one narrow row per live entry and language."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models.functions import Lower
from django.db.models.lookups import Exact

from search import signatures

SAMPLED = (4, 16, 64)
"""One in so many entries, with all its versions, is in a small index of its own."""


class Lot(models.Func):
    """0 for one UUID in ``one_in``, by its last byte, which is random: the same for all versions of an entry."""

    template = "mod(get_byte(uuid_send(%(expressions)s), 15), %(one_in)s)"
    output_field = models.IntegerField()


class SearchDocument(models.Model):
    """What search and lists know of one live entry in one language.

    Rows are written by ``search.index`` only. No address is stored: it is read from the page, so moving a page
    changes nothing here. Names of enterprises, areas and indicators are joined when shown.
    """

    page = models.OneToOneField("wagtailcore.Page", primary_key=True, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=2)
    translation_key = models.UUIDField()
    is_original = models.BooleanField()
    versions = ArrayField(models.CharField(max_length=2), default=list)
    """The languages in which the entry is live; the same in every row of a translation group."""
    shown_in = ArrayField(models.CharField(max_length=2), default=list)
    """The interface languages in which this row stands for its translation group."""

    entry_type = models.CharField(max_length=20)
    kind = models.CharField(max_length=12, blank=True)
    area_ids = ArrayField(models.IntegerField(), default=list)
    """The areas with their ancestors."""
    tag_ids = ArrayField(models.IntegerField(), default=list)
    enterprise = models.ForeignKey("kb.Enterprise", null=True, on_delete=models.CASCADE, related_name="+")
    country = models.CharField(max_length=2, blank=True)
    indicator_ids = ArrayField(models.IntegerField(), default=list)
    gains = ArrayField(models.DecimalField(max_digits=20, decimal_places=1), default=list)
    """For each of ``indicator_ids`` the greatest change in percent, positive where it is better."""
    trl = models.PositiveSmallIntegerField(null=True)
    stage = models.CharField(max_length=12, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    published_at = models.DateTimeField()
    standing = models.CharField(max_length=20)
    access = models.CharField(max_length=12)

    title = models.CharField(max_length=255)
    summary = models.TextField(blank=True)
    headline_indicator = models.ForeignKey("kb.Indicator", null=True, on_delete=models.SET_NULL, related_name="+")
    headline_gain = models.DecimalField(max_digits=20, decimal_places=1, null=True)
    """By how many percent the headline indicator changed, positive where that is better."""
    cover_file = models.CharField(max_length=255, blank=True)
    cover_width = models.PositiveIntegerField(default=0)
    cover_height = models.PositiveIntegerField(default=0)

    vector = SearchVectorField()
    """A the title; B summary, tags, areas and enterprise; C the text; D attachments."""
    body = models.TextField(blank=True)
    """The text that snippets are cut from."""
    skeleton = models.TextField(blank=True)
    """All but the attachments reduced to letters: see ``search.analysis.skeleton``."""
    words = models.BinaryField(default=b"")
    offsets = models.BinaryField(default=b"")
    """Which words stand in ``body`` and ``title``, and where each begins: see ``search.places``."""
    signature = models.BinaryField(db_default=signatures.NOTHING)
    """Which words the entry may have: see ``search.signatures``."""
    form = models.PositiveSmallIntegerField(db_default=0)
    """The ``search.documents.FORM`` that the row is written in; 0 is from before there were any."""
    indexed_at = models.DateTimeField()

    class Meta:
        indexes = [
            # Without a pending list, which every query would have to read through.
            GinIndex(fields=["vector"], name="search_vector", fastupdate=False),
            # Facets of very many hits are counted on these rows.
            *(
                GinIndex(
                    fields=["vector"],
                    condition=models.Q(Exact(Lot("translation_key", one_in=one_in), 0)),
                    name=f"search_sample_{one_in}",
                    fastupdate=False,
                )
                for one_in in SAMPLED
            ),
            GinIndex(fields=["area_ids"], name="search_areas", fastupdate=False),
            GinIndex(fields=["tag_ids"], name="search_tags", fastupdate=False),
            GinIndex(fields=["indicator_ids"], name="search_indicators", fastupdate=False),
            models.Index(fields=["-published_at", "-page"], name="search_newest"),
            models.Index(fields=["entry_type", "-published_at", "-page"], name="search_type_newest"),
            models.Index(
                models.F("trl").desc(nulls_last=True),
                models.F("published_at").desc(),
                models.F("page").desc(),
                name="search_readiness",
            ),
            models.Index(
                models.F("headline_gain").desc(nulls_last=True),
                models.F("published_at").desc(),
                models.F("page").desc(),
                name="search_improvement",
            ),
            models.Index(Lower("title"), name="search_title"),
            models.Index(fields=["translation_key"], name="search_group"),
            models.Index(fields=["country"], name="search_country"),
            models.Index(fields=["language"], name="search_language"),
            models.Index(fields=["stage"], name="search_stage"),
            models.Index(fields=["year"], name="search_year"),
        ]

    def __str__(self) -> str:
        return self.title
