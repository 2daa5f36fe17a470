"""Drawings that say the same as the figures beside them, as inline SVG.

The content security policy forbids ``style`` attributes: shapes are placed by attributes, in percent of the width,
and coloured by classes of ``entry.css``, so that they grow with the page while their texts keep their size. A
drawing never speaks by colour alone: "before" is an outline, "after" is filled, and the outcome is in words.
"""

from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

LEVELS = 9


def before_after_chart(
    *,
    identifier: str,
    title: str,
    before: Decimal,
    after: Decimal,
    before_text: str,
    after_text: str,
    verdict: str,
    outcome: str,
) -> SafeString:
    """Two bars on one scale; ``identifier`` is unique on the page, ``outcome`` is better, worse or same."""
    description = _("Before: %(before)s. After: %(after)s. Change: %(change)s.") % {
        "before": before_text,
        "after": after_text,
        "change": verdict,
    }
    bars = format_html_join(
        "",
        '<text class="chart__text" x="0" y="{}">{}</text>'
        '<rect class="chart__bar {}" x="{}%" y="{}" width="{}%" height="14"/>',
        (
            (
                13,
                _("Before: %(figure)s") % {"figure": before_text},
                "chart__bar--before",
                *_bar(before, after, before, 19),
            ),
            (
                55,
                _("After: %(figure)s") % {"figure": after_text},
                f"chart__bar--{outcome}",
                *_bar(before, after, after, 61),
            ),
        ),
    )
    axis = _share(Decimal(0), before, after)
    return format_html(
        '<svg class="chart" role="img" aria-labelledby="{id}-title {id}-text" width="100%" height="80"'
        ' focusable="false">'
        '<title id="{id}-title">{title}</title><desc id="{id}-text">{text}</desc>'
        '{bars}<line class="chart__axis" x1="{axis}%" x2="{axis}%" y1="17" y2="35"/>'
        '<line class="chart__axis" x1="{axis}%" x2="{axis}%" y1="59" y2="77"/></svg>',
        id=identifier,
        title=title,
        text=description,
        bars=bars,
        axis=axis,
    )


def _bar(before: Decimal, after: Decimal, value: Decimal, top: int) -> tuple[str, int, str]:
    """Left edge, top and width of the bar of ``value``, on the scale that holds zero and both figures."""
    ends = sorted((Decimal(0), value))
    left, right = (_share(end, before, after) for end in ends)
    return str(left), top, str(max(right - left, Decimal("0.3")))


def _share(value: Decimal, before: Decimal, after: Decimal) -> Decimal:
    low, high = min(Decimal(0), before, after), max(Decimal(0), before, after)
    if low == high:
        return Decimal("0.00")
    return ((value - low) / (high - low) * 100).quantize(Decimal("0.01"))


def readiness_scale(level: int, *, title: str, stage: str) -> SafeString:
    """Nine steps, filled up to ``level``; ``title`` and ``stage`` say it in words."""
    description = _("Readiness level %(level)d of %(levels)d: %(stage)s.") % {
        "level": level,
        "levels": LEVELS,
        "stage": stage,
    }
    width = Decimal(100) / LEVELS
    steps = format_html_join(
        "",
        '<rect class="scale__step{}" x="{}%" y="4" width="{}%" height="20"/>'
        '<text class="scale__number{}" x="{}%" y="44" text-anchor="middle">{}</text>',
        (
            (
                " scale__step--reached" if step <= level else "",
                _hundredths(width * (step - 1) + Decimal("0.4")),
                _hundredths(width - Decimal("0.8")),
                " scale__number--level" if step == level else "",
                _hundredths(width * (step - Decimal("0.5"))),
                step,
            )
            for step in range(1, LEVELS + 1)
        ),
    )
    return format_html(
        '<svg class="scale" role="img" aria-labelledby="readiness-title readiness-text" width="100%" height="48"'
        ' focusable="false"><title id="readiness-title">{}</title><desc id="readiness-text">{}</desc>{}</svg>',
        title,
        description,
        steps,
    )


def _hundredths(value: Decimal) -> str:
    return str(value.quantize(Decimal("0.01")))
