"""A stock Wagtail site, as ``wagtail start`` makes it, with an article page type to compare with."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks import generated

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
    environment = ready(folder, database)
    rows = folder / "texts.json"
    rows.write_text(json.dumps([[title, intro, list(body)] for title, intro, body in texts]))
    _run(folder, environment, "fill.py", str(rows))
    return environment


def ready(folder: Path, database: str) -> dict[str, str]:
    """Makes the project in ``folder`` for a database that is empty or has been filled before."""
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
    (folder / "grow.py").write_text(GROW)
    (folder / "costs.py").write_text(COSTS)
    environment = {"DJANGO_SETTINGS_MODULE": "stock.settings.benchmark", "DATABASE_URL": database}
    _run(folder, environment, "manage.py", "makemigrations", "home")
    _run(folder, environment, "manage.py", "migrate")
    return environment


def fill(folder: Path, environment: dict[str, str], pages: int) -> None:
    """Adds that number of made-up pages to a site with one article, and their rows in Wagtail's index.

    Rows are what Wagtail 8 writes for such a page, made by the same functions of PostgreSQL, all at once.
    """
    generated.write(environment["DATABASE_URL"], pages)
    _run(folder, environment, "grow.py")


def costs(folder: Path, environment: dict[str, str], *, rebuild: bool) -> dict[str, float]:
    """Milliseconds of publishing and of indexing a page; with ``rebuild``, pages that one reads in a minute."""
    output = _run(folder, environment, "costs.py", *(["rebuild"] if rebuild else []))
    return dict(json.loads(output.splitlines()[-1]))


def _run(folder: Path, environment: dict[str, str], *command: str) -> str:
    return subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env={**os.environ, **environment},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout


GROW = """
import django
django.setup()
from django.db import connection, transaction
from wagtail.models import Page
from home.models import ArticlePage, IndexPage

index, pattern = IndexPage.objects.get(), ArticlePage.objects.get()
page_columns = [f.column for f in Page._meta.local_concrete_fields]
NEW = {
    "id": "g.copy", "path": "g.path", "title": "g.title", "draft_title": "g.title", "slug": "'page-' || g.number",
    "url_path": "regexp_replace(p.url_path, '[^/]+/$', 'page-' || g.number || '/')",
    "translation_key": "gen_random_uuid()",
}
TABLE = "wagtailsearch_indexentry"
with connection.cursor() as cursor:
    cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s", [TABLE])
    gin = [row for row in cursor.fetchall() if " USING gin " in row[1]]
    for name, definition in gin:
        cursor.execute("DROP INDEX " + name)
    with transaction.atomic():
        cursor.execute("SELECT count(*) FROM generated_pages")
        count = cursor.fetchone()[0]
        cursor.execute("CREATE TEMPORARY TABLE places (number int, path text) ON COMMIT DROP")
        last = Page(path=pattern.path, depth=pattern.depth)
        with cursor.copy("COPY places (number, path) FROM STDIN") as copy:
            for number in range(count):
                last = Page(path=last._inc_path(), depth=pattern.depth)
                copy.write_row((number, last.path))
        cursor.execute(
            "CREATE TEMPORARY TABLE g ON COMMIT DROP AS SELECT g.*, place.path,"
            " nextval(pg_get_serial_sequence('wagtailcore_page', 'id'))::int AS copy"
            " FROM generated_pages g JOIN places place USING (number)"
        )
        written = ", ".join('"' + column + '"' for column in page_columns)
        read = ", ".join(NEW.get(column, 'p."' + column + '"') for column in page_columns)
        cursor.execute(
            f"INSERT INTO wagtailcore_page ({written}) SELECT {read} FROM wagtailcore_page p, g WHERE p.id = %s",
            [pattern.pk],
        )
        cursor.execute(
            "INSERT INTO home_articlepage (page_ptr_id, intro, body) SELECT copy, summary, jsonb_build_array("
            "jsonb_build_object('type', 'paragraph', 'id', gen_random_uuid(),"
            " 'value', '<p>' || array_to_string(paragraphs, '</p><p>') || '</p>')) FROM g"
        )
        cursor.execute(
            "SELECT content_type_id, (SELECT weights[1] FROM unnest(title) LIMIT 1),"
            f" (SELECT weights[1] FROM unnest(body) LIMIT 1) FROM {TABLE} WHERE object_id = %s",
            [str(pattern.pk)],
        )
        content_type, of_title, of_body = cursor.fetchone()
        cursor.execute(
            f"INSERT INTO {TABLE} (content_type_id, object_id, title_norm, title, body, autocomplete, title_text,"
            " body_text) SELECT %s, g.copy::text, 1, setweight(to_tsvector('russian', g.title), %s),"
            " setweight(to_tsvector('russian', g.summary) || to_tsvector('russian', g.body_text), %s),"
            " setweight(to_tsvector('simple', g.title), 'D'), g.title, g.summary || ' ' || g.body_text FROM g",
            [content_type, of_title, of_body],
        )
        cursor.execute(
            f"UPDATE {TABLE} SET title_norm = (SELECT avg(length(title)) FROM {TABLE} WHERE length(title) > 0)"
            " / length(title) WHERE length(title) > 0"
        )
        Page.objects.filter(pk=index.pk).update(numchild=index.numchild + count)
    cursor.execute("SET maintenance_work_mem = '512MB'")
    for name, definition in gin:
        cursor.execute(definition)
    cursor.execute("DROP TABLE generated_pages")
    cursor.execute("VACUUM ANALYZE")
"""


COSTS = """
import json, statistics, sys, time
import django
django.setup()
from django.core.management import call_command
from wagtail.search.backends import get_search_backend
from home.models import ArticlePage

publish, indexed = [], []
for page in ArticlePage.objects.filter(slug__startswith="page-")[:15]:
    started = time.perf_counter()
    page.save_revision(clean=False).publish()
    publish.append(time.perf_counter() - started)
    page = ArticlePage.objects.get(pk=page.pk)
    started = time.perf_counter()
    get_search_backend().add(page)
    indexed.append(time.perf_counter() - started)
figures = {
    "publish_ms": statistics.median(publish) * 1000,
    "index_one_ms": statistics.median(indexed) * 1000,
}
if "rebuild" in sys.argv:
    started = time.perf_counter()
    call_command("update_index", verbosity=0)
    figures["rebuild_per_minute"] = ArticlePage.objects.count() / (time.perf_counter() - started) * 60
print(json.dumps(figures))
"""


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
