"""The channels that the settings name."""

from __future__ import annotations

from datetime import datetime

from mesoguide.ops.alert_settings import parse_mail_server
from mesoguide.ops.notices.dispatcher import Channel
from mesoguide.ops.notices.mail import MailChannel
from mesoguide.ops.notices.notice import Notice, NoticeKind
from mesoguide.ops.notices.webhook import WebhookChannel
from mesoguide.ops.settings import Settings


def open_channels(settings: Settings) -> list[Channel]:
    """Return the channels by which staff are told; none if none is set. Nothing is opened yet."""
    channels: list[Channel] = []
    if settings.smtp_url is not None:
        sender = settings.alert_from or settings.alert_to[0]
        server = parse_mail_server(settings.smtp_url)
        channels.append(MailChannel(server, sender=sender, recipients=settings.alert_to))
    if settings.alert_webhook is not None:
        channels.append(WebhookChannel(settings.alert_webhook))
    return channels


def test_notice(at: datetime) -> Notice:
    """Return the notice that staff send themselves to see whether it arrives."""
    return Notice(
        kind=NoticeKind.TEST,
        key="test",
        title="MesoGuide: this is a test",
        lines=["Somebody ran `mesoguide alerts test`. Alerts arrive here; nothing is wrong."],
        at=at,
    )
