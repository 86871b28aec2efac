"""The check that every reply of these tests goes through does refuse what is unfit."""

from __future__ import annotations

import pytest

from tests.unit.actions.rehearsal import Reply, assert_fit_to_send

BUTTON = {"title": "Does it hurt?", "payload": "/ask_discomfort"}


def make_reply(text: str = "Hello.", *buttons: dict[str, str]) -> Reply:
    return Reply(response="utter_x", text=text, buttons=buttons, metadata={})


def test_fit_reply_passes() -> None:
    assert_fit_to_send(make_reply("Two lines.\n\n- One\n- Two", BUTTON))


@pytest.mark.parametrize(
    "text",
    ["", "Call {phone}.", "Costs None.", "\n\nHello.", "One.\n\n\nTwo.", "One  two.", "1 \n2"],
    ids=["empty", "placeholder", "none", "gap-first", "gap", "blanks", "blank-at-the-end"],
)  # fmt: skip
def test_unfit_text_is_refused(text: str) -> None:
    with pytest.raises(AssertionError):
        assert_fit_to_send(make_reply(text))


@pytest.mark.parametrize(
    "buttons",
    [[BUTTON] * 4, [{**BUTTON, "title": "A title of 21 letters"}], [{**BUTTON, "payload": "ask"}]],
    ids=["four", "long-title", "no-payload"],
)
def test_unfit_buttons_are_refused(buttons: list[dict[str, str]]) -> None:
    with pytest.raises(AssertionError):
        assert_fit_to_send(make_reply("Hello.", *buttons))
