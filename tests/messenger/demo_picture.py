"""Draw the picture of the demonstration in ``docs/pictures``.

Start ``make messenger-demo``, then ``python -m tests.messenger.demo_picture http://127.0.0.1:5070/``.
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from tests.chromium import ARGUMENTS, find_chromium

FILE = Path(__file__).resolve().parents[2] / "docs" / "pictures" / "messenger-demo.png"


def draw(address: str) -> None:
    """Ask a question as a visitor and save what they see."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1000, "height": 900}, reduced_motion="reduce")
        page.goto(address)
        # The first answer has the notice before it; the second one shows how it goes on.
        for question, count in (("hello", 2), ("Does it hurt?", 4)):
            page.get_by_label("Your message").fill(question)
            page.keyboard.press("Enter")
            expect(page.locator(".bubble").nth(count - 1)).to_be_visible(timeout=30_000)
            expect(page.locator(".message").last.get_by_role("button").last).to_be_visible()
            page.wait_for_timeout(1_000)
        page.screenshot(path=FILE)
        browser.close()


if __name__ == "__main__":
    draw(sys.argv[1])
