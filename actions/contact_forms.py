"""The forms that hand a visitor over to staff: a call back, and an appointment request."""

from __future__ import annotations

import abc
from dataclasses import replace
from typing import ClassVar

from rasa_sdk.events import ActiveLoop, EventType, SlotSet

from actions.contact_answers import beside_question, read_answer
from actions.contact_leaving import leaves_form, reply_to_leaving
from actions.contact_slots import (
    NOTHING_READ,
    Given,
    Readings,
    declines,
    earlier_texts,
    is_bare_no,
    not_given,
    read_message,
    respelled_name,
    slot_named,
    wants_change,
)
from actions.contact_talk import (
    BOTH_KINDS,
    OTHER_WILL_DO,
    asked_for_contact,
    offers_email,
    refused_kind,
    refused_kinds,
    subject_of_talk,
)
from actions.form import REQUESTED_SLOT, FormAction, said_yes, was_digression
from actions.open_symptom import not_to_wait
from actions.request_talk import promised, say_about_form
from actions.sent_requests import AMENDED, is_change_of_sent, sent_details
from actions.turn import Turn
from mesoguide.clinic.conversation_values import ContactKind, PatientStatus, VisitRequest
from mesoguide.content import phrases
from mesoguide.dialogue import names
from mesoguide.dialogue.agreement import agrees, says_go, says_send
from mesoguide.dialogue.contact.form_reading import asks_why, only_asks_why
from mesoguide.dialogue.contact.form_talk import asks_what_is_noted, asks_which_contact
from mesoguide.dialogue.contact.name_spelling import NameRespelled
from mesoguide.dialogue.contact.request_changes import changed_time
from mesoguide.dialogue.contact.resuming import comes_back
from mesoguide.dialogue.safety.safety_answers import RED_FLAGS
from mesoguide.exceptions import ClinicDataUnavailable

#: Channels on which no contact details are taken: what is typed there passes through Meta.
CHANNELS_OF_OTHERS = frozenset({"messenger", "facebook"})
#: Said beside an answer, or while somebody looks for it.
POLITE = frozenset({"thank", "greet"})
#: How many earlier messages are searched for details that were volunteered.
EARLIER_MESSAGES = 10


