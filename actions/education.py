"""Actions of the education family."""

from __future__ import annotations

from rasa_sdk.events import EventType, SlotSet

from actions.base import ClinicAction
from actions.plan_answers import answer_with_plan, say_number_of_visits
from actions.repair import handle_miss
from actions.topics import general_answer, topic_of
from actions.turn import Turn
from mesoguide.content.topics import TOPICS
from mesoguide.dialogue.names import TOPIC
from mesoguide.dialogue.visit_numbers import number_of_visits


class ActionAnswerQuestion(ClinicAction):
    """Answers a question with the response that fits its concern, medicine or other detail."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_answer_question"

    async def answer(self, turn: Turn) -> list[EventType]:
        """Utter the best fitting answer."""
        topic = topic_of(turn)
        if topic is None:
            turn.say("utter_default")
        else:
            turn.say(general_answer(topic, turn))
        return []


class ActionAnswerFromPlan(ClinicAction):
    """Answers a question whose answer depends on the clinic's plan for the concern."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_answer_from_plan"

    async def answer(self, turn: Turn) -> list[EventType]:
        """Utter the plan's part and what studies say."""
        topic = topic_of(turn)
        if topic is None:
            turn.say("utter_default")
        else:
            await answer_with_plan(topic, turn, self.resources)
        return []


class ActionTakeInformation(ClinicAction):
    """Takes a bare piece of information ("cellulite", "my thighs") and goes on with the topic."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_take_information"

    async def answer(self, turn: Turn) -> list[EventType]:
        """Answer the open topic for what was named, or ask what to tell about it."""
        topic = TOPICS.get(str(turn.state.topic))
        visits = number_of_visits(turn.message.text)
        if turn.mentioned("plan_reference"):
            turn.say("utter_my_plan_offer")
        elif visits and turn.concern():
            await say_number_of_visits(visits, turn, self.resources)
        elif not any(turn.mentioned(kind) for kind in _TELLING_KINDS):
            await handle_miss(turn, self.resources)
        elif topic is None:
            turn.say("utter_inform_ask_topic")
        elif topic.from_plan:
            await answer_with_plan(topic, turn, self.resources)
        else:
            turn.say(general_answer(topic, turn))
        # "What about cellulite?" may be understood as another topic than the one that goes on.
        return [SlotSet(TOPIC, topic.name)] if topic else []


_TELLING_KINDS = ("concern", "body_area", "alternative", "medication", "condition")
