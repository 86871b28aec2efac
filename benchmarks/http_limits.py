"""What the limits of the chat server cost, and what Sanic does without them.

.venv/bin/python -m benchmarks.http_limits stock         # Sanic 21.12 with Rasa's settings
.venv/bin/python -m benchmarks.http_limits ours          # with mesoguide.ops.connection_limits
.venv/bin/python -m benchmarks.http_limits ours --slow   # and for how long slow clients are kept
"""

from __future__ import annotations

import argparse
import http.client
import multiprocessing
import socket
import statistics
import time
from concurrent.futures import ThreadPoolExecutor

REQUESTS = 6_000
LONGEST_SECONDS = 150
RASA_KEEP_ALIVE = 120
BODY = b'{"id": "a-message-1", "text": "does it hurt?"}'
#: About what a browser sends.
HEADERS = {
    "content-type": "application/json",
    "authorization": f"Bearer {'x' * 110}",
    "origin": "https://www.clinic.example",
    "referer": "https://www.clinic.example/",
    "user-agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)",
    "accept": "*/*",
    "accept-language": "en-GB,en;q=0.9",
    "sec-fetch-mode": "cors",
    "sec-fetch-site": "cross-site",
}
SLOW = {
    "nothing": (b"", b""),
    "head": (b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ", b"a"),
    "body": (b"POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 4000\r\n\r\n", b"a"),
}


def serve(kind: str, port: int) -> None:
    """Serve one small answer."""
    from sanic import Sanic
    from sanic.request import Request
    from sanic.response import HTTPResponse, json

    from mesoguide.ops.connection_limits import limit_connections
    from mesoguide.ops.request_failures import answer_failures

    app = Sanic("limits", configure_logging=False)
    app.config.KEEP_ALIVE_TIMEOUT = RASA_KEEP_ALIVE

    @app.post("/x")
    async def answer(request: Request) -> HTTPResponse:
        return json({"answer": 1})

    if kind == "ours":
        limit_connections(app)
        answer_failures(app)
    app.run("127.0.0.1", port, access_log=False, motd=False)


def seconds_a_request(port: int) -> list[float]:
    """Time requests, one after the other on one connection; sorted."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    times = []
    for _ in range(REQUESTS):
        began = time.perf_counter()
        connection.request("POST", "/x", BODY, HEADERS)
        connection.getresponse().read()
        times.append(time.perf_counter() - began)
    return sorted(times)


def seconds_kept(port: int, start: bytes, step: bytes) -> float:
    """Send a byte a second; return how long the server bears it."""
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
        connection.sendall(start)
        while (passed := time.monotonic() - began) < LONGEST_SECONDS:
            try:
                connection.sendall(step)
                connection.recv(1000)
                return time.monotonic() - began
            except TimeoutError:
                continue
            except ConnectionError:
                return time.monotonic() - began
    return passed


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=["stock", "ours"])
    parser.add_argument("--slow", action="store_true")
    options = parser.parse_args()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = multiprocessing.Process(target=serve, args=(options.kind, port))
    server.start()
    try:
        time.sleep(3)
        times = seconds_a_request(port)
        median, late = statistics.median(times), times[int(REQUESTS * 0.95)]
        print(f"{options.kind}: median {median * 1e6:.0f} us, 95th {late * 1e6:.0f} us")
        if options.slow:
            with ThreadPoolExecutor(len(SLOW)) as pool:
                kept = {name: pool.submit(seconds_kept, port, *how) for name, how in SLOW.items()}
            print({name: f"{each.result():.0f} s" for name, each in kept.items()})
    finally:
        server.terminate()
        server.join(timeout=30)


if __name__ == "__main__":
    main()
