"""Where alerts go is checked at start, and no password of it is shown."""

from __future__ import annotations

import pytest

from mesoguide.exceptions import SettingsError
from mesoguide.ops.alert_settings import MailServer, is_address, parse_mail_server
from mesoguide.ops.settings import describe, load_settings

SERVER = "smtp://clinic:s3cret@mail.clinic.example"
MAIL = {"MESOGUIDE_SMTP_URL": SERVER, "MESOGUIDE_ALERT_TO": "reception@clinic.example"}


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example", MailServer("mail.example", 587, implicit_tls=False)),
        ("smtps://mail.example", MailServer("mail.example", 465, implicit_tls=True)),
        (
            "smtp://me%40x:p%2Fw@mail.example:25",
            MailServer("mail.example", 25, implicit_tls=False, user="me@x", password="p/w"),  # noqa: S106
        ),
    ],
)
def test_mail_server_is_read_from_its_address(url: str, server: MailServer) -> None:
    assert parse_mail_server(url) == server


@pytest.mark.parametrize(
    "url", ["mail.example", "https://mail.example", "smtp://", "smtp://h:0x", "smtp://h/folder"]
)
def test_other_addresses_are_refused_without_being_quoted(url: str) -> None:
    secret = url.replace("smtp://", "smtp://u:s3cret@")
    with pytest.raises(SettingsError, match="MESOGUIDE_SMTP_URL must be") as refusal:
        load_settings({**MAIL, "MESOGUIDE_SMTP_URL": secret})

    assert "s3cret" not in str(refusal.value)


@pytest.mark.parametrize("missing", MAIL)
def test_server_and_recipients_come_together(missing: str) -> None:
    with pytest.raises(SettingsError, match=rf"set {missing} too"):
        load_settings({name: value for name, value in MAIL.items() if name != missing})


def test_recipients_are_several_addresses_each_once() -> None:
    both = {**MAIL, "MESOGUIDE_ALERT_TO": "a@b.example, c@d.example a@b.example"}

    assert load_settings(both).alert_to == ("a@b.example", "c@d.example")


@pytest.mark.parametrize("word", ["reception", "a@b", "a@b.example\nBcc: x@y.example", "ä@b.de"])
def test_what_is_no_address_is_refused(word: str) -> None:
    assert not is_address(word)


@pytest.mark.parametrize("url", ["http://hooks.example/", "ftp://x", "hooks.example", "https://"])
def test_webhook_needs_tls_unless_it_is_this_machine(url: str) -> None:
    with pytest.raises(SettingsError, match="MESOGUIDE_ALERT_WEBHOOK must be an https address"):
        load_settings({"MESOGUIDE_ALERT_WEBHOOK": url})


def test_neither_password_nor_webhook_is_shown() -> None:
    settings = load_settings({**MAIL, "MESOGUIDE_ALERT_WEBHOOK": "https://h.example/T0K3N"})

    for shown in (repr(settings), str(describe(settings))):
        assert "s3cret" not in shown
        assert "T0K3N" not in shown


@pytest.mark.parametrize("text", ["24", "-1", "three"])
def test_quiet_hour_is_an_hour_of_the_day(text: str) -> None:
    with pytest.raises(SettingsError, match="MESOGUIDE_QUIET_HOUR must be"):
        load_settings({"MESOGUIDE_QUIET_HOUR": text})