class ContactForm(FormAction, abc.ABC):
    """Asks for what staff need to get in touch, confirms it and stores it once."""

    kind: ClassVar[ContactKind]
    #: What is asked for, in order.
    questions: ClassVar[tuple[str, ...]]
    #: Ending of the names of this form's responses.
    suffix: ClassVar[str]

    async def begin(self, turn: Turn) -> list[EventType]:
        """Say what this is, take what was volunteered, and ask for the first thing missing."""
        if turn.channel in CHANNELS_OF_OTHERS:
            turn.say("utter_form_not_here")
            return []
        if warning := not_to_wait(turn, self.resources):
            turn.say(warning)
        if is_change_of_sent(turn, self.name()):
            return self._amend(turn)
        resumed = turn.slot(names.STOPPED_FORM) == self.name()
        switched = turn.state.active_form in names.CONTACT_FORMS
        turn.say(self._opening(resumed=resumed, switched=switched))
        known = Given.of(turn, self.resources.region)
        readings = self._volunteered(turn, known, keeps=resumed or switched)
        given, changes = self._take(turn, self._with_subject(turn, readings, known), known)
        return [SlotSet(names.STOPPED_FORM, None), *changes, *self._next(turn, given, readings)]

    def _with_subject(self, turn: Turn, readings: Readings, known: Given) -> Readings:
        """Return the readings with what was talked about as the topic, if none was named."""
        if known.has(names.CONTACT_TOPIC) or names.CONTACT_TOPIC in readings.values:
            return readings
        subject = subject_of_talk(turn, self.resources.labels, self.resources.titles)
        return Readings({names.CONTACT_TOPIC: subject}).updated(readings) if subject else readings

    def _opening(self, *, resumed: bool, switched: bool) -> str:
        """Name the reply with which the form begins."""
        if switched:
            return f"utter_{self.suffix}_instead"
        return "utter_form_resumed" if resumed else f"utter_{self.suffix}_start"

    def _amend(self, turn: Turn) -> list[EventType]:
        """Prepare a request that was sent anew, with what the message changes in it."""
        turn.say(AMENDED)
        sent = sent_details(turn)
        known = Given.of(turn, self.resources.region).with_values(sent)
        readings = read_answer(turn, names.CONFIRMATION, known)
        if time := changed_time(turn.message.text):
            readings = readings.updated(Readings({names.BEST_TIME: time}))
        given, changes = self._take(turn, readings, known)
        restored = [SlotSet(slot, value) for slot, value in sent.items()]
        if changes:
            return [*restored, *changes, *self._next(turn, given)]
        return [*restored, *self._change(turn, given)]

    async def go_on(self, turn: Turn) -> list[EventType]:
        """Take the answer, and ask for the next thing, or store what was confirmed."""
        requested = turn.state.requested_slot
        if turn.message.intent in RED_FLAGS and turn.message.act == "cancel":
            # Said with no word of danger, and heard with some: the line costs a sentence.
            turn.say(f"utter_care_{turn.message.intent}")
        if leaves_form(turn, requested, self.questions):
            # Of a change that is called off staff have the request as it was.
            return self.stop(turn, reply_to_leaving(turn))
        known = Given.of(turn, self.resources.region)
        if respelled := respelled_name(turn, known):
            return self._respell(turn, known, respelled)
        readings = read_answer(turn, requested, known)
        if was_digression(turn):
            readings = beside_question(turn, requested, readings)
        given, changes = self._take(turn, readings, known)
        if not changes and asks_what_is_noted(turn.message.text):
            return self._read_back(turn, given)
        if not changes and say_about_form(turn, self.resources, requested):
            return self._next(turn, given)
        if requested == names.CONFIRMATION:
            return [*changes, *await self._confirmed(turn, given, changed=bool(changes))]
        if requested == names.DETAIL_TO_CHANGE and not changes:
            return self._change(turn, given)
        if changes or (requested and given.has(requested)):
            if self._corrected(turn, requested, changes):
                turn.say("utter_details_changed")
            elif not given.has(str(requested)) and not was_digression(turn):
                turn.say("utter_detail_noted")
            return [*changes, *self._next(turn, given, readings)]
        if readings.values and not readings.problem and not was_digression(turn):
            turn.say("utter_detail_known")
            return self._next(turn, given)
        return self._without_answer(turn, given, str(requested), readings)

    def _read_back(self, turn: Turn, given: Given) -> list[EventType]:
        """Say what is noted so far, then go on; the summary says it by itself."""
        if any(not given.has(slot) for slot in self.questions):
            lines = given.noted_lines(turn, f"utter_confirm_{self.suffix}")
            if lines:
                turn.say("utter_form_noted", noted_lines=phrases.lines(lines))
            else:
                turn.say("utter_form_nothing_noted")
        return self._next(turn, given)

    def _respell(self, turn: Turn, given: Given, name: NameRespelled) -> list[EventType]:
        """Spell the name as it was said, or ask for it again where that is not clear."""
        if name.spelled is None:
            return [SlotSet(names.CONTACT_NAME, None), *self.ask(turn, names.CONTACT_NAME)]
        if name.spelled != given.values[names.CONTACT_NAME]:
            turn.say("utter_details_changed")
        changed = {names.CONTACT_NAME: name.spelled}
        return [
            SlotSet(names.CONTACT_NAME, name.spelled),
            *self._next(turn, given.with_values(changed)),
        ]

    def _volunteered(self, turn: Turn, known: Given, *, keeps: bool) -> Readings:
        """Read the details in this message and in those before it.

        What a form had before it was stopped, or left for another, stays as it was mended: of the
        messages before this one only what is missing is taken.
        """
        found = Readings()
        for text in earlier_texts(turn)[-EARLIER_MESSAGES:]:
            found = found.updated(read_message(turn, None, self.resources.region, text=text))
        if keeps:
            found = Readings({s: v for s, v in found.values.items() if not known.has(s)})
        latest = read_answer(turn, None, Given({}, self.resources.region))
        return replace(found.updated(latest), problem=latest.problem, suggestion=latest.suggestion)

    def _take(self, turn: Turn, readings: Readings, given: Given) -> tuple[Given, list[EventType]]:
        """Keep every detail that this form asks for and that is new."""
        wanted = {*self.questions, names.CONTACT_PHONE, names.CONTACT_EMAIL, names.CONTACT_NOTE}
        new = {
            slot: value
            for slot, value in readings.values.items()
            if slot in wanted and value != given.values.get(slot)
        }
        is_new = new.get(names.PATIENT_STATUS) == PatientStatus.NEW.value
        if is_new and names.VISIT_REQUEST in wanted and not given.has(names.VISIT_REQUEST):
            # Who was never here has no visit to change or to cancel.
            new.setdefault(names.VISIT_REQUEST, VisitRequest.BOOK.value)
        return given.with_values(new), [SlotSet(slot, value) for slot, value in new.items()]

    def _corrected(self, turn: Turn, requested: str | None, changes: list[EventType]) -> bool:
        """Tell whether a detail was changed that had been given before."""
        before = {change["name"]: turn.slot(change["name"]) for change in changes}
        return any(
            value not in (None, not_given(turn)) and slot != requested
            for slot, value in before.items()
        )

    def _next(self, turn: Turn, given: Given, readings: Readings = NOTHING_READ) -> list[EventType]:
        """Ask for the first thing missing, or for a confirmation of all.

        What is wrong with a number or an address in the message is said in place of the question.
        """
        missing = self._missing(given)
        if missing and readings.problem and not given.has(names.CONTACT):
            turn.say(readings.problem, suggestion=readings.suggestion)
            return self._wait_for(names.CONTACT)
        if missing == names.CONTACT:
            return self.ask(turn, missing, asked_for_contact(turn))
        if missing:
            return self.ask(turn, missing)
        turn.say(f"utter_confirm_{self.suffix}", **given.words(turn))
        return self._wait_for(names.CONFIRMATION)

    def _missing(self, given: Given) -> str | None:
        return next((slot for slot in self.questions if not given.has(slot)), None)

    def _wait_for(self, slot: str) -> list[EventType]:
        return [
            ActiveLoop(self.name()),
            SlotSet(REQUESTED_SLOT, slot),
            SlotSet(names.FORM_MISSES, 0),
        ]

    def _without_answer(
        self, turn: Turn, given: Given, requested: str, readings: Readings
    ) -> list[EventType]:
        """Nothing was given: a question, a refusal, or something that cannot be read."""
        if was_digression(turn):
            turn.say("utter_form_back")
            return self._next(turn, given)
        refuses = turn.message.act == "refuse"
        if only_asks_why(turn.message) or (asks_why(turn.message) and not refuses):
            turn.say("utter_form_why_contact" if requested == names.CONTACT else "utter_form_why")
            return self._next(turn, given)
        is_back = turn.message.act == "resume" or comes_back(turn.message.text)
        if (turn.message.intent in POLITE or is_back) and not readings.problem:
            return self._next(turn, given)
        is_unclear = requested == names.PATIENT_STATUS and is_bare_no(turn.message.text)
        if agrees(turn.message.text) or says_send(turn.message.text):
            return self._still_missing(turn, given, requested)
        if readings.problem and not given.has(names.CONTACT) and requested != names.CONTACT:
            return self._next(turn, given, readings)
        if refused := refused_kind(turn.message.text):
            if requested != names.CONTACT:
                if self._missing(given) != names.CONTACT:
                    turn.say(OTHER_WILL_DO[refused])
                return self._next(turn, given)
            if refused == "email":
                return self._without_email(turn, given)
        if declines(turn) and not readings.problem and not is_unclear:
            return self._declined(turn, given, self._declined_detail(turn, requested))
        if int(turn.slot(names.FORM_MISSES) or 0) and requested in _MAY_BE_LEFT_OPEN:
            turn.say("utter_detail_left_open")
            return self._left_out(turn, given, requested)
        is_of_contact = requested == names.CONTACT and readings.problem
        problem = readings.problem if is_of_contact else f"utter_wrong_{requested}"
        return self.ask_again(turn, problem, suggestion=readings.suggestion)

    def _without_email(self, turn: Turn, given: Given) -> list[EventType]:
        """Ask for the number alone; who has refused that too is told what is needed."""
        if refused_kinds(turn) >= BOTH_KINDS:
            return self._declined(turn, given, names.CONTACT)
        return self._next(turn, given)

    def _still_missing(self, turn: Turn, given: Given, requested: str) -> list[EventType]:
        """Tell who says yes, or "go", that there is a question left; the second time let it be."""
        misses = int(turn.slot(names.FORM_MISSES) or 0) + 1
        if misses > 1 and requested in _MAY_BE_LEFT_OPEN:
            turn.say("utter_detail_left_open")
            return self._left_out(turn, given, requested)
        turn.say("utter_form_still_missing")
        return [*self._next(turn, given), SlotSet(names.FORM_MISSES, misses)]

    def _declined_detail(self, turn: Turn, requested: str) -> str:
        """Return which detail is refused: "I don't want to give my name" may come early."""
        named = slot_named(turn.message.text) if turn.message.act == "refuse" else None
        # Phone and email are one question; a refusal of it before it is asked is asked about then.
        early = named in self.questions and named not in (requested, names.CONTACT)
        return str(named) if early and named in _MAY_BE_LEFT_OPEN else requested

    def _declined(self, turn: Turn, given: Given, requested: str) -> list[EventType]:
        """Go on without a detail, unless nobody could get in touch without it."""
        if requested == names.CONTACT:
            if asks_which_contact(turn.message.text) or offers_email(turn.message):
                turn.say("utter_email_will_do")
                return self._next(turn, given)
            if turn.was_said("utter_refused_contact"):
                return self.stop(turn, "utter_form_stopped_no_contact")
            turn.say("utter_refused_contact")
            return [SlotSet(names.FORM_MISSES, 1)]
        if requested == names.VISIT_REQUEST:
            return self.ask_again(turn, "utter_wrong_visit_request")
        any_will_do = turn.message.act == "any" and requested == names.BEST_TIME
        return self._left_out(turn, given, requested, any_will_do=any_will_do)

    def _left_out(
        self, turn: Turn, given: Given, slot: str, *, any_will_do: bool = False
    ) -> list[EventType]:
        """Note that a detail is not given, and go on."""
        word = turn.texts.part("utter_part_any_time") if any_will_do else not_given(turn)
        return [SlotSet(slot, word), *self._next(turn, given.with_values({slot: word}))]

    async def _confirmed(self, turn: Turn, given: Given, *, changed: bool) -> list[EventType]:
        if changed:
            turn.say("utter_details_changed")
            return self._next(turn, given)
        if was_digression(turn):
            return self._next(turn, given)
        if said_yes(turn) or says_send(turn.message.text) or says_go(turn.message.text):
            return await self._submit(turn, given)
        if wants_change(turn):
            return self._change(turn, given)
        return self._next(turn, given)

    def _change(self, turn: Turn, given: Given) -> list[EventType]:
        """Ask anew for the detail that was named, or which one it is."""
        slot = slot_named(turn.message.text)
        if slot in self.questions and slot != names.CONTACT:
            return [SlotSet(slot, None), *self.ask(turn, str(slot))]
        if slot == names.CONTACT:
            emptied = [SlotSet(names.CONTACT_PHONE, None), SlotSet(names.CONTACT_EMAIL, None)]
            return [*emptied, *self.ask(turn, names.CONTACT)]
        if was_digression(turn) or said_yes(turn):
            return self._next(turn, given)
        turn.say("utter_ask_what_to_change")
        return self._wait_for(names.DETAIL_TO_CHANGE)

    async def _submit(self, turn: Turn, given: Given) -> list[EventType]:
        """Store the request once; on a failure keep everything for another try."""
        promise = promised(self.resources)
        try:
            new = await self.resources.records.add_callback_request(
                given.request(turn, self.kind, promise)
            )
        except ClinicDataUnavailable:
            turn.say("utter_request_not_stored")
            return []
        if new:
            email_only = "" if given.values.get(names.CONTACT_PHONE) else "_email"
            turn.say(f"utter_{self.suffix}_sent{email_only}", **given.words(turn), promise=promise)
        else:
            turn.say("utter_request_already_sent")
        emptied = [SlotSet(slot, None) for slot in self.questions if slot in _OF_ONE_REQUEST]
        return [*emptied, SlotSet(names.CONTACT_NOTE, None), *self.finish()]


