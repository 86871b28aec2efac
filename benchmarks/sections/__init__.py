"""The sections of the benchmark, in the order in which they are measured."""

from __future__ import annotations

from benchmarks.sections import (
    crowds,
    data_growth,
    long_conversation,
    parsing,
    plan_growth,
    stored_growth,
    training,
    turns,
)

SECTIONS = (
    training.SECTION,
    parsing.SECTION,
    turns.SECTION,
    long_conversation.SECTION,
    crowds.SECTION,
    data_growth.SECTION,
    stored_growth.SECTION,
    plan_growth.SECTION,
)
