"""Decides which actions a turn consists of: safety first, then forms, then each question.

The rules in ``data/rules`` say which action answers an intent; this module puts those actions in
order when a message needs more than one, or when the conversation gives it another meaning.
"""

from __future__ import annotations

from mesoguide.content.topics import TOPICS
from mesoguide.dialogue import names
from mesoguide.dialogue.contact_details import visit_request
from mesoguide.dialogue.denied_wishes import takes_back
from mesoguide.dialogue.ellipsis import carries_topic
from mesoguide.dialogue.form_reading import (
    answers_the_question,
    is_plain_answer,
    is_question_to_the_bot,
)
from mesoguide.dialogue.rules import Rules
from mesoguide.dialogue.safety_answers import RED_FLAGS, answers_the_check
from mesoguide.dialogue.turn_state import TurnState
from mesoguide.dialogue.understood_message import FALLBACK_INTENT, UnderstoodMessage

FORM_ACTS = frozenset({"cancel", "refuse", "any", "correct", "resume"})
#: The greeting says by itself what the notice says.
_NEED_NO_NOTICE = frozenset({"greet"})
#: "I do not get it" wants the answer again, in other words.
_ASKS_AGAIN = frozenset({"ask_clarification"})
#: A message that begins a form, or leaves one for another, is this sure of it.
_SURE_OF_FORM = 0.65
#: Acts that take a wish back.
_CALLED_OFF = frozenset({"cancel", "refuse"})
#: What people say before or after a question; the classifier sometimes hears nothing else.
_POLITE = frozenset({"thank", "greet", "affirm", "deny", "goodbye"})
_ASKING = ("ask_", "list_", "compare_")
#: A question beside a polite word is answered when it is this likely.
_LIKELY_BESIDE = 0.2


def planned_actions(state: TurnState, rules: Rules) -> tuple[str, ...]:
    """List the actions of a turn in order."""
    message = state.message
    if state.safety_hold and answers_the_check(message, state.safety_hold, state.last_reply):
        return (names.CHECK_SAFE,)
    if message.intent in RED_FLAGS and not _answers_form(state):
        return (rules.action(message.intent), names.RAISE_ALERT)
    if state.safety_hold:
        return (names.CHECK_SAFE,)
    if state.active_form:
        return _with_form(state, state.active_form, rules)
    actions = _without_form(state, rules)
    told = state.notice_shown or message.intent in _NEED_NO_NOTICE
    if state.is_first and not told:
        return (names.NOTICE, *actions)
    return actions


def more_to_come(state: TurnState, rules: Rules) -> bool:
    """Tell whether another action follows the one that runs now, whose buttons then give way."""
    speaking = [a for a in planned_actions(state, rules) if a != names.RAISE_ALERT]
    return len(state.done) < len(speaking) - 1


def _answers_form(state: TurnState) -> bool:
    """Tell whether an alarm of the classifier alone is the answer that a form waits for."""
    if not state.active_form or state.message.sign:
        return False
    return is_plain_answer(state.message.text, state.requested_slot)


def _with_form(state: TurnState, form: str, rules: Rules) -> tuple[str, ...]:
    """A message in the middle of a form: for the form, a question, or a wish for another form."""
    message = state.message
    if message.act in FORM_ACTS:
        return (form,)
    if other := _other_form(state, form, rules):
        return (other,)
    if not is_question_to_the_bot(message, state.requested_slot):
        return (form,)
    if message.intent == "report_symptom":
        return (form,) if form == names.SYMPTOM_FORM else (names.SHORT_SYMPTOM_ANSWER, form)
    return (*(a for a in _answers(message, rules) if a not in rules.forms), form)


def _other_form(state: TurnState, form: str, rules: Rules) -> str | None:
    message = state.message
    action = rules.action(message.intent)
    if action not in rules.forms or action == form or message.intent == "report_symptom":
        return None
    if form == names.DELETION_FORM and "?" in message.text:
        return None  # "does that cancel my appointment as well?"
    if not message.is_payload and answers_the_question(message, state.requested_slot):
        return None  # "Thursdays, late afternoon", or "about booking a visit"
    return action if message.confidence >= _SURE_OF_FORM else None


