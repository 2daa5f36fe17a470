import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("kb", "0005_cover_alt"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Attempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["key", "at"], name="exchange_at_key_25fd82_idx"),
                    models.Index(fields=["at"], name="exchange_at_at_b4529d_idx"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContactRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("supply", "supply"),
                            ("licence", "licence"),
                            ("joint_production", "joint production or localisation"),
                            ("subcontracting", "subcontracting"),
                            ("joint_research", "joint research and development"),
                            ("training", "training"),
                            ("service", "service"),
                            ("investment", "investment"),
                            ("question", "question"),
                        ],
                        max_length=20,
                        verbose_name="what it is about",
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        help_text="What you want to do, for what, and by when. Write no secrets.",
                        max_length=3000,
                        verbose_name="your message",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="your name")),
                ("organisation", models.CharField(max_length=200, verbose_name="organisation")),
                (
                    "country",
                    models.CharField(
                        choices=[("BY", "Belarus"), ("KZ", "Kazakhstan"), ("ZZ", "another country")],
                        max_length=2,
                        verbose_name="country",
                    ),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail")),
                (
                    "language",
                    models.CharField(
                        choices=[("ru", "Russian"), ("be", "Belarusian"), ("kk", "Kazakh"), ("en", "English")],
                        max_length=2,
                        verbose_name="language of the answer",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("unconfirmed", "address not confirmed"),
                            ("sent", "waiting for an answer"),
                            ("accepted", "accepted"),
                            ("declined", "declined"),
                            ("meeting", "meeting"),
                            ("contract", "contract"),
                            ("closed", "closed"),
                        ],
                        default="unconfirmed",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                (
                    "decline_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_capacity", "no capacity at present"),
                            ("not_ours", "not what we do"),
                            ("terms", "the terms do not suit us"),
                            ("no_longer", "no longer offered or sought"),
                            ("other", "another reason"),
                        ],
                        max_length=12,
                        verbose_name="reason",
                    ),
                ),
                ("secret", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("contract_at", models.DateTimeField(blank=True, null=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
                ("escalated_at", models.DateTimeField(blank=True, null=True)),
                (
                    "asker",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="contact_requests",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="user",
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contact_requests",
                        to="kb.enterprise",
                        verbose_name="enterprise",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="kb.entrypage",
                        verbose_name="page",
                    ),
                ),
            ],
            options={
                "verbose_name": "contact request",
                "verbose_name_plural": "contact requests",
            },
        ),
        migrations.CreateModel(
            name="ContactEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("moved", "state"), ("answer", "answer"), ("reply", "reply"), ("note", "note")],
                        max_length=6,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("unconfirmed", "address not confirmed"),
                            ("sent", "waiting for an answer"),
                            ("accepted", "accepted"),
                            ("declined", "declined"),
                            ("meeting", "meeting"),
                            ("contract", "contract"),
                            ("closed", "closed"),
                        ],
                        max_length=12,
                    ),
                ),
                ("text", models.TextField(blank=True, max_length=3000)),
                ("day", models.DateField(blank=True, null=True)),
                ("shared_email", models.EmailField(blank=True, max_length=254)),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="exchange.contactrequest"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Match",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("offer", models.UUIDField()),
                ("request", models.UUIDField()),
                ("score", models.PositiveSmallIntegerField()),
                ("reasons", models.JSONField(default=dict)),
                ("is_current", models.BooleanField(default=True)),
                ("found_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                ("dismissed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "dismissed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "offer_enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="offer_matches", to="kb.enterprise"
                    ),
                ),
                (
                    "request_enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="request_matches", to="kb.enterprise"
                    ),
                ),
            ],
            options={
                "verbose_name": "match",
                "verbose_name_plural": "matches",
            },
        ),
        migrations.AddIndex(
            model_name="contactrequest",
            index=models.Index(fields=["enterprise", "status", "-sent_at"], name="contact_inbox"),
        ),
        migrations.AddIndex(
            model_name="contactrequest",
            index=models.Index(fields=["asker", "-created_at"], name="contact_sent_by"),
        ),
        migrations.AddIndex(
            model_name="contactrequest",
            index=models.Index(fields=["status", "sent_at"], name="contact_waiting"),
        ),
        migrations.AddIndex(
            model_name="contactrequest",
            index=models.Index(fields=["sent_at"], name="contact_sent"),
        ),
        migrations.AddConstraint(
            model_name="contactrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("sent_at", None), ("status", "unconfirmed")),
                    models.Q(("status", "unconfirmed"), _negated=True),
                    _connector="OR",
                ),
                name="unconfirmed_is_not_sent",
            ),
        ),
        migrations.AddIndex(
            model_name="match",
            index=models.Index(
                condition=models.Q(("is_current", True)), fields=["offer", "-score"], name="match_of_offer"
            ),
        ),
        migrations.AddIndex(
            model_name="match",
            index=models.Index(
                condition=models.Q(("is_current", True)), fields=["request", "-score"], name="match_of_request"
            ),
        ),
        migrations.AddIndex(
            model_name="match",
            index=models.Index(fields=["found_at"], name="match_found"),
        ),
        migrations.AddConstraint(
            model_name="match",
            constraint=models.UniqueConstraint(fields=("offer", "request"), name="one_match"),
        ),
    ]
