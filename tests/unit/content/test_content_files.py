"""Content files that staff edit: what a broken one says, and how each is read."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from mesoguide.content.clinic_facts import WEEKDAYS, describe_hours, load_clinic_facts
from mesoguide.content.labels import Labels, load_labels
from mesoguide.content.ledger import Claim, Ledger, Source, load_ledger
from mesoguide.content.response_texts import ResponseTexts
from mesoguide.content.yaml_files import read_yaml
from mesoguide.exceptions import ContentError
from mesoguide.ops.settings import PROJECT_ROOT

WriteFile = Callable[[str], Path]

FACTS = PROJECT_ROOT / "content" / "clinic.yml"
LEDGER = PROJECT_ROOT / "content" / "claims.yml"

CLAIM = {
    "id": "ext-900",
    "topic": "ask_uses",
    "origin": "beyond",
    "claim": "It is used",
    "verdict": "supported",
    "say": "It is used.",
    "sources": [{"name": "A body", "year": 2020, "url": None, "show": True}],
}


def make_source(name: str = "A body", **fields: Any) -> Source:
    return Source(**{"name": name, "year": None, "url": None, "shown": True, **fields})


def make_ledger(**sources: list[Source]) -> Ledger:
    claims = {
        claim_id: Claim(claim_id, "ask_uses", "x", "supported", "x", False, (), tuple(listed))
        for claim_id, listed in sources.items()
    }
    return Ledger(claims)


def make_hours(**hours: list[tuple[str, str]]) -> dict[str, tuple[tuple[str, str], ...]]:
    return {day: tuple(hours.get(day, ())) for day in WEEKDAYS}


# ---- YAML


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("a: 1\nb: [2\nc: 3\n", "line 3", id="bracket left open"),
        pytest.param("a: 1\n b: 2\n", "line 2", id="wrong indent"),
        pytest.param("a: 1\nb: x: y\n", "line 2", id="colon in a text"),
        pytest.param("a: 1\n\tb: 2\n", "line 2", id="tab"),
        pytest.param("a: 'x\n", "line 2", id="quote left open"),
    ],
)
def test_broken_yaml_is_reported_with_file_and_line(
    write_file: WriteFile, text: str, line: str
) -> None:
    path = write_file(text)
    with pytest.raises(ContentError, match=re.escape(f"{path}: {line}: not valid YAML")):
        read_yaml(path)


@pytest.mark.parametrize("load", [load_ledger, load_clinic_facts, load_labels])
def test_every_loader_reports_file_and_line(
    write_file: WriteFile, load: Callable[[Path], object]
) -> None:
    path = write_file("a: 1\n b: 2\n")
    with pytest.raises(ContentError, match=r"content-file\.yml: line 2"):
        load(path)


@pytest.mark.parametrize("load", [load_ledger, load_clinic_facts, load_labels, read_yaml])
def test_a_missing_file_is_named(tmp_path: Path, load: Callable[[Path], object]) -> None:
    with pytest.raises(ContentError, match=r"gone\.yml cannot be read: No such file"):
        load(tmp_path / "gone.yml")


@pytest.mark.parametrize("load", [load_ledger, load_clinic_facts, load_labels, read_yaml])
@pytest.mark.parametrize(
    ("text", "found"),
    [("", "NoneType"), ("- a\n", "list"), ("hello", "str")],
    ids=["empty", "list", "text"],
)
def test_a_file_that_is_no_mapping_is_refused(
    write_file: WriteFile, load: Callable[[Path], object], text: str, found: str
) -> None:
    with pytest.raises(ContentError, match=f"expected a mapping at the top, found {found}"):
        load(write_file(text))


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "word.yml"
    path.write_bytes("name: Caf\u00e9".encode("latin-1"))
    with pytest.raises(ContentError, match="save it as UTF-8"):
        read_yaml(path)


def test_a_control_character_is_refused(write_file: WriteFile) -> None:
    with pytest.raises(ContentError, match="not valid YAML"):
        read_yaml(write_file("a: \x07\n"))


def test_a_file_cannot_make_objects(write_file: WriteFile) -> None:
    with pytest.raises(ContentError, match="not valid YAML"):
        read_yaml(write_file("a: !!python/object/apply:os.getcwd []\n"))


# ---- Ledger


def _ledger_file(write_file: WriteFile, *entries: object) -> Path:
    return write_file(yaml.safe_dump({"claims": list(entries)}))


def test_an_unknown_verdict_names_the_claim_and_the_known_ones(write_file: WriteFile) -> None:
    path = _ledger_file(write_file, {**CLAIM, "verdict": "true-ish"})
    with pytest.raises(ContentError, match=r"ext-900 has the verdict 'true-ish'; use supported"):
        load_ledger(path)


def test_a_claim_that_stands_twice_is_named(write_file: WriteFile) -> None:
    with pytest.raises(ContentError, match="claim ext-900 stands there twice"):
        load_ledger(_ledger_file(write_file, CLAIM, CLAIM))


@pytest.mark.parametrize("field", ["topic", "claim", "verdict", "say", "origin", "sources"])
def test_a_claim_without_a_field_is_named_with_it(write_file: WriteFile, field: str) -> None:
    entry = {key: value for key, value in CLAIM.items() if key != field}
    with pytest.raises(ContentError, match=f"claim ext-900 lacks '{field}'"):
        load_ledger(_ledger_file(write_file, entry))


def test_a_claim_without_an_id_is_refused(write_file: WriteFile) -> None:
    entry = {key: value for key, value in CLAIM.items() if key != "id"}
    with pytest.raises(ContentError, match=r"claim \? lacks 'id'"):
        load_ledger(_ledger_file(write_file, entry))


def test_a_claim_that_is_a_text_is_refused(write_file: WriteFile) -> None:
    with pytest.raises(ContentError, match="a claim is a mapping"):
        load_ledger(_ledger_file(write_file, "it works"))


def test_a_source_is_shown_unless_it_says_otherwise(write_file: WriteFile) -> None:
    entry = {**CLAIM, "sources": [{"name": "A"}, {"name": "B", "show": False}]}
    ledger = load_ledger(_ledger_file(write_file, entry))
    assert [source.shown for source in ledger.claims["ext-900"].sources] == [True, False]


def test_all_52_claims_of_the_article_are_in_the_ledger() -> None:
    claims = load_ledger(LEDGER).claims.values()
    assert len([claim for claim in claims if claim.from_article]) == 52


def test_first_sources_come_before_second_ones() -> None:
    ledger = make_ledger(
        a=[make_source("A1"), make_source("A2")], b=[make_source("B1"), make_source("B2")]
    )
    assert [s.name for s in ledger.sources_of(["a", "b"])] == ["A1", "B1", "A2", "B2"]


def test_sources_follow_the_order_of_the_claims() -> None:
    ledger = make_ledger(a=[make_source("A1")], b=[make_source("B1")])
    assert [s.name for s in ledger.sources_of(["b", "a"])] == ["B1", "A1"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(
            make_source("One name", url="https://x.org"),
            make_source("Another name", url="https://x.org"),
            id="same link",
        ),
        pytest.param(make_source("The Trial"), make_source("the trial"), id="same name"),
    ],
)
def test_a_work_is_listed_once(first: Source, second: Source) -> None:
    assert make_ledger(a=[first], b=[second]).sources_of(["a", "b"]) == [first]


def test_a_hidden_source_is_never_listed() -> None:
    ledger = make_ledger(a=[make_source("Hidden", shown=False), make_source("Shown")])
    assert [s.name for s in ledger.sources_of(["a"])] == ["Shown"]


def test_a_claim_with_hidden_sources_only_lists_nothing() -> None:
    assert make_ledger(a=[make_source(shown=False)]).sources_of(["a"]) == []


def test_an_unknown_claim_is_passed_over() -> None:
    ledger = make_ledger(a=[make_source("A1")])
    assert [s.name for s in ledger.sources_of(["gone", "a"])] == ["A1"]


def test_no_claims_have_no_sources() -> None:
    assert make_ledger().sources_of([]) == []


@pytest.mark.parametrize(
    ("source", "line"),
    [
        pytest.param(make_source("A body"), "A body.", id="name"),
        pytest.param(make_source("A body."), "A body.", id="name with a full stop"),
        pytest.param(make_source("A body", year=2020), "A body (2020).", id="year"),
        pytest.param(make_source("Act 2020", year=2020), "Act 2020.", id="year in the name"),
        pytest.param(
            make_source("A body", year=2020, url="https://x.org/a"),
            "A body (2020). https://x.org/a",
            id="link",
        ),
    ],
)
def test_a_source_is_cited_in_one_line(source: Source, line: str) -> None:
    assert source.citation() == line


# ---- Clinic facts


def _facts_without(write_file: WriteFile, key: str) -> Path:
    data = read_yaml(FACTS)
    del data[key]
    return write_file(yaml.safe_dump(data))


def _facts_with(write_file: WriteFile, **changed: object) -> Path:
    return write_file(yaml.safe_dump({**read_yaml(FACTS), **changed}))


@pytest.mark.parametrize(
    "key",
    ["name", "phone", "email", "address", "emergency_number", "crisis_lines", "opening_hours"],
)
def test_a_missing_fact_is_named(write_file: WriteFile, key: str) -> None:
    with pytest.raises(ContentError, match=f"'{key}' is missing"):
        load_clinic_facts(_facts_without(write_file, key))


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        pytest.param({"phone": ""}, "phone", id="empty text"),
        pytest.param({"emergency_number": 999}, "emergency_number", id="number without quotes"),
        pytest.param({"crisis_lines": []}, "crisis_lines", id="no crisis line"),
        pytest.param({"crisis_lines": "116 123"}, "crisis_lines", id="crisis line as text"),
        pytest.param(
            {"crisis_lines": [{"name": "Shout", "how": "text", "number": "85258"}]},
            "crisis_lines with how: call",
            id="only a text line",
        ),
        pytest.param({"opening_hours": {"monday": []}}, "tuesday", id="day left out"),
        pytest.param(
            {"opening_hours": {"monday": [["09:00", 1080]]}},
            "opening_hours.monday",
            id="time without quotes",
        ),
        pytest.param(
            {"opening_hours": {"monday": [["09:00"]]}}, "opening_hours.monday", id="no end"
        ),
        pytest.param({"opening_hours": {"monday": None}}, "opening_hours.monday", id="no list"),
        pytest.param(
            {"opening_hours": {"monday": [["9am", "5pm"]]}}, "opening_hours.monday", id="words"
        ),
    ],
)
def test_a_fact_of_the_wrong_kind_is_named(
    write_file: WriteFile, changed: dict[str, object], named: str
) -> None:
    with pytest.raises(ContentError, match=named):
        load_clinic_facts(_facts_with(write_file, **changed))


def test_the_crisis_line_is_the_first_that_is_called(write_file: WriteFile) -> None:
    lines = [
        {"name": "Shout", "how": "text", "number": "85258"},
        {"name": "Samaritans", "how": "call", "number": "116 123"},
        {"name": "Other", "how": "call", "number": "1"},
    ]
    facts = load_clinic_facts(_facts_with(write_file, crisis_lines=lines))
    assert (facts.crisis_line.name, facts.crisis_line.number) == ("Samaritans", "116 123")


def test_the_facts_fill_every_placeholder_of_the_clinic() -> None:
    assert all(load_clinic_facts(FACTS).placeholders().values())


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        pytest.param({}, "Monday to Sunday closed", id="closed all week"),
        pytest.param(
            {day: [("09:00", "18:00")] for day in WEEKDAYS[:5]}
            | {"saturday": [("09:00", "13:00")]},
            "Monday to Friday 09:00 to 18:00, Saturday 09:00 to 13:00, Sunday closed",
            id="usual week",
        ),
        pytest.param(
            {"monday": [("09:00", "12:00"), ("13:00", "18:00")]},
            "Monday 09:00 to 12:00 and 13:00 to 18:00, Tuesday to Sunday closed",
            id="lunch break",
        ),
        pytest.param(
            {"monday": [("09:00", "18:00")], "wednesday": [("09:00", "18:00")]},
            "Monday 09:00 to 18:00, Tuesday closed, Wednesday 09:00 to 18:00, "
            "Thursday to Sunday closed",
            id="same hours on days apart",
        ),
    ],
)
def test_opening_hours_are_put_in_words(
    hours: dict[str, list[tuple[str, str]]], words: str
) -> None:
    assert describe_hours(make_hours(**hours)) == words


# ---- Labels and partial replies


def test_a_label_file_without_a_table_names_it(write_file: WriteFile) -> None:
    with pytest.raises(ContentError, match="body_areas"):
        load_labels(write_file("concerns: {}\n"))


def test_a_label_table_that_is_a_text_is_refused(write_file: WriteFile) -> None:
    with pytest.raises(ContentError, match="concerns"):
        load_labels(write_file("concerns: hair\nbody_areas: {}\n"))


def test_an_unnamed_concern_is_named_by_its_value() -> None:
    assert Labels({}, {}).concern("hair_loss") == "hair loss"


def test_a_part_is_filled_in() -> None:
    texts = ResponseTexts({"utter_part_x": [{"text": "{a} and {b}"}]})
    assert texts.part("utter_part_x", a="1", b="2") == "1 and 2"


def test_a_missing_part_is_named() -> None:
    with pytest.raises(ContentError, match="utter_part_x"):
        ResponseTexts({}).part("utter_part_x")


def test_the_placeholders_of_a_reply_are_listed() -> None:
    texts = ResponseTexts({"utter_x": [{"text": "{a} {b}"}, {"text": "{c}"}]})
    assert texts.placeholders("utter_x") == {"a", "b", "c"}
