"""The count of what faults did: each fault is found in a history that holds it, and only there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from benchmarks.chaos.attempts import Attempt, Outcome, Said, SentMessage
from benchmarks.chaos.counting import (
    Fault,
    SentConversation,
    StoredEvent,
    counts,
    findings,
    totals,
)

ANSWERS = {"a": (Said("1.5", "Hello."),), "b": (Said("2.5", "Yes."), Said("2.6", "No."))}


def answered(name: str, said: Sequence[Said] | None = None) -> Attempt:
    return Attempt(
        Outcome.ANSWERED, status=200, said=tuple(ANSWERS[name] if said is None else said)
    )


def message(name: str, *attempts: Attempt) -> SentMessage:
    return SentMessage(name, f"text of {name}", attempts=list(attempts))


def visitor(row: int, message_id: str) -> StoredEvent:
    return StoredEvent(row, message_id, is_visitor=True)


def bot(row: int, message_id: str) -> StoredEvent:
    return StoredEvent(row, message_id, is_visitor=False)


BROKEN = Attempt(Outcome.BROKEN, detail="ServerDisconnectedError")
UNAVAILABLE = Attempt(Outcome.REFUSED, status=503, code="unavailable")
TURN_FAILED = Attempt(Outcome.FAILED, status=200, code="turn_failed")
SILENT = Attempt(Outcome.SILENT, status=200, detail="an end without a word")

SENT = SentConversation("talk", [message("a", answered("a")), message("b", answered("b"))])
STORED = [visitor(1, "a"), bot(2, "1.5"), visitor(3, "b"), bot(4, "2.5"), bot(5, "2.6")]


def found(sent: SentConversation, stored: Sequence[StoredEvent]) -> list[tuple[Fault, str]]:
    return [(each.fault, each.message_id) for each in findings([sent], {"home": stored})]


def test_a_conversation_that_is_stored_as_it_was_held_has_no_fault() -> None:
    assert found(SENT, STORED) == []
    assert set(counts([]).values()) == {0}


def test_an_answered_message_that_is_not_stored_is_lost() -> None:
    assert found(SENT, STORED[:2]) == [(Fault.LOST, "b")]


def test_an_answer_that_is_not_stored_is_lost() -> None:
    assert found(SENT, STORED[:-1]) == [(Fault.LOST, "b")]


def test_a_message_that_was_never_answered_is_not_lost() -> None:
    sent = SentConversation("talk", [*SENT.messages[:1], message("b", BROKEN, TURN_FAILED)])
    assert found(sent, STORED[:2]) == []


def test_a_message_stored_twice_is_doubled() -> None:
    again = [visitor(6, "b"), bot(7, "3.5")]
    assert (Fault.DOUBLED, "b") in found(SENT, [*STORED, *again])


def test_two_different_answers_to_one_message_are_doubled() -> None:
    other = answered("b", [Said("2.5", "Perhaps.")])
    sent = SentConversation(
        "talk", [message("a", answered("a")), message("b", answered("b"), other)]
    )
    assert found(sent, STORED) == [(Fault.DOUBLED, "b")]


def test_the_same_answer_given_again_is_not_doubled() -> None:
    sent = SentConversation(
        "talk", [message("a", BROKEN, answered("a"), answered("a")), message("b", answered("b"))]
    )
    assert found(sent, STORED) == []


def test_messages_stored_in_another_order_are_out_of_order() -> None:
    stored = [visitor(1, "b"), bot(2, "2.5"), bot(3, "2.6"), visitor(4, "a"), bot(5, "1.5")]
    assert found(SENT, stored) == [(Fault.OUT_OF_ORDER, "b")]


def test_an_answer_stored_after_the_next_message_is_out_of_order() -> None:
    stored = [visitor(1, "a"), visitor(2, "b"), bot(3, "1.5"), bot(4, "2.5"), bot(5, "2.6")]
    assert (Fault.OUT_OF_ORDER, "a") in found(SENT, stored)


def test_an_answer_whose_parts_changed_places_is_out_of_order() -> None:
    stored = [*STORED[:3], bot(4, "2.6"), bot(5, "2.5")]
    assert found(SENT, stored) == [(Fault.OUT_OF_ORDER, "b")]


def test_a_silent_request_is_counted_even_where_the_next_one_was_answered() -> None:
    sent = SentConversation(
        "talk", [message("a", SILENT, SILENT, answered("a")), message("b", answered("b"))]
    )
    assert found(sent, STORED) == [(Fault.SILENT, "a")] * 2


@pytest.mark.parametrize("failure", [BROKEN, UNAVAILABLE, TURN_FAILED])
def test_a_failure_that_the_visitor_learns_of_is_not_silent(failure: Attempt) -> None:
    sent = SentConversation(
        "talk", [message("a", failure, answered("a")), message("b", answered("b"))]
    )
    assert found(sent, STORED) == []


def test_a_message_in_the_conversation_of_somebody_else_is_mixed_up() -> None:
    stored = {"home": STORED[:2], "elsewhere": STORED[2:]}
    assert [(each.fault, each.message_id) for each in findings([SENT], stored)] == [
        (Fault.MIXED_UP, "b")
    ]


def test_every_kind_of_fault_reaches_the_counts() -> None:
    nobody = replace(SENT.messages[0], attempts=[SILENT])
    sent = SentConversation("talk", [nobody, *SENT.messages[1:]])
    assert counts(findings([sent], {"home": []})) == {
        "lost": 1,
        "doubled": 0,
        "out of order": 0,
        "silent": 1,
        "mixed up": 0,
    }


def test_who_was_told_of_a_failure_and_answered_later_went_on() -> None:
    went_on = SentConversation("one", [message("a", TURN_FAILED, answered("a"))])
    stranded = SentConversation("two", [message("b", answered("b")), message("c", UNAVAILABLE)])
    result = totals([went_on, stranded, SENT])
    assert (result.told, result.went_on, result.stranded) == (2, 1, 1)
    assert (result.given_up, result.again, result.acknowledged) == (1, 1, 4)


def test_a_button_that_is_not_offered_any_more_is_no_failure_of_the_system() -> None:
    refused = Attempt(Outcome.REFUSED, status=403, code="payload_not_offered")
    result = totals([SentConversation("one", [message("a", refused)])])
    assert (result.told, result.given_up, result.not_for_the_bot) == (0, 0, 1)
