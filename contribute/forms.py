"""The form of an entry, built from what its model declares: sections, row places and their fields."""

from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import Any

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from contribute.choices import NO_CHOICE, Choices
from contribute.fields import OWNER, TEXT_ERRORS, KeptImageField, form_field
from contribute.row_forms import DraftModelForm, row_form_set
from contribute.uploads import Library
from kb.models import Enterprise, EntryPage, KbDocument, KbImage
from kb.sections import Section, field_names, row_places

LANGUAGE = "original_language"
# Declarations that every entry needs; a check box is never a required field of the model.
DECLARATIONS = frozenset({"clearance", "contact_consent"})


def contributor_sections(model: type[EntryPage]) -> tuple[Section, ...]:
    """The sections of ``model`` that its authors fill."""
    return tuple(section for section in model.sections if not section.editors_only)


def placeholder_title() -> str:
    """What a draft is called until its author gives it a title."""
    return gettext("Untitled draft")


@lru_cache(maxsize=1)
def _placeholder_titles() -> frozenset[str]:
    titles = set()
    for code, _label in settings.LANGUAGES:
        with override(code):
            titles.add(placeholder_title())
    return frozenset(titles)


def is_untitled(entry: EntryPage) -> bool:
    """Whether the author has not given ``entry`` a title yet."""
    return entry.title in _placeholder_titles()


def files_in_use(entry: EntryPage) -> set[tuple[type, int]]:
    """The files that the draft holds, whoever put them there."""
    holders = [entry, *(row for place in row_places(entry.sections) for row in getattr(entry, place.relation).all())]
    found = set()
    for holder in holders:
        for field in holder._meta.concrete_fields:
            if field.related_model in (KbImage, KbDocument) and getattr(holder, field.attname):
                found.add((field.related_model, getattr(holder, field.attname)))
    return found


def version_mark(entry: EntryPage) -> str:
    """Names the version of ``entry`` saved last. The time is part of it: autosave writes a version over again."""
    saved = entry.latest_revision_created_at
    return f"{entry.latest_revision_id}.{saved.timestamp():.6f}" if entry.latest_revision_id and saved else ""


