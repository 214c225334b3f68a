"""The demo's ward, made once; each test gets its own copy and a plain browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dialogue import create_app
from dialogue.extensions import db
from tests.conftest import SETTINGS
from tests.demo.conftest import demo_folder

__all__ = ["demo_folder"]


class Browser(FlaskClient):
    """Reads every answer to its end, so that each file that was sent is closed."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        kwargs.setdefault("buffered", True)
        return super().open(*args, **kwargs)


@pytest.fixture(scope="module")
def ward(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application over one copy of the demo for a whole module; pages are not validated
    here (tests/demo does)."""
    folder = tmp_path_factory.mktemp("hostile") / "demo"
    shutil.copytree(demo_folder, folder)
    app = create_app(SETTINGS, folder)
    app.test_client_class = Browser
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
