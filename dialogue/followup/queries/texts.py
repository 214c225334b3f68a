"""A unit's own texts."""

from __future__ import annotations

from sqlalchemy import select

from dialogue.accounts.models import Account
from dialogue.core.errors import NotAllowed
from dialogue.extensions import db
from dialogue.followup.models import ReplyText
from dialogue.followup.permissions import may_edit_text


def texts_of(unit_id: int) -> list[ReplyText]:
    """What the unit keeps, by name."""
    query = select(ReplyText).where(ReplyText.unit_id == unit_id, ReplyText.ended_at.is_(None))
    return list(db.session.scalars(query.order_by(ReplyText.name, ReplyText.id)))


def get_text(user: Account, text_id: int) -> ReplyText:
    """One of the user's unit; ``NotAllowed`` for any other."""
    text = db.session.get(ReplyText, text_id)
    if text is None or not may_edit_text(user, text):
        raise NotAllowed
    return text
