"""Logs say how every message was handled, and no word of any."""

from __future__ import annotations

import json
import uuid
from pathlib import Path

import pytest
import yaml

from mesoguide.ops.settings import PROJECT_ROOT
from tests.operations.running_clinic import RunningClinic, words_of

#: Messages of the evaluation set; each gets a word of its own that can be looked for.
MESSAGES = 40

DETAILS = (
    "I am {word}, call me on +44 7700 900123 or write to {word}@patients.example",
    "my reference is MG-7K4P-2QX9 and I was born on 3 May 1980 {word}",
    "my tongue is swelling and I am {word}",
    "I want to kill myself {word}",
    "delete my data {word}",
    '{word} "; DROP TABLE events; -- <script>alert({word})</script> %s %d {{0}} \\u0000',
    "{word} " * 40,
    "\N{FACE WITH TEARS OF JOY}\N{RIGHT-TO-LEFT OVERRIDE}{word}\N{COMBINING ACUTE ACCENT}",
)

#: What Rasa reads as a payload; its own messages about broken ones quote them.
PAYLOADS = (
    '/inform{{"concern": {word}}}',
    '/inform{{"concern": "{word}"',
    "/{word}",
    '/ask_uses{{"{word}": ["{word}", {{"deep": "{word}"}}]}}',
    '/callback_form{{"contact_name": "{word}"}}',
)


def a_word() -> str:
    return f"zq{uuid.uuid4().hex[:12]}"


@pytest.fixture(scope="module")
def sent(clinic: RunningClinic) -> list[str]:
    """Everything that was sent: understood, refused, broken, and while parts were away."""
    sent = [text.format(word=a_word()) for text in DETAILS] + [
        f"{text} {a_word()}" for text in real_messages()
    ]
    visitor = clinic.visitor()
    for number, text in enumerate(sent):
        if number % 8 == 0:
            visitor = clinic.visitor()
        visitor.say(text)
    payloads = [text.format(word=a_word()) for text in PAYLOADS]
    for text in payloads:
        visitor.choose(text)
        clinic.rest(a_word(), text)
    return [*sent, *payloads, *sent_while_broken(clinic), *sent_past_the_rules(clinic)]


def real_messages() -> list[str]:
    """Some messages of every file of training data, which real servers understand."""
    found: list[str] = []
    for path in sorted((PROJECT_ROOT / "data" / "nlu").glob("*.yml")):
        for group in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            found += [line.removeprefix("- ") for line in group.get("examples", "").splitlines()]
    return found[:: max(1, len(found) // MESSAGES)][:MESSAGES]


def sent_while_broken(clinic: RunningClinic) -> list[str]:
    """Send messages that fail: the databases take nothing, the action server is gone."""
    sent = []
    for url in (clinic.settings.tracker_database_url, clinic.settings.database_url):
        visitor = clinic.visitor()
        visitor.say(first := f"hello {a_word()}")
        with clinic.locked(url):
            visitor.say(second := f"asdf qwer {a_word()}")
        sent += [first, second]
    return sent


def sent_past_the_rules(clinic: RunningClinic) -> list[str]:
    """Send what no browser sends, to both servers."""
    words = [a_word() for _ in range(5)]
    clinic.http("POST", f"/webhooks/widget/messages?text={words[0]}", b"{")
    clinic.http("POST", "/webhooks/widget/messages", json.dumps({"text": words[1]}).encode())
    clinic.http("POST", "/webhooks/rest/webhook", f'{{"message": {words[2]}}}'.encode())
    clinic.call_action_server({"next_action": words[3], "tracker": {"events": [words[3]]}})
    broken = {
        "next_action": "action_handle_misunderstanding",
        "tracker": {"latest_message": words[4]},
    }
    assert clinic.call_action_server(broken) == 500
    return words


def test_no_message_is_in_any_log(clinic: RunningClinic, sent: list[str]) -> None:
    assert len(sent) > 55
    files = clinic.log_files()
    assert {"chat.log", "actions.log", "supervisor.log"} <= files.keys()
    for name, text in files.items():
        assert [message for message in sent if message in text] == [], name
        assert sorted(word for word in words_of(sent) if word in text) == [], name


def test_every_turn_is_one_line(clinic: RunningClinic, sent: list[str]) -> None:
    turns = [line for line in clinic.log_lines("chat.log") if line.get("message") == "turn"]

    assert len(turns) >= MESSAGES
    for turn in turns:
        assert {"conversation", "channel", "intent", "actions", "milliseconds", "outcome"} <= set(
            turn
        )
    answered = [turn for turn in turns if turn["outcome"] == "answered"]
    assert {turn["channel"] for turn in answered} == {"widget", "rest"}
    assert {turn["conversation"] for turn in answered if turn["channel"] == "widget"} & set(
        clinic.conversation_ids()
    )
    assert len({turn["intent"] for turn in answered}) > 10


def test_turn_that_could_not_be_stored_is_an_error(clinic: RunningClinic, sent: list[str]) -> None:
    failed = [line for line in clinic.log_lines("chat.log") if line.get("outcome") == "failed"]

    assert failed
    assert all(line["level"] == "error" and line["error"] for line in failed)


def test_every_line_of_every_log_is_json(clinic: RunningClinic, sent: list[str]) -> None:
    for name in clinic.log_files():
        assert all(line["time"] and line["level"] for line in clinic.log_lines(name)), name


def test_fault_of_an_action_says_where_it_is(clinic: RunningClinic, sent: list[str]) -> None:
    faults = [
        line
        for line in clinic.log_lines("actions.log")
        if "/webhook failed" in line.get("message", "")
    ]

    assert faults
    assert all(line["trace"] for line in faults)


def test_console_has_no_message_either(clinic: RunningClinic, sent: list[str]) -> None:
    console = clinic.console()

    assert sorted(word for word in words_of(sent) if word in console) == []


def test_logs_are_for_their_user_alone(clinic: RunningClinic) -> None:
    folder: Path = clinic.settings.logs_dir

    assert not folder.stat().st_mode & 0o077 or not clinic.settings.var_dir.stat().st_mode & 0o077
