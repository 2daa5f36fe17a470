"""The first words of the pages that are not lists, in the language that is active; editors go on from there."""

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

PAGES = ("about", "how-to-contribute")


def body(slug: str) -> SafeString:
    """The text of one of ``PAGES``, as HTML that Wagtail's editor understands."""
    return _about() if slug == "about" else _how_to_contribute()


def _about() -> SafeString:
    return format_html(
        "<p>{}</p><h2>{}</h2>{}<h2>{}</h2>{}<h2>{}</h2><p>{}</p>",
        gettext("Here enterprises of Belarus and Kazakhstan share technologies, case studies and best practices."),
        gettext("What you find here"),
        _list(
            "ul",
            gettext("Technologies: what is offered, what is sought, and how ready it is."),
            gettext("Case studies: what was done, what it cost, and figures measured before and after."),
            gettext("Best practices: the steps, and the conditions under which they work."),
        ),
        gettext("How far you can rely on it"),
        _list(
            "ul",
            gettext("Every page is reviewed by an expert of the field and by an editor before it is published."),
            gettext("Figures come from the enterprises; each page says how they were obtained."),
            gettext("Each page says until when its enterprise confirms it; where this is overdue, it says so too."),
        ),
        gettext("Using it"),
        gettext("The end of each page says whom to ask and under which licence its text may be used."),
    )


def _how_to_contribute() -> SafeString:
    return format_html(
        '<p>{} <a href="{}">{}</a></p>{}<p><a href="{}">{}</a></p><h2>{}</h2>{}<h2>{}</h2><p>{}</p>',
        gettext("You have no account yet? Apply for your enterprise; an editor of your country answers."),
        reverse("membership:apply"),
        gettext("Take part"),
        _list(
            "ol",
            gettext("Sign in and open “My pages”. Choose what you want to write and fill in the form."),
            gettext("Save a draft at any time. When it is ready, send it to review."),
            gettext("You see who reviews it and, if it comes back, why. Approved pages are published at once."),
        ),
        reverse("contribute:dashboard"),
        gettext("My pages"),
        gettext("What makes a page useful"),
        _list(
            "ul",
            gettext("Figures before and after, with the period and how they were measured."),
            gettext("What went wrong and what it took to put it right."),
            gettext("A person to ask who agrees to be named."),
        ),
        gettext("What does not belong here"),
        gettext("Never write state secrets, trade secrets or export-controlled technology."),
    )


def _list(kind: str, *items: str) -> SafeString:
    lines = format_html_join("", "<li>{}</li>", ((item,) for item in items))
    return format_html("<{}>{}</{}>", kind, lines, kind)
