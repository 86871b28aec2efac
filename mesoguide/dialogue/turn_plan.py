"""Decides which actions a turn consists of: safety first, then forms, then each question.

The rules in ``data/rules`` say which action answers an intent; this module puts those actions in
order when a message needs more than one, or when the conversation gives it another meaning.
"""

from __future__ import annotations

from mesoguide.content.topics import TOPICS
from mesoguide.dialogue import breaks, names
from mesoguide.dialogue.agreement import agrees, says_send
from mesoguide.dialogue.contact.call_topics import names_topic_of_call
from mesoguide.dialogue.contact.contact_cues import asks_for_contact, is_asked_leave
from mesoguide.dialogue.contact.contact_details import visit_request
from mesoguide.dialogue.contact.form_reading import (
    SURE_OF_QUESTION,
    answers_the_question,
    gives_only_contact,
    is_question_to_the_bot,
)
from mesoguide.dialogue.contact.form_switches import form_meant_instead
from mesoguide.dialogue.contact.not_known import does_not_know
from mesoguide.dialogue.contact.preferred_times import find_time
from mesoguide.dialogue.contact.request_changes import changed_time, changes_request
from mesoguide.dialogue.contact.request_turns import (
    asks_of_request,
    gives_what_was_missing,
    goes_on,
    takes_request_up,
)
from mesoguide.dialogue.contact.request_wishes import hands_over, is_called_off, is_of_form
from mesoguide.dialogue.contact.resuming import puts_off
from mesoguide.dialogue.contact.sent_request_questions import asks_call_cost
from mesoguide.dialogue.context.clinic_questions import asks_about_cancellation_fee, only_staff_know
from mesoguide.dialogue.context.ellipsis import carries_topic
from mesoguide.dialogue.context.follow_ups import (
    as_meant,
    drops_form_for_question,
    wants_more_than_there_is,
)
from mesoguide.dialogue.context.subject_corrections import asked_back
from mesoguide.dialogue.context.visit_numbers import number_of_visits
from mesoguide.dialogue.gibberish import is_gibberish
from mesoguide.dialogue.other_languages import is_other_language
from mesoguide.dialogue.own_data.beside_the_lookup import (
    goes_on_with_lookup,
    is_try,
    said_beside_lookup,
)
from mesoguide.dialogue.own_data.data_questions import (
    denies_deletion,
    wants_all_deleted,
    wants_deletion,
)
from mesoguide.dialogue.own_data.plan_lookup_talk import (
    asks_which_is_wrong,
)
from mesoguide.dialogue.rules import Rules
from mesoguide.dialogue.safety.advice_follow_ups import after_advice, tells_of_several
from mesoguide.dialogue.safety.aftermath import after_red_flag
from mesoguide.dialogue.safety.false_alarms import is_grave_sign, is_no_alarm
from mesoguide.dialogue.safety.general_questions import is_not_about_now
from mesoguide.dialogue.safety.just_treated import only_tells_treatment
from mesoguide.dialogue.safety.moods import asks_beside_mood, is_unsure_crisis, kind_word
from mesoguide.dialogue.safety.safety_answers import CRISIS, RED_FLAGS, answers_the_check
from mesoguide.dialogue.safety.safety_reading import EMERGENCY
from mesoguide.dialogue.safety.skin_marks import means_cellulitis
from mesoguide.dialogue.turn_state import TurnState
from mesoguide.dialogue.understood_message import FALLBACK_INTENT, UnderstoodMessage
from mesoguide.nlp.questions import asks, clauses_of

FORM_ACTS = frozenset({"cancel", "refuse", "any", "correct", "resume"})
#: The greeting says by itself what the notice says.
_NEED_NO_NOTICE = frozenset({"greet"})
#: "I do not get it" wants the answer again, in other words.
_ASKS_AGAIN = frozenset({"ask_clarification"})
#: A message that begins a form, or leaves one for another, is this sure of it.
_SURE_OF_FORM = 0.65
#: What a form waits for once it has all that it needs.
_OF_SUMMARY = frozenset({names.CONFIRMATION, names.DETAIL_TO_CHANGE})
RISKS = "ask_side_effects"
WANTS_CALL = "request_human"
GOODBYE = "goodbye"
GOODBYE_REPLY = "utter_goodbye"
#: What people say before or after a question; the classifier sometimes hears nothing else.
_POLITE = frozenset({"thank", "greet", "affirm", "deny", "goodbye"})
_ASKING = ("ask_", "list_", "compare_")
#: A question beside a polite word is answered when it is this likely.
_LIKELY_BESIDE = 0.2
#: The same where the message is worded as a question.
_LIKELY_WHEN_ASKED = 0.1


