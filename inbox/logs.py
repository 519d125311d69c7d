"""How does a process write down what happens to it?

To standard error, a line each: for people, or as JSON for programs that gather them. A line
never says what a resident wrote, and never a secret.
"""

from __future__ import annotations

import json
import logging
import os
import re
import sys
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from inbox import request_id

OURS = ("hearback", "web", "inbox", "connectors")
_COMMANDING = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_FOR_PEOPLE = "%(asctime)s %(levelname)s %(name)s%(request)s: %(message)s"


class LogForm(StrEnum):
    """How a line is written."""

    LINES = "lines"
    JSON = "json"


class LogLevel(StrEnum):
    """From which weight on something is written; at `info` every request and job is."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class _ToStandardError(logging.Handler):
    """Writes to whatever standard error is at that moment."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            sys.stderr.write(f"{self.format(record)}\n")
            sys.stderr.flush()
        except (OSError, ValueError):
            self.handleError(record)


class _Lines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        number = request_id.current()
        record.request = f" [{number}]" if number else ""
        return super().format(record)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        return _inert(super().formatMessage(record))

    # A line of a traceback may be somebody's words: the margin keeps it from looking like ours.
    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's name
        return "\n".join(f"  {_inert(line)}" for line in super().formatException(ei).split("\n"))


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "request": request_id.current() or None,
            "process": os.getpid(),
            **getattr(record, "fields", {}),
            "error": self.formatException(record.exc_info) if record.exc_info else None,
        }
        told = {name: value for name, value in line.items() if value is not None}
        return _inert(json.dumps(told, ensure_ascii=False, default=str))


def _inert(line: str) -> str:
    """Write out what would end a line, command a terminal, or turn words around."""
    return _COMMANDING.sub(lambda one: f"\\u{ord(one[0]):04x}", line)


def begin(form: LogForm = LogForm.LINES, level: LogLevel = LogLevel.WARNING) -> None:
    """Write like this from now on."""
    handler = _ToStandardError(level.upper())
    handler.setFormatter(_Json() if form is LogForm.JSON else _Lines(_FOR_PEOPLE))
    _replace(logging.getLogger(), handler)
    # Libraries are never asked for more than warnings.
    ours = logging.INFO if level is LogLevel.INFO else logging.NOTSET
    for name in OURS:
        logging.getLogger(name).setLevel(ours)


def say(name: str, words: str) -> None:
    """Write a line from whatever weight on others are: it is no complaint, and yet looked for."""
    record = logging.LogRecord(name, logging.INFO, "", 0, words, None, None)
    for one in logging.getLogger().handlers:
        if isinstance(one, _ToStandardError):
            one.handle(record)


def take_over(name: str) -> None:
    """Let what a library writes by itself be written as all else is."""
    logger = logging.getLogger(name)
    logger.handlers.clear()
    logger.propagate = True


def _replace(logger: logging.Logger, handler: logging.Handler) -> None:
    for one in list(logger.handlers):
        if isinstance(one, _ToStandardError):
            logger.removeHandler(one)
    logger.addHandler(handler)
