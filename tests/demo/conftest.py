"""The demo's ward, made once, copied for each test."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from flask import Flask

from dialogue import cli, create_app
from dialogue.demo.build import demo
from dialogue.extensions import db
from tests.conftest import SETTINGS
from tests.support.html import ValidatingClient


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    app = create_app(SETTINGS, folder)
    with app.app_context():
        assert cli.upgrade()
        demo()
        assert not cli.upgrade()
        db.session.remove()
        db.engine.dispose()
    return folder


@pytest.fixture
def app(demo_folder: Path, tmp_path: Path) -> Flask:
    folder = tmp_path / "demo"
    shutil.copytree(demo_folder, folder)
    app = create_app(SETTINGS, folder)
    app.test_client_class = ValidatingClient
    return app
