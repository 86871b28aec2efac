"""What the clinic's card answers is told from what only staff know."""

from __future__ import annotations

import pytest

from mesoguide.dialogue.context.clinic_questions import asks_about_cancellation_fee, only_staff_know


@pytest.mark.parametrize(
    "text",
    [
        *("parking?", "and my parking?", "is it step-free", "can I come by bus"),
        *("do you have a lift", "can I bring my kids", "is there a toilet"),
    ],
)
def test_what_is_on_site_only_staff_know(text: str) -> None:
    assert only_staff_know(text)


@pytest.mark.parametrize(
    "text",
    [
        "where are you?",
        "what are your opening hours",
        "your phone number",
        "are you near a park, what is your address",
    ],
)
def test_address_and_hours_are_on_the_card(text: str) -> None:
    assert not only_staff_know(text)


@pytest.mark.parametrize("text", ["is there a fee to cancel", "will i be charged for that?"])
def test_what_it_costs_to_cancel_only_staff_know(text: str) -> None:
    assert asks_about_cancellation_fee(text)


def test_a_price_is_no_cancellation_fee() -> None:
    assert not asks_about_cancellation_fee("what do you charge for hair")
