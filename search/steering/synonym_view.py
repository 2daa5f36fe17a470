"""Says that a word which visitors use means another one that the entries use; the glossary keeps it."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic.edit import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from kb.models import Concept, ConceptLabel
from kb.models.glossary import add_synonym, called
from kb.permissions import may_steer_search
from search.redaction import LONGEST, redact
from search.steering.links import public_search
from search.thesaurus import words_of


class SynonymForm(forms.Form):
    """A word, and the word that it means."""

    query = forms.CharField(
        label=_("What visitors type"),
        max_length=LONGEST,
        help_text=_("Without stars, quotation marks or minuses."),
    )
    language = forms.ChoiceField(label=_("Its language"), choices=settings.LANGUAGES)
    meaning = forms.CharField(
        label=_("Means the same as"),
        max_length=LONGEST,
        help_text=_("The usual term, in the singular and the nominative: it is what the entries say."),
    )
    meaning_language = forms.ChoiceField(label=_("Language of the term"), choices=settings.LANGUAGES)

    def clean(self) -> dict[str, Any]:
        """Both must have words that the search can look for, and not the same ones."""
        cleaned = super().clean() or {}
        sought = {}
        for text, language in (("query", "language"), ("meaning", "meaning_language")):
            if cleaned.get(text) and cleaned.get(language):
                sought[text] = words_of(cleaned[text], cleaned[language])
                if not sought[text]:
                    self.add_error(text, _("Write at least one word."))
        if sought.get("query") and sought.get("query") == sought.get("meaning"):
            self.add_error("meaning", _("The search takes these for the same word already."))
        if not self.errors:
            self._check_concepts(cleaned)
        return cleaned

    def _check_concepts(self, cleaned: dict[str, Any]) -> None:
        concepts = list(called(cleaned["meaning"], cleaned["meaning_language"])[:2])
        if len(concepts) > 1:
            self.add_error(
                "meaning", _("Several concepts of the glossary are called so: let a chief editor choose one there.")
            )
        folded = ConceptLabel.fold(cleaned["query"])
        if len(concepts) == 1 and concepts[0].labels.filter(language=cleaned["language"], folded=folded).exists():
            self.add_error("query", _("The glossary says so already."))


class SynonymView(WagtailAdminTemplateMixin, FormView):
    """Reports lead here with a query; afterwards the message leads to the search, which knows the word."""

    form_class = SynonymForm
    template_name = "wagtailadmin/generic/form.html"
    page_title = _("Add a synonym")
    header_icon = "openquote"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuses who may not."""
        if not may_steer_search(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        """Filled in with what the address names."""
        language = self.request.GET.get("language", "")
        if language not in dict(settings.LANGUAGES):
            language = (get_language() or settings.LANGUAGE_CODE)[:2]
        query = redact(self.request.GET.get("query", "")[: 4 * LONGEST])
        return {"query": query, "language": language, "meaning_language": language}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Back to the report."""
        report = {"url": reverse("search_found_nothing:index"), "label": gettext("Found nothing")}
        return [*super().get_breadcrumbs_items(), report, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(
            action_url=self.request.path,
            submit_button_label=gettext("Add"),
            submit_button_active_label=gettext("Adding…"),
            **kwargs,
        )
        return {**context, "media": context["form"].media}

    def form_valid(self, form: SynonymForm) -> HttpResponse:
        found = form.cleaned_data
        try:
            add_synonym(found["query"], found["language"], found["meaning"], found["meaning_language"])
        except Concept.MultipleObjectsReturned:  # somebody made another one since it was checked
            return self.form_invalid(self.get_form())
        show = messages.button(public_search(found["query"], found["language"]), gettext("Show the search"))
        text = gettext("“%(query)s” is now found as “%(meaning)s”, too.")
        messages.success(self.request, text % found, buttons=[show])
        return redirect("search_found_nothing:index")
