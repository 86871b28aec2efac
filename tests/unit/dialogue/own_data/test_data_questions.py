"""Tests of questions and wishes about what is stored."""

from __future__ import annotations

import pytest

from mesoguide.dialogue.own_data.data_questions import (
    asks_if_deletable_later,
    denies_deletion,
    wants_deletion,
)


@pytest.mark.parametrize(
    "text",
    [
        "can she have it removed later on?",
        "can I still get this deleted afterwards",
        "could it be wiped if my son objects",
    ],
)
def test_whether_it_can_be_deleted_later_is_a_question(text: str) -> None:
    assert asks_if_deletable_later(text)


@pytest.mark.parametrize("text", ["delete my data", "can you delete it", "remove my number please"])
def test_a_wish_to_delete_now_is_not_about_later(text: str) -> None:
    assert not asks_if_deletable_later(text)


def test_a_deletion_is_wanted_or_denied() -> None:
    assert wants_deletion("wipe it all and do not call")
    assert denies_deletion("hang on, don't wipe it")
    assert not wants_deletion("hang on, don't wipe it")
    assert not denies_deletion("delete it all, and don't ring")
