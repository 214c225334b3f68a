"""Passwords: hashed by argon2id, refused when they are easy to guess."""

from __future__ import annotations

import secrets
from functools import lru_cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from dialogue.core.text import fold

MIN_LENGTH = 10
_hasher = PasswordHasher()
_EASY_FILE = Path(__file__).with_name("easy_passwords.txt")
_RUNS = ("0123456789", "9876543210", "abcdefghijklmnopqrstuvwxyz")
_WORDS = ("song", "nui", "bien", "lua", "tre", "sen", "cau", "gio", "mua", "nang", "dong", "vuon")


def hash_password(password: str) -> str:
    """The argon2id hash of ``password``."""
    return _hasher.hash(password)


def verify_password(stored: str, password: str) -> bool:
    """Whether ``password`` fits ``stored``; a broken hash fits nothing."""
    try:
        return _hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


def needs_rehash(stored: str) -> bool:
    """Whether ``stored`` was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(stored)


@lru_cache(maxsize=1)
def dummy_hash() -> str:
    """Checked when there is no such account, so that both answers take as long."""
    return _hasher.hash(secrets.token_hex(16))


def weakness(password: str, *about: str) -> str | None:
    """Why ``password`` cannot be taken (a Vietnamese line), or None."""
    if len(password) < MIN_LENGTH:
        return f"Mật khẩu cần ít nhất {MIN_LENGTH} ký tự."
    if len(password) > 128:
        return "Mật khẩu dài nhất 128 ký tự."
    plain = fold(password).replace(" ", "")
    bare = "".join(c for c in plain if c.isalpha())
    if len(set(plain)) < 5 or plain.isdigit():
        return "Mật khẩu này quá dễ đoán. Xin dùng vài từ ghép lại, có thêm số."
    own = [fold(one).replace(" ", "") for one in about if one]
    if any(len(one) >= 3 and (one == bare or one in plain) for one in own):
        return "Mật khẩu không được chứa tên của mình."
    letters = bare
    for word in _easy_words():
        letters = letters.replace(word, " ")
    if len(letters.replace(" ", "")) < 3 or any(
        plain[i : i + 8] in run for run in _RUNS for i in range(len(plain) - 7)
    ):
        return "Mật khẩu này quá dễ đoán. Xin dùng vài từ ghép lại, có thêm số."
    return None


@lru_cache(maxsize=1)
def _easy_words() -> tuple[str, ...]:
    """The letters of what easy passwords are made of, the longest first."""
    lines = _EASY_FILE.read_text(encoding="utf-8").splitlines()
    words = {
        "".join(c for c in word if c.isalpha())
        for line in lines
        if not line.startswith("#")
        for word in line.split()
    }
    return tuple(sorted((word for word in words if len(word) > 1), key=lambda w: (-len(w), w)))


def temporary() -> str:
    """A one-time password that is easy to read out on the phone."""
    words = "-".join(secrets.SystemRandom().sample(_WORDS, 3))
    return f"{words}-{secrets.randbelow(9000) + 1000}"