def planned_actions(state: TurnState, rules: Rules) -> tuple[str, ...]:
    """List the actions of a turn in order."""
    state = as_meant(state, rules)
    message = state.message
    if state.safety_hold == CRISIS and is_grave_sign(state, rules.triage):
        return (rules.action(EMERGENCY), names.RAISE_ALERT)
    if state.safety_hold and answers_the_check(message, state.safety_hold, state.last_reply):
        return (names.CHECK_SAFE,)
    is_alarm = message.intent in RED_FLAGS and not is_no_alarm(state)
    if is_alarm and not state.safety_hold and is_unsure_crisis(state):
        form = (state.active_form,) if state.active_form else ()
        return (names.LOW_MOOD, *form, names.RAISE_ALERT)
    if is_alarm:
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


def _with_form(state: TurnState, form: str, rules: Rules) -> tuple[str, ...]:
    """A message in the middle of a form: for the form, a question, or a wish for another form."""
    message = state.message
    if form == names.SYMPTOM_FORM and is_not_about_now(message.text):
        # The form closes, and the question is answered.
        questions = [action for action in _answers(message, rules) if action not in rules.forms]
        return (form, *questions) if message.intent.startswith(_ASKING) else (form,)
    if drops_form_for_question(state):
        return (form, *(a for a in _answers(message, rules) if a not in rules.forms))
    if not message.is_payload and breaks.goes_away(message.text):
        return (names.TAKE_YOUR_TIME,)
    if not message.is_payload and breaks.comes_back(message.text):
        return (names.WELCOME_BACK, form)
    if not message.is_payload and (meant := _meant_instead(state, form)):
        return (meant,)
    if _wants_all_deleted(state, form):
        return (names.DELETION_FORM,)
    if form == names.MY_PLAN_FORM and message.intent == GOODBYE and not is_try(message.text):
        return (form, rules.action(GOODBYE))
    if form == names.MY_PLAN_FORM and (beside := said_beside_lookup(message)):
        return (rules.action(beside), form)
    if message.act in FORM_ACTS or is_of_form(message, form) or _agrees(state):
        return (form,)
    if form in names.CONTACT_FORMS and _does_not_know(state):
        return (form,)
    if other := _other_form(state, form, rules):
        return (other,)
    if _tells_symptom(state):
        # What to do about it comes first; the form does not keep it.
        return (form,) if form == names.SYMPTOM_FORM else (names.SHORT_SYMPTOM_ANSWER, form)
    if not is_question_to_the_bot(message, state.requested_slot):
        return (form,)
    return (*(a for a in _answers(message, rules) if a not in rules.forms), form)


def _meant_instead(state: TurnState, form: str) -> str | None:
    """Return the form of the request that is wanted in place of the one that is being made."""
    return form_meant_instead(state.message.text, form, state.requested_slot)


def _wants_all_deleted(state: TurnState, form: str) -> bool:
    """Tell whether everything is to be removed: "wipe it all, don't call" sounds like a stop."""
    text = state.message.text
    if form == names.DELETION_FORM or state.message.is_payload or "?" in text:
        return False
    return wants_all_deleted(text)


def _agrees(state: TurnState) -> bool:
    """Tell whether a summary is agreed with, or its time changed.

    "Looks good" may sound like news of a symptom, and "how about Friday?" like a question.
    """
    text = state.message.text
    if state.message.is_payload or state.requested_slot not in _OF_SUMMARY:
        return False
    is_agreed = state.requested_slot == names.CONFIRMATION and (agrees(text) or says_send(text))
    return is_agreed or changed_time(text) is not None


def _does_not_know(state: TurnState) -> bool:
    """Tell whether somebody cannot say what the form asks, whatever else the message holds."""
    return not state.message.is_payload and does_not_know(state.message.text)


def _tells_symptom(state: TurnState) -> bool:
    """Tell whether a message in a form tells of a symptom; "for 3 days" may be a time to call."""
    message = state.message
    if message.intent != "report_symptom" or message.confidence < SURE_OF_QUESTION:
        return False
    if state.active_form in names.CONTACT_FORMS and names_topic_of_call(message.text):
        return False
    is_topic = state.requested_slot == names.CONTACT_TOPIC
    return is_topic or not answers_the_question(message, state.requested_slot)


