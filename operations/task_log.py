"""Lines of background tasks carry the task's number; the line about its queueing, that of the request as well."""

import logging
from typing import Any

from django.dispatch import receiver
from django.tasks.signals import task_enqueued, task_finished, task_started

from operations import context

logger = logging.getLogger(__name__)


@receiver(task_enqueued)
def note_queued(task_result: Any, **kwargs: Any) -> None:
    """The one line that holds both numbers: from here a request leads to what it set off, and back."""
    mark = context.task_id.set(str(task_result.id))
    logger.info("Queued %s", task_result.task.module_path)
    context.task_id.reset(mark)


@receiver(task_started)
def begin(task_result: Any, **kwargs: Any) -> None:
    """From now on lines belong to this task."""
    context.task_id.set(str(task_result.id))


@receiver(task_finished)
def end(**kwargs: Any) -> None:
    """Lines belong to no task again."""
    context.task_id.set("")
