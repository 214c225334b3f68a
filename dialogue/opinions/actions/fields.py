"""The list of fields (lĩnh vực)."""

from __future__ import annotations

from sqlalchemy import select

from dialogue.core.unit_of_work import unit_of_work
from dialogue.opinions.fields import FIELDS
from dialogue.opinions.models import Field


def load_fields() -> None:
    """Give a new ward the usual fields; one that is there already stays as it is."""
    with unit_of_work() as session:
        known = set(session.scalars(select(Field.code)))
        session.add_all(
            Field(code=code, name=name, position=position)
            for position, (code, name) in enumerate(FIELDS)
            if code not in known
        )
