"""The demonstration page: a local page that looks like a Messenger thread with the clinic's page.

It speaks to the simulator alone, which delivers to MesoGuide as Meta would. Nothing on it leaves
this machine.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from aiohttp import web

from mesoguide.messenger.simulator import meta_errors, webhook_events
from mesoguide.messenger.simulator.demo_thread import DemoThread, PersonSaid
from mesoguide.messenger.simulator.server import GraphSimulator
from mesoguide.messenger.simulator.webhook_events import Event

STATIC = Path(__file__).with_name("static")
#: Files of the page by address.
FILES = {"/": "demo.html", "/demo.css": "demo.css", "/demo.js": "demo.js"}
KINDS = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}

#: As of a message on Messenger itself.
LONGEST_TEXT = 2000
#: Conversations that are kept; the oldest goes.
MOST_THREADS = 50
#: What "Meta is slow" means (the issue's own figure).
SLOW_SECONDS = 2.0
REFUSALS = 3

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class DemoPage:
    """Serves the page and what it asks for."""

    def __init__(self, graph: GraphSimulator, *, clinic: str) -> None:
        """Prepares the page.

        Args:
            graph: Meta's side.
            clinic: the clinic's name, as the page's.
        """
        self._graph = graph
        self._clinic = clinic
        self._threads: dict[str, DemoThread] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def add_to(self, app: web.Application) -> None:
        """Add the page to the simulator's server."""
        app.middlewares.append(_this_machine_only)
        for address in FILES:
            app.router.add_get(address, _file)
        app.router.add_post("/demo/people", self._new_person)
        app.router.add_get("/demo/people/{psid}", self._thread)
        app.router.add_post("/demo/people/{psid}/events", self._event)
        app.router.add_get("/demo/page", self._page)
        app.router.add_post("/demo/faults", self._faults)

    async def _page(self, request: web.Request) -> web.Response:
        return web.json_response({"clinic": self._clinic, "profile": self._graph.profile})

    async def _new_person(self, request: web.Request) -> web.Response:
        thread = DemoThread(str(secrets.randbelow(9 * 10**15) + 10**15))
        self._threads[thread.psid] = thread
        if len(self._threads) > MOST_THREADS:
            del self._threads[next(iter(self._threads))]
        return web.json_response(thread.shown(self._graph))

    async def _thread(self, request: web.Request) -> web.Response:
        return web.json_response(self._found(request).shown(self._graph))

    async def _event(self, request: web.Request) -> web.Response:
        """Take what was typed or pressed, and deliver it as Meta does, without waiting for it."""
        thread = self._found(request)
        said, event = _read_event(thread, await _body(request))
        self._soon(self._deliver(said, event))
        return web.json_response(thread.shown(self._graph))

    async def _deliver(self, said: PersonSaid, event: Event) -> None:
        answer = await self._graph.deliver_soon(event)
        said.state = "delivered" if answer.taken else "failed"

    async def _faults(self, request: web.Request) -> web.Response:
        """Let Meta be slow, refuse or lose something."""
        wanted = await _body(request)
        faults = self._graph.faults
        if "slow" in wanted:
            faults.delay_seconds = SLOW_SECONDS if wanted["slow"] is True else 0.0
        if wanted.get("next") == "refuse":
            faults.fail_next(REFUSALS, meta_errors.TEMPORARY)
        if wanted.get("next") == "lose":
            faults.lose_answers(1)
        return web.json_response({"slow": faults.delay_seconds > 0})

    def _found(self, request: web.Request) -> DemoThread:
        thread = self._threads.get(request.match_info["psid"])
        if thread is None:
            raise web.HTTPNotFound(text="There is no such person.")
        return thread

    def _soon(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _read_event(thread: DemoThread, values: Mapping[str, Any]) -> tuple[PersonSaid, Event]:
    """Return what the thread shows and what Meta would deliver."""
    kind, psid = values.get("kind"), thread.psid
    words = _words(values, "text") if kind in ("text", "staff") else _words(values, "title")
    if kind == "text":
        return thread.add(words), webhook_events.text(psid, words)
    if kind == "quick_reply":
        event = webhook_events.quick_reply(psid, words, _words(values, "payload"))
        return thread.add(words), event
    if kind == "postback":
        event = webhook_events.postback(psid, words, _words(values, "payload"))
        return thread.add(words), event
    if kind == "staff":
        # As the page's inbox does: an echo that names no app of ours.
        mid = webhook_events.new_mid()
        event = webhook_events.echo(psid, {"text": words}, mid=mid, app_id=None)
        return thread.add(words, who="staff"), event
    if kind in _ATTACHMENTS:
        return thread.add(f"[{words}]"), _ATTACHMENTS[str(kind)](psid)
    raise web.HTTPBadRequest(text="There is no such kind of event.")


_ATTACHMENTS: dict[str, Callable[[str], Event]] = {
    "photo": lambda psid: webhook_events.attachment(psid, "image"),
    "voice": lambda psid: webhook_events.attachment(psid, "audio"),
    "sticker": webhook_events.sticker,
    "place": webhook_events.location,
}


def _words(values: Mapping[str, Any], key: str) -> str:
    value = values.get(key)
    if not isinstance(value, str) or not 0 < len(value.strip()) <= LONGEST_TEXT:
        raise web.HTTPBadRequest(text=f"{key} must be a text of at most {LONGEST_TEXT} characters.")
    return value


async def _body(request: web.Request) -> dict[str, Any]:
    """Read JSON. Another site's page cannot send its type without being asked first."""
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    try:
        values = await request.json()
    except ValueError:
        raise web.HTTPBadRequest(text="The body is not valid JSON.") from None
    if not isinstance(values, dict):
        raise web.HTTPBadRequest(text="The body must be an object.")
    return values


async def _file(request: web.Request) -> web.Response:
    path = STATIC / FILES[request.path]
    content = path.read_text(encoding="utf-8")
    return web.Response(text=content, content_type=KINDS[path.suffix], headers=_HEADERS)


@web.middleware
async def _this_machine_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer only under a name of this machine: another name may belong to somebody else's page."""
    if request.host.partition(":")[0] not in ("127.0.0.1", "localhost"):
        raise web.HTTPForbidden(text="This page is for this machine only.")
    return await handler(request)
