"""The second step of signing in: a code of one's phone (RFC 6238), or one written down before."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime

import pyotp

from dialogue.accounts.models import Account

MAY = ("admin", "chair", "vice_chair", "office")
ISSUER = "Doi thoai"
STEP_SECONDS = 30
SPARE_CODES = 8
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def may_use(account: Account) -> bool:
    """Whose account opens so much that a password alone may be too little."""
    return account.has(*MAY)


def new_secret() -> str:
    """A secret of 160 bits, in the letters that a person can type."""
    return pyotp.random_base32()


def address_of(secret: str, account: Account) -> str:
    """The ``otpauth:`` address that a phone's camera reads."""
    return pyotp.TOTP(secret).provisioning_uri(name=account.username, issuer_name=ISSUER)


def step_of(secret: str, code: str, now: datetime, *, after: int | None = None) -> int | None:
    """The step of time whose code ``code`` is, or None.

    One step early or late is taken, for a clock that is off; a step at or before ``after`` is
    not, so that a code looked at over a shoulder works once only.
    """
    typed = "".join(code.split())
    current = int(now.timestamp()) // STEP_SECONDS
    machine = pyotp.TOTP(secret)
    found = None
    for step in (current - 1, current, current + 1):
        fits = hmac.compare_digest(machine.generate_otp(step).encode(), typed.encode())
        if fits and (after is None or step > after):
            found = step
    return found


def spare_codes() -> list[str]:
    """Codes to be written down, each good once: ``abcd-efgh-jkmn``."""

    def part() -> str:
        return "".join(secrets.choice(_LETTERS) for _ in range(4))

    return ["-".join(part() for _ in range(3)) for _ in range(SPARE_CODES)]


def spare_digest(code: str) -> str:
    """What is kept of a spare code, however it was typed."""
    plain = "".join(c for c in code.lower() if c.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()
