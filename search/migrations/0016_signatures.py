"""Which words an entry may have, in the row itself: candidates are chosen by it. ``rebuild_search`` fills it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0015_sample_of_entries")]

    operations = [
        migrations.AddField(
            model_name="searchdocument",
            name="signature",
            field=models.BinaryField(db_default=bytes(512)),
        ),
        # It is read of every candidate: neither packed nor laid apart.
        migrations.RunSQL(
            "ALTER TABLE search_searchdocument ALTER COLUMN signature SET STORAGE PLAIN",
            "ALTER TABLE search_searchdocument ALTER COLUMN signature SET STORAGE EXTENDED",
        ),
    ]
