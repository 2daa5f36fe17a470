from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0005_attachment_text")]

    operations = [
        migrations.AddField(
            model_name="searchdocument",
            name="skeleton",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="GramCount",
            fields=[
                ("gram", models.CharField(max_length=4, primary_key=True, serialize=False)),
                ("documents", models.PositiveIntegerField()),
            ],
        ),
    ]
