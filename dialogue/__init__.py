"""The ward's dialogue: from a resident's first words to the last written reply."""

from __future__ import annotations

import logging
import sqlite3
from pathlib import Path
from typing import Any

from flask import Flask

from dialogue import config
from dialogue.extensions import csrf, db, limiter, login_manager, migrate

log = logging.getLogger("dialogue")


def create_app(overrides: dict[str, Any] | None = None, folder: Path | None = None) -> Flask:
    """Build the application over the data in ``folder`` (default: ``instance/``)."""
    folder = folder or config.instance_dir()
    app = Flask(
        "dialogue",
        instance_path=str(folder),
        root_path=str(config.ROOT / "dialogue"),
        template_folder=str(config.ROOT / "templates"),
        static_folder=str(config.ROOT / "static"),
    )
    app.config.from_mapping(config.load(folder, overrides))
    _start_extensions(app)
    _register_features(app)
    _register_commands(app)

    from dialogue.core import faults, headers, logs, pages
    from dialogue.core.permissions import assert_every_route_is_guarded, public

    pages.init_app(app)
    headers.init_app(app)
    logs.init_app(app)
    faults.init_app(app)
    public(app.view_functions["static"])
    assert_every_route_is_guarded(app)
    log.info("sqlite %s", sqlite3.sqlite_version)
    return app


def _start_extensions(app: Flask) -> None:
    from dialogue.core.db import prepare_engine

    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
    migrate.init_app(app, db, directory=str(config.ROOT / "dialogue" / "migrations"))
    login_manager.init_app(app)
    csrf.init_app(app)
    limiter.init_app(app)


def _register_features(app: Flask) -> None:
    from dialogue import (
        accounts,
        attendance,
        care,
        chasing,
        checkin,
        consolidation,
        corrections,
        dashboard,
        deadlines,
        demo,
        documents,
        feeds,
        figures,
        files,
        followup,
        hall,
        history,
        home,
        imports,
        live,
        mail,
        minutes,
        notifications,
        opinions,
        plans,
        privacy,
        progress,
        publishing,
        recurrence,
        reports,
    )

    # Lowest first, as the imports point: what a feature registers may rest on those before it.
    for feature in (
        accounts,
        history,
        deadlines,
        files,
        notifications,
        live,
        plans,
        attendance,
        checkin,
        opinions,
        consolidation,
        imports,
        recurrence,
        hall,
        followup,
        progress,
        corrections,
        minutes,
        chasing,
        publishing,
        reports,
        documents,
        home,
        dashboard,
        figures,
        care,
        privacy,
        feeds,
        mail,
        demo,
    ):
        feature.init_app(app)


def _register_commands(app: Flask) -> None:
    from dialogue import cli, setup

    cli.init_app(app)
    setup.init_app(app)
