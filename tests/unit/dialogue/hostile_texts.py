"""Texts that are hard on a reader: long, repetitive, in every script."""

from __future__ import annotations

import time
from collections.abc import Callable

from hypothesis import strategies as st

#: The longest that reading one message may take, far from what a person notices.
MAX_SECONDS = 0.05
LENGTH = 20_000

_PIECES = [
    *(
        "a ",
        "a",
        "1",
        "1 ",
        "0 ",
        "+",
        "@",
        "a@",
        ".",
        "a.",
        "-",
        "- ",
        "'",
        "(",
        "|",
        "\n",
        ",",
        "x",
    ),
    *("my name is ", "i'm ", "anna ", "it's ", "thanks, ", "sorry ", "not ", "no "),
    *(
        "07700 ",
        "07 ",
        "oh ",
        "double ",
        "07700 90012 ",
        "a@b ",
        "a dot ",
        "a at b dot ",
        "gmail.com ",
    ),
    *("tomorrow ", "after ", "half past ", "5 or ", "mon ", "in the ", "yesterda ", "since "),
    *(
        "3 days ",
        "a week ",
        "3 may ",
        "1/2 ",
        "03.05.80 ",
        "4821 ",
        "about ",
        "can't make ",
        "book ",
    ),
    *("my first time ", "move my ", "\u00bd", "\ufdfa", "\u0301", "\u202a", "\U0001f600", "\u674e"),
]
HOSTILE_TEXTS = [piece * (LENGTH // len(piece)) for piece in _PIECES]
HOSTILE_IDS = [piece.encode("unicode_escape").decode() for piece in _PIECES]

#: Any text, and texts made of the words that the readers look for.
ANY_TEXT = st.text(max_size=2_000) | st.lists(
    st.sampled_from([piece.strip() for piece in _PIECES] + ["at", "com", "is", "5", "pm", "1980"]),
    max_size=60,
).map(" ".join)


def seconds_for(read: Callable[[str], object], text: str) -> float:
    """Return the processor time of the shorter of two runs; other programs share the machine."""
    runs = []
    for _ in range(2):
        start = time.thread_time()
        read(text)
        runs.append(time.thread_time() - start)
    return min(runs)
