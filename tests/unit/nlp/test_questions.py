"""Two questions in one message are told apart; one question stays one."""

from __future__ import annotations

import pytest

from mesoguide.nlp.questions import ClauseIntent, asks, clauses_of, questions_of


@pytest.mark.parametrize(
    ("message", "clauses"),
    [
        ("Is it safe? What does it cost?", ["Is it safe?", "What does it cost?"]),
        ("is it safe and how much is it", ["is it safe", "how much is it"]),
        ("how is it done, any bruising", ["how is it done", "any bruising"]),
        ("is it dear, also is it safe", ["is it dear", "is it safe"]),
        ("sessions? price?", ["sessions?", "price?"]),
        ("I come how often and the effect stays how long", None),
        ("tell me the price, plus I'd like a date", ["tell me the price", "I'd like a date"]),
        ("Say if it is safe, and whether it lasts", ["Say if it is safe", "whether it lasts"]),
    ],
    ids=[
        *("two sentences", "and", "a comma", "also", "single words", "question word last"),
        *("plus", "whether"),
    ],
)
def test_a_message_is_cut_where_another_question_may_begin(
    message: str, clauses: list[str] | None
) -> None:
    cut = clauses_of(message)
    assert cut == (clauses or ["I come how often", "the effect stays how long"])


@pytest.mark.parametrize(
    "message",
    [
        "does it hurt?",
        "does it help with lines and dark patches and dry skin?",
        "I work long hours, so how long is a visit?",
        "what are the risks and side effects?",
    ],
)
def test_one_question_is_not_cut(message: str) -> None:
    assert clauses_of(message) == []


def test_a_condition_stays_with_its_question() -> None:
    assert clauses_of("What if I stop coming, does my hair fall out? And is it dear?") == [
        "What if I stop coming, does my hair fall out?",
        "And is it dear?",
    ]


def test_what_is_not_meant_is_left_out_before_the_cut() -> None:
    assert clauses_of("I'm not asking what it costs, only how long it takes") == []


@pytest.mark.parametrize(
    ("clause", "asked"),
    [
        ("n is it safe", True),
        ("I want to know how much it is", True),
        ("she asked if she is too old", True),
        ("I bruise like a peach", False),
        ("My daughter has a prom", False),
    ],
)
def test_a_question_or_a_wish_to_know_is_told_from_a_story(clause: str, asked: bool) -> None:
    assert asks(clause) is asked


def clause(text: str, intent: str, confidence: float = 0.95) -> ClauseIntent:
    return ClauseIntent(text, intent, confidence)


def test_each_intent_counts_once_in_order() -> None:
    found = questions_of(
        [clause("is it dear?", "ask_cost"), clause("ok?", "ask_uses"), clause("eh?", "ask_cost")],
        confidence=0.5,
    )
    assert found == ["ask_cost", "ask_uses"]


def test_the_story_before_a_question_is_no_question() -> None:
    found = questions_of(
        [clause("I bruise easily.", "ask_side_effects"), clause("Is it dear?", "ask_cost")],
        confidence=0.5,
    )
    assert found == ["ask_cost"]


def test_a_symptom_counts_beside_a_question() -> None:
    found = questions_of(
        [clause("I have a lump.", "report_symptom"), clause("Is it dear?", "ask_cost")],
        confidence=0.5,
    )
    assert found == ["report_symptom", "ask_cost"]


@pytest.mark.parametrize("intent", ["express_crisis", "report_emergency", "inform", "thank"])
def test_alarms_and_small_talk_are_no_questions(intent: str) -> None:
    found = questions_of([clause("What now?", intent), clause("Dear?", "ask_cost")], confidence=0.5)
    assert found == ["ask_cost"]


def test_a_clause_that_is_unsure_does_not_count() -> None:
    found = questions_of(
        [clause("Is it dear?", "ask_cost"), clause("Is that so?", "ask_uses", 0.3)], confidence=0.5
    )
    assert found == ["ask_cost"]


@pytest.mark.parametrize(
    "message",
    [
        "What do you keep about me, and for how long?",
        "do you store it? why?",
        "who has it, since when",
    ],
)
def test_a_question_that_goes_on_stays_with_the_one_before_it(message: str) -> None:
    assert clauses_of(message) == []


def test_a_question_of_its_own_is_cut_off() -> None:
    assert len(clauses_of("does it hurt, and how long does it last?")) == 2


@pytest.mark.parametrize(
    ("message", "clauses"),
    [
        ("ok price n how many times", ["price", "how many times"]),
        ("cost/pain?", ["cost", "pain?"]),
        ("price + sessions", ["price", "sessions"]),
        ("risks & downtime", ["risks", "downtime"]),
        ("prices and sessions for belly fat", ["prices", "sessions for belly fat"]),
    ],
)
def test_subjects_are_cut_where_a_sign_or_a_short_word_joins_them(
    message: str, clauses: list[str]
) -> None:
    assert clauses_of(message) == clauses


@pytest.mark.parametrize(
    ("message", "clauses"),
    [
        ("is it safe does it work", ["is it safe", "does it work"]),
        ("how much is it does it hurt", ["how much is it", "does it hurt"]),
        ("price how many sessions", ["price", "how many sessions"]),
    ],
)
def test_a_second_question_may_follow_without_any_sign(message: str, clauses: list[str]) -> None:
    assert clauses_of(message) == clauses


@pytest.mark.parametrize(
    "message",
    [
        "how much does it hurt",
        "how many sessions does it take",
        "does it matter how much I weigh",
        "is it clear how long it lasts",
        "risks and side effects",
    ],
)
def test_one_question_in_two_halves_is_not_cut(message: str) -> None:
    assert clauses_of(message) == []


def test_a_bare_subject_counts_where_the_classifier_is_unsure() -> None:
    found = questions_of(
        [clause("pain for cellulite", "out_of_scope", 0.4), clause("how much", "ask_cost", 0.45)],
        confidence=0.5,
    )

    assert found == ["ask_discomfort", "ask_cost"]


def test_a_sure_reading_of_a_clause_stands_whatever_it_begins_with() -> None:
    found = questions_of(
        [clause("pain since Monday", "report_symptom", 0.95), clause("how much", "ask_cost")],
        confidence=0.5,
    )

    assert found == ["report_symptom", "ask_cost"]


def test_an_odd_word_does_not_hide_a_question_beside_another() -> None:
    found = questions_of(
        [clause("does it rly work", "out_of_scope", 0.98), clause("when do I see", "ask_cost")],
        confidence=0.5,
    )

    assert found == ["ask_effectiveness", "ask_cost"]


@pytest.mark.parametrize(
    ("message", "clauses"),
    [
        ("how often I come and it make mark?", ["how often I come", "it make mark?"]),
        ("what is inside and after I can drive?", ["what is inside", "after I can drive?"]),
        ("when I will see it and is it safe", ["when I will see it", "is it safe"]),
        ("the pain, the price, and time off?", ["pain", "price", "time off?"]),
    ],
    ids=["no auxiliary", "order of a statement", "when is asked", "a list with a last comma"],
)
def test_learner_of_english_asks_two_questions(message: str, clauses: list[str]) -> None:
    assert clauses_of(message) == clauses


def test_what_to_do_about_it_belongs_to_the_question_before() -> None:
    assert clauses_of("is it sore, and if so what is there against it?") == []


def test_wish_to_know_needs_no_question_word() -> None:
    assert asks("I want to know does it sting")
    assert asks("I would like to know about the price")
    assert not asks("I know the price")
