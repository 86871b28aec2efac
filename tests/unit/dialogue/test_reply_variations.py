"""Asked again, a reply comes in its next wording; only the last answer of a turn has buttons."""

from __future__ import annotations

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SessionStarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from mesoguide.dialogue.response_generator import ClinicResponseGenerator

FIRST, SECOND = "It began in 1952.", "A doctor began it in France."
BUTTON = {"title": "More", "payload": "/greet"}


@pytest.fixture
def generator() -> ClinicResponseGenerator:
    wordings = [{"text": FIRST, "buttons": [BUTTON]}, {"text": SECOND}]
    return ClinicResponseGenerator(None, Domain.from_dict({"responses": {"utter_x": wordings}}))


def said(times: int) -> list[Event]:
    return [BotUttered("so", metadata={"utter_action": "utter_x"}) for _ in range(times)]


async def reply(generator: ClinicResponseGenerator, *events: Event) -> dict[str, object]:
    tracker = DialogueStateTracker.from_events("visitor", list(events))
    generated = await generator.generate("utter_x", tracker, "rest")
    assert generated
    return generated


@pytest.mark.parametrize(("times", "text"), [(0, FIRST), (1, SECOND), (2, FIRST), (3, SECOND)])
async def test_wordings_take_turns(
    generator: ClinicResponseGenerator, times: int, text: str
) -> None:
    assert (await reply(generator, *said(times)))["text"] == text


async def test_a_new_session_begins_with_the_first_wording(
    generator: ClinicResponseGenerator,
) -> None:
    events = [*said(1), ActionExecuted("action_session_start"), SessionStarted()]

    assert (await reply(generator, *events))["text"] == FIRST


async def test_other_replies_do_not_count(generator: ClinicResponseGenerator) -> None:
    other = BotUttered("hi", metadata={"utter_action": "utter_y"})

    assert (await reply(generator, other))["text"] == FIRST


def asked(*questions: str) -> UserUttered:
    intent = {"name": questions[0], "confidence": 0.9}
    return UserUttered("so", intent, [], {"questions": list(questions)})


async def test_first_of_two_answers_has_no_buttons(generator: ClinicResponseGenerator) -> None:
    assert "buttons" not in await reply(generator, said(1)[0], asked("ask_origin", "ask_benefits"))


async def test_last_of_two_answers_has_its_buttons(generator: ClinicResponseGenerator) -> None:
    events = [
        *(asked("ask_cost"), *said(1), asked("ask_origin", "ask_benefits")),
        ActionExecuted("utter_answer_origin"),
    ]

    generated = await reply(generator, *events, *said(1))

    assert generated["buttons"] == [BUTTON]


async def test_unknown_reply_is_nothing(generator: ClinicResponseGenerator) -> None:
    tracker = DialogueStateTracker("visitor", [])

    assert await generator.generate("utter_missing", tracker, "rest") is None
