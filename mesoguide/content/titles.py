"""Human titles of the questions, from ``content/titles.yml``, and the ones nearest to a message."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from mesoguide.content.yaml_files import read_yaml
from mesoguide.exceptions import ContentError

#: Design: the two nearest topics are offered, and a person.
NEAREST = 2
TALK_TO_A_PERSON = "request_human"

Titles = Mapping[str, str]
Button = dict[str, str]


@lru_cache(maxsize=4)
def load_titles(path: Path) -> Titles:
    """Read the titles by intent.

    Raises:
        ContentError: if the file is missing or a title is no text.
    """
    titles = read_yaml(path)
    for intent, title in titles.items():
        if not isinstance(title, str) or not title.strip():
            raise ContentError(f"{path}: the title of {intent} must be a text.")
    return titles


def nearest_topics(
    ranking: Iterable[Mapping[str, Any]], titles: Titles, *, but: str | None = None
) -> list[str]:
    """Name the intents nearest to a message that have a title, the nearest first.

    Args:
        ranking: the classifier's ranking of intents.
        titles: the titles.
        but: an intent that was answered already.
    """
    names = (str(entry.get("name")) for entry in ranking)
    found = [n for n in names if n in titles and n not in (but, TALK_TO_A_PERSON)]
    return list(dict.fromkeys(found))[:NEAREST]


def topic_buttons(intents: Iterable[str], titles: Titles) -> list[Button]:
    """Return a button for each topic, and one for a person."""
    offered = [*dict.fromkeys(intents), TALK_TO_A_PERSON]
    return [{"title": titles[name], "payload": f"/{name}"} for name in offered]
