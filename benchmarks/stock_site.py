"""A stock Wagtail site, as ``wagtail start`` makes it, with an article page type to compare with."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

MODELS = """
from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.blocks import CharBlock, RichTextBlock
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index


class HomePage(Page):
    pass


class IndexPage(Page):
    def get_context(self, request):
        context = super().get_context(request)
        articles = ArticlePage.objects.child_of(self).live().order_by("-first_published_at")
        from django.core.paginator import Paginator
        context["articles"] = Paginator(articles, 20).get_page(request.GET.get("page"))
        return context


class ArticlePage(Page):
    intro = models.TextField(blank=True)
    body = StreamField([("heading", CharBlock()), ("paragraph", RichTextBlock())], blank=True)

    search_fields = [*Page.search_fields, index.SearchField("intro"), index.SearchField("body")]
    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("body")]
"""
ARTICLE = """{% extends "base.html" %}{% load wagtailcore_tags %}
{% block content %}<h1>{{ page.title }}</h1><p>{{ page.intro }}</p>
{% for block in page.body %}{% include_block block %}{% endfor %}{% endblock %}"""
INDEX = """{% extends "base.html" %}{% load wagtailcore_tags %}
{% block content %}<h1>{{ page.title }}</h1>{% for article in articles %}
<article><h2><a href="{% pageurl article %}">{{ article.title }}</a></h2><p>{{ article.intro }}</p></article>
{% endfor %}<p>{{ articles.number }} / {{ articles.paginator.num_pages }}</p>{% endblock %}"""
SETTINGS = """
import os
import environ
from .base import *  # noqa
DEBUG = False
SECRET_KEY = "benchmark"
ALLOWED_HOSTS = ["*"]
DATABASES = {"default": {**environ.Env.db_url_config(os.environ["DATABASE_URL"]), "CONN_MAX_AGE": 600}}
LANGUAGE_CODE = "ru"
INSTALLED_APPS = [*INSTALLED_APPS, "django.contrib.postgres"]
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "russian"}
}
"""


def make(folder: Path, database: str, texts: Sequence[tuple[str, str, Sequence[str]]]) -> dict[str, str]:
    """Makes the project in ``folder`` and fills it; returns the environment it runs with.

    ``texts`` are titles, introductions and paragraphs, a page each.
    """
    subprocess.run(
        [sys.executable, "-m", "wagtail.bin.wagtail", "start", "stock", str(folder)],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    (folder / "home" / "models.py").write_text(MODELS)
    templates = folder / "home" / "templates" / "home"
    (templates / "article_page.html").write_text(ARTICLE)
    (templates / "index_page.html").write_text(INDEX)
    (folder / "stock" / "settings" / "benchmark.py").write_text(SETTINGS)
    (folder / "fill.py").write_text(FILL)
    environment = {"DJANGO_SETTINGS_MODULE": "stock.settings.benchmark", "DATABASE_URL": database}
    rows = folder / "texts.json"
    rows.write_text(json.dumps([[title, intro, list(body)] for title, intro, body in texts]))
    for command in (["manage.py", "makemigrations", "home"], ["manage.py", "migrate"], ["fill.py", str(rows)]):
        subprocess.run(
            [sys.executable, *command],
            cwd=folder,
            env={**os.environ, **environment},
            check=True,
            stdout=subprocess.DEVNULL,
        )
    return environment


FILL = """
import json, sys
import django
django.setup()
from django.utils import timezone
from wagtail.models import Page
from home.models import ArticlePage, HomePage, IndexPage

home = HomePage.objects.first()
index = home.add_child(instance=IndexPage(title="Articles", slug="articles"))
for number, (title, intro, body) in enumerate(json.load(open(sys.argv[1]))):
    now = timezone.now()
    index.add_child(instance=ArticlePage(
        title=title[:250], slug=f"article-{number}", intro=intro, first_published_at=now, last_published_at=now,
        body=[("paragraph", f"<p>{paragraph}</p>") for paragraph in body],
    ))
"""
