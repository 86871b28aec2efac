"""Staff hear of an emergency within seconds, by every way, and read no word of a patient."""

from __future__ import annotations

import sqlite3
import uuid
from contextlib import closing
from typing import Any

import pytest

from tests.inboxes import Hook, Mailbox
from tests.operations.running_clinic import RunningClinic

#: Alerts of one minute come together, and earlier tests have raised some.
SECONDS = 90.0


@pytest.fixture(scope="module")
def emergency(clinic: RunningClinic) -> dict[str, Any]:
    """Somebody writes that they cannot breathe."""
    visitor = clinic.visitor()
    text = f"my throat is closing and I cannot breathe {uuid.uuid4().hex}"
    messages = visitor.say(text).messages
    assert "999" in str(messages)
    path = clinic.settings.database_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path)) as connection:
        query = "SELECT id, conversation_id FROM safety_alerts ORDER BY id DESC LIMIT 1"
        number, conversation = connection.execute(query).fetchone()
    return {"text": text, "number": number, "conversation": conversation}


def test_staff_get_a_mail_and_a_post(
    clinic: RunningClinic, emergency: dict[str, Any], mailbox: Mailbox, hook: Hook
) -> None:
    number = emergency["number"]

    def arrived() -> bool:
        in_mail = any(f"No. {number}:" in mail.get_content() for mail in list(mailbox.mails))
        return in_mail and number in numbers_of(hook)

    clinic.wait_until(arrived, SECONDS)
    mail = next(mail for mail in mailbox.mails if f"No. {number}:" in mail.get_content())
    assert "reception@clinic.example" in mail["to"]
    assert "mesoguide alerts acknowledge" in mail.get_content()
    for told in (*(mail.as_string() for mail in mailbox.mails), str(hook.posts)):
        assert emergency["text"] not in told
        assert emergency["conversation"] not in told


def test_each_alert_is_told_once(
    clinic: RunningClinic, emergency: dict[str, Any], hook: Hook
) -> None:
    told = numbers_of(hook)

    assert len(told) == len(set(told))


def test_staff_can_try_it(clinic: RunningClinic, mailbox: Mailbox, hook: Hook) -> None:
    done = clinic.command("alerts", "test")

    assert done.returncode == 0, done.stderr
    assert any("this is a test" in mail["subject"] for mail in mailbox.mails)
    assert any(post["kind"] == "test" for post in hook.posts)


def numbers_of(hook: Hook) -> list[int]:
    return [
        alert["number"]
        for post in list(hook.posts)
        if post["kind"] == "safety_alert"
        for alert in post["alerts"]
    ]
