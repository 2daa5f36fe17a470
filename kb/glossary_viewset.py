"""The glossary in the admin: concepts, each with its labels in four languages in one form."""

from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.forms import CheckboxSelectMultiple
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from kb.alphabet import alphabetical
from kb.models import Concept, ConceptLabel, TechnologyArea


class LabelFormSet(BaseChildFormSet):
    """The labels of one concept, which must get along with each other."""

    def validate_unique(self) -> None:
        """At least one label, none twice, one preferred in each language at most.

        The form has only a part of the fields of either constraint, so the general check would err.
        """
        kept = [form for form in self.initial_forms + self.extra_forms if self._is_kept(form)]
        if not kept:
            raise forms.ValidationError(_("Write at least one label."))
        texts: set[tuple[str, str]] = set()
        named: set[str] = set()
        for form in kept:
            language, text = form.cleaned_data.get("language"), form.cleaned_data.get("text")
            if language and text:
                key = (language, ConceptLabel.fold(text))
                if key in texts:
                    form.add_error("text", _("The concept has this label already."))
                texts.add(key)
            if language and form.cleaned_data.get("kind") == ConceptLabel.Kind.PREFERRED:
                if language in named:
                    form.add_error("kind", _("Another label is the preferred one in this language."))
                named.add(language)

    def _is_kept(self, form: forms.ModelForm) -> bool:
        if form in self.extra_forms and not form.has_changed():
            return False
        return not self._should_delete_form(form)


class LabelsPanel(InlinePanel):
    """The labels, checked as a whole."""

    def get_form_options(self) -> dict[str, Any]:
        """Adds the formset."""
        options = super().get_form_options()
        options["formsets"][self.relation_name]["formset"] = LabelFormSet
        return options


class ConceptForm(WagtailAdminModelForm):
    """A concept with its labels."""

    def save(self, commit: bool = True) -> Concept:
        """Two labels may exchange which of them is preferred; the database allows no two at any moment."""
        if commit and self.instance.pk:
            rows = self.formsets["labels"].initial_forms
            changing = [row.instance.pk for row in rows if {"kind", "language"} & set(row.changed_data)]
            ConceptLabel.objects.filter(pk__in=changing).update(kind=ConceptLabel.Kind.ALTERNATIVE)
        return super().save(commit)


class ConceptFilterSet(WagtailFilterSet):
    """Branch, and the languages that lack a label."""

    area = django_filters.ModelMultipleChoiceFilter(
        label=_("technology area"),
        queryset=TechnologyArea.objects.filter(parent=None, merged_into=None),
        method="in_areas",
        widget=CheckboxSelectMultiple,
    )
    missing = django_filters.MultipleChoiceFilter(
        label=_("no label in"), choices=settings.LANGUAGES, method="without_label", widget=CheckboxSelectMultiple
    )

    class Meta:
        model = Concept
        fields = ["area"]

    def in_areas(self, queryset: QuerySet[Concept], name: str, areas: Any) -> QuerySet[Concept]:
        """Concepts of the areas and of all areas below them."""
        return queryset.filter(Q(area__in=areas) | Q(area__parent__in=areas)) if areas else queryset

    def without_label(self, queryset: QuerySet[Concept], name: str, languages: list[str]) -> QuerySet[Concept]:
        """Concepts that lack a label in one of the languages."""
        lacks = Q()
        for language in languages:
            lacks |= Q(~Exists(ConceptLabel.objects.filter(concept=OuterRef("pk"), language=language)))
        return queryset.filter(lacks)


class ConceptIndexView(generic.IndexView):
    """Concepts with all their labels."""

    def get_base_queryset(self) -> QuerySet[Concept]:
        """In a fixed number of queries, with the name that each is listed under, as ``Concept.name_in`` chooses it."""
        language = get_language() or settings.LANGUAGE_CODE
        preferred = Q(kind=ConceptLabel.Kind.PREFERRED)
        labels = ConceptLabel.objects.filter(concept=OuterRef("pk")).order_by(
            Case(When(preferred & Q(language=language), then=0), When(preferred & Q(language="ru"), then=1), default=2),
            "pk",
        )
        name = Coalesce(Subquery(labels.values("text")[:1]), F("code"))
        concepts = super().get_base_queryset().select_related("area").prefetch_related("labels")
        return concepts.annotate(place=alphabetical(name, language))

    def search_queryset(self, queryset: QuerySet[Concept]) -> QuerySet[Concept]:
        """Each concept once, however many of its labels have the words."""
        found = super().search_queryset(queryset)
        return queryset.filter(pk__in=found.values("pk")) if self.is_searching else found


def labels_of(concept: Concept) -> str:
    """The labels that the list shows beside the name: languages in the order of the site, the preferred one first."""
    found = [
        [label.text for label in concept.labels.all() if label.language == code] for code, _name in settings.LANGUAGES
    ]
    return " · ".join(", ".join(texts) for texts in found if texts)


class ConceptViewSet(ModelViewSet):
    """Concepts with their labels."""

    model = Concept
    name = "glossary"
    menu_label = _("Glossary")
    icon = "openquote"
    copy_view_enabled = False
    search_fields = ["code", "labels__text"]
    search_backend_name = None
    index_view_class = ConceptIndexView
    filterset_class = ConceptFilterSet
    ordering = "place"
    list_per_page = 50
    list_display = [
        "__str__",
        Column("labels", label=_("Labels"), accessor=labels_of),
        Column("area", label=_("Technology area"), sort_key="area__code"),
    ]
    edit_handler = ObjectList(
        [
            FieldPanel("area"),
            LabelsPanel(
                "labels",
                heading=_("Labels: what the concept is called, and other words that readers search for"),
                panels=[FieldRowPanel([FieldPanel("language"), FieldPanel("text"), FieldPanel("kind")])],
            ),
            FieldPanel("definition"),
        ],
        base_form_class=ConceptForm,
    )
