"""Replies fit into Messenger: nothing is refused by Meta's rules, and nothing is lost.

Every property is held against the simulator's own rules, which share no code with the rendering.
"""

from __future__ import annotations

import itertools
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mesoguide.channels.message_rendering import BotMessage
from mesoguide.content.project import Project
from mesoguide.messenger.rendering import render
from mesoguide.messenger.simulator.message_rules import check_message
from mesoguide.ops.settings import PROJECT_ROOT

SOURCES = ("Where it comes from", "/ask_sources")

#: Anything a person or a database may hold: emoji, control signs, halves of characters.
hostile_texts = st.text(max_size=300) | st.text(
    alphabet=st.sampled_from([*"ab .!?\n", "\u2026", "\U0001f600", "\ud83d", "\x00", "\u0301"]),
    max_size=6000,
)
prose = st.lists(
    st.lists(st.text("abcdefgh", min_size=1, max_size=12), min_size=1, max_size=25).map(
        lambda words: " ".join(words) + "."
    ),
    max_size=40,
).map(" ".join)
options = st.lists(
    st.tuples(st.text(max_size=90), st.text(max_size=30) | st.just("/x" * 600)), max_size=20
)
cards = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "title": st.text(max_size=120) | st.none(),
            "subtitle": st.text(max_size=120),
            "image_url": st.sampled_from(["https://a.example/i.png", "http://a.example", "x y", 3]),
            "buttons": st.lists(
                st.fixed_dictionaries(
                    {},
                    optional={
                        "title": st.text(max_size=30),
                        "payload": st.text(max_size=20) | st.just("y" * 1001),
                        "url": st.sampled_from(["https://a.example", "javascript:alert(1)"]),
                    },
                ),
                max_size=5,
            ),
        },
    ),
    max_size=23,
)


def message(text: str = "", *buttons: tuple[str, str], **more: Any) -> BotMessage:
    return BotMessage(said_at=1.0, text=text, buttons=buttons, **more)


def words_of(rendered: list[dict[str, Any]]) -> str:
    """All that a person reads, titles included."""
    said = []
    for each in rendered:
        payload = each.get("attachment", {}).get("payload", {})
        for part in (each, payload, *payload.get("elements", ())):
            said += [str(part.get(key, "")) for key in ("text", "title", "subtitle")]
            for pressed in (*part.get("buttons", ()), *part.get("quick_replies", ())):
                said.append(pressed["title"])
    return "\n".join(said)


def pressed(rendered: list[dict[str, Any]]) -> list[tuple[str, str]]:
    found = []
    for each in rendered:
        payload = each.get("attachment", {}).get("payload", {})
        for part in (payload, *payload.get("elements", ()), each):
            buttons = (*part.get("buttons", ()), *part.get("quick_replies", ()))
            found += [(b["title"], b["payload"]) for b in buttons if "payload" in b]
    return found


def seen(text: str) -> list[str]:
    """What can be seen of a text: no space, no control sign, no half of a character."""
    return re.findall(r"[^\s\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffd]", text)


@settings(max_examples=150, deadline=None)
@given(hostile_texts | prose, options, cards, st.booleans(), st.booleans())
def test_nothing_is_refused_by_meta(
    text: str,
    buttons: list[tuple[str, str]],
    elements: list[dict[str, Any]],
    rests_on_claims: bool,
    offers_sources: bool,
) -> None:
    claims = ("art-001",) if rests_on_claims else ()
    said = message(text, *buttons, claims=claims, response="utter_answer_definition")

    for each in render(said, elements=elements, sources=SOURCES if offers_sources else None):
        check_message(each)


@settings(max_examples=80, deadline=None)
@given(hostile_texts | prose, options)
def test_no_word_is_lost_and_none_changes_its_place(
    text: str, buttons: list[tuple[str, str]]
) -> None:
    read = "".join(seen(words_of(render(message(text, *buttons)))))

    assert read.startswith("".join(seen(text)))


@settings(max_examples=80, deadline=None)
@given(prose, options)
def test_every_title_can_be_read_in_full(text: str, buttons: list[tuple[str, str]]) -> None:
    read = " ".join(words_of(render(message(text, *buttons))).split())

    for title, payload in buttons:
        if payload.strip():
            assert "".join(seen(title)) in "".join(seen(read))


