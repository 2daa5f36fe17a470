"""What every entry of the knowledge base has, whatever its type."""

from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar

from anyascii import anyascii
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalManyToManyField
from wagtail.models import Page
from wagtail.search import index

from kb.admin_forms import EntryForm
from kb.fields import nace_code
from kb.models.media import Licence
from kb.models.restrictions import RestrictionsRead
from kb.models.rights import EntryRights
from kb.models.rows import Row
from kb.sections import Rows, Section, field_names, row_places
from prepared.marks import group_mark
from prepared.shown import may_keep

TITLE_LIMIT = 120
SUMMARY_LIMIT = 500
AREA_LIMIT = 3


def one_year_on() -> date:
    """The default end of validity: an entry is confirmed once a year."""
    today = timezone.localdate()
    try:
        return today.replace(year=today.year + 1)
    except ValueError:
        return today.replace(year=today.year + 1, day=28)


class EntryPage(RestrictionsRead, Page):
    """An entry: the shared fields in one table, so that all entries of an enterprise are one query.

    ``submission_errors`` holds the rules for review; a draft may break any of them.
    """

    class Access(models.TextChoices):
        """Who may read the whole entry; title and summary are public."""

        PUBLIC = "public", _("everybody")
        REGISTERED = "registered", _("signed-in users")
        ON_REQUEST = "on_request", _("on request to the enterprise")

    class ContactVisibility(models.TextChoices):
        """Who sees the contact person's name, post, e-mail and phone."""

        EDITORS = "editors", _("editors only")
        REGISTERED = "registered", _("signed-in users")
        PUBLIC = "public", _("everybody")

    class Standing(models.TextChoices):
        """Whether a published entry still holds."""

        CURRENT = "current", _("up to date")
        NEEDS_CONFIRMATION = "needs_confirmation", _("needs confirmation")
        ARCHIVED = "archived", _("archived")

    summary = models.TextField(
        _("summary"), max_length=SUMMARY_LIMIT, help_text=_("What it is and what it gives, in two or three sentences.")
    )
    original_language = models.CharField(
        _("original language"), max_length=2, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    areas = ParentalManyToManyField(
        "kb.TechnologyArea",
        verbose_name=_("technology areas"),
        related_name="entries",
        help_text=_("One to three areas in which a reader would look for it."),
    )
    activity_code = models.CharField(
        _("activity code"), max_length=5, blank=True, validators=[nace_code],
        help_text=_("OKED, five digits; the first four are NACE Rev. 2."),
    )  # fmt: skip
    tags = ClusterTaggableManager(through="kb.EntryTag", blank=True, verbose_name=_("tags"))
    enterprise = models.ForeignKey(
        "kb.Enterprise",
        verbose_name=_("enterprise"),
        null=True,
        on_delete=models.PROTECT,
        related_name="entries",
    )
    cover_image = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("cover image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    cover_alt = models.CharField(
        _("what the cover image shows"),
        max_length=255,
        blank=True,
        help_text=_("In words, for people who do not see it."),
    )
    contact_name = models.CharField(_("contact person"), max_length=120)
    contact_post = models.CharField(_("post"), max_length=160, blank=True)
    contact_email = models.EmailField(_("e-mail"))
    contact_phone = models.CharField(_("phone"), max_length=40, blank=True)
    contact_visibility = models.CharField(
        _("who may see the contact person"),
        max_length=12,
        choices=ContactVisibility,
        default=ContactVisibility.REGISTERED,
    )
    contact_consent = models.BooleanField(_("the contact person agreed to be named"), default=False)
    access = models.CharField(_("who may read the whole entry"), max_length=12, choices=Access, default=Access.PUBLIC)
    clearance = models.BooleanField(
        _("cleared for publication"),
        default=False,
        help_text=_("It holds no state secret, no trade secret and no export-controlled technology."),
    )
    clearance_document = models.ForeignKey(
        settings.WAGTAILDOCS_DOCUMENT_MODEL,
        verbose_name=_("clearance document"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The act of expert examination, if there is one. It is not shown to readers."),
    )
    text_licence = models.CharField(_("licence of the text"), max_length=20, choices=Licence, default=Licence.CC_BY)
    verified_on = models.DateField(
        _("verified on"), null=True, default=timezone.localdate, help_text=_("When the facts were last checked.")
    )
    review_due = models.DateField(_("review due"), null=True, default=one_year_on)

    standing = models.CharField(
        _("standing"), max_length=20, choices=Standing, default=Standing.CURRENT, editable=False
    )
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)
    change_note = models.CharField(_("change note"), max_length=250, blank=True)
    reviewed_by = models.CharField(_("reviewed by"), max_length=250, blank=True, editable=False)
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    entry_type: ClassVar[str] = ""
    sections: ClassVar[tuple[Section, ...]] = ()
    language_independent: ClassVar[frozenset[str]] = frozenset(
        {"original_language", "areas", "activity_code", "enterprise", "cover_image", "access"}
        | {"verified_on", "review_due"}
    )
    confirmable_dates: ClassVar[tuple[str, ...]] = ("review_due",)
    """The dates after which somebody has to say that the entry still holds."""
    language_independent_rows: ClassVar[frozenset[str]] = frozenset(
        {"related_entries", "costs", "indicators", "standards"}
    )

    search_fields = [
        *Page.search_fields,
        index.SearchField("summary", boost=5),
        index.RelatedFields("tags", [index.SearchField("name", boost=5)]),
        index.RelatedFields("lessons", [index.SearchField("text")]),
        index.RelatedFields("standards", [index.SearchField("number")]),
        index.FilterField("enterprise"),
    ]
    exclude_fields_in_copy = ["standing", "version", "change_note", "reviewed_by", "reviewed_on", "published_by"]
    base_form_class = EntryForm
    is_creatable = False
    parent_page_types = ["home.SectionPage"]
    subpage_types: list[str] = []
    show_in_menus_default = False

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        indexes = [
            models.Index(fields=["enterprise"]),
            models.Index(fields=["review_due"]),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_original(self) -> bool:
        """Whether this is the version that translations follow."""
        return self.locale.language_code == self.original_language

    @property
    def due_since(self) -> date | None:
        """The earliest of its ``confirmable_dates`` that has passed; of a specific entry only."""
        today = timezone.localdate()
        dates = (getattr(self, name) for name in self.confirmable_dates)
        return min((day for day in dates if day and day < today), default=None)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """As every page; whoever gets so far may see it."""
        may_keep(request, group_mark(self.translation_key))
        return super().serve(request, *args, **kwargs)

    def permissions_for_user(self, user: Any) -> EntryRights:
        """What ``user`` may do with it in the admin."""
        return EntryRights(user, self)

    def minimal_clean(self) -> None:
        self._fill_slug()
        super().minimal_clean()

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self._fill_slug()
        super().full_clean(*args, **kwargs)

    def _fill_slug(self) -> None:
        """Wagtail's own slug of a Cyrillic title would be empty where Unicode slugs are off."""
        if not self.slug and self.title:
            self.slug = self._get_autogenerated_slug(slugify(anyascii(self.title))[:200] or "entry")

    # What may be submitted

    @classmethod
    def required_fields(cls, values: dict[str, Any]) -> set[str]:
        """Names of the fields that must be filled for review, given the other ``values``.

        Subclasses add what depends on a value, such as the kind of a technology.
        """
        required = {"cover_alt"} if values.get("cover_image_id") else set()
        for name in field_names(cls.sections):
            field = cls._meta.get_field(name)
            if not field.blank and not isinstance(field, models.BooleanField):
                required.add(name)
        return required

    @classmethod
    def required_rows(cls, values: dict[str, Any]) -> dict[str, int]:
        """The least number of rows by relation, given the other ``values``."""
        return {place.relation: place.minimum for place in row_places(cls.sections) if place.minimum}

    def submission_errors(self, *, look_up: bool = True) -> dict[str, list[str]]:
        """What keeps the entry from review: messages by field name or row relation; empty when it is complete.

        Without ``look_up`` what only the database knows is believed (that the things exist to which the entry refers,
        that its address is free), so that an entry whose rows and areas are loaded takes no query.
        """
        errors: dict[str, list[str]] = {}
        values = {field.attname: getattr(self, field.attname) for field in self._meta.concrete_fields}
        # A new entry gets its place in the tree when it is saved.
        place = {"path", "depth"}
        try:
            if look_up:
                self.full_clean(exclude=place)
            else:
                self._fill_slug()
                self.clean_fields(exclude=place | _given_relations(self))
        except ValidationError as error:
            errors.update(error.message_dict)
        required = self.required_fields(values)
        for name in required:
            if name not in ("areas", "tags") and not getattr(self, self._meta.get_field(name).attname):
                errors[name] = [self._wanted(name)]
        errors.update(self._rule_errors())
        for relation, minimum in self.required_rows(values).items():
            if len(getattr(self, relation).all()) < minimum:
                errors[relation] = [str(_("Add at least one row."))]
        for rows in row_places(self.sections):
            errors.update(self._row_errors(rows, look_up=look_up))
        return errors

    @classmethod
    def label_of(cls, name: str) -> str | Promise:
        """What the field or row place ``name`` is called."""
        for place in row_places(cls.sections):
            if place.relation == name:
                return place.heading
        if name == "title":
            # Wagtail's own word for it exists in two of the four languages.
            return _("Title")
        return cls._meta.get_field(name).verbose_name

    def _wanted(self, name: str) -> str:
        field = self._meta.get_field(name)
        wanted = str(_("Fill in “%(field)s”.") % {"field": field.verbose_name})
        return f"{wanted} {field.help_text}".strip()

    def _rule_errors(self) -> dict[str, list[str]]:
        errors: dict[str, list[str]] = {}
        if len(self.title) > TITLE_LIMIT:
            errors["title"] = [str(_("Shorten the title to %(limit)d characters.") % {"limit": TITLE_LIMIT})]
        # Forms hold a text to its limit; the model's own validation does not.
        if len(self.summary) > SUMMARY_LIMIT:
            errors["summary"] = [str(_("Shorten the summary to %(limit)d characters.") % {"limit": SUMMARY_LIMIT})]
        if not 1 <= len(self.areas.all()) <= AREA_LIMIT:
            errors["areas"] = [str(_("Choose one to three technology areas."))]
        if not self.clearance:
            errors["clearance"] = [
                str(_("Confirm that the text holds no state secret, trade secret or export-controlled technology."))
            ]
        if not self.contact_consent:
            errors["contact_consent"] = [str(_("Confirm that the contact person agreed to be named."))]
        if self.verified_on and self.verified_on > timezone.localdate():
            errors["verified_on"] = [str(_("The date lies in the future."))]
        return errors

    def _row_errors(self, place: Rows, *, look_up: bool) -> Iterator[tuple[str, list[str]]]:
        for number, row in enumerate(getattr(self, place.relation).all(), start=1):
            try:
                if look_up:
                    row.full_clean(exclude=["entry"])
                else:
                    row.clean_fields(exclude={"entry"} | _given_relations(row))
                    row.clean()
            except ValidationError as error:
                yield place.relation, [self._row_message(row, number, error)]
                return

    @staticmethod
    def _row_message(row: Row, number: int, error: ValidationError) -> str:
        texts = []
        for name, messages in error.message_dict.items():
            label = "" if name == "__all__" else f"{row._meta.get_field(name).verbose_name}: "
            texts.append(label + " ".join(messages))
        return str(_("Row %(number)d: %(problem)s")) % {"number": number, "problem": "; ".join(texts)}


def _given_relations(thing: models.Model) -> set[str]:
    """The relations of ``thing`` that lead somewhere: Django would look up whether that exists."""
    fields = [field for field in thing._meta.concrete_fields if field.is_relation]
    return {field.name for field in fields if getattr(thing, field.attname) is not None}


def what_it_is(*parts: str | Rows) -> Section:
    """The first section of every type; ``parts`` come after the summary."""
    common = ("title", "summary", "enterprise", "original_language", "areas", "tags")
    return Section("what", _("What it is"), (*common, *parts, "cover_image", "cover_alt"))


def who_to_ask() -> Section:
    """The last section of every type that its authors fill."""
    return Section(
        "who",
        _("Who to ask"),
        (
            Rows("authors", _("Authors"), minimum=1, maximum=10),
            "contact_name",
            "contact_post",
            "contact_email",
            "contact_phone",
            "contact_visibility",
            "contact_consent",
        ),
    )


def sources_and_terms(*parts: str | Rows) -> Section:
    """Files, sources, related pages and the terms of publication."""
    return Section(
        "terms",
        _("Files, sources and terms"),
        (
            Rows("attachments", _("Attachments"), maximum=20),
            Rows("references", _("References"), maximum=30),
            Rows("related_entries", _("Related pages"), maximum=10),
            *parts,
            "access",
            "text_licence",
            "activity_code",
            "verified_on",
            "review_due",
            "clearance",
            "clearance_document",
            "change_note",
        ),
    )
