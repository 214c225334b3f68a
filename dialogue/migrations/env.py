"""How Alembic reaches the database: the given connection, or the application's own."""

from alembic import context
from flask import current_app

from dialogue.core.db import IMMEDIATE, Base


def run(connection):
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        include_name=lambda name, kind, _parents: (
            not (kind == "table" and (name or "").startswith("opinion_fts"))
        ),
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    engine = current_app.extensions["sqlalchemy"].engine
    with engine.connect().execution_options(**{IMMEDIATE: True}) as connection:
        run(connection)
