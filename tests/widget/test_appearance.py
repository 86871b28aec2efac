"""Screens of all sizes, colours, directions, and a page whose styles stay out."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import expect

from tests.widget.chat_page import ChatPage
from tests.widget.conftest import NewPage
from tests.widget.contract_server import ContractServer
from tests.widget.states import MODES, STATES


def page_with(element: str, head: str = "") -> str:
    """Return a clinic's page that has the element in it."""
    return (
        f'<!doctype html><html lang="en"><head><title>Clinic</title>{head}'
        '<meta name="viewport" content="width=device-width">'
        f'<script src="/webhooks/widget/widget.js"></script></head><body>{element}</body></html>'
    )


async def box_of(chat: ChatPage, part: str) -> dict[str, float]:
    """Return where a part of the chat is, in CSS pixels."""
    box: Any = await chat.host.locator(part).bounding_box()
    assert box is not None
    return dict(box)


async def style_of(chat: ChatPage, part: str, name: str) -> str:
    value = await chat.host.locator(part).first.evaluate(
        "(part, name) => getComputedStyle(part)[name]", name
    )
    return str(value)


async def test_panel_covers_a_phone(new_page: NewPage, server: ContractServer) -> None:
    chat = await new_page(**MODES["phone"])
    await chat.visit(server.url())
    await chat.open()
    assert await box_of(chat, ".panel") == {"x": 0, "y": 0, "width": 390, "height": 844}


@pytest.mark.parametrize(
    "size", [(320, 568), (320, 256), (640, 360)], ids=["320", "400-percent", "200-percent"]
)
@pytest.mark.parametrize("state", ["opened", "conversation", "plan", "emergency", "ask_erase"])
async def test_small_and_zoomed_screens_need_no_sideways_scrolling(
    new_page: NewPage, server: ContractServer, size: tuple[int, int], state: str
) -> None:
    width, height = size
    chat = await new_page(viewport={"width": width, "height": height})
    await chat.visit(server.url())
    await STATES[state](chat, server)
    overflow = await chat.host.evaluate(
        """host => [...host.shadowRoot.querySelectorAll(".panel, .log, .dialog, .dialog-card")]
          .filter((part) => part.scrollWidth > part.clientWidth + 1)
          .map((part) => part.className)"""
    )
    assert overflow == []
    for part in (".panel", ".composer") if state != "ask_erase" else (".panel",):
        box = await box_of(chat, part)
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width


async def test_message_box_can_be_reached_on_the_smallest_screen(
    new_page: NewPage, server: ContractServer
) -> None:
    chat = await new_page(viewport={"width": 320, "height": 256})
    await chat.visit(server.url())
    await chat.open()
    await chat.box.scroll_into_view_if_needed()
    await expect(chat.box).to_be_in_viewport(ratio=1)
    await chat.ask("What can it treat?", 1)


async def test_text_grows_with_the_browsers_own_setting(
    new_page: NewPage, server: ContractServer
) -> None:
    chat = await new_page()
    await chat.visit(server.url())
    await chat.open()
    assert await style_of(chat, ".greeting", "fontSize") == "16px"
    await chat.page.add_style_tag(content="mesoguide-chat { font-size: 32px; }")
    assert await style_of(chat, ".greeting", "fontSize") == "32px"
    box = await box_of(chat, ".panel")
    assert box["x"] >= 0
    assert box["y"] >= 0


async def test_styles_of_the_page_stay_out(new_page: NewPage, server: ContractServer) -> None:
    rude = (
        "<style>html{font-size:8px} *{letter-spacing:9px!important} body{color:red;line-height:3}"
        "button{display:none} p,li{font-size:40px;text-transform:uppercase}</style>"
    )
    server.pages["/rude"] = page_with("<mesoguide-chat></mesoguide-chat>", rude)
    chat = await new_page()
    await chat.visit(f"{server.origin}/rude")
    await chat.open()
    assert await style_of(chat, ".greeting", "fontSize") == "16px"
    assert await style_of(chat, ".greeting", "lineHeight") == "24px"
    assert await style_of(chat, ".greeting", "color") == "rgb(23, 41, 43)"
    assert await style_of(chat, ".greeting p", "textTransform") == "none"


async def test_styles_of_the_chat_stay_in(visitor: ChatPage) -> None:
    before = await visitor.page.evaluate("getComputedStyle(document.body).fontFamily")
    await visitor.open()
    assert await visitor.page.evaluate("getComputedStyle(document.body).fontFamily") == before
    assert await visitor.page.evaluate("document.documentElement.getAttribute('style')") is None


