"""Mails and posts arrive at real servers, encrypted, and a refusal is told without secrets."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path

import pytest

from mesoguide.exceptions import NoticeNotSent
from mesoguide.ops.alert_settings import MailServer, parse_mail_server
from mesoguide.ops.notices.mail import MailChannel
from mesoguide.ops.notices.notice import Notice, NoticeKind
from mesoguide.ops.notices.opening import open_channels
from mesoguide.ops.notices.webhook import WebhookChannel
from mesoguide.ops.settings import load_settings
from tests.inboxes import Hook, Mailbox, mail_server, self_signed, web_server

AT = datetime(2026, 11, 22, 12, 0, tzinfo=timezone.utc)
NOTICE = Notice(
    kind=NoticeKind.SAFETY_ALERT,
    key="alerts up to 12",
    title="MesoGuide: 1 safety alert waits",
    lines=["No. 12: emergency.", "Look at the list."],
    at=AT,
    details={"alerts": [{"number": 12}]},
)


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with mail_server(Mailbox()) as mailbox:
        yield mailbox


@pytest.fixture
def hook() -> Iterator[Hook]:
    with web_server(Hook()) as hook:
        yield hook


def channel_to(server: MailServer) -> MailChannel:
    return MailChannel(
        server, sender="bot@clinic.example", recipients=("a@clinic.example", "b@clinic.example")
    )


def local(mailbox: Mailbox) -> MailServer:
    return MailServer("127.0.0.1", mailbox.port, implicit_tls=False)


def test_mail_has_all_that_a_mail_needs(mailbox: Mailbox) -> None:
    channel_to(local(mailbox)).send(NOTICE)

    mail = mailbox.mails[0]
    assert mail["subject"] == NOTICE.title
    assert mail["from"] == "bot@clinic.example"
    assert mail["to"] == "a@clinic.example, b@clinic.example"
    assert mail["auto-submitted"] == "auto-generated"
    assert mail.get_content().splitlines() == NOTICE.text.splitlines()


def test_mail_that_is_sent_again_has_the_same_id(mailbox: Mailbox) -> None:
    for _ in range(2):
        channel_to(local(mailbox)).send(NOTICE)

    assert len({mail["message-id"] for mail in mailbox.mails}) == 1


def test_mail_and_password_go_encrypted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = self_signed(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with mail_server(Mailbox(certificate=certificate, login="clinic")) as mailbox:
        server = parse_mail_server(f"smtp://clinic:s3cret@localhost:{mailbox.port}")
        channel_to(server).send(NOTICE)

    assert mailbox.encrypted == [True]
    assert len(mailbox.logins) == 1


def test_mail_server_with_a_strange_certificate_gets_nothing(tmp_path: Path) -> None:
    with mail_server(Mailbox(certificate=self_signed(tmp_path))) as mailbox:
        server = parse_mail_server(f"smtp://clinic:s3cret@localhost:{mailbox.port}")
        with pytest.raises(NoticeNotSent, match="cannot be reached safely"):
            channel_to(server).send(NOTICE)

    assert (mailbox.mails, mailbox.logins) == ([], [])


def test_mail_server_elsewhere_must_encrypt(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Another name for this machine, as that of a server elsewhere would be.
    resolve = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, *rest, **named: resolve("127.0.0.1", *rest, **named)
    )
    with pytest.raises(NoticeNotSent):
        channel_to(MailServer("mail.example", mailbox.port, implicit_tls=False)).send(NOTICE)

    assert mailbox.mails == []


def test_refusal_of_the_mail_server_is_told(mailbox: Mailbox) -> None:
    mailbox.refuse = 1

    with pytest.raises(NoticeNotSent, match="answered 451"):
        channel_to(local(mailbox)).send(NOTICE)


def test_post_has_the_text_and_the_details(hook: Hook) -> None:
    WebhookChannel(hook.url).send(NOTICE)

    assert hook.posts == [
        {
            "kind": "safety_alert",
            "key": "alerts up to 12",
            "title": "MesoGuide: 1 safety alert waits",
            "text": "MesoGuide: 1 safety alert waits\nNo. 12: emergency.\nLook at the list.\n",
            "at": "2026-11-22T12:00:00+00:00",
            "alerts": [{"number": 12}],
        }
    ]


def test_refusal_of_the_webhook_is_told_without_its_address(hook: Hook) -> None:
    hook.refuse = 1

    with pytest.raises(NoticeNotSent, match="answered 503") as refused:
        WebhookChannel(hook.url).send(NOTICE)

    assert "token" not in str(refused.value)


def test_webhook_that_is_not_there_is_told_without_its_address() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(NoticeNotSent, match="cannot be reached") as refused:
        WebhookChannel(f"http://127.0.0.1:{port}/token").send(NOTICE)

    assert "token" not in str(refused.value)


def test_channels_are_those_of_the_settings(hook: Hook, mailbox: Mailbox) -> None:
    assert open_channels(load_settings({})) == []
    both = load_settings(
        {
            "MESOGUIDE_SMTP_URL": f"smtp://127.0.0.1:{mailbox.port}",
            "MESOGUIDE_ALERT_TO": "reception@clinic.example",
            "MESOGUIDE_ALERT_WEBHOOK": hook.url,
        }
    )
    for channel in open_channels(both):
        channel.send(NOTICE)

    assert mailbox.mails[0]["from"] == "reception@clinic.example"
    assert len(hook.posts) == 1
