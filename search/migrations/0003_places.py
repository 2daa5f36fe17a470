from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0002_statistics")]

    operations = [
        migrations.RemoveField(model_name="searchdocument", name="body_from"),
        migrations.RemoveField(model_name="searchdocument", name="offsets"),
        migrations.AddField(model_name="searchdocument", name="words", field=models.BinaryField(default=b"")),
        migrations.AddField(model_name="searchdocument", name="offsets", field=models.BinaryField(default=b"")),
    ]
