import django.contrib.postgres.fields
import django.db.models.constraints
import django.db.models.deletion
import modelcluster.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kb", "0003_membership_of_enterprise"),
    ]

    operations = [
        migrations.CreateModel(
            name="LoadedConcept",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=80, unique=True, verbose_name="code")),
                (
                    "labels",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=410), default=list
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Concept",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(editable=False, max_length=80, unique=True, verbose_name="code")),
                ("definition", models.TextField(blank=True, verbose_name="definition")),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        limit_choices_to={"merged_into": None},
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="concepts",
                        to="kb.technologyarea",
                        verbose_name="technology area",
                    ),
                ),
            ],
            options={
                "verbose_name": "concept",
                "verbose_name_plural": "concepts",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="ConceptLabel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "language",
                    models.CharField(
                        choices=[("ru", "Russian"), ("be", "Belarusian"), ("kk", "Kazakh"), ("en", "English")],
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                ("text", models.CharField(max_length=200, verbose_name="label")),
                (
                    "kind",
                    models.CharField(
                        choices=[("prefLabel", "preferred"), ("altLabel", "alternative")],
                        default="prefLabel",
                        max_length=9,
                        verbose_name="kind",
                    ),
                ),
                ("folded", models.CharField(editable=False, max_length=400)),
                (
                    "concept",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="labels",
                        to="kb.concept",
                        verbose_name="concept",
                    ),
                ),
            ],
            options={
                "verbose_name": "label",
                "verbose_name_plural": "labels",
                "ordering": ["language", "-kind", "text"],
                "constraints": [
                    models.UniqueConstraint(
                        deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                        fields=("concept", "language", "folded"),
                        name="one_label_of_concept",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "prefLabel")),
                        fields=("concept", "language"),
                        name="one_preferred_label",
                    ),
                ],
            },
        ),
    ]
