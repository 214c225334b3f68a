"""Speaking to the ward's mail server."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

SECONDS = 15


def sender(url: str) -> Server:
    """The server of ``smtp://``, ``smtp+starttls://`` or ``smtps://user:secret@host:port``.

    ``ValueError`` for any other address.
    """
    parts = urlsplit(url)
    ports = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
    if parts.scheme not in ports or not parts.hostname:
        raise ValueError("DIALOGUE_SMTP must be smtp://, smtp+starttls:// or smtps://host:port")
    return Server(
        parts.scheme,
        parts.hostname,
        parts.port or ports[parts.scheme],
        unquote(parts.username or ""),
        unquote(parts.password or ""),
    )


class Server:
    """Called with a letter it sends it; raises what the server answers."""

    def __init__(self, scheme: str, host: str, port: int, user: str, password: str) -> None:
        self.scheme, self.host, self.port = scheme, host, port
        self._user, self._password = user, password

    def __call__(self, letter: EmailMessage) -> None:
        with self._connected() as server:
            if self._user:
                server.login(self._user, self._password)
            server.send_message(letter)

    def _connected(self) -> smtplib.SMTP:
        if self.scheme == "smtps":
            trust = ssl.create_default_context()
            return smtplib.SMTP_SSL(self.host, self.port, timeout=SECONDS, context=trust)
        server = smtplib.SMTP(self.host, self.port, timeout=SECONDS)
        if self.scheme == "smtp+starttls":
            server.starttls(context=ssl.create_default_context())
        return server
