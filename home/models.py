"""The site's structure: home page, a section per entry type, plain pages."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from home.navigation import current_language
from home.overview import area_tree, country_figures, counts, types
from home.results import entries_for, newest, wants_part
from kb.models import RestrictionsRead
from prepared.marks import BRANCHES, ENTERPRISE_COUNTS, counts_mark, group_mark, list_mark, newest_mark
from prepared.shown import may_keep, shows

NEWEST = 6


class KeptPage(RestrictionsRead, Page):
    """A page that is the same for everybody who is not signed in, and is kept for them."""

    class Meta:
        abstract = True

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        may_keep(request, group_mark(self.translation_key))
        return super().serve(request, *args, **kwargs)


class HomePage(KeptPage):
    """The first page of the site in one language."""

    introduction = models.CharField(_("introduction"), max_length=250, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["home.SectionPage", "home.StandardPage"]

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        language = current_language()
        found = counts(language, "type", "area", "country")
        results = newest(language, NEWEST)
        shows(request, [*results.hit_marks, newest_mark(language), BRANCHES, ENTERPRISE_COUNTS])
        shows(request, [counts_mark(language, facet) for facet in ("type", "area", "country")])
        return {
            **super().get_context(request, *args, **kwargs),
            "results": results,
            "tree": area_tree(found, first_level_only=True),
            "types": types(found),
            "countries": country_figures(found),
        }


class SectionPage(KeptPage):
    """A list of all entries of one type, with facets; the entries lie below it."""

    class EntryType(models.TextChoices):
        """The types of entries (``EntryPage.entry_type``)."""

        TECHNOLOGY = "technology", _("technologies")
        CASE_STUDY = "case_study", _("case studies")
        ARTICLE = "article", _("best practices")

    entry_type = models.CharField(_("type of entries"), max_length=20, choices=EntryType)
    introduction = models.CharField(_("introduction"), max_length=250, blank=True)

    ENTRY_PAGE_TYPES: ClassVar[dict[str, str]] = {
        "technology": "kb.TechnologyPage",
        "case_study": "kb.CaseStudyPage",
        "article": "kb.ArticlePage",
    }

    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("entry_type")]
    parent_page_types = ["home.HomePage"]
    subpage_types = list(ENTRY_PAGE_TYPES.values())

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        of = list_mark(current_language(), "type", self.entry_type)
        return {
            **super().get_context(request, *args, **kwargs),
            "results": entries_for(request, of, entry_type=self.entry_type),
        }

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        return "search/_results.html" if wants_part(request) else "home/section_page.html"

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().serve(request, *args, **kwargs)
        patch_vary_headers(response, ["HX-Request"])
        return response


class StandardPage(KeptPage):
    """A plain page, such as "About"."""

    body = RichTextField(_("text"), features=["h2", "h3", "bold", "italic", "ol", "ul", "link", "hr"])

    content_panels = [*Page.content_panels, FieldPanel("body")]
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("plain page")
        verbose_name_plural = _("plain pages")
