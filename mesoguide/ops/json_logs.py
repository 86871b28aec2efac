"""Logs as lines of JSON, in which no word of a patient can stand.

Our own messages are written to hold none. Libraries' messages may quote anything, as Rasa's do with
``text=`` and tracebacks with the words of their exception. So once the server takes messages, a
library's line says where in its code it comes from and how the fault is called, and nothing else;
the pinned releases make that as good as its words. While a server starts there is nothing of a
patient in the process, and everything is logged in full.
"""

from __future__ import annotations

import json
import logging
import os
import re
import sys
import threading
import traceback
import warnings
from collections.abc import Iterator, Mapping
from datetime import datetime, timezone
from logging.handlers import WatchedFileHandler
from pathlib import Path
from types import TracebackType
from typing import Any

#: Names the file; without it a server logs to standard error, as containers want it.
LOG_FILE_VARIABLE = "MESOGUIDE_LOG_FILE"

#: Attribute of a record: further values of the line, by name.
FIELDS = "mesoguide_fields"

#: Packages whose messages are ours.
_OURS = ("mesoguide", "actions", "__main__")
#: Sanic keeps its records from the root logger.
_APART = ("", "sanic.root", "sanic.error", "sanic.access")
#: Rasa names its structured events so; anything else may be a sentence with somebody's words.
_EVENT_NAME = re.compile(r"[a-z0-9_]+(?:\.[a-z0-9_]+)+")
_MOST_FRAMES = 15
_MOST_CAUSES = 5


class JsonFormatter(logging.Formatter):
    """Writes a record as one line of JSON."""

    def __init__(self, server: str) -> None:
        """Makes the formatter.

        Args:
            server: which process writes: "chat", "actions" or "supervisor".
        """
        super().__init__()
        self._server = server
        self.serving = False

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        entry: dict[str, Any] = {
            "time": _utc(record.created),
            "level": record.levelname.lower(),
            "server": self._server,
            "process": record.process,
            "logger": record.name,
        }
        if is_ours(record.name) or not self.serving:
            entry["message"] = record.getMessage()
        else:
            entry["at"] = f"{_short(record.pathname)}:{record.lineno} {record.funcName}"
        entry |= getattr(record, FIELDS, {})
        if record.exc_info and record.exc_info[1] is not None:
            entry |= described(record.exc_info[1], in_full=not self.serving)
        return json.dumps(entry, ensure_ascii=False, default=str)


def configure(
    formatter: JsonFormatter, *, path: Path | None = None, level: int = logging.WARNING
) -> None:
    """Send every record of this process to its log, and nothing anywhere else.

    Args:
        formatter: its ``serving`` is set once patients can write.
        path: the file; the one that the environment names unless given.
        level: the least level of libraries; ours log from INFO on.
    """
    path = path or _path_of_environment()
    # Opened again when the file was renamed: whoever rotates it needs no help of this process.
    handler: logging.Handler = (
        WatchedFileHandler(path, encoding="utf-8") if path else logging.StreamHandler(sys.stderr)
    )
    handler.setFormatter(formatter)
    for name in _APART:
        logger = logging.getLogger(name)
        for other in logger.handlers[:]:
            logger.removeHandler(other)
        logger.addHandler(handler)
    logging.getLogger().setLevel(level)
    for name in _OURS:
        logging.getLogger(name).setLevel(logging.INFO)
    # Both would print records, with all their values, past the handler.
    logging.lastResort = None
    logging.raiseExceptions = False
    # Libraries set filters of their own, so filters do not keep their warnings out of the log.
    warnings.showwarning = _keep_quiet


def configure_structlog() -> None:
    """Let structlog's users, such as Rasa, say which event happened and none of its values."""
    import structlog

    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, _event_alone],
        context_class=dict,
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        cache_logger_on_first_use=True,
    )


def take_over_hooks() -> None:
    """Log what Python would print: a traceback ends with the exception's words."""
    logger = logging.getLogger("mesoguide.uncaught")

    def log(error: BaseException | None, what: str) -> None:
        info = (type(error), error, error.__traceback__) if error is not None else None
        logger.critical("%s", what, exc_info=info)

    def uncaught(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        log(error, "the process ends: nothing caught an exception")

    def uncaught_in_thread(arguments: threading.ExceptHookArgs) -> None:
        log(arguments.exc_value, "a thread ends: nothing caught an exception")

    def unraisable(arguments: Any) -> None:
        log(arguments.exc_value, "an exception could not be raised")

    sys.excepthook = uncaught
    threading.excepthook = uncaught_in_thread
    sys.unraisablehook = unraisable


def is_ours(logger_name: str) -> bool:
    """Tell whether a logger belongs to our own code."""
    return logger_name.partition(".")[0] in _OURS


def fields(**values: object) -> dict[str, dict[str, object]]:
    """Return the ``extra`` of a logging call that adds values to its line."""
    return {FIELDS: values}


def described(error: BaseException, *, in_full: bool) -> dict[str, Any]:
    """Describe an exception by its kind and where it was raised; in its own words if wanted."""
    text = {"error_message": str(error)} if in_full else {}
    return {
        "error": " from ".join(type(each).__name__ for each in _causes(error)),
        **text,
        "trace": [
            f"{_short(frame.filename)}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__)[-_MOST_FRAMES:]
        ],
    }


def _path_of_environment() -> Path | None:
    name = os.environ.get(LOG_FILE_VARIABLE)
    return Path(name) if name else None


def _causes(error: BaseException) -> Iterator[BaseException]:
    each: BaseException | None = error
    for _ in range(_MOST_CAUSES):
        if each is None:
            return
        yield each
        each = each.__cause__ or (None if each.__suppress_context__ else each.__context__)


def _event_alone(
    logger: Any, method: str, event_dict: Mapping[str, Any]
) -> tuple[tuple[str], dict[str, Any]]:
    event = str(event_dict.get("event", ""))
    known = event if _EVENT_NAME.fullmatch(event) else "unnamed"
    kept = {"extra": fields(event=known), "exc_info": event_dict.get("exc_info")}
    return (known,), kept


def _keep_quiet(*_: object, **__: object) -> None:
    """Show no warning: they speak to the authors of libraries, and may quote values."""


def _utc(seconds: float) -> str:
    moment = datetime.fromtimestamp(seconds, timezone.utc)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _short(path: str) -> str:
    """Leave out of a path what differs between machines."""
    parts = Path(path).parts
    for folder in ("site-packages", "mesoguide", "actions"):
        if folder in parts:
            place = len(parts) - 1 - parts[::-1].index(folder)
            return "/".join(parts[place + (folder == "site-packages") :])
    return parts[-1] if parts else path
