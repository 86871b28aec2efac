"""A token opens one conversation for thirty days, and cannot be made or changed by others."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest
from itsdangerous import URLSafeTimedSerializer

from mesoguide.channels.api_errors import ApiError
from mesoguide.channels.session_tokens import LIFETIME, SessionTokens

KEY = b"a key of this installation, long enough"
NOW = 1_800_000_000.0


def tokens_at(seconds: float, key: bytes = KEY) -> SessionTokens:
    return SessionTokens(key, clock=lambda: seconds)


def refused(tokens: SessionTokens, token: str) -> str:
    with pytest.raises(ApiError) as refusal:
        tokens.conversation_of(token)
    assert refusal.value.status == 401
    return refusal.value.code


def test_each_token_names_a_conversation_of_its_own() -> None:
    tokens = tokens_at(NOW)

    conversations = {tokens.conversation_of(tokens.issue().token) for _ in range(50)}

    assert len(conversations) == 50


def test_token_opens_the_same_conversation_again() -> None:
    token = tokens_at(NOW).issue().token

    assert tokens_at(NOW).conversation_of(token) == tokens_at(NOW + 60).conversation_of(token)


def test_token_says_when_it_ends() -> None:
    issued = tokens_at(NOW).issue()

    assert issued.expires_at == datetime.fromtimestamp(NOW, timezone.utc) + LIFETIME


def test_token_is_good_to_its_last_second() -> None:
    token = tokens_at(NOW).issue().token

    assert tokens_at(NOW + LIFETIME.total_seconds()).conversation_of(token)


def test_token_is_too_old_a_second_later() -> None:
    token = tokens_at(NOW).issue().token

    assert refused(tokens_at(NOW + LIFETIME.total_seconds() + 1), token) == "session_expired"


def test_token_of_another_key_is_unknown() -> None:
    token = tokens_at(NOW, b"the key of another installation, as long").issue().token

    assert refused(tokens_at(NOW), token) == "session_unknown"


# Of the last character, two bits mean nothing.
@pytest.mark.parametrize("position", range(0, 105, 7))
def test_changed_token_is_unknown(position: int) -> None:
    token = tokens_at(NOW).issue().token
    changed = "A" if token[position] != "A" else "B"

    assert refused(tokens_at(NOW), token[:position] + changed + token[position + 1 :])


@pytest.mark.parametrize(
    "token",
    ["", "x", ".", "a.b.c", "\u00e9.\u00e9.\u00e9", "x" * 5000, "\x00", "..", "e30.AAAA.AAAA"],
    ids=["empty", "letter", "dot", "parts", "accents", "long", "nul", "dots", "object"],
)
def test_nonsense_is_unknown(token: str) -> None:
    assert refused(tokens_at(NOW), token) == "session_unknown"


@pytest.mark.parametrize("named", ["default", "widget-", "rest", {"id": 1}, ["x"], None, 7])
def test_signed_name_of_no_conversation_of_the_widget_is_unknown(named: object) -> None:
    ours = tokens_at(NOW)

    token = str(ours._serializer.dumps(named))

    assert refused(ours, token) == "session_unknown"


def test_other_use_of_the_secret_key_makes_no_tokens() -> None:
    conversation = tokens_at(NOW).conversation_of(tokens_at(NOW).issue().token)
    other = URLSafeTimedSerializer(KEY, salt="another use")

    assert refused(tokens_at(NOW), str(other.dumps(conversation))) == "session_unknown"