def _other_form(state: TurnState, form: str, rules: Rules) -> str | None:
    message = state.message
    action = rules.action(message.intent)
    if action not in rules.forms or action == form or message.intent == "report_symptom":
        return None
    if form == names.DELETION_FORM and "?" in message.text:
        return None  # "does that cancel my appointment as well?"
    if action == names.DELETION_FORM and not message.is_payload:
        if denies_deletion(message.text):
            return None
        if wants_deletion(message.text) and "?" not in message.text:
            return action
    if not message.is_payload and answers_the_question(message, state.requested_slot):
        return None  # "Thursdays, late afternoon", or "about booking a visit"
    if state.requested_slot == names.CONFIRMATION and _only_changes_time(message, form):
        return None  # "hold on, Tuesdays are fine now, after 3"
    return action if message.confidence >= _SURE_OF_FORM else None


def _only_changes_time(message: UnderstoodMessage, form: str) -> bool:
    """Tell whether a message at the summary gives a time, and wishes for no other request."""
    if form not in names.CONTACT_FORMS or message.is_payload or visit_request(message.text):
        return False
    return find_time(message.text, asked=True) is not None and "?" not in message.text


def _without_form(state: TurnState, rules: Rules) -> tuple[str, ...]:
    message = state.message
    if state.stopped_form and takes_request_up(message):
        return (state.stopped_form,)
    if after := after_red_flag(state, rules.triage):
        return after
    if advised := after_advice(state):
        return (advised,)
    if tells_of_several(message):
        return (names.TELL_OF_HEALTH,)
    if message.intent == "ask_anaesthesia" and "allergy" in state.conditions_told:
        # It may be the numbing drug itself.
        return (names.TELL_OF_HEALTH, *_answers(message, rules))
    if mood := kind_word(state):
        # The kind word comes first, whatever is asked beside it.
        answers = _answers(message, rules) if asks_beside_mood(state) else ()
        return (mood, *(action for action in answers if action not in rules.forms))
    if state.stopped_form and goes_on(message):
        return (state.stopped_form,)
    if state.sent_form and not message.is_payload and changes_request(message.text):
        return (state.sent_form,)
    if goes_on_with_lookup(state):
        return (names.MY_PLAN_FORM,)
    if _asks_of_lookup(state):
        return (names.PLAN_NEUTRAL,)
    if asks_of_request(state):
        return (names.TELL_REQUEST,)
    if state.stopped_form in names.CONTACT_FORMS and gives_what_was_missing(message):
        return (str(state.stopped_form),)
    if message.intent == "affirm" and state.if_yes:
        return _meaning(state.if_yes, state, rules)
    if message.intent == "deny" and state.if_no:
        return _meaning(state.if_no, state, rules)
    if reply := _reply_by_words(state):
        return (reply,)
    if message.act == "unhelpful" and message.intent not in _ASKS_AGAIN and state.last_reply:
        return (rules.action("give_feedback"),)
    if message.act == "again" and state.last_reply:
        return (rules.action("ask_clarification"),)
    if wish := hands_over(message):
        return (wish,)
    if carries_topic(message, TOPICS.get(str(state.topic))) or _corrects_number(state):
        return (rules.action("inform"),)
    if (wish := rules.action(message.intent)) in rules.forms and is_called_off(message, wish):
        return (rules.action("deny"),)
    return tuple(_answers(message, rules))


def _reply_by_words(state: TurnState) -> str | None:
    """Name the reply to words that no intent stands for: a break, "results?", another language."""
    message = state.message
    if message.is_payload or len(message.questions) > 1:
        return None
    if asks_call_cost(message.text):
        return names.CALL_COST
    if gives_only_contact(message.text):
        return names.OFFER_CONTACT
    if breaks.leaves(message.text):
        return GOODBYE_REPLY
    if breaks.goes_away(message.text) or (state.stopped_form and puts_off(message.text)):
        return names.TAKE_YOUR_TIME
    if breaks.comes_back(message.text) and message.intent != "greet":
        return names.WELCOME_BACK
    if is_other_language(message):
        return names.ENGLISH_ONLY
    if wants_more_than_there_is(state):
        return names.NO_MORE
    if only_tells_treatment(message):
        return names.JUST_TREATED
    if means_cellulitis(message):
        return names.CELLULITIS
    return asked_back(message)


def _asks_of_lookup(state: TurnState) -> bool:
    """Tell whether somebody asks which detail did not match when their plan was looked up."""
    is_near = str(state.last_reply).startswith(names.PLAN_REPLIES)
    return is_near and not state.message.is_payload and asks_which_is_wrong(state.message.text)


