"""What happened long ago, and what is only asked after."""

import pytest

from mesoguide.dialogue.safety.past_events import asks_if_it_happened, is_long_ago, is_ones_own


@pytest.mark.parametrize(
    "text",
    [
        "my aunt's tongue swelled up two years ago at another place",
        "as a child I passed out at the doctor's",
        "once at school my lips went blue",
    ],
)
def test_what_happened_long_ago_is_past(text: str) -> None:
    assert is_long_ago(text)


@pytest.mark.parametrize(
    "text",
    [
        "it happened two years ago and now my tongue swells again",
        "I had it last month and my face is still swollen",
        "my lips are swelling",
        "my throat closed up an hour ago",
    ],
)
def test_what_goes_on_is_not(text: str) -> None:
    assert not is_long_ago(text)


def test_what_befell_others_may_be_asked() -> None:
    assert asks_if_it_happened("and did anyone ever die of it at your place?")
    assert not asks_if_it_happened("has it happened to me? my throat is closing")
    assert is_ones_own("I fainted once")
    assert not is_ones_own("her throat closed")
