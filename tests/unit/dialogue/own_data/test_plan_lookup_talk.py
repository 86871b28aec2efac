"""What is asked about the lookup of a plan is told from a code or a proof."""

from __future__ import annotations

import pytest

from mesoguide.dialogue.own_data.plan_lookup_talk import (
    asks_where_code_is,
    asks_which_is_wrong,
    gives_plan_details,
    is_plan_of_another,
)


@pytest.mark.parametrize(
    "text",
    [
        *("so is the code wrong or the date?", "which one is wrong?", "code or birthday?"),
        *("is my pin not right?", "just say if it exists", "does that code exist?"),
    ],
)
def test_asks_which_detail_did_not_match(text: str) -> None:
    assert asks_which_is_wrong(text)


@pytest.mark.parametrize("text", ["MG-7K4P-2QX9", "3 May 1980", "my code is MG-7K4P-2QX9", "4711"])
def test_a_code_or_a_proof_asks_nothing(text: str) -> None:
    assert not asks_which_is_wrong(text)
    assert not is_plan_of_another(text)


@pytest.mark.parametrize(
    "text", ["check my wifes plan", "can I see it for my mum", "I don't know her birthday"]
)
def test_wants_the_plan_of_another(text: str) -> None:
    assert is_plan_of_another(text)


@pytest.mark.parametrize(
    "text", ["where would I see that code?", "where do I find it", "what card?", "which number"]
)
def test_who_looks_for_the_code_is_understood(text: str) -> None:
    assert asks_where_code_is(text)


@pytest.mark.parametrize("text", ["MG-7K4P-2QX9", "how many visits are left", "I lost it"])
def test_other_words_do_not_look_for_the_code(text: str) -> None:
    assert not asks_where_code_is(text)


def test_a_code_and_a_date_of_birth_are_meant_for_the_lookup() -> None:
    assert gives_plan_details("look at it, code QRT-5512, born 3/4/1950")
    assert not gives_plan_details("born 3/4/1950")
    assert not gives_plan_details("code QRT-5512")
