import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import search.models.passage
from search.dense.nearness import Nearness


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0011_frequent_words_and_queries"),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        Nearness(),
        migrations.CreateModel(
            name="Passage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("embedder", models.CharField(max_length=100)),
                ("digest", models.CharField(max_length=32)),
                (
                    "embedding",
                    django.contrib.postgres.fields.ArrayField(base_field=search.models.passage.RealField()),
                ),
                (
                    "page",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("page", "number"), name="search_one_passage")],
            },
        ),
    ]
