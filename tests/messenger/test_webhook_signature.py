"""Signatures of deliveries and of wishes to delete data."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesoguide.messenger.signed_request import read_signed_request
from mesoguide.messenger.webhook_signature import is_signed, is_verification, signature

SECRET = "app-secret"  # noqa: S105 - of no app


def test_known_signature_is_computed() -> None:
    # RFC 4231 has no such key; computed with `openssl dgst -sha256 -hmac app-secret`.
    expected = hmac.new(b"app-secret", b"{}", hashlib.sha256).hexdigest()
    assert signature(b"{}", SECRET) == f"sha256={expected}"


@given(st.binary(max_size=200))
def test_signed_body_is_known(body: bytes) -> None:
    assert is_signed(body, signature(body, SECRET), SECRET)


@given(st.binary(min_size=1, max_size=100), st.integers(min_value=0, max_value=99))
def test_body_with_one_bit_changed_is_refused(body: bytes, place: int) -> None:
    changed = bytearray(body)
    changed[place % len(body)] ^= 1
    assert not is_signed(bytes(changed), signature(body, SECRET), SECRET)


@given(st.text(max_size=100))
def test_no_made_up_header_is_taken(header: str) -> None:
    assert not is_signed(b"{}", header, SECRET)


def test_verification_needs_both_mode_and_token() -> None:
    assert is_verification("subscribe", "word", "word")
    assert not is_verification("subscribe", "wor", "word")
    assert not is_verification("other", "word", "word")


def signed_request(secret: str = SECRET, *, padded: bool = False, **data: object) -> str:
    values = {"algorithm": "HMAC-SHA256", "user_id": "218471", **data}
    payload = base64.urlsafe_b64encode(json.dumps(values).encode()).decode()
    payload = payload if padded else payload.rstrip("=")
    mac = hmac.new(secret.encode(), payload.encode(), hashlib.sha256).digest()
    given = base64.urlsafe_b64encode(mac).decode()
    return f"{given if padded else given.rstrip('=')}.{payload}"


@pytest.mark.parametrize("padded", [False, True])
def test_signed_request_names_the_person(padded: bool) -> None:
    assert read_signed_request(signed_request(padded=padded), SECRET) == "218471"


@pytest.mark.parametrize(
    "request_text",
    [
        signed_request("another"),
        signed_request(algorithm="none"),
        signed_request(user_id="../../etc"),
        signed_request(user_id=["1"]),
        "",
        ".",
        "abc",
        "abc.def",
        "\u00fc.\u00fc",
        "a" * 5000,
    ],
)
def test_request_of_anybody_else_is_refused(request_text: str) -> None:
    assert read_signed_request(request_text, SECRET) is None


@given(st.text(max_size=200))
def test_no_text_is_a_fault(text: str) -> None:
    assert read_signed_request(text, SECRET) is None
