"""What is asked about the lookup of a plan is told from a code or a proof."""

from __future__ import annotations

import pytest

from mesoguide.dialogue.plan_lookup_talk import asks_which_is_wrong, is_plan_of_another


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
