"""An action server that tests can stop in the middle of an action, as a slow database would."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

WAIT_SECONDS = 30


class HeldActions:
    """Answers every action with one sentence; while held, only once it is let go."""

    def __init__(self, port: int) -> None:
        self.calls: list[dict[str, Any]] = []
        self._let_go = threading.Event()
        self._let_go.set()
        self._called = threading.Semaphore(0)
        self._server = ThreadingHTTPServer(("127.0.0.1", port), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold every action for as long as the block lasts."""
        self._let_go.clear()
        try:
            yield
        finally:
            self._let_go.set()

    def wait_for_call(self) -> None:
        """Wait until the bot has called an action; each call is waited for once."""
        assert self._called.acquire(timeout=WAIT_SECONDS)

    def forget(self) -> None:
        """Begin anew: no calls so far."""
        self.calls.clear()
        while self._called.acquire(blocking=False):
            pass

    def close(self) -> None:
        """Stop."""
        self._let_go.set()
        self._server.shutdown()
        self._server.server_close()

    def _answer(self, call: dict[str, Any]) -> dict[str, Any]:
        self.calls.append(call)
        self._called.release()
        assert self._let_go.wait(WAIT_SECONDS)
        said = {"text": f"Answer number {len(self.calls)}.", "buttons": [], "elements": []}
        return {"events": [], "responses": [said]}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        actions = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                answer = json.dumps(actions._answer(json.loads(body))).encode()
                self.send_response(200)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def do_GET(self) -> None:
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Keep the test's output quiet."""

        return Handler
