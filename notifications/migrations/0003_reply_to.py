from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0002_age_of_notifications"),
    ]

    operations = [
        migrations.AddField(
            model_name="mail",
            name="reply_to",
            field=models.EmailField(blank=True, max_length=254, verbose_name="address for replies"),
        ),
    ]
