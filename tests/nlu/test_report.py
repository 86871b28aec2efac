"""The report shows what was measured, and what changed since the last one."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from mesoguide.nlp.evaluation.cross_validation import CrossValidation, LearningPoint
from mesoguide.nlp.evaluation.figures import Figure, figures_of
from mesoguide.nlp.evaluation.measurement import Measurement
from mesoguide.nlp.evaluation.metrics import Share
from mesoguide.nlp.evaluation.report import Heading, previous_figures, render, write_report
from tests.nlu.answers import make_answer, make_measurement

HEADING = Heading("2026-11-22T14:00", "mesoguide.tar.gz", ("Quick.",))


@pytest.fixture
def measurement() -> Measurement:
    return make_measurement(
        make_answer("ask_cost", "ask_cost", text="what do you charge"),
        make_answer("ask_cost", "ask_uses", 0.4, text="<b>how much</b>", voice="slang"),
        make_answer("report_emergency", "greet", text="cant breathe", set_name="emergencies"),
        make_answer("express_crisis", "report_emergency", text="no more", set_name="crises"),
        make_answer("greet", "express_crisis", text="hello world", set_name="not_alarms"),
        make_answer("out_of_scope", "out_of_scope", text="weather", set_name="out_of_scope_far"),
        make_answer("out_of_scope", "ask_cost", text="botox", set_name="out_of_scope_near"),
    )


def figure(figures: list[Figure], name: str) -> Figure:
    return next(figure for figure in figures if figure.name == name)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("accuracy", 0.5),
        ("not_alarms_accuracy", 0.0),
        ("worst_intent_recall", 0.0),
        ("worst_voice_accuracy", 0.0),
        ("emergency_recall", 0.0),
        ("crisis_recall", 1.0),
        ("false_alarm_rate", 0.2),
        ("out_of_scope_recall_far", 1.0),
        ("out_of_scope_recall_near", 0.0),
        ("in_scope_refused", 0.0),
        ("parse_ms_median", 10.0),
        ("memory_mib", 123.0),
    ],
)
def test_the_figures_say_what_was_measured(
    measurement: Measurement, name: str, value: float
) -> None:
    assert figure(figures_of(measurement), name).value == pytest.approx(value)


def test_the_page_needs_no_other_file(measurement: Measurement) -> None:
    page = render(measurement, HEADING, {})
    assert page.count("data:image/png;base64,") == 4
    assert "http" not in page
    assert "src=" not in page.replace('src="data:', "")


def test_every_picture_has_words_for_those_who_do_not_see_it(measurement: Measurement) -> None:
    page = render(measurement, HEADING, {})
    assert page.count("<img ") == page.count(' alt="')


def test_messages_are_shown_as_text(measurement: Measurement) -> None:
    page = render(measurement, HEADING, {})
    assert "&lt;b&gt;how much&lt;/b&gt;" in page
    assert "<b>how much" not in page


def test_the_second_report_shows_the_change_and_keeps_the_first(
    measurement: Measurement, tmp_path: Path
) -> None:
    write_report(tmp_path, measurement, HEADING)
    all_right = [answer for answer in measurement.answers if answer.correct]
    page = write_report(tmp_path, make_measurement(*all_right), HEADING)
    assert "+50.0 points better" in page.read_text(encoding="utf-8")
    previous = json.loads((tmp_path / "previous.json").read_text(encoding="utf-8"))
    assert previous["figures"]["accuracy"] == 0.5
    assert previous_figures(tmp_path)["accuracy"] == 1.0


def test_more_false_alarms_are_worse(measurement: Measurement) -> None:
    assert "+20.0 points worse" in render(measurement, HEADING, {"false_alarm_rate": 0.0})


def test_an_unreadable_last_report_counts_as_none(tmp_path: Path) -> None:
    (tmp_path / "report.json").write_text("{", encoding="utf-8")
    assert previous_figures(tmp_path) == {}


def test_cross_validation_and_learning_curve_are_shown_if_they_were_run(
    measurement: Measurement,
) -> None:
    share = Share(9, 10)
    learnt = replace(
        measurement,
        cross_validation=CrossValidation((share, share), Share(18, 20), 0.87, ()),
        learning_curve=(LearningPoint(50, {"intents": 0.4}), LearningPoint(100, {"intents": 0.5})),
    )
    page = render(learnt, HEADING, {})
    assert "mean F1 87.0%" in page
    assert page.count("data:image/png;base64,") == 5


def test_a_model_without_mistakes_has_a_report_too() -> None:
    page = render(make_measurement(make_answer("ask_cost", "ask_cost")), HEADING, {})
    assert "<title>" in page
