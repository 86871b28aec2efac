"""The demonstration page in a real browser: what Messenger shows, told apart from Messenger.

MesoGuide's side is a script here, so that every state comes up at once;
``test_demo_with_bot.py`` has the real one.
"""

from __future__ import annotations

import asyncio
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from aiohttp import web
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from mesoguide.channels.message_rendering import BotMessage
from mesoguide.messenger.graph_api import GraphApi
from mesoguide.messenger.profile import change_profile, wanted_profile
from mesoguide.messenger.rendering import render
from mesoguide.messenger.simulator import GraphSimulator
from mesoguide.messenger.simulator.demo_page import DemoPage
from mesoguide.messenger.texts import load_messenger_texts
from mesoguide.ops.settings import PROJECT_ROOT, load_settings
from tests.chromium import ARGUMENTS, chromium_path

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}}
PATIENCE_MS = 10_000
CARDS = [{"title": f"Plan {n}", "subtitle": "3 visits", "buttons": []} for n in range(3)]
HOSTILE = "<img src=x onerror=alert(1)> https://clinic.example/a?b=1. Done."

Answer = Callable[[str], list[dict[str, Any]]]


def scripted_answer(words: str) -> list[dict[str, Any]]:
    """What the scripted side answers to some words or a payload."""
    buttons = (("Does it hurt?", "/ask_discomfort"),)
    if words == "many":
        buttons = tuple((f"Choice {n}", f"/choice_{n}") for n in range(5))
    if words == "hostile":
        return render(BotMessage(1.0, HOSTILE))
    if words == "silence":
        return []
    elements = CARDS if words == "cards" else []
    said = BotMessage(
        1.0, f"You said: {words}", buttons, response="utter_answer_definition", claims=("art-001",)
    )
    return render(said, elements=elements, sources=("Where it comes from", "/ask_sources"))


class ScriptedSide:
    """Takes webhooks and answers by a script, through the real Graph API client."""

    def __init__(self, graph: GraphSimulator) -> None:
        self.graph = graph
        self.status = 200

    def add_to(self, app: web.Application) -> None:
        app.router.add_post("/script", self.take)

    async def take(self, request: web.Request) -> web.Response:
        if self.status == 200:
            for entry in (await request.json())["entry"]:
                for event in entry["messaging"]:
                    self.task = asyncio.create_task(self.answer(event))
        return web.Response(status=self.status)

    async def answer(self, event: dict[str, Any]) -> None:
        message = event.get("message") or {}
        if message.get("is_echo"):
            return
        pressed = event.get("postback") or message.get("quick_reply") or {}
        words = pressed.get("payload") or message.get("text") or "[attachment]"
        psid = event["sender"]["id"]
        async with GraphApi.from_settings(load_settings(self.graph.environment())) as api:
            await api.send_action(psid, "mark_seen")
            await api.send_action(psid, "typing_on")
            for each in scripted_answer(words):
                await api.send_message(psid, each, metadata="1")


async def set_up(graph: GraphSimulator) -> None:
    wanted = wanted_profile(load_messenger_texts(PROJECT_ROOT / "content"))
    async with GraphApi.from_settings(load_settings(graph.environment())) as api:
        await change_profile(api, {}, wanted)


@pytest.fixture
def graph() -> Iterator[GraphSimulator]:
    running = GraphSimulator(window=True, echoes=False)
    running.extend(DemoPage(running, clinic="Harbour Skin Clinic").add_to)
    side = ScriptedSide(running)
    running.extend(side.add_to)
    with running:
        running.webhook_url = f"{running.url}/script"
        running.side = side  # type: ignore[attr-defined] # for tests that let it fail
        with ThreadPoolExecutor() as apart:  # the browser's loop runs in this thread
            apart.submit(asyncio.run, set_up(running)).result()
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = chromium_path()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser, graph: GraphSimulator) -> Iterator[Page]:
    context = browser.new_context(reduced_motion="reduce")
    context.set_default_timeout(PATIENCE_MS)
    opened = context.new_page()
    opened.goto(graph.url)
    expect(opened.get_by_role("button", name="What is mesotherapy?")).to_be_visible()
    yield opened
    context.close()


def ask(page: Page, words: str) -> None:
    page.get_by_label("Your message").fill(words)
    page.keyboard.press("Enter")


def bubbles(page: Page) -> Any:
    return page.locator(".bubble")


def test_page_says_that_it_is_not_facebook(page: Page) -> None:
    banner = page.get_by_role("banner")

    expect(banner).to_contain_text("This is not Facebook.")
    expect(banner).to_contain_text("Everything stays on this machine")


def test_greeting_questions_and_menu_are_those_of_the_profile(page: Page) -> None:
    texts = load_messenger_texts(PROJECT_ROOT / "content")

    expect(page.get_by_text(texts.greeting)).to_be_visible()
    for question, _ in texts.ice_breakers:
        expect(page.get_by_role("button", name=question)).to_be_visible()
    page.get_by_role("button", name="Menu").click()
    for title, _ in texts.menu:
        expect(page.get_by_role("button", name=title)).to_be_visible()


