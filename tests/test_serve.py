"""What a real ward is never served with."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest
from flask import Flask

from dialogue import config, serve
from dialogue.accounts.queries import ward
from dialogue.core.unit_of_work import unit_of_work


@pytest.fixture
def real(app: Flask) -> Flask:
    with unit_of_work():
        found = ward()
        assert found is not None
        found.is_demo = False
    app.config["SECRET_KEY"] = secrets.token_hex(32)
    app.testing = False
    return app


def test_a_sound_ward_is_served(real: Flask) -> None:
    assert serve.unsafe(real) is None


@pytest.mark.parametrize("key", ["", "secret", "changeme" * 8, "0" * 64, "dev" * 30])
def test_a_weak_secret_is_refused(key: str, real: Flask) -> None:
    real.config["SECRET_KEY"] = key
    assert "secret_key" in str(serve.unsafe(real))


def test_a_debug_flag_is_refused(real: Flask) -> None:
    real.debug = True
    assert "gỡ lỗi" in str(serve.unsafe(real))


def test_the_demo_may_be_served_anyhow(app: Flask) -> None:
    app.debug = True
    assert serve.unsafe(app) is None


def test_the_ward_makes_its_own_secret_once_for_itself_alone(tmp_path: Path) -> None:
    folder = tmp_path / "instance"
    first, second = config.load(folder)["SECRET_KEY"], config.load(folder)["SECRET_KEY"]
    assert first == second
    assert len(first) == 64
    assert (folder / "secret_key").stat().st_mode & 0o077 == 0
    assert config.load(tmp_path / "other")["SECRET_KEY"] != first
