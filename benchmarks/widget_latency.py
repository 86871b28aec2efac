"""Measure the chat as a visitor feels it: from the click on "send" to the answer on the screen.

    python -m benchmarks.widget_latency [--questions N]

Runs both servers on free ports with fresh databases and the widget in a real, headless Chromium
(the system's; see tests/widget/conftest.py). The time is taken inside the page, from the click
to the moment at which the answer is in the document. Prints a table and writes
reports/widget_latency.json.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import warnings
from itertools import cycle, islice
from pathlib import Path

from playwright.async_api import async_playwright

from benchmarks.figures import machine, milliseconds, print_table, write_report
from tests.chromium import ARGUMENTS, MISSING, find_chromium
from tests.widget.bot_site import BotSite, running_bot_site
from tests.widget.chat_page import ChatPage

QUESTIONS = 40
#: Answered from the domain's texts, and by actions that read the database.
ASKED = (
    *("what can it treat?", "does it hurt?", "how many visits?", "what are the risks?"),
    *("who invented it?", "when can I go back to work?"),
)


def main() -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--questions", type=int, default=QUESTIONS)
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    with (
        tempfile.TemporaryDirectory(prefix="mesoguide-bench-") as folder,
        running_bot_site(Path(folder)) as site,
    ):
        times = asyncio.run(click_to_answer(site, options.questions))
    figures = {"machine": machine(), "questions": len(times), **milliseconds(times)}
    print_table(
        [
            ("click to answer, median", f"{figures['median_ms']} ms"),
            ("click to answer, 95th", f"{figures['p95_ms']} ms"),
            ("questions", str(len(times))),
        ]
    )
    print(write_report("widget_latency", figures))


async def click_to_answer(site: BotSite, questions: int) -> list[float]:
    """Return the seconds from click to answer of each question of one visitor."""
    browser_path = find_chromium()
    if browser_path is None:
        sys.exit(MISSING)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=browser_path, args=ARGUMENTS)
        chat = ChatPage(await browser.new_page())
        await chat.visit(site.url())
        await chat.open()
        await chat.ask("hello", 1)
        asked = islice(cycle(ASKED), questions)
        times = [await chat.time_an_answer(question) / 1000 for question in asked]
        await browser.close()
    return times


if __name__ == "__main__":
    main()
