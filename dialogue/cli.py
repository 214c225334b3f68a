"""Commands of the server: migrations, the demo, a real ward."""

from __future__ import annotations

import sys

import click
from flask import Flask
from flask.cli import with_appcontext
from sqlalchemy import func, inspect, select

from dialogue.extensions import db


def init_app(app: Flask) -> None:
    """Register the commands that belong to no feature."""
    app.cli.add_command(check_migrations)


def upgrade() -> bool:
    """Bring the schema up to date. True when no ward has been set up in it yet."""
    import flask_migrate

    from dialogue.accounts.models import Ward

    flask_migrate.upgrade()
    return db.session.scalar(select(func.count()).select_from(Ward)) == 0


@click.command("check-migrations")
@with_appcontext
def check_migrations() -> None:
    """Fail if the models and the migrations tell two stories."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from sqlalchemy import create_engine
    from sqlalchemy.pool import StaticPool

    from dialogue.core.db import Base
    from dialogue.migrations import run

    engine = create_engine("sqlite://", poolclass=StaticPool)
    with engine.connect() as connection:
        run.upgrade(connection)
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        known = {t for t in inspect(connection).get_table_names() if t.startswith("opinion_fts")}
        differences = [
            d
            for d in compare_metadata(context, Base.metadata)
            if not (isinstance(d, tuple) and getattr(d[1], "name", None) in known)
        ]
    for difference in differences:
        click.echo(str(difference), err=True)
    sys.exit(1 if differences else 0)
