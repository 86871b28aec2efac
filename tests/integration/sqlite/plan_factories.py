"""Plans for tests: an entry of a plans file with defaults, and files of them."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

_ENTRY: dict[str, Any] = {
    "code": "HAIR-01",
    "name": "Hair course",
    "concern": "hair_loss",
    "body_areas": ["scalp"],
    "status": "example",
    "in_article": True,
    "requires_consultation": True,
    "sessions": {"min": 3, "max": 4},
    "interval_days": {"min": 21, "max": 30},
    "maintenance_interval_days": {"min": 90, "max": 180},
    "session_minutes": {"min": 20, "max": 30},
    "anaesthetic_options": ["cold pack", "numbing cream"],
    "downtime": {"days_min": 0, "days_max": 3, "text": "Red for up to 3 days."},
    "discomfort": {"min": 2, "max": 8, "scale": "0-10", "basis": "one trial"},
    "aftercare": ["Keep it clean."],
    "not_suitable_for": ["pregnant"],
    "price": {"currency": "USD", "per_session": 250, "course_min": 750, "course_max": 1000},
    "evidence": "mixed",
    "approval_note": "Off-label.",
    "plain_note": "Some people see no gain.",
    "published_schedules": [
        {"study": "Trial A", "sessions": "8-9", "schedule": "monthly", "note": "no effect"}
    ],
    "source_note": {"article": "three to four", "published": "demo values"},
    "sources": [
        {
            "name": "Trial A",
            "year": 2019,
            "url": "https://example.org/a",
            "verified": "read",
            "show": True,
        },
        {"name": "A mirror", "year": None, "verified": "read", "show": False},
    ],
    "approved_by": None,
    "approved_on": None,
    "caution": None,
    "review": "The interval has no source.",
}


def make_entry(**changes: Any) -> dict[str, Any]:
    """An entry as a plans file has it, complete unless changed."""
    return {**copy.deepcopy(_ENTRY), **changes}


def write_plans(path: Path, *entries: dict[str, Any]) -> Path:
    """Writes a plans file and gives its path back."""
    # JSON is YAML too, and is written much faster.
    path.write_text(json.dumps({"meta": {"title": "Test"}, "plans": list(entries)}))
    return path


FAT_ARMS = {"code": "FAT-ARM-01", "concern": "excess_fat", "body_areas": ["arms"]}
FAT_THIGHS = {"code": "FAT-THI-01", "concern": "excess_fat", "body_areas": ["thighs", "legs"]}
