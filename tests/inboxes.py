"""Where staff are told: a real mail server and a real web server, in threads of the test."""

from __future__ import annotations

import http.server
import json
import socketserver
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

LOCALHOST = "127.0.0.1"


@dataclass
class Mailbox:
    """A mail server (RFC 5321) that takes every mail, or refuses the first ones.

    Attributes:
        refuse: how many mails are still refused.
        certificate: makes it offer STARTTLS, and take nothing without it.
    """

    port: int = 0
    refuse: int = 0
    certificate: Path | None = None
    login: str | None = None
    mails: list[EmailMessage] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)

    def wait_for(self, count: int, seconds: float) -> list[EmailMessage]:
        """Wait until so many mails are there."""
        _wait(lambda: len(self.mails) >= count, seconds)
        return self.mails


@dataclass
class Hook:
    """A web server that takes every post, or refuses the first ones."""

    port: int = 0
    refuse: int = 0
    posts: list[dict[str, Any]] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The address to post to."""
        return f"http://{LOCALHOST}:{self.port}/token-of-the-hook"

    def wait_for(self, count: int, seconds: float) -> list[dict[str, Any]]:
        """Wait until so many posts are there."""
        _wait(lambda: len(self.posts) >= count, seconds)
        return self.posts


@contextmanager
def mail_server(mailbox: Mailbox) -> Iterator[Mailbox]:
    """Run a mail server for as long as the block lasts."""

    class Talk(socketserver.StreamRequestHandler):
        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

        def handle(self) -> None:
            self.secure = False
            self.say("220 mail.example")
            while line := self.rfile.readline().decode(errors="replace").strip():
                verb = line.split(" ")[0].upper()
                if verb == "EHLO":
                    self.greet()
                elif verb == "STARTTLS":
                    self.encrypt()
                elif verb == "AUTH":
                    mailbox.logins.append(line)
                    self.say("235 welcome")
                elif verb == "DATA":
                    self.take()
                elif verb == "QUIT":
                    self.say("221 bye")
                    return
                elif mailbox.certificate and not self.secure:
                    self.say("530 STARTTLS first")
                else:
                    self.say("250 fine")

        def greet(self) -> None:
            offered = ["mail.example"]
            if mailbox.certificate and not self.secure:
                offered.append("STARTTLS")
            if mailbox.login:
                offered.append("AUTH PLAIN")
            for name in offered[:-1]:
                self.say(f"250-{name}")
            self.say(f"250 {offered[-1]}")

        def encrypt(self) -> None:
            assert mailbox.certificate is not None
            self.say("220 go on")
            self.wfile.flush()
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(mailbox.certificate)
            self.connection = context.wrap_socket(self.connection, server_side=True)
            self.rfile = self.connection.makefile("rb")
            self.wfile = self.connection.makefile("wb", buffering=0)
            self.secure = True

        def take(self) -> None:
            self.say("354 go on")
            lines = []
            while (line := self.rfile.readline()) not in (b".\r\n", b""):
                lines.append(line)
            if mailbox.refuse > 0:
                mailbox.refuse -= 1
                self.say("451 try again later")
                return
            mail = message_from_bytes(b"".join(lines), policy=policy.default)
            mailbox.encrypted.append(self.secure)
            mailbox.mails.append(mail)  # type: ignore[arg-type]
            self.say("250 taken")

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            """A client that does not trust the certificate hangs up."""

    yield from _serving(Server((LOCALHOST, mailbox.port), Talk), mailbox)


@contextmanager
def web_server(hook: Hook) -> Iterator[Hook]:
    """Run a web server for as long as the block lasts."""

    class Post(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            if hook.refuse > 0:
                hook.refuse -= 1
                self.send_response(503)
            else:
                hook.posts.append(json.loads(body))
                self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    yield from _serving(http.server.ThreadingHTTPServer((LOCALHOST, hook.port), Post), hook)


def self_signed(folder: Path) -> Path:
    """Make a certificate for this machine, with its key in the same file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(timezone.utc)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path


def _serving(server: socketserver.TCPServer, inbox: Any) -> Iterator[Any]:
    inbox.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield inbox
    finally:
        server.shutdown()
        server.server_close()


def _wait(done: Any, seconds: float) -> None:
    until = time.monotonic() + seconds
    while not done() and time.monotonic() < until:
        time.sleep(0.05)
