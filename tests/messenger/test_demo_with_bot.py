"""`mesoguide messenger demo` as staff start it: the real bot behind the page, in a real browser."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from mesoguide.ops.settings import DOCUMENTED, PROJECT_ROOT
from tests.chromium import ARGUMENTS, chromium_path

RUN = "from mesoguide.cli import main; main()"
#: The start, with a training if the content changed.
START_SECONDS = 600
#: An answer on a loaded machine.
ANSWER_MS = 30_000


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running demonstration; stopped as Ctrl-C does."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = tmp_path_factory.mktemp("demo")
    log = folder / "output.txt"
    # A clinic's own settings must not get into it: the database below is none.
    set_by_clinic = {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}
    kept = {
        k: v for k, v in os.environ.items() if k not in {d.variable for d in DOCUMENTED.values()}
    }
    with log.open("w") as output:
        process = subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, "-c", RUN, "messenger", "demo", "--port", str(port)],
            cwd=PROJECT_ROOT,
            env={
                **kept,
                **set_by_clinic,
                "MESOGUIDE_HOME": str(PROJECT_ROOT),
                "TMPDIR": str(folder),
            },
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    address = f"http://127.0.0.1:{port}/"
    deadline = time.monotonic() + START_SECONDS
    while f"Try Messenger at {address}" not in log.read_text():
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.2)
    yield address
    process.send_signal(signal.SIGINT)
    process.wait(timeout=120)
    assert "Stopped." in log.read_text()
    assert list(folder.glob("mesoguide-demo-*")) == []


@pytest.fixture
def page(demo: str) -> Iterator[Page]:
    path = chromium_path()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        opened = browser.new_page()
        opened.set_default_timeout(ANSWER_MS)
        opened.goto(demo)
        yield opened
        browser.close()


def answers(page: Page) -> str:
    return " ".join(page.locator(".message:not(.mine) .bubble").all_inner_texts())


def ask(page: Page, words: str) -> None:
    page.get_by_label("Your message").fill(words)
    page.keyboard.press("Enter")


def wait_for_answer(page: Page, pattern: str) -> None:
    found = page.locator(".message:not(.mine) .bubble").filter(has_text=re.compile(pattern))
    expect(found.first).to_be_visible(timeout=ANSWER_MS)


def test_question_is_answered_with_a_notice_and_its_sources(page: Page) -> None:
    page.get_by_role("button", name="What is mesotherapy?").click()

    wait_for_answer(page, "[Mm]esotherapy")
    assert "computer program" in answers(page)
    page.get_by_role("button", name="Where it comes from").click()
    wait_for_answer(page, "comes from these|We began with")


def test_emergency_is_answered_first(page: Page) -> None:
    ask(page, "my tongue is swelling up")

    expect(page.locator(".message:not(.mine) .bubble").first).to_contain_text(
        "Call 999", timeout=ANSWER_MS
    )


def test_lost_answer_of_meta_is_not_sent_twice(page: Page) -> None:
    page.get_by_role("button", name="Lose the next answer").click()
    ask(page, "does it hurt?")
    wait_for_answer(page, "[Pp]ain|[Hh]urt")

    ask(page, "how long does a visit take?")
    wait_for_answer(page, "minutes")

    said = page.locator(".message:not(.mine) .bubble").all_inner_texts()
    assert len(said) == len(set(said))


def test_bot_is_silent_once_staff_have_answered(page: Page) -> None:
    ask(page, "does it hurt?")
    wait_for_answer(page, "[Pp]ain|[Hh]urt")
    page.get_by_label("Message of staff").fill("Hello, this is Ana.")
    page.keyboard.press("Enter")
    expect(page.get_by_text("From the page's inbox. Delivered")).to_be_visible(timeout=ANSWER_MS)
    before = answers(page)

    ask(page, "what are the risks?")

    expect(page.locator(".mine").last.get_by_text("Delivered")).to_be_visible(timeout=ANSWER_MS)
    # Nothing shows that nothing comes; an answer takes half a second.
    page.wait_for_timeout(4_000)
    assert answers(page) == before
