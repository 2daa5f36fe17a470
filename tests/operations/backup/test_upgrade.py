"""A backup of an earlier version is brought to this one.

The earlier version is made by the migrations that it had; what is in it, by the models as they were then.
"""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.utils import timezone

from accounts.models import User
from kb.models import Enterprise, Membership
from notifications.models import Mail
from tests.operations.backup.conftest import destroy, rows

# The last migrations of a version before; what builds on later ones was not there either.
EARLIER = {"kb": "0006_review_state", "notifications": "0002_age_of_notifications", "search": "0010_admin_index"}


def migrate_to_the_version_before() -> MigrationExecutor:
    """From nothing; the executor knows the models of then."""
    executor = MigrationExecutor(connection)
    graph = executor.loader.graph
    later = {
        node
        for app, name in EARLIER.items()
        for child in graph.node_map[app, name].children
        for node in graph.backwards_plan(child.key)
    }
    plan = [
        step for step in executor.migration_plan(graph.leaf_nodes()) if (step[0].app_label, step[0].name) not in later
    ]
    targets = [(migration.app_label, migration.name) for migration, _backwards in plan]
    executor.migrate(targets, plan=plan)
    return executor


@pytest.mark.usefixtures("destructible")
def test_a_backup_of_an_earlier_version_is_migrated(tmp_path: Path) -> None:
    destroy()
    executor = migrate_to_the_version_before()
    then = executor.loader.project_state(list(EARLIER.items())).apps
    enterprise = then.get_model("kb", "Enterprise").objects.create(
        name_ru="Минский завод", slug="minsk", country="BY", region="BY-HM", tax_id="100000007", kind="manufacturer"
    )
    user = then.get_model("accounts", "User").objects.create(email="author@example.org", password="!")
    then.get_model("kb", "Membership").objects.create(user_id=user.pk, enterprise=enterprise)
    then.get_model("notifications", "Mail").objects.create(
        kind="x", user_id=user.pk, language="ru", next_attempt=timezone.now()
    )
    assert "kb_confirmationrequest" not in rows()
    file = tmp_path / "earlier.kb-backup"
    call_command("backup", str(file), stdout=StringIO())

    destroy()
    call_command("restore", str(file), stdout=StringIO())

    assert MigrationExecutor(connection).migration_plan(executor.loader.graph.leaf_nodes()) == []
    assert Enterprise.objects.get(slug="minsk").name_ru == "Минский завод"
    assert Membership.objects.get(user__email="author@example.org").enterprise.slug == "minsk"
    assert Mail.objects.get(user__email="author@example.org").reply_to == ""
    call_command("setup_site", verbosity=0)
    call_command("rebuild_search", verbosity=0)
    visitor = Client()
    assert visitor.get("/readyz").json()["ready"] is True
    assert visitor.get("/ru/enterprises/minsk/").status_code == 200
    assert User.objects.filter(email="author@example.org").exists()
