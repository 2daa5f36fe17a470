"""Tags of signs alone, such as a dash, had no address; whatever showed them failed."""

from django.db import migrations


def give_addresses(apps, schema_editor):
    tag = apps.get_model("kb", "Tag").objects.filter(slug="").first()
    if tag is not None:
        # The column is unique, so that there is one at most.
        tag.slug = f"tag-{tag.pk}"
        tag.save(update_fields=["slug"])


class Migration(migrations.Migration):
    dependencies = [("kb", "0008_rendered_snapshot")]

    operations = [migrations.RunPython(give_addresses, migrations.RunPython.noop, elidable=True)]
