"""The bot's messages on the wire: complete, harmless, and alike when new and when old."""

from __future__ import annotations

from typing import Any

import pytest

from mesoguide.channels.message_rendering import (
    URGENT,
    BotMessage,
    iso_time,
    render,
    safe_link,
)
from mesoguide.channels.plan_cards import CardTexts, plan_card
from mesoguide.channels.widget_texts import load_widget_texts
from mesoguide.content.ledger import Source
from mesoguide.content.yaml_files import read_yaml
from mesoguide.ops.settings import PROJECT_ROOT

NO_CARD = CardTexts("{plan_name}", ())
CARD = load_widget_texts(PROJECT_ROOT / "content" / "widget.yml").card


def message(**parts: Any) -> BotMessage:
    return BotMessage.of({"text": "Hello.", "timestamp": 1795367025.75271, **parts})


def rendered(said: BotMessage, sources: tuple[Source, ...] = ()) -> dict[str, Any]:
    return render(said, answer_id="1795367025.752710", sources=sources, card_texts=CARD)


def test_plain_message_has_every_field_of_the_contract() -> None:
    assert rendered(message()) == {
        "id": "1795367025.75271",
        "answer_id": None,
        "text": "Hello.",
        "buttons": [],
        "sources": [],
        "plan": None,
        "urgent": False,
    }


def test_stored_event_gives_the_same_message_as_the_channel_got() -> None:
    buttons = [{"title": "Uses", "payload": "/ask_uses"}]
    metadata = {
        "utter_action": "utter_plan_frequency",
        "metadata": {"claims": ["art-001"]},
        "plan_code": "HAIR-01",
        "sessions": "3 to 4",
    }
    event = {
        "event": "bot",
        "timestamp": 12.5,
        "text": "Hello.",
        "data": {"buttons": buttons, "image": None, "custom": None},
        "metadata": metadata,
    }
    channel = {"text": "Hello.", "timestamp": 12.5, "buttons": buttons, **metadata}

    assert BotMessage.of_event(event) == BotMessage.of(channel)


def test_buttons_and_quick_replies_are_both_buttons() -> None:
    said = message(
        buttons=[{"title": "A", "payload": "/a", "type": "postback"}],
        quick_replies=[{"title": "B", "payload": "/b"}],
    )

    assert rendered(said)["buttons"] == [
        {"title": "A", "payload": "/a"},
        {"title": "B", "payload": "/b"},
    ]


@pytest.mark.parametrize(
    "parts",
    [
        {"buttons": [{"title": "Map", "url": "https://clinic.example/map"}]},
        {"image": "https://clinic.example/map"},
        {"attachment": "https://clinic.example/map"},
    ],
    ids=["button", "image", "attachment"],
)
def test_part_without_a_place_on_the_wire_becomes_a_line(parts: dict[str, Any]) -> None:
    assert rendered(message(**parts))["text"].endswith("https://clinic.example/map")


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,<script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//evil.example",
        "https://clinic.example@evil.example/",
        "java\nscript:alert(1)",
        "http://[broken",
        "",
        None,
        7,
    ],
)
def test_link_that_is_not_known_to_be_harmless_is_none(link: object) -> None:
    assert safe_link(link) is None


@pytest.mark.parametrize(
    "link",
    ["https://clinic.example/a?b#c", "http://clinic.example", "tel:+441632960123", "mailto:a@b.c"],
)
def test_harmless_link_is_kept(link: str) -> None:
    assert safe_link(link) == link


def test_source_with_a_bad_link_is_named_without_it() -> None:
    source = Source(name="A study", year=2011, url="javascript:alert(1)", shown=True)

    assert rendered(message(), (source,))["sources"] == [
        {"name": "A study", "year": 2011, "url": None}
    ]


@pytest.mark.parametrize(
    "response", [*URGENT, "utter_emergency_allergy", "utter_still_unsafe_crisis"]
)
def test_emergency_is_urgent_and_nobody_is_asked_to_vote(response: str) -> None:
    said = rendered(message(utter_action=response, metadata={"claims": ["ext-121"]}))

    assert said["urgent"] is True
    assert said["answer_id"] is None


@pytest.mark.parametrize("response", ["utter_greet", "utter_emergencyroom", "", None])
def test_other_replies_are_not_urgent(response: str | None) -> None:
    assert rendered(message(utter_action=response))["urgent"] is False


@pytest.mark.parametrize("name", URGENT)
def test_urgent_replies_are_in_the_domain(name: str) -> None:
    assert name in read_yaml(PROJECT_ROOT / "domain.yml")["responses"]


@pytest.mark.parametrize(
    "parts",
    [{"metadata": {"claims": ["art-001"]}}, {"plan_code": "HAIR-01"}],
    ids=["claims", "plan"],
)
def test_answer_from_reviewed_content_can_be_voted_on(parts: dict[str, Any]) -> None:
    assert rendered(message(**parts))["answer_id"] == "1795367025.752710"


@pytest.mark.parametrize("metadata", [None, "text", [], {"claims": None}, {}])
def test_odd_metadata_does_no_harm(metadata: object) -> None:
    assert message(metadata=metadata).claims == ()


def test_several_plans_are_told_apart() -> None:
    assert message(plan_code="HAIR-01 FACE-02").plan_codes == ("HAIR-01", "FACE-02")


def test_time_is_utc_to_the_millisecond() -> None:
    assert iso_time(1795367025.75271) == "2026-11-22T17:03:45.752Z"


# ---- Plan cards ----

PLAN = {
    "plan_name": "Hair density course",
    "sessions": "3 to 4",
    "interval": "3 to 4 weeks",
    "minutes": "20 to 30",
    "price_line": "",
}


def test_reply_that_names_a_plan_has_a_card() -> None:
    card = rendered(message(**PLAN))["plan"]

    assert card == {
        "title": "Hair density course",
        "rows": [
            ["Visits", "3 to 4"],
            ["Time between visits", "3 to 4 weeks"],
            ["Length of a visit", "20 to 30 minutes"],
        ],
    }


def test_example_is_called_one_before_its_numbers() -> None:
    card = rendered(message(**PLAN, example_note="This is an example."))["plan"]

    assert card["rows"][0] == ["Please note", "This is an example."]


def test_reply_about_one_detail_has_no_card() -> None:
    assert rendered(message(sessions="3 to 4", interval="2 weeks"))["plan"] is None


def test_plan_without_any_row_has_no_card() -> None:
    assert plan_card({"plan_name": "A"}, NO_CARD) is None


def test_braces_in_a_value_are_left() -> None:
    texts = CardTexts("{plan_name}", (("Visits", "{sessions}"),))

    card = plan_card({"plan_name": "{sessions}", "sessions": "{plan_name}"}, texts)

    assert card == {"title": "{sessions}", "rows": [["Visits", "{plan_name}"]]}