class EntryForm(DraftModelForm):
    """The form of one entry with its rows. ``entry_form`` makes the class for a model."""

    seen_revision = forms.CharField(required=False, widget=forms.HiddenInput)
    writer = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, files: Any = None, *, entry: EntryPage, user: Any) -> None:
        super().__init__(data, files, instance=entry)
        self.entry = entry
        self.is_translation = entry.pk is not None and not entry.is_original
        self.initial.update(seen_revision=version_mark(entry), writer=user.pk)
        if is_untitled(entry):
            self.initial["title"] = ""
        choices = Choices(user, entry)
        library = Library(user, self._owner(choices), files_in_use(entry))
        self.use(choices, library)
        self._limit_fields(choices)
        self._look_for_similar()
        self.library = library
        self.row_sets = {
            place.relation: row_form_set(
                type(entry)._meta.get_field(place.relation).related_model, place.maximum
            )(
                data, files, entry=entry, place=place, choices=choices, library=library,
                is_translation=self.is_translation,
            )
            for place in row_places(contributor_sections(type(entry)))
        }  # fmt: skip

    def _limit_fields(self, choices: Choices) -> None:
        if self.is_translation:
            self.taken_over = [name for name in self.fields if name in self.entry.language_independent]
            for name in self.taken_over:
                del self.fields[name]
        else:
            self.taken_over = []
        if LANGUAGE in self.fields:
            self.fields[LANGUAGE].label = _("Language of the page")
            if self.entry.pk is not None:
                self.fields[LANGUAGE].disabled = True
                self.fields[LANGUAGE].help_text = _("It was chosen when the page was begun.")
        if OWNER in self.fields:
            own = [enterprise.pk for enterprise in choices.own_enterprises]
            field = self.fields[OWNER]
            # Whose page it is decides who may save it at all.
            field.required = True
            field.error_messages["required"] = TEXT_ERRORS["invalid_choice"]
            field.queryset = Enterprise.objects.filter(pk__in=own)  # type: ignore[attr-defined]
            field.choices = [  # type: ignore[attr-defined]
                *([NO_CHOICE] if len(own) > 1 else []),
                *((enterprise.pk, enterprise.name) for enterprise in choices.own_enterprises),
            ]

    def _look_for_similar(self) -> None:
        """Shows entries with a similar title while one is typed."""
        address = reverse("contribute:similar") + (f"?page={self.entry.pk}" if self.entry.pk else "")
        self.fields["title"].widget.attrs |= {
            "hx-get": address,
            "hx-trigger": "input changed delay:600ms",
            "hx-target": "#similar",
            "hx-sync": "this:replace",
        }

    def _owner(self, choices: Choices) -> Enterprise | None:
        """The enterprise that new files belong to: the one chosen in the form, else that of the entry."""
        sent = self.data.get(OWNER, "") if self.is_bound else str(self.entry.enterprise_id or "")
        chosen = [enterprise for enterprise in choices.own_enterprises if str(enterprise.pk) == sent]
        if chosen:
            return chosen[0]
        return self.entry.enterprise if self.entry.pk else None

    @cached_property
    def required_names(self) -> set[str]:
        """Fields that review needs, as far as the draft says now."""
        entry = self.entry
        values = {field.attname: getattr(entry, field.attname) for field in entry._meta.concrete_fields}
        if self.is_bound:
            values |= {name: self.data[name] for name in self.fields if name in self.data}
        required = type(entry).required_fields(values)
        rows = {relation for relation, minimum in type(entry).required_rows(values).items() if minimum}
        return required | rows | DECLARATIONS

    def is_valid(self) -> bool:
        # All are asked, so that all errors show and every file sent is kept.
        rows_valid = [row_set.is_valid() for row_set in self.row_sets.values()]
        return super().is_valid() and all(rows_valid)

    def forget_errors(self) -> None:
        """Shows what was sent without its errors, as when only a row was added."""
        for form in (self, *(form for row_set in self.row_sets.values() for form in row_set.forms)):
            form._errors = forms.utils.ErrorDict()

    def clean_title(self) -> str:
        """A draft without a title has a placeholder for one."""
        return self.cleaned_data["title"].strip() or placeholder_title()

    def has_moved_on(self) -> bool:
        """Whether somebody saved the draft since this form was opened."""
        return self.entry.pk is not None and self.data.get("seen_revision", "") != self.mark

    @property
    def mark(self) -> str:
        """The version of the draft that the form would replace."""
        return version_mark(self.entry)

    def filled_entry(self, *, with_pictures: bool = True) -> EntryPage:
        """The entry with what the valid form says, not yet saved.

        Captions and credits of pictures are written at once, unless ``with_pictures`` is false.
        """
        entry: EntryPage = self.save(commit=False)
        self.save_m2m()
        for row_set in self.row_sets.values():
            row_set.apply()
        for name in self._image_names() if with_pictures else ():
            image = getattr(entry, name)
            if image is not None and image.pk:
                sent = self[name].data
                described = self.library.describe(image, sent.details, is_published=_is_shown(image))
                setattr(entry, name, described)
        if not entry.live and entry.first_published_at is None:
            entry.slug = ""
        return entry

    def _image_names(self) -> Iterator[str]:
        return (name for name, field in self.fields.items() if isinstance(field, KeptImageField))


def _is_shown(image: KbImage) -> bool:
    """Whether readers see the picture now, on whichever page; what is said of it changes with a publication only."""
    return EntryPage.objects.live().filter(cover_image=image).exists()


@lru_cache(maxsize=16)
def entry_form(model: type[EntryPage]) -> type[EntryForm]:
    """The form class for entries of ``model``."""
    names = list(field_names(contributor_sections(model)))
    made: Any = forms.modelform_factory(model, form=EntryForm, fields=names, formfield_callback=form_field)
    assert issubclass(made, EntryForm)
    return made