def _without_form(state: TurnState, rules: Rules) -> tuple[str, ...]:
    message = state.message
    if state.stopped_form and message.act == "resume":
        return (state.stopped_form,)
    if message.intent == "affirm" and state.if_yes:
        return _meaning(state.if_yes, state, rules)
    if message.intent == "deny" and state.if_no:
        return _meaning(state.if_no, state, rules)
    if message.act == "unhelpful" and message.intent not in _ASKS_AGAIN and state.last_reply:
        return (rules.action("give_feedback"),)
    if message.act == "again" and state.last_reply:
        return (rules.action("ask_clarification"),)
    if carries_topic(message, TOPICS.get(str(state.topic))) or _corrects_number(state):
        return (rules.action("inform"),)
    actions = _answers(message, rules)
    if actions[-1] in rules.forms and _is_called_off(message, actions[-1]):
        return (rules.action("deny"),)
    return tuple(actions)


def _is_called_off(message: UnderstoodMessage, form: str) -> bool:
    """Tell whether the wish is denied: "I do not want a call back".

    To change or cancel a visit is a wish in itself.
    """
    if form == names.SYMPTOM_FORM or message.is_payload:
        return False
    if form == names.APPOINTMENT_FORM and visit_request(message.text) in ("change", "cancel"):
        return False
    return message.act in _CALLED_OFF or takes_back(message.text)


def _corrects_number(state: TurnState) -> bool:
    """Tell whether "no, I meant 3 sessions" mends what was asked before."""
    return state.message.act == "correct" and bool(state.topic) and has_number(state.message.text)


def has_number(text: str) -> bool:
    """Tell whether a text has a figure in it."""
    return any(character.isdigit() for character in text)


def _meaning(target: str, state: TurnState, rules: Rules) -> tuple[str, ...]:
    """Return what "yes" or "no" stands for: a reply, an intent, or going on with a form."""
    if target == names.RESUME:
        return (state.stopped_form or rules.action(state.message.intent),)
    return (target,) if target.startswith("utter_") else (rules.action(target),)


def answered_questions(message: UnderstoodMessage, rules: Rules) -> tuple[str, ...]:
    """List the questions of a message in the order in which they are answered.

    A symptom comes first. A form comes last, and only one: its question must be the last thing
    said.
    """
    asked = _questions(message)
    symptoms = [question for question in asked if question == "report_symptom"]
    rest = [question for question in asked if question != "report_symptom"]
    forms = [question for question in rest if rules.action(question) in rules.forms]
    plain = [question for question in rest if rules.action(question) not in rules.forms]
    return (*symptoms, *plain, *forms[:1])


def _questions(message: UnderstoodMessage) -> tuple[str, ...]:
    """Return what is asked; a question beside thanks or a greeting counts before it."""
    beside = message.runner_up
    if len(message.questions) > 1 or message.intent not in _POLITE or message.is_payload:
        return message.questions
    if beside and beside.startswith(_ASKING) and message.runner_up_confidence >= _LIKELY_BESIDE:
        return (beside,)
    return message.questions


def _answers(message: UnderstoodMessage, rules: Rules) -> list[str]:
    """Return the action for each question; a form begins only for who surely wants it.

    Among other questions a symptom gets its short answer, which asks nothing back.
    """
    actions = [rules.action(question) for question in answered_questions(message, rules)]
    if len(actions) > 1:
        short = names.SHORT_SYMPTOM_ANSWER
        return [short if action == names.SYMPTOM_FORM else action for action in actions]
    doubtful = message.confidence < _SURE_OF_FORM and not message.is_payload
    if doubtful and actions[0] in rules.forms and actions[0] != names.SYMPTOM_FORM:
        return [rules.action(FALLBACK_INTENT)]
    return actions
