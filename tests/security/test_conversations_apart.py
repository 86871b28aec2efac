"""Nobody reads, writes, votes on or ends a conversation that is not theirs."""

from __future__ import annotations

import hashlib
import hmac
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from itsdangerous import URLSafeTimedSerializer

from mesoguide.channels.session_tokens import SessionTokens
from mesoguide.messenger.webhook_signature import is_signed, is_verification, signature
from mesoguide.ops.action_token import header_value, is_token
from mesoguide.ops.secret_key import load_secret_key
from tests.channels.widget_client import Answer, WidgetClient
from tests.security.site import Site

PRIVATE = "my ferret Bartholomew is afraid of needles"
WITH_SESSION: list[tuple[str, str, Any]] = [
    ("GET", "history", None),
    ("POST", "messages", {"id": "a-message-id-1", "text": "hello"}),
    ("POST", "feedback", {"answer_id": "1.000000", "helpful": True}),
    ("DELETE", "conversation", None),
]
KEY = b"f3a91c07d2be4865a07e19c3b8d4526f"


def with_token(visitor: WidgetClient, token: str) -> Answer:
    """Ask for a history with a token."""
    return visitor.request("GET", "history", authorization=f"Bearer {token}")


@pytest.fixture
def ana(site: Site) -> WidgetClient:
    """Somebody who has said something private."""
    visitor = site.visitor()
    assert visitor.say(PRIVATE).messages
    return visitor


@pytest.fixture
def eve(site: Site) -> WidgetClient:
    """Somebody else."""
    visitor = site.visitor()
    visitor.begin()
    return visitor


# ---- Tokens ----


def test_own_history_is_told(ana: WidgetClient) -> None:
    assert PRIVATE in [entry["text"] for entry in ana.history()]


def test_token_with_one_other_character_is_unknown(ana: WidgetClient, site: Site) -> None:
    for place in range(len(ana.token)):
        for other in ("A", "b", "-", "."):
            changed = ana.token[:place] + other + ana.token[place + 1 :]
            # The last character of base 64 may carry bits that say nothing.
            if changed != ana.token and place < len(ana.token) - 1:
                assert with_token(site.visitor(), changed).code == "session_unknown", place


@pytest.mark.parametrize(
    "change",
    [
        lambda token: token[:-1],
        lambda token: token + "A",
        lambda token: token + "." + token,
        lambda token: token.replace(".", ".."),
        lambda token: token.swapcase(),
        lambda token: token.rpartition(".")[0],
        lambda token: token.rpartition(".")[0] + ".",
        lambda token: "." + token,
        lambda token: token * 3,
    ],
    ids=["short", "long", "twice", "dots", "case", "unsigned", "empty", "shifted", "huge"],
)
def test_broken_token_is_unknown(
    ana: WidgetClient, eve: WidgetClient, change: Callable[[str], str]
) -> None:
    assert with_token(eve, change(ana.token)).code == "session_unknown"


@pytest.mark.parametrize("part", [0, 1, 2])
def test_parts_of_two_tokens_make_no_token(ana: WidgetClient, eve: WidgetClient, part: int) -> None:
    mixed = eve.token.split(".")
    mixed[part] = ana.token.split(".")[part]
    answer = with_token(eve, ".".join(mixed))

    # Both may have been issued in the same second, so that the middle is the same.
    assert answer.status == 401 or (part == 1 and answer.json["messages"] == [])


@pytest.mark.parametrize("salt", ["itsdangerous", "mesoguide", "mesoguide patient reference", ""])
def test_key_used_for_something_else_makes_no_token(
    site: Site, eve: WidgetClient, salt: str
) -> None:
    maker = URLSafeTimedSerializer(load_secret_key(site.settings), salt=salt)

    assert with_token(eve, str(maker.dumps(f"widget-{'0' * 32}"))).code == "session_unknown"


@pytest.mark.parametrize(
    "conversation", [f"messenger-{'0' * 32}", "widget-1", "default", "", None, 7, ["widget"], {}]
)
def test_token_opens_no_other_kind_of_conversation(
    site: Site, eve: WidgetClient, conversation: object
) -> None:
    tokens = SessionTokens(load_secret_key(site.settings))

    token = str(tokens._serializer.dumps(conversation))

    assert with_token(eve, token).code == "session_unknown"


# ---- Fixation and claims of the browser ----


