"""Words and classifier decide together; when in doubt the more urgent."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mesoguide.nlp.red_flag_decision import (
    CRISIS,
    EMERGENCY,
    AlarmProbability,
    AlarmThresholds,
    RedFlagDecision,
    decide,
)
from mesoguide.nlp.red_flags import RedFlag

THRESHOLDS = {
    "emergency": AlarmThresholds(firm=0.0001, certain=0.005, possible=0.1, alone=0.7),
    "crisis": AlarmThresholds(firm=0.0001, certain=0.001, possible=0.1, alone=0.5),
}


def flag(kind: str, *, certain: bool) -> RedFlag:
    return RedFlag(kind=kind, sign="breathing", certain=certain, start=0, end=1)


def alarms(emergency: float = 0.0, crisis: float = 0.0, *, scope: float = 1.0) -> dict:
    return {
        EMERGENCY: AlarmProbability(in_scope=emergency, joint=emergency * scope),
        CRISIS: AlarmProbability(in_scope=crisis, joint=crisis * scope),
    }


def test_certain_words_raise_the_alarm_whatever_the_classifier_puts_first() -> None:
    decision = decide(flag("emergency", certain=True), alarms(0.02), "ask_side_effects", THRESHOLDS)
    assert decision == RedFlagDecision(intent=EMERGENCY)


def test_certain_words_raise_the_alarm_in_a_message_that_sounds_out_of_scope() -> None:
    decision = decide(
        flag("crisis", certain=True), alarms(crisis=0.5, scope=0.01), "out_of_scope", THRESHOLDS
    )
    assert decision == RedFlagDecision(intent=CRISIS)


def test_words_that_the_classifier_is_sure_are_not_meant_raise_no_alarm() -> None:
    decision = decide(flag("emergency", certain=True), alarms(0.001), "ask_cost", THRESHOLDS)
    assert decision == RedFlagDecision()


@pytest.mark.parametrize(("believed", "intent"), [(0.0005, CRISIS), (0.00001, None)])
def test_firm_words_are_taken_back_only_where_nothing_speaks_for_them(
    believed: float, intent: str | None
) -> None:
    firm = replace(flag("crisis", certain=True), firm=True)
    decision = decide(firm, alarms(crisis=believed), "ask_anaesthesia", THRESHOLDS)
    assert decision.intent == intent


@pytest.mark.parametrize(("believed", "intent"), [(0.6, None), (0.8, EMERGENCY)])
def test_each_kind_has_thresholds_of_its_own(believed: float, intent: str | None) -> None:
    assert decide(None, alarms(believed), EMERGENCY, THRESHOLDS).intent == intent
    assert decide(None, alarms(crisis=believed), CRISIS, THRESHOLDS).intent == CRISIS


def test_an_emergency_is_not_taken_back_for_sounding_like_a_symptom() -> None:
    decision = decide(flag("emergency", certain=True), alarms(0.001), "report_symptom", THRESHOLDS)
    assert decision.intent == EMERGENCY


def test_an_emergency_said_by_the_way_is_judged_by_its_own_sentence() -> None:
    known = {EMERGENCY: AlarmProbability(in_scope=0.001, joint=0.001, sentence=0.6)}
    decision = decide(flag("emergency", certain=True), known, "request_appointment", THRESHOLDS)
    assert decision.intent == EMERGENCY


@pytest.mark.parametrize(("believed", "intent"), [(0.2, EMERGENCY), (0.05, None)])
def test_possible_words_need_the_classifier(believed: float, intent: str | None) -> None:
    decision = decide(
        flag("emergency", certain=False), alarms(believed), "report_symptom", THRESHOLDS
    )
    assert decision.intent == intent


def test_the_classifier_alone_raises_the_alarm_when_it_is_sure() -> None:
    assert decide(None, alarms(crisis=0.8), CRISIS, THRESHOLDS).intent == CRISIS


def test_an_alarm_that_nothing_backs_is_withdrawn() -> None:
    decision = decide(None, alarms(0.3), EMERGENCY, THRESHOLDS)
    assert decision == RedFlagDecision(withdrawn=EMERGENCY)


def test_without_flag_and_alarm_nothing_changes() -> None:
    assert decide(None, {}, "ask_cost", THRESHOLDS) == RedFlagDecision()


def test_a_turn_of_phrase_is_no_alarm_by_the_classifier_alone() -> None:
    alone = decide(None, alarms(crisis=0.9), "express_crisis", THRESHOLDS)
    idiom = decide(None, alarms(crisis=0.9), "express_crisis", THRESHOLDS, idiom=True)
    with_words = decide(
        flag("crisis", certain=True), alarms(crisis=0.9), "express_crisis", THRESHOLDS, idiom=True
    )

    assert alone.intent == "express_crisis"
    assert idiom.withdrawn == "express_crisis"
    assert with_words.intent == "express_crisis"


def test_an_everyday_mood_takes_words_for_a_crisis() -> None:
    alone = alarms(crisis=0.99)

    assert decide(None, alone, CRISIS, THRESHOLDS).intent == CRISIS
    assert decide(None, alone, CRISIS, THRESHOLDS, everyday_mood=True).intent is None
    with_words = flag("crisis", certain=True)
    assert decide(with_words, alone, CRISIS, THRESHOLDS, everyday_mood=True).intent == CRISIS


def test_an_everyday_mood_takes_no_emergency_back() -> None:
    found = decide(None, alarms(0.99), EMERGENCY, THRESHOLDS, everyday_mood=True)
    assert found.intent == EMERGENCY
