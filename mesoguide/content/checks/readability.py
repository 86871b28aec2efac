"""Rules about length and reading grade.

Grade is Flesch-Kincaid as textstat computes it. It is unsteady below about 25 words, so short
replies are pooled by topic and graded together.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import textstat

from mesoguide.content.checks.problem import Problem
from mesoguide.content.checks.sample_values import filled, sample_values
from mesoguide.content.project import Project, Response

MAX_WORDS = 80
MAX_PARAGRAPHS = 3
MAX_SENTENCE_WORDS = 20
MAX_GRADE = 6.0
#: Shorter replies are graded together with others of their topic.
MIN_WORDS_TO_GRADE = 25

#: Put together by code from parts that are checked apart.
_COMPOSED = ("utter_plan_compare", "utter_part_plan_summary", "utter_plans_list_cautioned")

_WORD = re.compile(r"[\w'\u2019.-]*\w")
_PARAGRAPH_END = re.compile(r"\n\s*\n")
_SENTENCE_END = re.compile(r"(?<=[.!?:])\s+|\n")


def replies_are_short(project: Project) -> Iterator[Problem]:
    """A reply has at most 80 words in at most 3 paragraphs."""
    for response, text in _texts(project):
        words = len(_WORD.findall(text))
        if words > MAX_WORDS:
            yield Problem(response.where, f"{words} words; {MAX_WORDS} at most.")
        paragraphs = len([p for p in _PARAGRAPH_END.split(text) if p.strip()])
        if paragraphs > MAX_PARAGRAPHS:
            yield Problem(response.where, f"{paragraphs} paragraphs; {MAX_PARAGRAPHS} at most.")


def sentences_are_short(project: Project) -> Iterator[Problem]:
    """A sentence has at most 20 words."""
    for response, text in _texts(project):
        for sentence in _SENTENCE_END.split(text):
            words = len(_WORD.findall(sentence))
            if words > MAX_SENTENCE_WORDS:
                yield Problem(
                    response.where,
                    f"a sentence of {words} words; {MAX_SENTENCE_WORDS} at most: "
                    f"{sentence.strip()[:60]} ...",
                )


def replies_read_easily(project: Project) -> Iterator[Problem]:
    """A reply reads at grade 6 or below; short replies count together by topic."""
    pools: dict[str, list[str]] = defaultdict(list)
    for response, text in _texts(project):
        if len(_WORD.findall(text)) < MIN_WORDS_TO_GRADE:
            pools[_topic(response.name)].append(text)
            continue
        grade = reading_grade(text)
        if grade > MAX_GRADE:
            yield Problem(response.where, f"reading grade {grade}; {MAX_GRADE:g} at most.")
    for topic, texts in pools.items():
        grade = reading_grade(" ".join(texts))
        if grade > MAX_GRADE:
            yield Problem(
                f"domain.yml: utter_{topic}*",
                f"reading grade {grade} together; {MAX_GRADE:g} at most.",
            )


def reading_grade(text: str) -> float:
    """Return the Flesch-Kincaid grade of a text."""
    return float(textstat.flesch_kincaid_grade(" ".join(text.split())))


def _texts(project: Project) -> Iterator[tuple[Response, str]]:
    values = sample_values(project.root)
    for response in project.responses:
        if response.name not in _COMPOSED:
            yield response, filled(response.text, values)


def _topic(name: str) -> str:
    """Return the family of a reply: "answer", "part", "plan" ..."""
    return name.split("_")[1]
