"""A symptom is sorted by how soon it needs help; in doubt the more urgent."""

from __future__ import annotations

from pathlib import Path

import pytest

from mesoguide.dialogue.safety.triage import Level, TriageTable, load_triage, more_urgent
from mesoguide.exceptions import ContentError
from mesoguide.ops.settings import PROJECT_ROOT


@pytest.fixture(scope="module")
def table() -> TriageTable:
    return load_triage(PROJECT_ROOT / "content" / "triage.yml")


def level(table: TriageTable, text: str, days: float | None, kinds: tuple[str, ...] = ()) -> Level:
    return table.verdict(table.signs_in(text, kinds), days).level


@pytest.mark.parametrize(
    ("text", "days", "expected"),
    [
        ("a small bruise", 2, Level.USUAL),
        ("it's a bit red and sore", 1, Level.USUAL),
        ("a small bruise", 9, Level.TODAY),
        ("a small bruise", None, Level.TODAY),
        ("the bruise is getting worse", 2, Level.TODAY),
        ("red and hot", 1, Level.TODAY),
        ("swollen with pus", 3, Level.TODAY),
        ("itchy all over", 1, Level.TODAY),
        ("sore and I have a temperature", 2, Level.URGENT),
        ("the redness is spreading", 1, Level.URGENT),
        ("feels odd", 1, Level.TODAY),
    ],
)
def test_level_of_a_symptom(
    table: TriageTable, text: str, days: float | None, expected: Level
) -> None:
    assert level(table, text, days) is expected


def test_recognised_allergy_is_an_emergency_at_any_time(table: TriageTable) -> None:
    assert level(table, "", None, ("allergy",)) is Level.EMERGENCY


@pytest.mark.parametrize(
    "text", ["a bruise but no fever", "sore, without any pus", "red, it isn't spreading"]
)
def test_denied_sign_does_not_count(table: TriageTable, text: str) -> None:
    assert level(table, text, 1) is Level.USUAL


def test_single_sign_gets_its_own_reply(table: TriageTable) -> None:
    assert table.verdict(["hair_patch"], 3).reply == "utter_symptom_hair_patch"


def test_two_signs_get_the_general_reply(table: TriageTable) -> None:
    assert table.verdict(["hair_patch", "rash"], 3).reply == "utter_symptom_today"


def test_two_signs_with_the_same_reply_get_it(table: TriageTable) -> None:
    assert table.verdict(["infection", "hot_or_pus"], 3).reply == "utter_symptom_infection"


def test_lump_after_weeks_gets_the_reply_for_it(table: TriageTable) -> None:
    assert table.verdict(["lump"], 30).reply == "utter_symptom_lump"


def test_place_is_no_sign(table: TriageTable) -> None:
    assert table.signs_in("", ("mark", "lump")) == ["lump"]


def test_duration_is_asked_for_only_where_it_matters(table: TriageTable) -> None:
    assert table.depends_on_days(["mild"])
    assert not table.depends_on_days(["rash"])


def test_broken_table_names_the_fault(tmp_path: Path) -> None:
    path = tmp_path / "triage.yml"
    path.write_text("signs:\n  mild: {level: dreadful}\nreplies: {}\nunknown: {level: today}\n")

    with pytest.raises(ContentError, match="DREADFUL"):
        load_triage(path)


def test_a_bruise_black_and_blue_is_no_blue_skin(table: TriageTable) -> None:
    assert level(table, "it is black and blue", 1) is Level.USUAL
    assert level(table, "my skin is blue", 1) is Level.URGENT


def test_a_sign_that_is_denied_is_spoken_of(table: TriageTable) -> None:
    assert table.speaks_of_signs("not sore, not red")
    assert not table.speaks_of_signs("how much is it")


def test_of_two_verdicts_the_more_urgent_counts(table: TriageTable) -> None:
    usual, urgent = table.verdict(["mild"], 1), table.verdict(["fever"], 1)

    assert more_urgent(usual, urgent) == more_urgent(urgent, usual) == urgent


@pytest.mark.parametrize(
    "text",
    [
        *("and if it gets worse?", "what if pus comes out?", "what do i do if there is fever"),
        "ok so what if it spreads",
    ],
)
def test_a_sign_that_is_only_supposed_does_not_count(table: TriageTable, text: str) -> None:
    assert table.signs_in(text) == []


@pytest.mark.parametrize("text", ["if i press it pus comes out", "it gets worse", "hot if touched"])
def test_a_sign_that_is_there_counts_beside_an_if(table: TriageTable, text: str) -> None:
    assert table.signs_in(text)


def test_numbers_are_no_numbness(table: TriageTable) -> None:
    assert not table.signs_in("the numbers")
    assert table.signs_in("my arm is numb")
