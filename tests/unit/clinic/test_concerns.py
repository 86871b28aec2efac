"""Reading concerns and areas from values that anybody can send."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mesoguide.clinic.concerns import BodyArea, Concern


@pytest.mark.parametrize("concern", list(Concern), ids=lambda member: member.value)
def test_canonical_value_is_understood(concern: Concern) -> None:
    assert Concern.parse(concern.value) is concern


@pytest.mark.parametrize(
    "typed",
    ["Hair_Loss", " hair loss ", "hair-loss", "HAIR  LOSS", "hair\nloss", Concern.HAIR_LOSS],
    ids=["capitals", "spaces", "hyphen", "double-space", "line-break", "member"],
)
def test_case_spaces_and_hyphens_do_not_matter(typed: object) -> None:
    assert Concern.parse(typed) is Concern.HAIR_LOSS


@pytest.mark.parametrize(
    "hostile",
    [
        None,
        "",
        " ",
        "hair",
        "hair_loss; DROP TABLE plans",
        "hair_loss\x00",
        "hair_loss" * 100_000,
        0,
        1.5,
        True,
        b"hair_loss",
        ["hair_loss"],
        {"concern": "hair_loss"},
        Ellipsis,
        "\uff48air_loss",
        "\ud800",
        BodyArea.SCALP,
        "Concern.HAIR_LOSS",
    ],
    ids=lambda value: repr(value)[:30].encode("ascii", "backslashreplace").decode(),
)
def test_hostile_value_is_no_concern(hostile: object) -> None:
    assert Concern.parse(hostile) is None


@settings(max_examples=50, deadline=None, database=None)
@given(
    st.one_of(
        st.text(),
        st.binary(),
        st.floats(),
        st.lists(st.text()),
        st.dictionaries(st.text(), st.text()),
    )
)
def test_parsing_never_raises(value: object) -> None:
    assert BodyArea.parse(value) in (None, *BodyArea)


def test_areas_are_those_of_the_catalogue() -> None:
    assert [area.value for area in BodyArea] == (
        ["scalp", "face", "chin", "neck", "arms", "legs", "thighs", "abdomen", "buttocks", "hands"]
    )


def test_area_is_read_like_a_concern() -> None:
    assert BodyArea.parse(" Thighs") is BodyArea.THIGHS
