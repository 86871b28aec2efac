"""Actions of the education family."""

from __future__ import annotations

from rasa_sdk.events import EventType, SlotSet

from actions.base import ClinicAction
from actions.introduction import answer_for_area, introduce
from actions.plan_answers import answer_with_plan, say_number_of_visits
from actions.repair import handle_miss
from actions.topics import every_answer, general_answer, topic_of
from actions.turn import Turn
from mesoguide.content.topics import TOPICS, Topic
from mesoguide.dialogue.context.ellipsis import (
    depends_on,
    is_for_somebody,
    is_restated,
    means_both,
    means_the_other,
    names_a_thing,
)
from mesoguide.dialogue.context.visit_numbers import number_of_visits
from mesoguide.dialogue.names import BODY_AREA, CONCERN, TOPIC


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
            for answer in every_answer(topic, turn):
                turn.say(answer)
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
            return await answer_with_plan(topic, turn, self.resources)
        return []


def _asks_again(turn: Turn) -> bool:
    """Tell whether a message without a thing asks the open topic again: "not gym, work"."""
    text = turn.message.text
    is_other = means_the_other(text) and turn.other_concern() is not None
    is_both = means_both(text) and bool(turn.both_concerns())
    asks = is_other or is_both or is_for_somebody(text) or is_restated(turn.message)
    return turn.state.topic in TOPICS and asks


def _is_beside(topic: Topic, turn: Turn) -> bool:
    """Tell whether the answer of a topic is the same for all that a message names.

    "My knees" after "who invented it?" asks nothing of the inventor.
    """
    return names_a_thing(turn.message) and not depends_on(topic, turn.message)


class ActionTakeInformation(ClinicAction):
    """Takes a bare piece of information ("cellulite", "my thighs") and goes on with the topic."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_take_information"

    async def answer(self, turn: Turn) -> list[EventType]:
        """Answer the open topic for what was named, or ask what to tell about it."""
        topic = TOPICS.get(str(turn.state.topic))
        of_visits = topic is not None and topic.name == "frequency"
        visits = number_of_visits(turn.message.text, asked=of_visits)
        if turn.mentioned("plan_reference"):
            turn.say("utter_my_plan_offer")
        elif visits and turn.concern():
            await say_number_of_visits(visits, turn, self.resources)
        elif is_for_somebody(turn.message.text) and topic is None:
            turn.say("utter_inform_ask_topic")
        elif not (names_a_thing(turn.message) or _asks_again(turn)):
            await handle_miss(turn, self.resources)
        elif topic is None or _is_beside(topic, turn):
            return await introduce(turn, self.resources)
        elif topic.from_plan:
            found = await answer_with_plan(topic, turn, self.resources)
            return [SlotSet(TOPIC, topic.name), *found]
        elif turn.mentioned(BODY_AREA) and not turn.mentioned(CONCERN):
            return [SlotSet(TOPIC, topic.name), *await answer_for_area(topic, turn, self.resources)]
        else:
            turn.say(general_answer(topic, turn))
        # "What about cellulite?" may be understood as another topic than the one that goes on.
        return [SlotSet(TOPIC, topic.name)] if topic else []