@settings(max_examples=80, deadline=None)
@given(prose, st.lists(st.tuples(st.text("abc d", max_size=60), st.text("/abc", max_size=9))))
def test_up_to_thirteen_options_can_be_pressed_in_their_order(
    text: str, buttons: list[tuple[str, str]]
) -> None:
    given_options = [payload for title, payload in buttons if title.strip() and payload.strip()]

    offered = [payload for _, payload in pressed(render(message(text, *buttons)))]

    assert offered == (given_options if len(given_options) <= 13 else [])


@settings(max_examples=50, deadline=None)
@given(cards)
def test_words_of_cards_are_not_lost(elements: list[dict[str, Any]]) -> None:
    read = "".join(seen(words_of(render(message(), elements=elements))))

    for element in elements:
        for key in ("title", "subtitle"):
            assert "".join(seen(str(element.get(key) or ""))) in read


@settings(max_examples=50, deadline=None)
@given(prose)
def test_long_text_is_cut_at_ends_of_sentences(text: str) -> None:
    pieces = [each["text"] for each in render(message(text))]

    assert [piece for piece in pieces if not piece.endswith(".")] == []
    # A piece is only ended where the next sentence would not have fitted.
    for piece, following in itertools.pairwise(pieces):
        assert len(piece) + 1 + following.index(".") + 1 > 2000


@pytest.mark.parametrize(
    ("count", "kind"), [(1, "button"), (3, "button"), (4, "quick replies"), (13, "quick replies")]
)
def test_few_options_are_buttons_and_more_are_quick_replies(count: int, kind: str) -> None:
    (said,) = render(message("Which one?", *((f"No. {n}", f"/n{n}") for n in range(count))))

    assert (kind == "button") == ("attachment" in said)
    assert len(pressed([said])) == count


def test_more_options_than_quick_replies_are_a_numbered_list() -> None:
    (said,) = render(message("Which one?", *((f"Plan {n}", f"/n{n}") for n in range(14))))

    assert said == {"text": "Which one?\n\n" + "\n".join(f"{n + 1}. Plan {n}" for n in range(14))}


def test_title_that_would_be_cut_stands_in_full_above() -> None:
    (said,) = render(
        message("Did you mean:", ("How long the results last", "/a"), ("Prices", "/b"))
    )

    payload = said["attachment"]["payload"]
    assert payload["text"] == "Did you mean:\n\n1. How long the results last\n2. Prices"
    assert [button["title"] for button in payload["buttons"]] == [
        "1. How long the\u2026",
        "2. Prices",
    ]


def test_text_too_long_for_buttons_goes_ahead_and_its_last_paragraph_has_them() -> None:
    first = "This is how it is done. " * 30
    text = f"{first.strip()}\n\nWould you like to know more?"

    ahead, last = render(message(text, ("Yes", "/affirm")))

    assert ahead == {"text": first.strip()}
    assert last["attachment"]["payload"]["text"] == "Would you like to know more?"


def test_payload_that_does_not_fit_is_a_line_instead_of_a_button() -> None:
    (said,) = render(message("Choose.", ("Long", "/x" * 600), ("Short", "/short")))

    assert pressed([said]) == [("2. Short", "/short")]
    assert "1. Long" in words_of([said])


@pytest.mark.parametrize(
    ("said", "messages"),
    [
        (message("x" * 2000), 1),
        (message("x" * 2001), 2),
        (message("\U0001f600" * 1000), 1),
        (message("\U0001f600" * 1000 + "x"), 2),
        (message("x" * 640, ("Yes", "/affirm")), 1),
        (message("x" * 641, ("Yes", "/affirm")), 2),
    ],
    ids=["text", "longer", "emoji", "more-emoji", "button-text", "longer-button-text"],
)
def test_text_is_cut_only_when_it_must_be(said: BotMessage, messages: int) -> None:
    rendered = render(said)

    for each in rendered:
        check_message(each)
    assert len(rendered) == messages


@pytest.mark.parametrize(
    ("button", "kept"),
    [
        (("x" * 20, "/affirm"), True),
        (("x" * 21, "/affirm"), False),
        (("Yes", "/" * 1000), True),
        (("Yes", "/" * 1001), False),
    ],
    ids=["title", "longer-title", "payload", "longer-payload"],
)
def test_option_that_fits_is_left_as_it_is(button: tuple[str, str], kept: bool) -> None:
    assert (pressed(render(message("Choose.", button))) == [button]) == kept


