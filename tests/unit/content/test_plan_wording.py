"""Numbers and plans in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from mesoguide.clinic.concerns import BodyArea, Concern
from mesoguide.clinic.values import IntRange, PlanView, Price
from mesoguide.content import phrases
from mesoguide.content.labels import Labels
from mesoguide.content.plan_replies import plan_values
from mesoguide.content.project import Project
from mesoguide.content.response_texts import ResponseTexts

LABELS = Labels({"hair_loss": "hair loss"}, {"scalp": "scalp", "abdomen": "tummy"})
PRICE = Price("USD", 25_000, 75_000, 100_000)

PLAN = PlanView(
    code="HAIR-01",
    name="Hair course",
    concern=Concern.HAIR_LOSS,
    body_areas=(BodyArea.SCALP,),
    requires_consultation=True,
    sessions=IntRange(3, 4),
    interval_days=IntRange(21, 30),
    maintenance_days=IntRange(90, 180),
    maintenance_note=None,
    session_minutes=IntRange(20, 30),
    anaesthetic_options=("cold pack", "numbing cream"),
    downtime_days=IntRange(0, 3),
    downtime_text="Red for up to 3 days.",
    discomfort=IntRange(2, 8),
    discomfort_basis="one trial",
    aftercare=("Keep it clean.",),
    not_suitable_for=("pregnant",),
    price=None,
    evidence="mixed",
    approval_note="Off-label.",
    plain_note="Some see no gain.",
    caution=None,
    sources=(),
    in_article=True,
    approved_by=None,
    approved_on=None,
    version=1,
)


def make_plan(**fields: Any) -> PlanView:
    return replace(PLAN, **fields)


def make_approved_plan(**fields: Any) -> PlanView:
    return make_plan(approved_by="Dr A", approved_on=date(2026, 1, 2), **fields)


@pytest.fixture
def texts() -> ResponseTexts:
    parts = {
        "utter_part_example": "An example.",
        "utter_part_top_up": "Top up every {top_up_interval}.",
        "utter_part_no_top_up": "No top-up.",
        "utter_part_pain_measured": "Measured.",
        "utter_part_pain_guessed": "Guessed.",
        "utter_part_price": "It costs {price}.",
    }
    return ResponseTexts({name: [{"text": text}] for name, text in parts.items()})


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        pytest.param(21, 30, "3 to 4 weeks", id="weeks"),
        pytest.param(28, 56, "4 to 8 weeks", id="whole weeks"),
        pytest.param(7, 7, "1 week", id="one week"),
        pytest.param(14, 14, "2 weeks", id="two weeks"),
        pytest.param(28, 30, "4 weeks", id="both round to four weeks"),
        pytest.param(90, 180, "3 to 6 months", id="months"),
        pytest.param(31, 60, "1 to 2 months", id="31 to 60 days"),
        pytest.param(30, 30, "1 month", id="one month"),
        pytest.param(180, 365, "6 to 12 months", id="a year"),
        pytest.param(1, 3, "1 to 3 days", id="days"),
        pytest.param(1, 1, "1 day", id="one day"),
        pytest.param(0, 1, "0 to 1 day", id="up to one day"),
        pytest.param(2, 2, "2 days", id="two days"),
        pytest.param(3, 14, "3 to 14 days", id="days to weeks"),
        pytest.param(10, 10, "10 days", id="not one week"),
        pytest.param(7, 10, "7 to 10 days", id="not one week to one week"),
    ],
)
def test_a_span_of_days_takes_the_largest_unit_that_fits(low: int, high: int, words: str) -> None:
    assert phrases.day_range(low, high) == words


@pytest.mark.parametrize(
    ("items", "words"),
    [
        pytest.param([], "", id="none"),
        pytest.param(["arms"], "arms", id="one"),
        pytest.param(["arms", "legs"], "arms and legs", id="two"),
        pytest.param(["arms", "legs", "thighs"], "arms, legs and thighs", id="three"),
    ],
)
def test_a_listing_ends_with_and(items: list[str], words: str) -> None:
    assert phrases.listing(items) == words


def test_lines_have_a_dash_each() -> None:
    assert phrases.lines(["a", "b"]) == "- a\n- b"


@pytest.mark.parametrize(("text", "expected"), [("", ""), ("cold pack", "Cold pack"), ("A", "A")])
def test_sentence_case_raises_the_first_letter_only(text: str, expected: str) -> None:
    assert phrases.sentence_case(text) == expected


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("plan_code", "HAIR-01"),
        ("plan_name", "Hair course"),
        ("concern_name", "hair loss"),
        ("areas", "scalp"),
        ("sessions", "3 to 4"),
        ("interval", "3 to 4 weeks"),
        ("top_up", "Top up every 3 to 6 months."),
        ("minutes", "20 to 30"),
        ("downtime", "Red for up to 3 days."),
        ("discomfort", "2 to 8"),
        ("numbing_lines", "- Cold pack\n- Numbing cream"),
        ("aftercare_lines", "- Keep it clean."),
        ("not_suitable_lines", "- Pregnant"),
    ],
)
def test_a_plans_figures_are_put_in_words(texts: ResponseTexts, key: str, value: str) -> None:
    assert plan_values(make_plan(), LABELS, texts)[key] == value


def test_several_areas_are_listed_by_their_names(texts: ResponseTexts) -> None:
    plan = make_plan(body_areas=(BodyArea.SCALP, BodyArea.ABDOMEN))
    assert plan_values(plan, LABELS, texts)["areas"] == "scalp and tummy"


def test_a_plan_without_a_caution_keeps_its_plain_note(texts: ResponseTexts) -> None:
    values = plan_values(make_plan(), LABELS, texts)
    assert (values["caution"], values["plain_note"]) == ("", "Some see no gain.")


def test_a_caution_replaces_the_plain_note(texts: ResponseTexts) -> None:
    values = plan_values(make_plan(caution="Not approved."), LABELS, texts)
    assert (values["caution"], values["plain_note"]) == ("Not approved.", "")


def test_an_unapproved_plan_is_called_an_example(texts: ResponseTexts) -> None:
    assert plan_values(make_plan(), LABELS, texts)["example_note"] == "An example."


def test_an_approved_plan_is_not_called_an_example(texts: ResponseTexts) -> None:
    assert plan_values(make_approved_plan(), LABELS, texts)["example_note"] == ""


def test_an_unapproved_plan_has_no_price(texts: ResponseTexts) -> None:
    values = plan_values(make_plan(), LABELS, texts)
    assert (values["price"], values["price_line"]) == ("", "")


def test_an_approved_plan_tells_its_price(texts: ResponseTexts) -> None:
    values = plan_values(make_approved_plan(price=PRICE), LABELS, texts)
    words = "USD 250 a visit, USD 750 to USD 1,000 for the course"
    assert (values["price"], values["price_line"]) == (words, f"It costs {words}.")


def test_a_course_of_one_price_is_told_without_a_range(texts: ResponseTexts) -> None:
    price = replace(PRICE, course_min_minor=100_000)
    values = plan_values(make_approved_plan(price=price), LABELS, texts)
    assert values["price"] == "USD 250 a visit, USD 1,000 for the course"


def test_an_approved_plan_without_a_price_tells_none(texts: ResponseTexts) -> None:
    assert plan_values(make_approved_plan(), LABELS, texts)["price_line"] == ""


@pytest.mark.parametrize(
    ("basis", "words"),
    [
        pytest.param("split-scalp trial", "Measured.", id="trial"),
        pytest.param("Demo estimate: no study", "Guessed.", id="estimate"),
    ],
)
def test_a_pain_score_says_whether_it_was_measured(
    texts: ResponseTexts, basis: str, words: str
) -> None:
    assert (
        plan_values(make_plan(discomfort_basis=basis), LABELS, texts)["discomfort_basis"] == words
    )


def test_a_plan_without_maintenance_says_so(texts: ResponseTexts) -> None:
    assert plan_values(make_plan(maintenance_days=None), LABELS, texts)["top_up"] == "No top-up."


def test_the_domain_has_every_part_that_a_plan_needs(real_project: Project) -> None:
    texts = ResponseTexts(real_project.domain["responses"])
    values = plan_values(make_approved_plan(price=PRICE), LABELS, texts)
    assert "{" not in "".join(values.values())


def test_a_plan_reply_opens_with_the_caution(real_project: Project) -> None:
    replies = {r.name: r.text for r in real_project.responses if r.name.startswith("utter_plan_")}
    with_numbers = {n: t for n, t in replies.items() if "{plan_name}" in t or "{sessions}" in t}
    late = [name for name, text in with_numbers.items() if not text.startswith("{caution}")]
    assert late == []
