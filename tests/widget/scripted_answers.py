"""What the contract server answers: the shapes of real replies, with words like the bot's."""

from __future__ import annotations

from typing import Any


def config(**changes: Any) -> dict[str, Any]:
    """Return the configuration of a plausible clinic."""
    return {
        "title": "Ask about mesotherapy",
        "language": "en",
        "direction": "ltr",
        "strings": {},
        "theme": {},
        "limits": {"message_characters": 1000},
        "notice": {
            "bot": "I am a computer program, not a person. I tell you what studies say. "
            "I do not know you, so I cannot say what is right for you.",
            "emergency": "I am not for emergencies. If you feel very ill, call 999 now.",
            "storage": "This browser keeps a key to our chat, so that you can come back to it. "
            "You can delete the chat at any time.",
        },
        "emergency": {"number": "999"},
        "clinic": {"name": "Harbour Skin Clinic", "phone": "+44 1632 960123"},
        "suggestions": [
            {"title": "What is mesotherapy?", "payload": "/ask_definition"},
            {"title": "What can it treat?", "payload": "/ask_uses"},
            {"title": "What are the risks?", "payload": "/ask_side_effects"},
        ],
        "version": "0.1.0",
        **changes,
    }


def message(text: str, **parts: Any) -> dict[str, Any]:
    """Return one message of the bot."""
    return {
        "answer_id": None,
        "text": text,
        "buttons": [],
        "sources": [],
        "plan": None,
        "urgent": False,
        **parts,
    }


USES = message(
    "Clinics offer it for hair loss, fat, cellulite, dull skin and loose skin. Being on offer does "
    "not prove that it works.\n\nAt first it was used for pain and for blood vessel problems. For "
    "many of its uses now, the proof is still thin.\n\nWhat would you like help with?",
    answer_id="answer-uses",
    buttons=[
        {"title": "Hair loss", "payload": '/ask_uses{"concern": "hair_loss"}'},
        {"title": "Excess fat", "payload": '/ask_uses{"concern": "excess_fat"}'},
        {"title": "Wrinkles", "payload": '/ask_uses{"concern": "wrinkles"}'},
    ],
    sources=[
        {
            "name": "Review of 7 trials in sore muscles",
            "year": 2021,
            "url": "https://example.org/a",
        },
        {"name": "Mesotherapy, an introduction", "year": 2010, "url": None},
    ],
)
HAIR = message(
    "No trial shows for sure that it brings hair back. Some small studies saw thicker hair.",
    answer_id="answer-hair",
    sources=[{"name": "Hair study of 541 people", "year": 2019, "url": "https://example.org/h"}],
)
PLAN = message(
    "This is an example plan. The clinic has not confirmed it yet.",
    answer_id="answer-plan",
    plan={
        "title": "Hair density course",
        "rows": [
            ["Visits", "3 to 4"],
            ["Time between", "21 to 30 days"],
            ["Each visit", "20 to 30 minutes"],
            ["Afterwards", "Back to normal the same day for most"],
            ["Questions", "+44 1632 960123"],
        ],
    },
    buttons=[
        {"title": "Does it hurt?", "payload": "/ask_discomfort"},
        {"title": "Who cannot have it", "payload": "/ask_eligibility"},
    ],
)
AFTERCARE = message(
    "After a visit:\n- Do not wash the area for 8 hours.\n- Do not rub it.\n- No sport for a day."
    "\n\n"
    "Read more at https://example.org/after or write to care@example.org.",
    answer_id="answer-aftercare",
)
EMERGENCY = message(
    "Call 999 now and ask for an ambulance. Use your adrenaline pen if you have one, and lie down."
    "\n\nA swollen throat, tongue or lips can mean a very bad allergy.",
    urgent=True,
    buttons=[{"title": "I am safe now", "payload": "/affirm"}],
)
UNKNOWN = message(
    "I do not have an answer to that. Shall a person from the clinic help you?",
    buttons=[{"title": "Ask the clinic", "payload": "/request_human"}],
)

_BY_WORD = {
    "treat": [USES],
    "/ask_uses": [USES],
    '/ask_uses{"concern": "hair_loss"}': [HAIR],
    "plan": [PLAN],
    "after": [AFTERCARE],
    "throat": [EMERGENCY],
    "details": [{**HAIR, "answer_id": PLAN["answer_id"]}, PLAN],
    "two": [message("Here is the first part."), message("Here is the second part.")],
}


def answer(said: str) -> list[dict[str, Any]]:
    """Return the bot's messages for a payload, or for words that hold a known one."""
    if said in _BY_WORD:
        return _BY_WORD[said]
    known = (word for word in _BY_WORD if word in said and not word.startswith("/"))
    return _BY_WORD.get(next(known, ""), [UNKNOWN])