def test_nothing_to_say_is_no_message() -> None:
    assert render(message(" \n\x00 ")) == []


def test_options_without_words_are_introduced_by_their_titles() -> None:
    (said,) = render(message("", ("Yes", "/affirm"), ("No", "/deny")))

    assert said["attachment"]["payload"]["text"] == "Yes\nNo"


def test_answer_from_reviewed_content_offers_its_sources() -> None:
    (said,) = render(
        message(
            "It is an injection.",
            ("Does it hurt?", "/d"),
            response="utter_answer_definition",
            claims=("art-001",),
        ),
        sources=SOURCES,
    )

    assert said["quick_replies"] == [
        {"content_type": "text", "title": SOURCES[0], "payload": SOURCES[1]}
    ]


@pytest.mark.parametrize(
    "said",
    [
        message("Hello.", response="utter_answer_definition"),
        message("Call 999 now.", response="utter_emergency", claims=("ext-001",)),
        message("Are you safe now?", response="utter_safety_check", claims=("ext-001",)),
        message(
            "Hi.",
            ("Sources", "/ask_sources"),
            response="utter_answer_definition",
            claims=("ext-001",),
        ),
    ],
    ids=["no-claims", "emergency", "not-safe-yet", "offered-already"],
)
def test_sources_are_not_offered(said: BotMessage) -> None:
    assert [p for _, p in pressed(render(said, sources=SOURCES))].count(SOURCES[1]) == len(
        said.buttons
    )


def test_cards_that_fit_are_cards_of_ten() -> None:
    elements = [{"title": f"Card {n}", "subtitle": "More"} for n in range(12)]

    first, second = render(message(), elements=elements)

    assert len(first["attachment"]["payload"]["elements"]) == 10
    assert len(second["attachment"]["payload"]["elements"]) == 2


YES = {"title": "Yes", "payload": "/affirm"}


@pytest.mark.parametrize(
    ("element", "ahead"),
    [
        ({"title": "x" * 80, "subtitle": "More"}, None),
        ({"title": "x" * 81, "subtitle": "More"}, "x" * 81 + "\nMore"),
        ({"title": "A", "subtitle": "x" * 80}, None),
        ({"title": "A", "subtitle": "x" * 81}, "A\n" + "x" * 81),
        ({"title": "A", "buttons": [YES] * 3}, None),
        ({"title": "A", "buttons": [YES] * 4}, "- Yes"),
        ({"title": "A", "buttons": [{**YES, "title": "x" * 20}]}, None),
        ({"title": "A", "buttons": [{**YES, "title": "x" * 21}]}, "- " + "x" * 21),
    ],
    ids=["title", "-", "subtitle", "-", "buttons", "-", "button-title", "-"],
)
def test_words_that_a_card_has_no_room_for_go_ahead(
    element: dict[str, Any], ahead: str | None
) -> None:
    rendered = render(message(), elements=[element])

    for each in rendered:
        check_message(each)
    assert [each["text"] for each in rendered[:-1]] == ([ahead] if ahead else [])
    assert rendered[-1]["attachment"]["payload"]["template_type"] == "generic"


def test_link_that_is_not_safe_is_no_button() -> None:
    element = {"title": "A", "buttons": [{"title": "Go", "url": "javascript:alert(1)"}]}

    assert render(message(), elements=[element]) == [{"text": "A\n- Go"}]


@pytest.mark.parametrize("response", Project(PROJECT_ROOT).responses, ids=lambda each: each.where)
def test_reply_of_the_domain_is_one_message_that_meta_takes(response: Any) -> None:
    """Today's replies: a text of at most 80 words and three buttons never needs two messages."""
    said = message(
        response.text,
        *((button["title"], button["payload"]) for button in response.buttons),
        response=response.name,
        claims=response.claims,
    )

    rendered = render(said, sources=SOURCES)

    for each in rendered:
        check_message(each)
    assert len(rendered) == 1
    assert not re.search(r"^1\. ", words_of(rendered), re.MULTILINE)
