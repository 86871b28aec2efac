"""A flood from one place is refused, and everybody else is served meanwhile."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from mesoguide.ops.settings import DEFAULT_REQUESTS_PER_MINUTE
from mesoguide.ops.strict_http import LARGE_BODY
from tests.channels.widget_client import Answer, WidgetClient
from tests.security.site import Site

FLOODERS = 6
#: With so many at it on two cores; alone an answer takes 35 ms.
SOON_SECONDS = 5.0


#: Requests that a flood has made before anybody else comes.
POURED = 300


@contextmanager
def flood(step: Callable[[], int | None]) -> Iterator[Counter[int | None]]:
    """Repeat a request from several threads as fast as they can, while the block lasts."""
    seen: Counter[int | None] = Counter()
    over = threading.Event()

    def pour() -> None:
        while not over.is_set():
            try:
                seen[step()] += 1
            except OSError:
                seen[None] += 1

    threads = [threading.Thread(target=pour) for _ in range(FLOODERS)]
    for thread in threads:
        thread.start()
    try:
        while sum(seen.values()) < POURED:
            time.sleep(0.02)
        yield seen
    finally:
        over.set()
        for thread in threads:
            thread.join()


def others_are_served(site: Site, *, people: int = 5) -> None:
    """Have other visitors ask something, each within a time that a person would wait."""
    for _ in range(people):
        began = time.monotonic()
        assert site.visitor().say("does it hurt?").messages
        assert time.monotonic() - began < SOON_SECONDS


def test_flood_from_one_address_is_refused_and_others_are_served(site: Site) -> None:
    flooder = site.visitor()
    began = time.monotonic()
    with flood(lambda: flooder.request("GET", "config").status) as seen:
        while 429 not in seen:
            time.sleep(0.05)
        others_are_served(site)
    minutes = (time.monotonic() - began) / 60

    assert set(seen) == {200, 429}
    assert seen[200] <= DEFAULT_REQUESTS_PER_MINUTE * (1 + minutes) + 1
    refused = flooder.request("GET", "config")
    assert (refused.status, refused.code) == (429, "too_many")
    assert int(refused.headers["retry-after"]) >= 1


def test_made_up_forwarding_does_not_help_a_flooder(site: Site) -> None:
    address = site.new_address()

    def asked(number: int) -> Answer:
        made_up = f"192.0.2.{number % 256}, {address}"
        return WidgetClient(site.settings.port, {"x-forwarded-for": made_up}).request(
            "GET", "config"
        )

    statuses = Counter(asked(number).status for number in range(DEFAULT_REQUESTS_PER_MINUTE + 30))

    assert statuses[429] > 0


@pytest.mark.parametrize("path", ["/nothing-here", "widget.js", "health"])
def test_flood_of_what_has_no_limit_keeps_nobody_out(site: Site, path: str) -> None:
    flooder = site.visitor()
    with flood(lambda: flooder.request("GET", path).status) as seen:
        others_are_served(site, people=3)

    assert set(seen) <= {200, 404}


def test_flood_of_forged_deliveries_keeps_nobody_out(site: Site) -> None:
    forged = {"x-hub-signature-256": "sha256=" + "0" * 64}
    with flood(lambda: site.deliver(b" " * LARGE_BODY, signed=False, **forged).status) as seen:
        others_are_served(site, people=3)

    assert set(seen) <= {403}


def test_one_conversation_has_a_limit_of_its_own(site: Site) -> None:
    visitor = site.visitor()
    visitor.begin()
    vote = {"answer_id": "1.000000", "helpful": True}
    limit = site.settings.messages_per_minute
    statuses = [visitor.request("POST", "feedback", vote).status for _ in range(limit + 5)]

    assert statuses[:limit] == [404] * limit
    assert statuses[-1] == 429
