"""What is already in of what somebody is writing."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement

from dialogue.accounts.models import Account
from dialogue.core.text import clean
from dialogue.opinions.likeness.judge import Text
from dialogue.opinions.models import Opinion
from dialogue.opinions.queries import Similar, alike_so_far, open_meetings

ENOUGH = 25  # letters, below which words tell nothing yet


@dataclass(frozen=True)
class WhileTyping:
    """The writer's own unit's opinions, and the others as a number."""

    own: list[Similar]
    others: int
    field: str  # of most of the others, "" if they were not classified
    has_place: bool

    @property
    def text(self) -> str:
        """What is told of the others: never a word of theirs."""
        about = f"về {self.field[:1].lower()}{self.field[1:]}" if self.field else "tương tự"
        where = "ở khu vực này" if self.has_place else "trong phường"
        return f"Đã có {self.others} ý kiến {about} {where}, vẫn gửi được."


def while_typing(
    user: Account,
    *,
    words: str,
    place: str = "",
    area_id: int | None = None,
    field_id: int | None = None,
    but: int | None = None,
) -> WhileTyping | None:
    """Those of the open meetings most like ``words``; None while there is nothing to tell.

    ``but``: the opinion that is being edited.
    """
    words = clean(words)
    meetings = [meeting.id for meeting in open_meetings()]
    if len(words) < ENOUGH or not meetings:
        return None
    narrow: ColumnElement[bool] = Opinion.meeting_id.in_(meetings)
    if but is not None:
        narrow &= Opinion.id != but
    found = alike_so_far(user, Text(words, place, area_id, field_id), narrow)
    if not (found.own or found.others):
        return None
    return WhileTyping(
        own=found.own,
        others=found.others.total(),
        field=max(found.others, key=lambda name: (found.others[name], name), default=""),
        has_place=bool(place or area_id),
    )
