"""A mail client for the lab. It sends by SMTP submission and reads by IMAP, with verified TLS."""

from __future__ import annotations

import imaplib
import smtplib
import socket
import ssl
import time
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path

SUBMISSION_PORT = 587


class MailNotSeenError(Exception):
    """A message did not arrive in time."""


class _NamedIMAP(imaplib.IMAP4_SSL):
    """IMAP that connects to an IP address and checks the certificate against the server's name."""

    def __init__(self, address: str, server_name: str, context: ssl.SSLContext) -> None:
        self._server_name = server_name
        self._context = context
        super().__init__(address, ssl_context=context, timeout=30)

    def _create_socket(self, timeout: float | None) -> ssl.SSLSocket:
        plain = socket.create_connection((self.host, self.port), timeout)
        return self._context.wrap_socket(plain, server_hostname=self._server_name)


@dataclass(frozen=True)
class MailClient:
    """One person's mail program.

    Attributes:
        host: IP address of the server.
        server_name: the name that its certificate must have.
        authority: certificate of the only trusted authority.
        login: login name, usually the address.
        password: the password.
        address: the sender's address.
    """

    host: str
    server_name: str
    authority: Path
    login: str
    password: str
    address: str

    def tls(self) -> ssl.SSLContext:
        """Return a TLS context that trusts only the lab's authority."""
        return ssl.create_default_context(cafile=str(self.authority))

    def smtp(self) -> smtplib.SMTP:
        """Return a submission session, encrypted and logged in."""
        session = smtplib.SMTP(self.host, SUBMISSION_PORT, timeout=60)
        # The certificate is checked against this name, not against the IP address.
        session._host = self.server_name  # type: ignore[attr-defined]
        session.starttls(context=self.tls())
        session.login(self.login, self.password)
        return session

    def imap(self) -> imaplib.IMAP4:
        """Return an IMAP session, logged in."""
        session = _NamedIMAP(self.host, self.server_name, self.tls())
        session.login(self.login, self.password)
        return session

    def send(self, to: str, subject: str, text: str) -> str:
        """Send a plain message; return its Message-ID."""
        message = new_message(self.address, to, subject, text)
        with self.smtp() as session:
            session.send_message(message)
        return str(message["Message-ID"])

    def wait_for(self, message_id: str, seconds: float = 60, folder: str = "INBOX") -> EmailMessage:
        """Wait until a message is in a folder, and return it.

        Raises:
            MailNotSeenError: the message did not arrive in time.
        """
        until = time.monotonic() + seconds
        while True:
            if (found := self.find(message_id, folder)) is not None:
                return found
            if time.monotonic() > until:
                raise MailNotSeenError(
                    f"{self.address}: thư {message_id} không đến sau {seconds} giây"
                )
            time.sleep(0.5)

    def find(self, message_id: str, folder: str = "INBOX") -> EmailMessage | None:
        """Return the message with a Message-ID from a folder, None where there is none."""
        session = self.imap()
        try:
            session.select(folder, readonly=True)
            _, found = session.search(None, "HEADER", "Message-ID", message_id)
            numbers = found[0].split()
            if not numbers:
                return None
            _, data = session.fetch(numbers[-1].decode(), "(BODY.PEEK[])")
            raw = data[0]
            assert isinstance(raw, tuple)
            return message_from_bytes(raw[1], policy=policy.default)
        finally:
            session.logout()


def new_message(sender: str, to: str, subject: str, text: str) -> EmailMessage:
    """Return a message with the header fields that RFC 5322 requires."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = formatdate(localtime=True)
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2].rstrip(">"))
    message.set_content(text)
    return message
