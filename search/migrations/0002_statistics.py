from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [
        # ANALYZE then keeps the frequencies of ten thousand lexemes, which ranking weighs words by. The vector is
        # stored uncompressed: ranking reads it for every candidate.
        migrations.RunSQL(
            "ALTER TABLE search_searchdocument ALTER COLUMN vector SET STATISTICS 1000,"
            " ALTER COLUMN vector SET STORAGE EXTERNAL",
            "ALTER TABLE search_searchdocument ALTER COLUMN vector SET STATISTICS -1,"
            " ALTER COLUMN vector SET STORAGE EXTENDED",
        ),
    ]
