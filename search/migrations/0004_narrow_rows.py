from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0003_places")]

    operations = [
        migrations.AddIndex(
            model_name="facetcount",
            index=models.Index(
                fields=["reader", "entry_type", "facet", "-count", "value"], name="search_most_frequent"
            ),
        ),
        # Texts and vectors lie apart and what filters ask stays in the row, so that counting facets reads little.
        migrations.RunSQL(
            "ALTER TABLE search_searchdocument SET (toast_tuple_target = 256),"
            " ALTER COLUMN versions SET STORAGE MAIN, ALTER COLUMN shown_in SET STORAGE MAIN,"
            " ALTER COLUMN area_ids SET STORAGE MAIN, ALTER COLUMN tag_ids SET STORAGE MAIN",
            "ALTER TABLE search_searchdocument RESET (toast_tuple_target),"
            " ALTER COLUMN versions SET STORAGE EXTENDED, ALTER COLUMN shown_in SET STORAGE EXTENDED,"
            " ALTER COLUMN area_ids SET STORAGE EXTENDED, ALTER COLUMN tag_ids SET STORAGE EXTENDED",
        ),
    ]