async def test_pages_own_custom_properties_win_over_the_servers(
    new_page: NewPage, server: ContractServer
) -> None:
    server.config["theme"] = {"--mesoguide-accent": "#333333", "--mesoguide-radius": "4px"}
    style = "<style>mesoguide-chat { --mesoguide-accent: #552277; }</style>"
    server.pages["/own"] = page_with("<mesoguide-chat></mesoguide-chat>", style)
    chat = await new_page()
    await chat.visit(f"{server.origin}/own")
    await chat.open()
    assert await style_of(chat, ".header", "backgroundColor") == "rgb(85, 34, 119)"
    assert await style_of(chat, ".bubble", "borderTopLeftRadius") == "4px"


async def test_text_on_a_light_accent_is_black(new_page: NewPage, server: ContractServer) -> None:
    server.pages["/"] = page_with('<mesoguide-chat accent="#ffe14d"></mesoguide-chat>')
    chat = await new_page()
    await chat.visit(f"{server.origin}/")
    assert await style_of(chat, ".launcher", "color") == "rgb(0, 0, 0)"


@pytest.mark.parametrize(
    ("scheme", "system", "expected"),
    [
        ("auto", "dark", "rgb(28, 40, 43)"),
        ("auto", "light", "rgb(255, 255, 255)"),
        ("light", "dark", "rgb(255, 255, 255)"),
        ("dark", "light", "rgb(28, 40, 43)"),
        ("purple", "light", "rgb(255, 255, 255)"),
    ],
)
async def test_colour_scheme_follows_the_page_or_the_system(
    new_page: NewPage, server: ContractServer, scheme: str, system: str, expected: str
) -> None:
    server.pages["/"] = page_with(f'<mesoguide-chat scheme="{scheme}"></mesoguide-chat>')
    chat = await new_page(color_scheme=system)
    await chat.visit(f"{server.origin}/")
    await chat.open()
    assert await style_of(chat, ".panel", "backgroundColor") == expected


async def test_colour_scheme_changes_with_the_system_while_open(chat: ChatPage) -> None:
    await chat.page.emulate_media(color_scheme="dark")
    await expect(chat.host.locator(".root")).to_have_attribute("data-scheme", "dark")


async def test_nothing_moves_for_visitors_who_want_less_motion(
    chat: ChatPage, server: ContractServer
) -> None:
    server.hold()
    await chat.send("What can it treat?")
    await expect(chat.typing).to_be_visible()
    assert await style_of(chat, ".panel", "animationName") == "none"
    assert await style_of(chat, ".typing span", "animationName") == "none"


async def test_panel_rises_for_everybody_else(new_page: NewPage, server: ContractServer) -> None:
    chat = await new_page(reduced_motion="no-preference")
    await chat.visit(server.url())
    await chat.open()
    assert await style_of(chat, ".panel", "animationName") == "rise"


async def test_forced_colours_keep_every_border(new_page: NewPage, server: ContractServer) -> None:
    chat = await new_page(forced_colors="active")
    await chat.visit(server.url())
    await chat.open()
    await chat.ask("What can it treat?", 1)
    for part in (".visitor .bubble", ".bot .bubble", ".choice", ".send", ".header"):
        assert await style_of(chat, part, "borderTopStyle") == "solid", part


async def test_right_to_left_mirrors_the_chat(new_page: NewPage, server: ContractServer) -> None:
    server.config.update(direction="rtl", language="ar", strings={"launcher": "اسأل سؤالا"})
    chat = await new_page()
    await chat.visit(server.url())
    await expect(chat.launcher).to_have_attribute("class", "launcher")
    assert (await box_of(chat, ".launcher"))["x"] < 100
    await chat.open()
    await chat.ask("What can it treat?", 1)
    own = await box_of(chat, ".visitor .bubble")
    bots = await box_of(chat, ".bot .bubble")
    assert own["x"] < bots["x"] + 20
    assert own["x"] + own["width"] < bots["x"] + bots["width"]


@pytest.mark.parametrize(
    ("position", "is_left"), [("start", True), ("end", False), ("nowhere", False)]
)
async def test_launcher_stands_where_the_page_wants_it(
    new_page: NewPage, server: ContractServer, position: str, is_left: bool
) -> None:
    server.pages["/"] = page_with(f'<mesoguide-chat position="{position}"></mesoguide-chat>')
    chat = await new_page()
    await chat.visit(f"{server.origin}/")
    assert ((await box_of(chat, ".launcher"))["x"] < 100) is is_left


async def test_closed_chat_covers_only_its_launcher(visitor: ChatPage) -> None:
    covered = await visitor.page.evaluate(
        """() => {
          let points = 0;
          for (let x = 5; x < innerWidth; x += 10)
            for (let y = 5; y < innerHeight; y += 10)
              points += document.elementFromPoint(x, y)?.localName === "mesoguide-chat";
          return points * 100;
        }"""
    )
    box = await box_of(visitor, ".launcher")
    assert covered < 1.5 * box["width"] * box["height"]


async def test_chat_is_not_printed(visitor: ChatPage) -> None:
    await visitor.page.emulate_media(media="print")
    await expect(visitor.launcher).to_be_hidden()
