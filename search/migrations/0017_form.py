"""In which form a row is written: one of an earlier version is found and written anew."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0016_signatures")]

    operations = [
        migrations.AddField(
            model_name="searchdocument",
            name="form",
            field=models.PositiveSmallIntegerField(db_default=0),
        ),
    ]
