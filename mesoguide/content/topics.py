"""The questions that patients ask, and what each answer depends on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Topic:
    """A question that patients ask: the intent is ``ask_<name>``.

    Attributes:
        name: the topic: its answer is the response ``utter_answer_<name>``.
        variants: kinds of entity that pick a more fitting answer
            (``utter_answer_<name>_<value>``), the most telling first.
        from_plan: whether the clinic's plan for the concern is part of the answer
            (``utter_plan_<name>``).
        answers_each: whether a message that names several things gets the answer for each.
    """

    name: str
    variants: tuple[str, ...] = ()
    from_plan: bool = False
    answers_each: bool = False


_TOPICS = (
    Topic("definition"),
    Topic("origin"),
    Topic("name_meaning"),
    Topic("ingredients", ("concern",)),
    Topic("mechanism", ("concern",)),
    Topic("uses", ("concern",)),
    Topic("procedure", ("detail",), answers_each=True),
    Topic("benefits"),
    Topic("comparison", ("alternative",), answers_each=True),
    Topic("discomfort", from_plan=True),
    Topic("anaesthesia", from_plan=True),
    Topic("recovery", from_plan=True),
    Topic("frequency", from_plan=True),
    Topic("results_duration", ("concern",)),
    Topic("maintenance", from_plan=True),
    Topic("hair_loss"),
    Topic("hair_medication", ("detail", "medication")),
    Topic("effectiveness", ("concern",)),
    Topic("results_onset", ("concern",)),
    Topic("session_length", from_plan=True),
    Topic("side_effects", ("detail", "concern")),
    Topic("eligibility", ("condition",), from_plan=True),
    Topic("preparation", ("detail",)),
    Topic("aftercare", ("detail", "concern"), from_plan=True),
    Topic("regulation", ("detail", "concern")),
    Topic("practitioner", ("detail",)),
    Topic("cost", ("detail",), from_plan=True),
    Topic("combination", ("medication", "alternative"), answers_each=True),
    Topic("plan_details", from_plan=True),
)

TOPICS: dict[str, Topic] = {topic.name: topic for topic in _TOPICS}
