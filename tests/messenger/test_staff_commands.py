"""What staff see of the queue, and leaving a conversation to them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from mesoguide.clinic import schema
from mesoguide.clinic.database import create_engine_for, session_factory
from mesoguide.clinic.messenger_models import ReplyStatus
from mesoguide.clinic.utc_datetime import utc_now
from mesoguide.messenger.commands import messenger_app
from mesoguide.messenger.outbox import Outbox
from mesoguide.messenger.people import People, Seen

ME = "messenger-0123"


@pytest.fixture
def outbox_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A clinic with one person on Messenger, of whose two messages one failed."""
    url = f"sqlite:///{tmp_path / 'clinic.db'}"
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("MESOGUIDE_VAR", str(tmp_path))
    schema.upgrade(url)
    engine = create_engine_for(url, timeout_seconds=5)
    with session_factory(engine).begin() as session:
        People(session).note([Seen(ME, "1", utc_now())], now=utc_now())
        outbox = Outbox(session)
        outbox.add(ME, [{"text": "zanzibarquux"}, {"text": "two"}], at=utc_now())
        first = outbox.next_for(ME)
        assert first is not None
        outbox.give_up(first, ReplyStatus.FAILED, failure="the Graph API refused a call (code 551)")
    engine.dispose()
    return url


def run(*command: str) -> Result:
    return CliRunner().invoke(messenger_app, list(command))


@pytest.mark.usefixtures("outbox_url")
def test_queue_tells_what_waits_and_what_failed_without_a_word_of_it() -> None:
    status = json.loads(run("queue", "--json").output)
    assert (status["unanswered"], status["unsent"], status["failed"]) == (0, 1, 1)
    assert status["oldest"]
    assert "code 551" in status["failures"][0]["reason"]
    assert "zanzibarquux" not in run("queue").output


@pytest.mark.usefixtures("outbox_url")
def test_conversation_is_paused_listed_and_resumed() -> None:
    assert run("pause", ME, "--by", "Ana Silva", "--hours", "2").exit_code == 0
    assert json.loads(run("paused", "--json").output)[0]["conversation"] == ME
    assert run("resume", ME, "--by", "Ana Silva").exit_code == 0
    assert "answers everybody" in run("paused").output


@pytest.mark.usefixtures("outbox_url")
@pytest.mark.parametrize("command", ["pause", "resume"])
def test_unknown_conversation_is_one_line(command: str) -> None:
    result = run(command, "messenger-nobody", "--by", "Ana Silva")
    assert result.exit_code == 1
    assert result.output.startswith("Error: there is no")