class CallbackForm(ContactForm):
    """Asks who is to be called, where, when and about what."""

    kind = ContactKind.CALL_BACK
    suffix = "callback"
    questions = (names.CONTACT_NAME, names.CONTACT, names.BEST_TIME, names.CONTACT_TOPIC)

    def name(self) -> str:
        """Name in the domain."""
        return names.CALLBACK_FORM


class AppointmentForm(ContactForm):
    """Asks the same for a visit: book, change or cancel, and whether the patient is new."""

    kind = ContactKind.APPOINTMENT
    suffix = "appointment"
    questions = (
        names.VISIT_REQUEST,
        names.PATIENT_STATUS,
        names.CONTACT_NAME,
        names.CONTACT,
        names.BEST_TIME,
        names.CONTACT_TOPIC,
    )

    def name(self) -> str:
        """Name in the domain."""
        return names.APPOINTMENT_FORM


#: Staff can ask for these themselves; without a number or an address they cannot ask at all.
_MAY_BE_LEFT_OPEN = frozenset(
    {
        *(names.VISIT_REQUEST, names.PATIENT_STATUS, names.CONTACT_NAME),
        *(names.BEST_TIME, names.CONTACT_TOPIC),
    }
)
#: Forgotten once a request is sent; the name and how to reach the person serve a second one too.
_OF_ONE_REQUEST = frozenset(
    {names.BEST_TIME, names.CONTACT_TOPIC, names.VISIT_REQUEST, names.PATIENT_STATUS}
)
