"""Which websites may use the chat, and whom a request is counted for."""

from __future__ import annotations

import pytest

from mesoguide.channels.api_errors import ApiError
from mesoguide.channels.client_addresses import UNKNOWN, client_address
from mesoguide.channels.origin_policy import OriginPolicy, origin_policy
from mesoguide.ops.settings import load_settings

CLINIC = "https://www.clinic.example"
POLICY = OriginPolicy(frozenset({CLINIC}))


@pytest.mark.parametrize("origin", [CLINIC, None], ids=["listed", "no-browser"])
def test_origin_is_allowed(origin: str | None) -> None:
    POLICY.check(origin)


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "http://www.clinic.example",
        "https://clinic.example",
        "https://www.clinic.example:8443",
        "https://www.clinic.example.evil.example",
        "https://www.clinic.example/",
        "null",
        "",
        "*",
    ],
)
def test_other_origin_is_refused(origin: str) -> None:
    with pytest.raises(ApiError, match="origin_not_allowed"):
        POLICY.check(origin)


def test_allowed_page_may_read_the_answer() -> None:
    assert POLICY.headers(CLINIC)["access-control-allow-origin"] == CLINIC


@pytest.mark.parametrize("origin", ["https://evil.example", "null", None])
def test_other_page_may_not_read_the_answer(origin: str | None) -> None:
    assert "access-control-allow-origin" not in POLICY.headers(origin)


@pytest.mark.parametrize("origin", [CLINIC, "https://evil.example", None])
def test_caches_are_told_that_the_answer_depends_on_the_origin(origin: str | None) -> None:
    assert POLICY.headers(origin)["vary"] == "Origin"


def test_cookies_are_never_asked_for() -> None:
    headers = POLICY.preflight_headers(CLINIC, ("POST", "OPTIONS"))

    assert "access-control-allow-credentials" not in headers
    assert headers["access-control-allow-methods"] == "POST, OPTIONS"


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("127.0.0.1", "http://127.0.0.1:5005"),
        ("127.0.0.1", "http://localhost:5005"),
        ("0.0.0.0", "http://localhost:5005"),  # noqa: S104 - nothing binds to it
        ("::1", "http://[::1]:5005"),
        ("Clinic.example", "http://clinic.example:5005"),
        ("192.0.2.7", "http://192.0.2.7:5005"),
        ("2001:db8::7", "http://[2001:db8::7]:5005"),
    ],
)
def test_without_a_list_the_chats_own_pages_are_allowed(host: str, origin: str) -> None:
    origin_policy(load_settings({"MESOGUIDE_HOST": host})).check(origin)


@pytest.mark.parametrize("origin", ["http://127.0.0.1", "http://127.0.0.1:8080", "http://evil"])
def test_without_a_list_no_other_page_is_allowed(origin: str) -> None:
    with pytest.raises(ApiError):
        origin_policy(load_settings({})).check(origin)


def test_usual_port_is_left_out_as_browsers_do() -> None:
    origin_policy(load_settings({"MESOGUIDE_PORT": "80"})).check("http://127.0.0.1")


def test_list_replaces_the_chats_own_pages() -> None:
    policy = origin_policy(load_settings({"MESOGUIDE_ALLOWED_ORIGINS": CLINIC}))

    assert policy.allowed == {CLINIC}


# ---- Addresses ----


def test_header_is_not_believed_unless_told() -> None:
    assert client_address("192.0.2.1", "198.51.100.9", trusted_proxies=0) == "192.0.2.1"


@pytest.mark.parametrize(
    ("header", "proxies", "address"),
    [
        ("198.51.100.9", 1, "198.51.100.9"),
        ("1.2.3.4, 198.51.100.9", 1, "198.51.100.9"),
        ("1.2.3.4, 198.51.100.9, 10.0.0.1", 2, "198.51.100.9"),
        ("198.51.100.9:4711", 1, "198.51.100.9"),
        ("[2001:db8::1]:4711", 1, "2001:db8::/64"),
        (" 198.51.100.9 ,", 1, "198.51.100.9"),
    ],
)
def test_only_what_our_proxies_added_is_believed(header: str, proxies: int, address: str) -> None:
    assert client_address("10.0.0.2", header, trusted_proxies=proxies) == address


@pytest.mark.parametrize("header", [None, "", "198.51.100.9"], ids=["none", "empty", "short"])
def test_request_past_our_proxies_counts_for_who_connected(header: str | None) -> None:
    assert client_address("192.0.2.1", header, trusted_proxies=2) == "192.0.2.1"


def test_addresses_of_one_ipv6_network_count_together() -> None:
    one = client_address("2001:db8:1:2::1", None, trusted_proxies=0)
    other = client_address("2001:db8:1:2:ffff::9", None, trusted_proxies=0)

    assert one == other == "2001:db8:1:2::/64"


def test_ipv4_within_ipv6_is_the_same_address() -> None:
    assert client_address("::ffff:192.0.2.1", None, trusted_proxies=0) == "192.0.2.1"


@pytest.mark.parametrize("peer", [None, "", "unix:", "not an address", "999.1.1.1"])
def test_what_is_no_address_counts_together(peer: str | None) -> None:
    assert client_address(peer, None, trusted_proxies=0) == UNKNOWN
