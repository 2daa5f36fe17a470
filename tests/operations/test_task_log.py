"""A background task's lines lead to the request that queued it."""

import io
import json
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User


@pytest.mark.django_db
def test_the_line_of_the_queue_joins_request_and_task(
    client: Client, contributor: User, work_off: Callable[[], None], written: io.StringIO
) -> None:
    response = client.post("/ru/accounts/password/reset/", {"email": contributor.email})
    work_off()
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    queued = next(line for line in lines if line["message"] == "Queued notifications.tasks.deliver")
    assert queued["request_id"] == response.headers["X-Request-ID"]
    of_task = [line for line in lines if line.get("task_id") == queued["task_id"]]
    assert any("SUCCESSFUL" in line["message"] for line in of_task)
    assert all("request_id" not in line for line in of_task if line is not queued)
