"""The site's structure: home page, a section per entry type, plain pages."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page


class HomePage(Page):
    """The first page of the site in one language."""

    introduction = models.CharField(_("introduction"), max_length=250, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["home.SectionPage", "home.StandardPage"]

    class Meta:
        verbose_name = _("home page")


class SectionPage(Page):
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


class StandardPage(Page):
    """A plain page, such as "About"."""

    body = RichTextField(_("text"), features=["h2", "h3", "bold", "italic", "ol", "ul", "link", "hr"])

    content_panels = [*Page.content_panels, FieldPanel("body")]
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("plain page")
        verbose_name_plural = _("plain pages")
