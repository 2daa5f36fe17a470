import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    """The new columns are filled by ``manage.py rebuild_search``."""

    dependencies = [("search", "0007_query_log")]

    operations = [
        migrations.RemoveField(model_name="searchdocument", name="headline_change"),
        migrations.AddField(
            model_name="searchdocument",
            name="headline_gain",
            field=models.DecimalField(decimal_places=1, max_digits=20, null=True),
        ),
        migrations.AddField(
            model_name="searchdocument",
            name="indicator_ids",
            field=django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), default=list),
        ),
        migrations.AddField(
            model_name="searchdocument",
            name="gains",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.DecimalField(decimal_places=1, max_digits=20), default=list
            ),
        ),
        migrations.AddIndex(
            model_name="searchdocument",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["indicator_ids"], name="search_indicators"
            ),
        ),
        migrations.AddIndex(
            model_name="searchdocument",
            index=models.Index(
                models.OrderBy(models.F("headline_gain"), descending=True, nulls_last=True),
                models.OrderBy(models.F("published_at"), descending=True),
                models.OrderBy(models.F("page"), descending=True),
                name="search_improvement",
            ),
        ),
        # As for the other facets in 0004: what filters ask stays in the row.
        migrations.RunSQL(
            "ALTER TABLE search_searchdocument"
            " ALTER COLUMN indicator_ids SET STORAGE MAIN, ALTER COLUMN gains SET STORAGE MAIN",
            "ALTER TABLE search_searchdocument"
            " ALTER COLUMN indicator_ids SET STORAGE EXTENDED, ALTER COLUMN gains SET STORAGE EXTENDED",
        ),
    ]
