"""Notices by mail, through the clinic's own mail server and never unencrypted."""

from __future__ import annotations

import hashlib
import smtplib
import ssl
from collections.abc import Sequence
from email.message import EmailMessage
from email.utils import format_datetime

from mesoguide.exceptions import NoticeNotSent
from mesoguide.ops.alert_settings import MailServer
from mesoguide.ops.notices.notice import Notice, NoticeKind

#: Seconds for each step of the talk with the mail server.
TIMEOUT_SECONDS = 10.0


class MailChannel:
    """Sends notices as mails."""

    name = "mail"

    def __init__(self, server: MailServer, *, sender: str, recipients: Sequence[str]) -> None:
        self._server = server
        self._sender = sender
        self._recipients = tuple(recipients)

    def send(self, notice: Notice) -> None:
        """Send one mail to all recipients.

        Raises:
            NoticeNotSent: the server cannot be reached or refuses; names the kind of fault.
        """
        try:
            with self._connected() as smtp:
                refused = smtp.send_message(self._message(notice))
        except (OSError, smtplib.SMTPException) as error:
            raise NoticeNotSent(explained(error)) from error
        if refused:
            raise NoticeNotSent(f"the mail server refused {len(refused)} of the recipients")

    def _connected(self) -> smtplib.SMTP:
        server = self._server
        context = ssl.create_default_context()
        if server.implicit_tls:
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=TIMEOUT_SECONDS, context=context
            )
        else:
            smtp = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_SECONDS)
        try:
            smtp.ehlo()
            if not server.implicit_tls and (smtp.has_extn("starttls") or not server.is_local):
                smtp.starttls(context=context)
                smtp.ehlo()
            if server.user is not None:
                smtp.login(server.user, server.password or "")
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _message(self, notice: Notice) -> EmailMessage:
        message = EmailMessage()
        message["Subject"] = notice.title
        message["From"] = self._sender
        message["To"] = ", ".join(self._recipients)
        message["Date"] = format_datetime(notice.at)
        # The same for a notice that is sent twice, so that mail programs show it once.
        digest = hashlib.sha256(f"{notice.key} {notice.at.isoformat()}".encode()).hexdigest()[:32]
        message["Message-ID"] = f"<{digest}@{self._sender.partition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        if notice.kind is NoticeKind.SAFETY_ALERT:
            message["Importance"] = "high"
        message.set_content(notice.text)
        return message


def explained(error: Exception) -> str:
    """Say what failed without anything that the server said of an address or a password."""
    code = getattr(error, "smtp_code", None)
    if code is not None:
        return f"the mail server answered {code} ({type(error).__name__})"
    reason = getattr(error, "strerror", None) or type(error).__name__
    return f"the mail server cannot be reached safely: {reason}"
