"""Who is under 18."""

import pytest

from mesoguide.dialogue.safety.minors import is_for_minor


@pytest.mark.parametrize(
    "text",
    [
        "im 16 can i get my chin done",
        "my daughter is only fourteen and wants her thighs done",
        "turning 17 next week, ok?",
        "she's 15",
        "for a 12 year old boy",
    ],
)
def test_somebody_is_under_18(text: str) -> None:
    assert is_for_minor(text)


@pytest.mark.parametrize(
    "text",
    [
        "I am 10 weeks pregnant",
        "i'm 9 stone",
        "I am 61",
        "am 12 months post op",
        "my son is 18",
        "I had 6 sessions",
        "i'm free at 10",
        "explain it like i'm 5",
    ],
)
def test_other_numbers_are_no_age_under_18(text: str) -> None:
    assert not is_for_minor(text)
