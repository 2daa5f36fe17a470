"""Pieces of HTML of which one list shows dozens or hundreds.

Each is a few words in a fixed frame; made here they cost a tenth of what a template would take for them. Every text
that comes from outside passes ``escape``.
"""

from collections.abc import Iterable
from html import escape

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from search.results import Cover

LONGEST_CHANGE = 12
PROBLEM = "listing-problem"


def facet_values(name: str, values: Iterable[tuple[str, str, str, bool, int]], *, single: bool) -> SafeString:
    """The boxes to tick of the facet ``name``; a value is its code, label, count, state and depth in a tree."""
    kind = "radio" if single else "checkbox"
    rows = []
    for code, label, count, selected, depth in values:
        value = escape(code)
        place = f"facet-{name}-{value}"
        rows.append(
            f'<li{f" class=depth-{depth}" if depth else ""}><label for="{place}">'
            f'<input type="{kind}" id="{place}" name="{name}" value="{value}"{" checked" if selected else ""}>'
            f'<span>{escape(label)}</span><span class="count">{count}</span></label></li>'
        )
    return mark_safe(f"<ul>{''.join(rows)}</ul>")  # noqa: S308 - escaped above


def indicator_fields(
    label: str, options: Iterable[tuple[str, str, bool]], change_label: str, change: str, *, is_wrong: bool
) -> SafeString:
    """The list of indicators (code, label, whether chosen) and the field for the least change of the one chosen.

    What is wrong with the change stands above the list, where it is seen with the filters folded too.
    """
    rows = "".join(
        f'<option value="{escape(code)}"{" selected" if selected else ""}>{escape(text)}</option>'
        for code, text, selected in options
    )
    wrong = f' aria-invalid="true" aria-describedby="{PROBLEM}"' if is_wrong else ""
    return mark_safe(  # noqa: S308 - escaped here
        f'<div class="facet__fields"><label for="facet-indicator">{escape(label)}</label>'
        f'<select id="facet-indicator" name="indicator">{rows}</select>'
        f'<label for="facet-change">{escape(change_label)}</label>'
        f'<input type="text" inputmode="decimal" id="facet-change" name="change" value="{escape(change)}"'
        f' size="6" maxlength="{LONGEST_CHANGE}" autocomplete="off"{wrong}></div>'
    )


def hit(
    *,
    page_id: int,
    url: str,
    language: str,
    title: SafeString,
    text: SafeString,
    badges: SafeString,
    origin: SafeString,
    side: SafeString,
    is_sought: bool,
) -> SafeString:
    """One entry in a list. ``language`` is that of its texts where the reader has another one; what ``is_sought`` tells
    by its number that it was opened."""
    lang = f' lang="{escape(language)}"' if language else ""
    entry = f' data-entry="{page_id}"' if is_sought else ""
    return mark_safe(  # noqa: S308 - escaped here, or made above
        f'<li class="hit"{entry}>\n<div class="hit__body">\n{badges}\n'
        f'<h3 class="hit__title"><a href="{escape(url)}"{lang}>{conditional_escape(title)}</a></h3>\n'
        f'<p class="hit__text"{lang}>{conditional_escape(text)}</p>\n'
        f'<p class="hit__facts">{origin}</p>\n</div>\n{side}</li>\n'
    )


def badges(
    type_label: str,
    kind: str,
    standing: str,
    language: str,
    language_label: str,
    recommended: str = "",
    by_meaning: str = "",
) -> SafeString:
    """The line above the title of a hit: whether editors recommend it, what it is, whether it holds, its language,
    and whether its meaning alone was found."""
    parts = []
    if recommended:
        parts.append(f'<span class="badge badge--good">{escape(recommended)}</span>')
    if type_label:
        parts.append(f'<span class="badge badge--type">{escape(type_label)}</span>')
    if kind:
        parts.append(f'<span class="badge">{escape(kind)}</span>')
    if standing:
        parts.append(f'<span class="badge badge--warn">{escape(standing)}</span>')
    if language_label:
        parts.append(f'<span class="badge badge--language" lang="{language}">{escape(language_label)}</span>')
    if by_meaning:
        parts.append(f'<span class="badge">{escape(by_meaning)}</span>')
    return mark_safe(f'<p class="hit__kind">{" ".join(parts)}</p>' if parts else "")  # noqa: S308 - escaped above


def origin(country: str, country_label: str, enterprise: str, url: str, day: str) -> SafeString:
    """The line below the text of a hit: country, enterprise, date."""
    parts = []
    if country:
        parts.append(f'<span class="country country--{escape(country)}">{escape(country_label)}</span>')
    if enterprise:
        parts.append(f'<a href="{escape(url)}">{escape(enterprise)}</a>')
    if day:
        parts.append(f'<span class="hit__date">{escape(day)}</span>')
    return mark_safe("".join(parts))  # noqa: S308 - escaped above


def figure(percent: str, label: str, verdict: str, *, is_better: bool) -> SafeString:
    """The indicator that leads a hit; ``verdict`` says in a word what the colour shows."""
    better = " figure--better" if is_better else ""
    return mark_safe(  # noqa: S308 - escaped below
        f'<p class="hit__figure"><span class="figure{better}">{escape(percent)}</span> '
        f'<span class="visually-hidden">{escape(verdict)}:</span> '
        f'<span class="hit__figure-label">{escape(label)}</span></p>'
    )


def readiness(trl: int, label: str) -> SafeString:
    """The readiness of a technology: nine steps, and the level in words."""
    return mark_safe(  # noqa: S308 - escaped below
        f'<p class="hit__figure"><span class="readiness readiness--{trl}" aria-hidden="true"></span> '
        f'<span class="hit__figure-label">{escape(label)}</span></p>'
    )


def cover(picture: Cover) -> SafeString:
    """The picture of a hit; it says nothing that the title does not."""
    return mark_safe(  # noqa: S308 - escaped below
        f'<img class="hit__cover" src="{escape(picture.url)}" width="{picture.width}" height="{picture.height}"'
        ' alt="" loading="lazy">'
    )
