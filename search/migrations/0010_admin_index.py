from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0009_words_and_suggestions"),
        ("wagtailsearch", "0010_add_text_fields"),
    ]

    operations = [
        # A search for whole words asks both columns as one; Wagtail has an index on each only.
        # https://github.com/wagtail/wagtail/issues/6546
        migrations.RunSQL(
            "CREATE INDEX search_admin_title_body ON wagtailsearch_indexentry USING gin ((title || body))",
            "DROP INDEX search_admin_title_body",
        ),
    ]
