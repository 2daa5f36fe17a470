"""A stock Wagtail site whose article page has what readers expect around a text: menu, breadcrumbs, two pictures."""

import os
import subprocess
import sys
from pathlib import Path

CONTEXT = """

def _full_context(self, request):
    from wagtail.images.models import Image
    from wagtail.models import Site
    context = super(ArticlePage, self).get_context(request)
    root = Site.find_for_request(request).root_page
    context["menu"] = root.get_children().live().in_menu()
    context["breadcrumbs"] = self.get_ancestors(inclusive=True).filter(depth__gt=1)
    context["pictures"] = Image.objects.order_by("pk")[:2]
    return context


ArticlePage.get_context = _full_context
"""
TEMPLATE = """{% extends "base.html" %}{% load wagtailcore_tags wagtailimages_tags %}
{% block content %}
<nav><ul>{% for item in menu %}<li><a href="{% pageurl item %}">{{ item.title }}</a></li>{% endfor %}</ul></nav>
<ol>{% for item in breadcrumbs %}<li><a href="{% pageurl item %}">{{ item.title }}</a></li>{% endfor %}</ol>
<h1>{{ page.title }}</h1><p>{{ page.intro }}</p>
{% for picture in pictures %}{% image picture width-640 %}{% endfor %}
{% for block in page.body %}{% include_block block %}{% endfor %}{% endblock %}"""
FILL = """
import io
import django
django.setup()
from django.core.files.images import ImageFile
from PIL import Image as Drawing
from wagtail.images.models import Image
from home.models import IndexPage

IndexPage.objects.update(show_in_menus=True)
for number in range(2 - Image.objects.count()):
    file = io.BytesIO()
    Drawing.new("RGB", (1200, 800), (40 * number, 90, 120)).save(file, "PNG")
    Image.objects.create(title=f"Picture {number}", file=ImageFile(file, name=f"picture-{number}.png"))
"""


def furnish(folder: Path, environment: dict[str, str]) -> None:
    """Gives the stock site in ``folder`` (``benchmarks.stock_site``) that template, and two pictures to show."""
    models = folder / "home" / "models.py"
    models.write_text(models.read_text() + CONTEXT)
    (folder / "home" / "templates" / "home" / "article_page.html").write_text(TEMPLATE)
    subprocess.run([sys.executable, "-c", FILL], cwd=folder, env={**os.environ, **environment}, check=True)
