"""The simulator as a running server on this machine, with the knobs that tests turn.

For example::

    with GraphSimulator(webhook_url="http://127.0.0.1:5005/webhooks/messenger/webhook") as graph:
        settings = load_settings({**os.environ, **graph.environment()})
        ...                                             # start MesoGuide with these settings
        graph.deliver(webhook_events.text("10000001", "does it hurt?"))
        answers = graph.wait_for("10000001", count=1)   # list of Received, in order
        graph.faults.fail_next(3, meta_errors.TEMPORARY)
        graph.stop(); graph.start()                     # same port, nothing forgotten

Everything may be called from any thread; the server has a thread and an event loop of its own.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from aiohttp import web

from mesoguide.messenger.simulator import webhook_events
from mesoguide.messenger.simulator.faults import Faults
from mesoguide.messenger.simulator.graph_endpoints import GraphEndpoints, Page
from mesoguide.messenger.simulator.received import Ledger, Received
from mesoguide.messenger.simulator.webhook_events import PAGE_ID, Event
from mesoguide.messenger.simulator.webhook_sender import (
    RETRY_SECONDS,
    Acknowledgement,
    WebhookSender,
)

Result = TypeVar("Result")

#: Nobody but this machine may reach it: it takes messages of people and shows them.
HOST = "127.0.0.1"
START_TIMEOUT_SECONDS = 10.0
#: A delivery with all its repetitions.
_DELIVERY_SECONDS = 30.0 + sum(RETRY_SECONDS)


class GraphSimulator:
    """Meta's side of Messenger for one page.

    Attributes:
        faults: what goes wrong next.
        echoes: send the page an echo of each message that it sent, as Meta does.
        receipts: tell the page that its messages were delivered and read, as Meta does.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        page_token: str = "simulated-page-token",  # noqa: S107 - opens nothing but this simulator
        app_secret: str = "simulated-app-secret",  # noqa: S107
        verify_token: str = "simulated-verify-token",  # noqa: S107
        webhook_url: str | None = None,
        state_file: Path | None = None,
        window: bool = False,
        profile_limit: bool = True,
        echoes: bool = True,
        receipts: bool = False,
    ) -> None:
        """Prepares the server; :meth:`start` starts it.

        Args:
            port: port to listen on; a free one unless given, the same after a restart.
            page_token: the token that calls must have.
            app_secret: the key of proofs and signatures.
            verify_token: the word of the first call to the webhook.
            webhook_url: where to deliver events; may be set later.
            state_file: keep messages and profile there, for a new process to go on with.
            window: refuse messages to people who have not written within 24 hours.
            profile_limit: refuse more than 10 profile calls in 10 minutes.
            echoes: see the attribute.
            receipts: see the attribute.
        """
        self.faults = Faults()
        self.echoes = echoes
        self.receipts = receipts
        self.webhook_url = webhook_url
        self._port = port
        self._verify_token = verify_token
        self._page = Page(PAGE_ID, page_token, app_secret, window, profile_limit)
        self._ledger = Ledger(state_file)
        self._graph = GraphEndpoints(self._page, self._ledger, self.faults, self._message_sent)
        self._extend: list[Callable[[web.Application], None]] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._runner: web.AppRunner | None = None
        self._sender: WebhookSender | None = None
        self._tasks: set[asyncio.Task[Any]] = set()

    # ---- Running ----

    def __enter__(self) -> GraphSimulator:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Listen, on the port of before if there was one.

        Raises:
            OSError: if the port is taken.
        """
        loop = asyncio.new_event_loop()
        self._loop = loop
        self._thread = threading.Thread(target=loop.run_forever, name="graph-simulator")
        self._thread.daemon = True
        self._thread.start()
        try:
            self._run(self._open(), START_TIMEOUT_SECONDS)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Listen no more; what was taken is kept. Deliveries under way are dropped."""
        if self._loop is None or self._thread is None:
            return
        self._run(self._close(), START_TIMEOUT_SECONDS)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._loop = self._thread = None

    def restart(self) -> None:
        """Stop and start, on the same port."""
        self.stop()
        self.start()

    def extend(self, add_to: Callable[[web.Application], None]) -> None:
        """Serve more than the Graph API from the next start on, such as the page for trying."""
        self._extend.append(add_to)

    @property
    def port(self) -> int:
        """The port; 0 before the first start if it is to be a free one."""
        return self._port

    @property
    def url(self) -> str:
        """What MESSENGER_GRAPH_URL should be."""
        return f"http://{HOST}:{self._port}"

    def environment(self) -> dict[str, str]:
        """Return the settings that connect MesoGuide to this server."""
        return {
            "MESSENGER_GRAPH_URL": self.url,
            "MESSENGER_PAGE_TOKEN": self._page.token,
            "MESSENGER_APP_SECRET": self._page.app_secret,
            "MESSENGER_VERIFY_TOKEN": self._verify_token,
        }

    # ---- What the page did ----

    def received(self, psid: str | None = None) -> list[Received]:
        """Return the messages that the page sent to one person, or to all, in order."""
        return self._ledger.messages(psid)

    def wait_for(self, psid: str, count: int, *, timeout_seconds: float = 20.0) -> list[Received]:
        """Wait until a person has this many messages, and return all of theirs.

        Raises:
            TimeoutError: if they do not come in time.
        """
        return self._ledger.wait_for(psid, count, timeout_seconds)

    def actions(self, psid: str) -> list[str]:
        """Return the sender actions towards a person, such as "typing_on", in order."""
        return self._ledger.actions(psid)

    def last_action(self, psid: str) -> tuple[str, float] | None:
        """Return the latest sender action towards a person, and when it came (since 1970)."""
        return self._ledger.last_action(psid)

    @property
    def profile(self) -> dict[str, Any]:
        """The Messenger profile that the page has now."""
        return dict(self._ledger.profile)

    @property
    def calls(self) -> int:
        """How many calls came, whatever became of them."""
        return self._graph.calls

    @property
    def tokens_in_addresses(self) -> int:
        """How many calls had the token in their address, where logs would keep it."""
        return self._graph.tokens_in_addresses

    # ---- What people and Meta do ----

    def deliver(self, *events: Event) -> Acknowledgement:
        """Deliver events in one signed webhook, once."""
        return self.deliver_body(webhook_events.body(*events), people=_people(events))

    def deliver_body(
        self,
        content: bytes,
        *,
        signature: str | None = None,
        signed: bool = True,
        people: frozenset[str] = frozenset(),
    ) -> Acknowledgement:
        """Deliver a body as it is, once.

        Args:
            content: the body.
            signature: another signature than the right one.
            signed: False leaves the signature out.
            people: who wrote in it; for them the page's 24 hours begin.
        """
        for psid in people:
            self._ledger.person_wrote(psid)
        sending = self._webhook().deliver(content, signature=signature, signed=signed)
        return self._run(sending, _DELIVERY_SECONDS)

    def deliver_until_taken(self, *events: Event) -> Acknowledgement:
        """Deliver events as Meta does: again and again until they are acknowledged."""
        for psid in _people(events):
            self._ledger.person_wrote(psid)
        return self._run(self._webhook().deliver_events(*events), _DELIVERY_SECONDS)

    def verify_webhook(self, *, verify_token: str | None = None) -> str | None:
        """Make Meta's first call; returns the challenge if the webhook sent it back."""
        token = self._verify_token if verify_token is None else verify_token
        return self._run(self._webhook().verify(token), _DELIVERY_SECONDS)

    async def deliver_soon(self, *events: Event) -> Acknowledgement:
        """Deliver from a handler of this server, again and again until acknowledged."""
        for psid in _people(events):
            self._ledger.person_wrote(psid)
        return await self._webhook().deliver_events(*events)

    # ---- Inside ----

    async def _open(self) -> None:
        app = web.Application()
        for add_to in self._extend:
            add_to(app)
        self._graph.add_to(app)
        self._runner = web.AppRunner(
            app, access_log=None, handle_signals=False, shutdown_timeout=0.1
        )
        await self._runner.setup()
        site = web.TCPSite(self._runner, HOST, self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]

    async def _close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._sender is not None:
            await self._sender.close()
            self._sender = None
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def _run(self, work: Coroutine[Any, Any, Result], timeout_seconds: float) -> Result:
        if self._loop is None:
            work.close()
            raise RuntimeError("the simulator is not running: call start() first")
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout_seconds)

    def _webhook(self) -> WebhookSender:
        if self.webhook_url is None:
            raise RuntimeError("set webhook_url to where MesoGuide takes Messenger's webhooks")
        if self._sender is None or self._sender.url != self.webhook_url:
            self._sender = WebhookSender(self.webhook_url, self._page.app_secret)
        return self._sender

    def _message_sent(self, received: Received) -> None:
        """Tell the page of its own message; runs in the loop, and keeps nobody waiting."""
        if self.webhook_url is None:
            return
        events = []
        if self.echoes:
            events.append(
                webhook_events.echo(
                    received.psid,
                    received.message,
                    mid=received.message_id,
                    metadata=received.metadata,
                )
            )
        if self.receipts:
            events.append(webhook_events.delivered(received.psid, received.message_id))
            events.append(webhook_events.read(received.psid))
        if events:
            task = asyncio.get_running_loop().create_task(self._webhook().deliver_events(*events))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)


def _people(events: tuple[Event, ...]) -> frozenset[str]:
    """Return who wrote or pressed something; a receipt opens no window."""
    opened = ("message", "postback", "referral", "reaction")
    return frozenset(
        event["sender"]["id"]
        for event in events
        if any(kind in event for kind in opened) and event.get("sender", {}).get("id") != PAGE_ID
    )