def test_question_is_answered_with_buttons_and_replies(page: Page) -> None:
    ask(page, "what is it?")

    expect(bubbles(page).nth(1)).to_contain_text("You said: what is it?")
    page.get_by_role("button", name="Does it hurt?").last.click()
    expect(bubbles(page).nth(3)).to_contain_text("You said: /ask_discomfort")
    page.get_by_role("group", name="Quick replies").get_by_role("button").click()
    expect(bubbles(page).nth(5)).to_contain_text("You said: /ask_sources")


def test_first_question_menu_and_photo_reach_the_bot(page: Page) -> None:
    page.get_by_role("button", name="What is mesotherapy?").click()
    expect(bubbles(page).last).to_contain_text("/ask_definition")
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="Privacy").click()
    expect(bubbles(page).last).to_contain_text("/ask_privacy")
    page.get_by_role("button", name="Photo").click()
    expect(bubbles(page).last).to_contain_text("[attachment]")


def test_dots_show_while_an_answer_is_written(page: Page) -> None:
    ask(page, "silence")

    expect(page.get_by_text("An answer is being written.")).to_be_attached()
    expect(page.get_by_text("Seen")).to_be_visible()


def test_quick_replies_go_with_the_next_message(page: Page) -> None:
    ask(page, "many")
    expect(page.get_by_role("button", name="Choice 4")).to_be_visible()

    ask(page, "silence")

    expect(page.get_by_role("button", name="Choice 4")).to_have_count(0)


def test_words_are_never_markup_and_links_are_links(page: Page) -> None:
    alerts: list[str] = []
    page.on("dialog", lambda dialog: alerts.append(dialog.message))

    ask(page, "hostile")

    expect(bubbles(page).last).to_contain_text("<img src=x onerror=alert(1)>")
    link = page.get_by_role("link", name="https://clinic.example/a?b=1", exact=True)
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    assert alerts == []


def test_message_that_mesoguide_does_not_take_is_marked(page: Page, graph: GraphSimulator) -> None:
    graph.side.status = 500  # type: ignore[attr-defined]

    ask(page, "hello")

    expect(page.get_by_text("Sending …")).to_be_visible()


def test_somebody_else_begins_afresh(page: Page) -> None:
    ask(page, "first person")
    expect(bubbles(page)).to_have_count(2)

    page.get_by_role("button", name="Start again as somebody else").click()

    expect(bubbles(page)).to_have_count(0)
    expect(page.get_by_role("button", name="What is mesotherapy?")).to_be_visible()


def test_meta_can_be_made_slow(page: Page, graph: GraphSimulator) -> None:
    page.get_by_label("Each call takes 2 seconds").check()
    page.get_by_role("button", name="Lose the next answer").click()
    expect(page.locator("#problem")).to_be_empty()

    assert graph.faults.delay_seconds == 2.0


def test_keyboard_alone_is_enough(page: Page) -> None:
    page.get_by_role("button", name="Menu").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")

    expect(page.get_by_role("button", name="Menu")).to_be_focused()
    expect(page.locator("#menu")).to_be_hidden()


def test_nothing_is_asked_of_anybody_else(browser: Browser, graph: GraphSimulator) -> None:
    asked: list[str] = []
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))

    page.goto(graph.url)
    ask(page, "hello")
    expect(bubbles(page)).to_have_count(2)
    page.close()

    assert len(asked) > 3
    assert [url for url in asked if not url.startswith(graph.url)] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1000])
def test_page_has_no_accessibility_violation(
    browser: Browser, graph: GraphSimulator, scheme: Any, width: int
) -> None:
    page = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": 800})
    page.goto(graph.url)
    page.get_by_role("button", name="Menu").click()
    ask(page, "cards")
    expect(bubbles(page)).to_have_count(2)

    found = Axe().run(page, options=OPTIONS)

    assert len(found.response["passes"]) > 5
    assert [
        f"{v['id']}: {n['target']}" for v in found.response["violations"] for n in v["nodes"]
    ] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.close()


def test_page_answers_under_no_other_name(graph: GraphSimulator) -> None:
    """Else a page elsewhere whose name leads here could read along (DNS rebinding)."""
    request = urllib.request.Request(graph.url, headers={"Host": "evil.example"})  # noqa: S310

    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request)  # noqa: S310

    assert refused.value.code == 403


@pytest.mark.parametrize(
    ("kind", "status"),
    [("text/plain", 415), ("application/x-www-form-urlencoded", 415), ("application/json", 400)],
)
def test_other_sites_cannot_send_here(graph: GraphSimulator, kind: str, status: int) -> None:
    """A browser sends JSON elsewhere only after asking, and nothing here says yes."""
    request = urllib.request.Request(  # noqa: S310
        f"{graph.url}/demo/faults", data=b"[1]", headers={"Content-Type": kind}
    )

    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request)  # noqa: S310

    assert refused.value.code == status
