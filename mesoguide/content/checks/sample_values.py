"""Values for the placeholders of replies, so that checks read what a patient would read."""

from __future__ import annotations

import re
from pathlib import Path

from mesoguide.content.clinic_facts import load_clinic_facts

_PLACEHOLDER = re.compile(r"\{(\w+)\}")

#: Names and addresses are not prose; their real length would hide how the sentence reads.
_CONTACT_SAMPLE = {
    "clinic_name": "our clinic",
    "clinic_address": "1 Quay Road",
    "clinic_email": "our email",
    "opening_hours": "9 to 5",
}
#: A plan reply with its texts at typical length; the plans' own texts are checked with the plans.
_PLAN_SAMPLE = {
    "plan_code": "HAIR-01",
    "plan_name": "Hair density course",
    "concern_name": "hair loss",
    "areas": "scalp and face",
    "caution": "",
    "example_note": "This is an example plan that no doctor here has signed off.",
    "plain_note": "Some people see no gain, and a few lost hair.",
    "sessions": "3 to 4",
    "interval": "3 to 4 weeks",
    "top_up": "After that, a top-up visit every 3 to 6 months is planned.",
    "top_up_interval": "3 to 6 months",
    "minutes": "20 to 30",
    "downtime": "The scalp may be sore or red for up to 3 days.",
    "discomfort": "2 to 8",
    "discomfort_basis": "People in a study gave these scores.",
    "price": "USD 250 a visit",
    "price_line": "It costs USD 250 a visit.",
    "count": "3",
}
#: What a visitor gave, and what was promised or counted for them.
_OWN_SAMPLE = {
    "contact_name": "Anna Smith",
    "contact": "07700 900123",
    "best_time": "any time",
    "contact_topic": "hair loss",
    "note": "uses a wheelchair",
    "asks": "Joan",
    "visit_request_words": "book a visit",
    "patient_status_words": "new to us",
    "form_purpose": "call you",
    "promise": "on Monday 23 November, after 09:00",
    "suggestion": "name@example.org",
    "visits": "3 visits",
    "visits_done": "2",
    "visits_left": "4",
    "next_visit": "Monday 23 November 2026 at 10:00",
    "receipt": "K7PM-4TXQ",
    "gist": "It may help hair, but no one can promise growth.",
    "removed": "entries of this chat: 12",
    "clinic_website": "our page",
}


def sample_values(root: Path) -> dict[str, str]:
    """Return the clinic's facts and a sample for every value that an action fills in."""
    facts = load_clinic_facts(root / "content" / "clinic.yml").placeholders()
    return {**facts, **_CONTACT_SAMPLE, **_PLAN_SAMPLE, **_OWN_SAMPLE}


def filled(text: str, values: dict[str, str]) -> str:
    """Fill in a reply; lists that an action adds line by line are left out."""
    return _PLACEHOLDER.sub(lambda match: values.get(match[1], ""), text).strip()
