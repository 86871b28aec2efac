"""A real nginx with the file of deploy/: the chat goes through it, and nothing else does."""

from __future__ import annotations

import http.client
import json
import ssl
import subprocess
import time
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from mesoguide.channels.api_errors import ApiError
from mesoguide.ops.settings import PROJECT_ROOT
from tests.inboxes import self_signed
from tests.nginx import NGINX, needs_nginx
from tests.operations.conftest import free_port
from tests.operations.running_clinic import RunningClinic

CONF = PROJECT_ROOT / "deploy" / "nginx" / "mesoguide.conf"

pytestmark = needs_nginx

#: What the file says, and what it says here: other ports, and folders of the test.
MAIN = """
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    access_log off;
    include {folder}/mesoguide.conf;
}}
"""


class Proxy:
    """The public address."""

    def __init__(self, https_port: int, http_port: int, folder: Path) -> None:
        self.https_port, self.http_port, self.folder = https_port, http_port, folder

    @contextmanager
    def asked(
        self, method: str, path: str, body: bytes | None = None, **headers: str
    ) -> Iterator[http.client.HTTPResponse]:
        context = ssl.create_default_context(cafile=str(self.folder / "tls" / "certificate.pem"))
        connection = http.client.HTTPSConnection(
            "localhost", self.https_port, timeout=30, context=context
        )
        with closing(connection):
            connection.request(method, path, body, headers)
            yield connection.getresponse()

    def status(self, method: str, path: str) -> int:
        with self.asked(method, path) as response:
            return response.status


@pytest.fixture(scope="module")
def proxy(clinic: RunningClinic, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    """Nginx in front of the clinic."""
    with running_proxy(tmp_path_factory.mktemp("nginx"), clinic.settings.port) as proxy:
        yield proxy


@contextmanager
def running_proxy(folder: Path, port: int) -> Iterator[Proxy]:
    """Run nginx in front of a port of this machine."""
    (folder / "tls").mkdir()
    certificate = self_signed(folder / "tls")
    proxy = Proxy(free_port(), free_port(), folder)
    text = CONF.read_text(encoding="utf-8")
    for here, there in {
        "127.0.0.1:5005": f"127.0.0.1:{port}",
        "listen 80;": f"listen 127.0.0.1:{proxy.http_port};",
        "listen 443 ssl;": f"listen 127.0.0.1:{proxy.https_port} ssl;",
        "/etc/nginx/tls/fullchain.pem": str(certificate),
        "/etc/nginx/tls/privkey.pem": str(certificate),
        "/var/log/nginx/": f"{folder}/",
    }.items():
        assert here in text
        text = text.replace(here, there)
    (folder / "mesoguide.conf").write_text(text, encoding="utf-8")
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder), encoding="utf-8")
    nginx = subprocess.Popen(  # noqa: S603 - our own command
        [
            NGINX,
            "-p",
            str(folder),
            "-c",
            str(folder / "nginx.conf"),
            "-e",
            str(folder / "error.log"),
        ]
    )
    try:
        until = time.monotonic() + 10
        while not (folder / "nginx.pid").exists():
            assert nginx.poll() is None, (folder / "error.log").read_text()
            assert time.monotonic() < until
            time.sleep(0.05)
        yield proxy
    finally:
        nginx.terminate()
        nginx.wait(10)


def test_conversation_goes_through(proxy: Proxy) -> None:
    with proxy.asked("POST", "/webhooks/widget/session", b"{}", **JSON) as response:
        assert response.status == 201
        token = json.load(response)["token"]
    body = {"id": str(uuid.uuid4()), "text": "who invented mesotherapy?"}
    headers = {**JSON, "authorization": f"Bearer {token}"}
    with proxy.asked(
        "POST", "/webhooks/widget/messages", json.dumps(body).encode(), **headers
    ) as response:
        lines = [json.loads(line) for line in response.read().splitlines()]

    assert "Pistor" in str(lines)
    assert lines[-1] == {"type": "end"}


JSON = {"content-type": "application/json"}


@pytest.mark.parametrize("path", ["/", "/webhooks/widget/demo", "/favicon.ico"])
def test_public_page_is_there(proxy: Proxy, path: str) -> None:
    assert proxy.status("GET", path) in (200, 302, 204)


@pytest.mark.parametrize(
    "path",
    [
        *("/health", "/ready", "/metrics", "/status", "/version", "/model", "/conversations/x"),
        *("/webhooks/rest/webhook", "/webhooks/rest/", "/webhook", "/actions", "/webhooks/"),
        *("/webhooks/widget/../rest/webhook", "/webhooks/widget/%2e%2e/rest/webhook"),
        "/webhooks/widget/..%2frest%2fwebhook",
    ],
)
def test_everything_else_is_closed(proxy: Proxy, clinic: RunningClinic, path: str) -> None:
    assert clinic.http("GET", "/webhooks/rest/")[0] == 200, "REST is open behind the proxy"

    assert proxy.status("GET", path) == 404


def test_plain_http_leads_to_https(proxy: Proxy) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", proxy.http_port, timeout=10)) as plain:
        plain.request("GET", "/webhooks/widget/demo", headers={"host": "chat.clinic.example"})
        response = plain.getresponse()

    assert response.status == 308
    assert response.headers["location"] == "https://chat.clinic.example/webhooks/widget/demo"


def test_proxy_logs_no_address_and_no_query(proxy: Proxy) -> None:
    proxy.status("GET", "/webhooks/widget/config?lang=zqsecret")
    log = proxy.folder / "mesoguide.log"
    for _ in range(50):
        if "/webhooks/widget/config" in log.read_text():
            break
        time.sleep(0.05)

    assert "/webhooks/widget/config" in log.read_text()
    assert not any(word in log.read_text() for word in ("zqsecret", "127.0.0.1"))


def test_huge_request_does_not_reach_python(proxy: Proxy) -> None:
    headers = {**JSON, "content-length": str(5_000_000)}
    with proxy.asked("POST", "/webhooks/messenger/webhook", **headers) as response:
        assert response.status == 413


def test_chat_that_is_away_is_told_in_its_own_words(tmp_path: Path) -> None:
    with (
        running_proxy(tmp_path, free_port()) as nobody_behind,
        nobody_behind.asked("POST", "/webhooks/widget/session", b"{}", **JSON) as response,
    ):
        body = json.load(response)

    assert (response.status, body) == (503, ApiError("unavailable").body())
    assert response.headers["content-type"] == "application/json"
    assert response.headers["retry-after"] == "5"
    assert "strict-transport-security" in response.headers
