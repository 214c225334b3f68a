"""Settings: safe by default, the ward's own secret made once and kept in ``instance/``."""

from __future__ import annotations

import os
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
INSTANCE_VARIABLE = "DIALOGUE_INSTANCE"


def instance_dir() -> Path:
    """Where the ward's own data lies (``DIALOGUE_INSTANCE`` or ``instance/``)."""
    return Path(os.environ.get(INSTANCE_VARIABLE) or ROOT / "instance").resolve()


def _secret(folder: Path) -> str:
    path = folder / "secret_key"
    if not path.exists():
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(32))
    return path.read_text().strip()


def _hosts(named: str) -> list[str] | None:
    """``doithoai.phuong.lan, 192.168.1.10`` as Flask takes it; the machine itself always may."""
    hosts = [one.strip() for one in named.split(",") if one.strip()]
    return [*hosts, "localhost", "127.0.0.1"] if hosts else None


def load(folder: Path, overrides: dict[str, Any] | None = None) -> dict[str, Any]:
    """The app's configuration for the data in ``folder`` (made if missing)."""
    folder.mkdir(parents=True, exist_ok=True)
    https = os.environ.get("DIALOGUE_HTTPS") == "1"
    settings: dict[str, Any] = {
        "SECRET_KEY": _secret(folder),
        "SQLALCHEMY_DATABASE_URI": f"sqlite:///{folder / 'dialogue.db'}",
        "FILES_DIR": str(folder / "files"),
        "MAX_CONTENT_LENGTH": 25 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        # The address that phones reach; the projector's own may be "localhost".
        # The names under which this server may be asked; without it any (a ward's first day).
        "TRUSTED_HOSTS": _hosts(os.environ.get("DIALOGUE_HOSTS", "")),
        "PUBLIC_URL": os.environ.get("DIALOGUE_URL", ""),
        # Opens the form with no contact; "1" has phones forget what they kept for it.
        "SERVICE_WORKER": os.environ.get("DIALOGUE_NO_WORKER") != "1",
        # A ward's mail server, if it has one (docs/mail.md).
        "SMTP_URL": os.environ.get("DIALOGUE_SMTP", ""),
        "MAIL_FROM": os.environ.get("DIALOGUE_MAIL_FROM", ""),
        # Under this prefix a browser takes the cookie from this host alone, over HTTPS alone.
        "SESSION_COOKIE_NAME": "__Host-doi_thoai" if https else "doi_thoai",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": https,
        "PERMANENT_SESSION_LIFETIME": timedelta(days=30),
        "WTF_CSRF_TIME_LIMIT": None,
        "RATELIMIT_ENABLED": True,
        "RATELIMIT_STORAGE_URI": "memory://",
        "SQLALCHEMY_ENGINE_OPTIONS": {
            "connect_args": {"timeout": 30},
            "hide_parameters": True,  # what people typed stays out of the log
        },
    }
    settings.update(overrides or {})
    return settings