def test_browser_cannot_choose_its_conversation(site: Site, ana: WidgetClient) -> None:
    eve = site.visitor()
    wish = {"token": ana.token, "conversation_id": "widget-" + "0" * 32, "sender": "ana"}
    answer = eve.request("POST", "session", wish, cookie=f"token={ana.token}; session=ana")

    assert answer.json["token"] != ana.token
    eve.token = answer.json["token"]
    assert eve.history() == []


def test_message_cannot_name_another_conversation(ana: WidgetClient, eve: WidgetClient) -> None:
    said = {"id": str(uuid.uuid4()), "text": "who am I?", "token": ana.token, "sender": "ana"}
    before = ana.history()

    assert eve.request("POST", f"messages?token={ana.token}", said).messages
    assert ana.history() == before


def test_two_sessions_are_never_the_same(site: Site) -> None:
    assert len({site.visitor().begin() for _ in range(50)}) == 50


def test_session_begins_empty_even_from_the_same_address(ana: WidgetClient) -> None:
    other = WidgetClient(ana.port, dict(ana.headers))
    other.begin()

    assert other.history() == []


# ---- What belongs to another conversation ----


def test_message_id_of_another_conversation_tells_nothing(
    ana: WidgetClient, eve: WidgetClient
) -> None:
    known = str(uuid.uuid4())
    ana.say("what is it for?", known)
    theirs = eve.say("does it hurt?", known)

    assert eve.history()[0]["text"] == "does it hurt?"
    assert theirs.messages[0]["text"] != ana.say("what is it for?", known).messages[0]["text"]


def test_answer_of_another_conversation_takes_no_vote(ana: WidgetClient, eve: WidgetClient) -> None:
    (answer, *_) = ana.say("does it hurt?").answers

    vote = {"answer_id": answer["answer_id"], "helpful": False, "reason": "not mine"}

    assert eve.request("POST", "feedback", vote).code == "not_found"


def test_button_of_another_conversation_does_nothing(ana: WidgetClient, eve: WidgetClient) -> None:
    offered = [
        button["payload"]
        for message in ana.say("does it hurt?").messages
        for button in message["buttons"]
    ]
    mine = {entry["payload"] for entry in eve.request("GET", "config").json["suggestions"]}
    theirs = [payload for payload in offered if payload not in mine]

    assert theirs
    assert eve.choose(theirs[0]).code == "payload_not_offered"


# ---- The end ----


@pytest.mark.parametrize(("method", "path", "body"), WITH_SESSION)
def test_deleted_conversation_is_closed_for_good(
    ana: WidgetClient, method: str, path: str, body: Any
) -> None:
    assert ana.request("DELETE", "conversation").status == 200
    answer = ana.request(method, path, body)

    assert (answer.status, answer.code) == (401, "session_unknown")


def test_deletion_leaves_the_others_alone(site: Site, ana: WidgetClient) -> None:
    eve = site.visitor()
    eve.say("hello")
    eve.request("DELETE", "conversation")

    assert PRIVATE in [entry["text"] for entry in ana.history()]


def test_nothing_said_stays_after_a_deletion(site: Site) -> None:
    said = f"my {uuid.uuid4().hex} hurts"
    visitor = site.visitor()
    visitor.say(said)
    visitor.request("DELETE", "conversation")

    # What SQLite has not yet written into the database itself: docs/privacy.md.
    kept = [path for path in site.files() if not path.name.endswith("-wal")]
    assert [path for path in kept if said.encode() in path.read_bytes()] == []


# ---- Comparing secrets ----


@pytest.mark.parametrize(
    "gate",
    [
        lambda: is_signed(b"body", signature(b"body", "key")[:-1] + "x", "key"),
        lambda: is_verification("subscribe", "a wrong word", "the right word"),
        lambda: is_token(header_value("0" * 64), "1" * 64),
        lambda: with_wrong_signature(SessionTokens(KEY)),
    ],
    ids=["webhook", "verification", "action server", "session"],
)
def test_secrets_are_compared_in_constant_time(
    gate: Callable[[], bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[int] = []
    real = hmac.compare_digest

    def record(one: bytes, other: bytes) -> bool:
        compared.append(len(one))
        return real(one, other)

    monkeypatch.setattr(hmac, "compare_digest", record)

    assert not gate()
    assert compared


def with_wrong_signature(tokens: SessionTokens) -> bool:
    """Tell whether a token with a signature of the right form is taken."""
    named, _, _ = tokens.issue().token.rpartition(".")
    forged = hashlib.sha256(named.encode()).hexdigest()[:43]
    try:
        tokens.conversation_of(f"{named}.{forged}")
    except Exception as error:
        assert getattr(error, "code", "") == "session_unknown"  # noqa: PT017 - one gate of four
        return False
    return True