def _corrects_number(state: TurnState) -> bool:
    """Tell whether "no, I meant 3 sessions" mends what was asked before."""
    if state.message.act != "correct" or not state.topic:
        return False
    text, of_visits = state.message.text, state.topic == "frequency"
    return has_number(text) or (of_visits and number_of_visits(text, asked=True) is not None)


def has_number(text: str) -> bool:
    """Tell whether a text has a figure in it."""
    return any(character.isdigit() for character in text)


def _meaning(target: str, state: TurnState, rules: Rules) -> tuple[str, ...]:
    """Return what "yes" or "no" stands for: a reply, an intent, or going on with a form."""
    if target == names.RESUME:
        return (state.stopped_form or rules.action(state.message.intent),)
    return (target,) if target.startswith("utter_") else (rules.action(target),)


def _answer(question: str, message: UnderstoodMessage, rules: Rules) -> str:
    """Return the action that answers a question of a message."""
    if question == "ask_clinic_info" and not message.is_payload and only_staff_know(message.text):
        return names.UNKNOWN_CLINIC_FACT
    if question == "ask_cost" and asks_about_cancellation_fee(message.text):
        return names.UNKNOWN_CLINIC_FACT
    if question == "out_of_scope" and is_gibberish(message):
        return rules.action(FALLBACK_INTENT)
    return rules.action(question)


def answered_questions(message: UnderstoodMessage, rules: Rules) -> tuple[str, ...]:
    """List the questions of a message in the order in which they are answered.

    A symptom comes first. A form comes last, and only one: its question must be the last thing
    said.
    """
    asked = _questions(message)
    if "report_symptom" in asked:
        # "My cheeks are pink, is that normal?": what is said of the symptom answers it.
        asked = tuple(question for question in asked if question != RISKS)
    symptoms = [question for question in asked if question == "report_symptom"]
    rest = [question for question in asked if question != "report_symptom"]
    forms = [question for question in rest if rules.action(question) in rules.forms]
    plain = [question for question in rest if rules.action(question) not in rules.forms]
    return (*symptoms, *plain, *forms[:1])


def _questions(message: UnderstoodMessage) -> tuple[str, ...]:
    """Return what is asked; a question beside thanks or a greeting counts before it.

    "Can you call me about the price?" asks for the price and for a call.
    """
    beside = message.runner_up
    if len(message.questions) == 1 and not message.is_payload and _also_wants_call(message):
        return (*message.questions, WANTS_CALL)
    if WANTS_CALL in message.questions and is_asked_leave(message.text):
        # "Could I ask about hair again, does it help?" is no wish for a call.
        rest = tuple(question for question in message.questions if question != WANTS_CALL)
        return rest or message.questions
    if len(message.questions) > 1 or message.intent not in _POLITE or message.is_payload:
        return message.questions
    asked = any(asks(clause) for clause in clauses_of(message.text))
    likely = _LIKELY_WHEN_ASKED if asked else _LIKELY_BESIDE
    if beside and beside.startswith(_ASKING) and message.runner_up_confidence >= likely:
        return (beside,)
    return message.questions


def _also_wants_call(message: UnderstoodMessage) -> bool:
    """Tell whether a message that asks something else wishes for a call in so many words."""
    likely = message.runner_up == WANTS_CALL and message.runner_up_confidence >= _LIKELY_BESIDE
    is_question = message.intent.startswith(_ASKING)
    return likely and is_question and asks_for_contact(message.text)


def _answers(message: UnderstoodMessage, rules: Rules) -> list[str]:
    """Return the action for each question; a form begins only for who surely wants it.

    Among other questions a symptom gets its short answer, which asks nothing back.
    """
    actions = [_answer(question, message, rules) for question in answered_questions(message, rules)]
    if len(actions) > 1:
        short = names.SHORT_SYMPTOM_ANSWER
        return [short if action == names.SYMPTOM_FORM else action for action in actions]
    sure = message.is_payload or message.confidence >= _SURE_OF_FORM
    in_words = actions[0] == names.CALLBACK_FORM and asks_for_contact(message.text)
    in_words = in_words or (
        actions[0] == names.APPOINTMENT_FORM and bool(visit_request(message.text))
    )
    if not (sure or in_words) and actions[0] in rules.forms and actions[0] != names.SYMPTOM_FORM:
        return [rules.action(FALLBACK_INTENT)]
    return actions
