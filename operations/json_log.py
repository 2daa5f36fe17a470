"""One JSON object a line, for programs that collect logs.

Only the fields named here are written: whatever else a library hands over with a message (Django hands over the whole
request) stays out.
"""

import json
import logging
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest

from operations import context, private

# Of an answered request; `operations.access_log` says what they mean.
FIELDS = ("method", "path", "view", "status", "ms", "queries", "db_ms", "user_id")


class Formatter(logging.Formatter):
    """``time`` (UTC), ``level``, ``logger``, ``message``; ``request_id``, ``task_id`` and the rest where they apply."""

    def format(self, record: logging.LogRecord) -> str:
        message = record.getMessage()
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest):
            message = message.replace(request.path, private.public_path(request))
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": private.without_secrets(message),
        }
        line |= {
            name: value
            for name, variable in (("request_id", context.request_id), ("task_id", context.task_id))
            if (value := variable.get())
        }
        line |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        if record.exc_info:
            line["exception"] = private.without_secrets(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False, default=str)


def configuration(level: str) -> dict[str, Any]:
    """Python's ``dictConfig`` that writes everything from ``level`` upwards to the error stream in this form.

    https://docs.python.org/3/library/logging.config.html#logging-config-dictschema
    """
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "operations.json_log.Formatter"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            # Has handlers of its own where nobody says otherwise.
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.server": {"handlers": [], "propagate": True},
            "gunicorn.error": {"handlers": [], "level": level, "propagate": True},
            # Answers from 400 to 499 are in the line of the request already.
            "django.request": {"level": "ERROR"},
        },
    }
