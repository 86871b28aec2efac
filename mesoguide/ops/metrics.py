"""The figures that MesoGuide counts, for Prometheus: how much, how fast, how well.

Every process counts in files of its own, which the supervisor adds up and serves
(:mod:`mesoguide.ops.metrics_server`). No label holds a conversation, an address or anything that
somebody wrote: each one has few values, all of them known before.
"""

from __future__ import annotations

import os
import re
from typing import Any

from mesoguide.ops import metric_files

# The library looks for the folder when it is imported, so room must have been taken by then.
metric_files.reserve(os.environ, os.getpid())

from prometheus_client import Counter, Gauge, Histogram  # noqa: E402

#: Seconds. The budget of a turn is 35 ms at the median and 70 ms for 95 of 100 (design, section 7).
TURN_BUCKETS = (0.01, 0.02, 0.035, 0.05, 0.07, 0.1, 0.15, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0)

#: Names of channels that may be a label; a development channel could be called anything.
CHANNELS = frozenset({"widget", "messenger", "rest", "cmdline"})
OTHER = "other"

TURNS = Counter("mesoguide_turns_total", "Messages handled.", ("channel", "outcome"))
TURN_SECONDS = Histogram(
    "mesoguide_turn_seconds", "Time to handle a message.", ("channel",), buckets=TURN_BUCKETS
)
TURNS_IN_PROGRESS = Gauge(
    "mesoguide_turns_in_progress", "Messages being handled now.", multiprocess_mode="livesum"
)
INTENTS = Counter("mesoguide_intents_total", "What messages were understood as.", ("intent",))
FALLBACKS = Counter(
    "mesoguide_fallbacks_total", "Messages without a good answer, by what was said.", ("step",)
)
RED_FLAGS = Counter("mesoguide_red_flags_total", "Messages that worried us.", ("kind",))
ACTION_ERRORS = Counter(
    "mesoguide_action_errors_total", "Actions that failed or could not be called.", ("action",)
)
DATABASE_ERRORS = Counter(
    "mesoguide_database_errors_total", "Failed or late database work.", ("database", "kind")
)
RATE_LIMITED = Counter("mesoguide_rate_limited_total", "Requests refused as too many.", ("server",))
HTTP_ERRORS = Counter(
    "mesoguide_http_errors_total", "HTTP responses of 400 and above.", ("server", "status")
)

_TOO_MANY_REQUESTS = 429
_FIRST_ERROR = 400
_CLASS_NAME = re.compile(r"[A-Za-z]{1,40}")


def channel_label(name: object) -> str:
    """Return the name of a channel, or "other" for one that we do not know."""
    return name if isinstance(name, str) and name in CHANNELS else OTHER


def count_response(server: str, status: int) -> None:
    """Count an HTTP response if it says that something is wrong."""
    if status >= _FIRST_ERROR:
        HTTP_ERRORS.labels(server, str(status)).inc()
    if status == _TOO_MANY_REQUESTS:
        RATE_LIMITED.labels(server).inc()


def count_database_error(database: str, kind: str) -> None:
    """Count failed database work.

    Args:
        database: "clinic", "conversations", or "either" where a wait was given up.
        kind: name of the exception's class, or "timeout".
    """
    DATABASE_ERRORS.labels(database, kind if _CLASS_NAME.fullmatch(kind) else OTHER).inc()


def count_responses_of(app: Any, server: str) -> None:
    """Count every response of a Sanic application."""

    async def count(request: object, response: Any) -> None:
        count_response(server, int(response.status))

    app.register_middleware(count, "response")


def watch_databases(tracker_url: str, clinic_url: str) -> None:
    """Count every failure that SQLAlchemy meets in this process, by database.

    Args:
        tracker_url: address of the database of conversations.
        clinic_url: address of the clinic's.
    """
    from sqlalchemy import event
    from sqlalchemy.engine import Engine, make_url

    conversations = make_url(tracker_url).database if tracker_url != clinic_url else None

    def count(context: Any) -> None:
        url = getattr(context.engine, "url", None)
        mine = url is not None and conversations is not None and url.database == conversations
        error = context.sqlalchemy_exception or context.original_exception
        count_database_error("conversations" if mine else "clinic", type(error).__name__)

    event.listen(Engine, "handle_error", count)
