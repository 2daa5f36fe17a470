from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def take_from_images(apps, schema_editor):
    """Until now the picture's own description, one for all languages, was shown."""
    entries = apps.get_model("kb", "EntryPage").objects.filter(cover_image__isnull=False)
    images = apps.get_model("kb", "KbImage").objects.filter(pk=OuterRef("cover_image"))
    entries.update(cover_alt=Subquery(images.values("description")[:1]))


class Migration(migrations.Migration):
    dependencies = [
        ("kb", "0004_glossary"),
    ]

    operations = [
        migrations.AddField(
            model_name="entrypage",
            name="cover_alt",
            field=models.CharField(
                blank=True,
                help_text="In words, for people who do not see it.",
                max_length=255,
                verbose_name="what the cover image shows",
            ),
        ),
        migrations.RunPython(take_from_images, migrations.RunPython.noop),
    ]
