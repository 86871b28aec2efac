"""Our own lines are written in full; of a library's line only the place, once patients write."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog

from mesoguide.ops import json_logs
from mesoguide.ops.json_logs import JsonFormatter, fields

PATIENT = "my secret rash"


class Log:
    """A log file and the formatter that writes it."""

    def __init__(self, path: Path) -> None:
        self.path, self.formatter = path, JsonFormatter("chat")

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.path.read_text().splitlines()]

    def last(self) -> dict[str, Any]:
        return self.lines()[-1]


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    """Logging as the servers have it, and as it was before at the end."""
    names = ("", "sanic.root", "sanic.error", "sanic.access", "mesoguide", "actions", "__main__")
    loggers = [logging.getLogger(name) for name in names]
    before = [(each, each.handlers[:], each.level) for each in loggers]
    import warnings

    kept = logging.lastResort, logging.raiseExceptions, warnings.showwarning
    log = Log(tmp_path / "chat.log")
    json_logs.configure(log.formatter, path=log.path)
    yield log
    logging.lastResort, logging.raiseExceptions, warnings.showwarning = kept
    for logger, handlers, level in before:
        logger.handlers[:] = handlers
        logger.setLevel(level)


def test_our_message_is_written_with_its_values(log: Log) -> None:
    log.formatter.serving = True

    logging.getLogger("mesoguide.x").info("turn %d", 3, extra=fields(outcome="answered"))

    line = log.last()
    assert (line["message"], line["outcome"], line["level"]) == ("turn 3", "answered", "info")
    assert line["server"] == "chat"
    assert line["time"].endswith("Z")


@pytest.mark.parametrize("name", ["rasa.core.processor", "sanic.error", "asyncio", "sqlalchemy"])
def test_message_of_a_library_is_reduced_to_its_place(log: Log, name: str) -> None:
    log.formatter.serving = True

    logging.getLogger(name).error(f"cannot parse {PATIENT!r}: %s", PATIENT)

    assert PATIENT not in log.path.read_text()
    assert log.last()["at"].startswith("test_json_logs.py:")
    assert log.last()["logger"] == name


def test_library_is_quoted_while_the_server_starts(log: Log) -> None:
    logging.getLogger("rasa").error("no model at /srv")

    assert log.last()["message"] == "no model at /srv"


def test_fault_is_told_by_its_kind_and_place_and_not_in_its_words(log: Log) -> None:
    log.formatter.serving = True
    try:
        try:
            raise ValueError(PATIENT)
        except ValueError as error:
            raise KeyError(PATIENT) from error
    except KeyError:
        logging.getLogger("mesoguide.x").exception("it failed")

    line = log.last()
    assert line["error"] == "KeyError from ValueError"
    assert "test_fault_is_told_by_its_kind" in line["trace"][-1]
    assert PATIENT not in log.path.read_text()


def test_structured_event_is_told_by_its_name_alone(log: Log) -> None:
    log.formatter.serving = True
    before = structlog.get_config()
    try:
        json_logs.configure_structlog()
        events = structlog.get_logger("rasa.somewhere")
        events.error("processor.message.parse", text=PATIENT)
        events.error(f"Failed to read {PATIENT}")
    finally:
        structlog.configure(**before)

    assert [line["event"] for line in log.lines()] == ["processor.message.parse", "unnamed"]
    assert PATIENT not in log.path.read_text()


def test_messages_of_libraries_below_warning_are_left_out(log: Log) -> None:
    logging.getLogger("rasa").info("much")

    assert not log.path.exists() or not log.path.read_text()


def test_log_goes_on_after_its_file_was_put_away(log: Log) -> None:
    logger = logging.getLogger("mesoguide.x")
    logger.info("one")
    log.path.rename(log.path.with_name("chat.log.1"))

    logger.info("two")

    assert [line["message"] for line in log.lines()] == ["two"]


def test_uncaught_exception_is_logged_without_its_words(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    for module, name in (
        (sys, "excepthook"),
        (sys, "unraisablehook"),
        (threading, "excepthook"),
    ):
        monkeypatch.setattr(module, name, getattr(module, name))
    json_logs.take_over_hooks()
    log.formatter.serving = True
    try:
        raise ValueError(PATIENT)
    except ValueError as error:
        sys.excepthook(ValueError, error, error.__traceback__)

    assert log.last()["error"] == "ValueError"
    assert PATIENT not in log.path.read_text()


def test_broken_log_call_prints_no_values(log: Log, capsys: pytest.CaptureFixture[str]) -> None:
    logging.getLogger("rasa").error("%d", PATIENT)

    captured = capsys.readouterr()
    assert PATIENT not in captured.out + captured.err
