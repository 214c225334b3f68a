"""Reads of the minutes: the blocks of the page, one line, what was typed, what is to be done."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import url_for
from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from dialogue.accounts.models import Account
from dialogue.core.errors import NotAllowed
from dialogue.core.todo import Todo
from dialogue.extensions import db
from dialogue.followup.models import Conclusion
from dialogue.hall.models import HallSession, Turn
from dialogue.hall.queries import queue
from dialogue.history.models import HistoryEvent
from dialogue.minutes.models import Minutes, MinutesLine, MinutesRevision
from dialogue.minutes.permissions import may_read, may_write
from dialogue.plans.models import Meeting, MeetingDuty
from dialogue.plans.permissions import active_duties, is_presider, takes_part

HAPPENED = ("called", "speaking", "answering", "done")
ORDER = {"speech": 0, "answer": 1}


@dataclass(frozen=True)
class Block:
    """A turn with its lines and what stands after it; ``turn`` None: before the first."""

    turn: Turn | None
    lines: list[MinutesLine]
    conclusion: Conclusion | None

    @property
    def id(self) -> int:
        return self.turn.id if self.turn is not None else 0

    @property
    def own(self) -> list[MinutesLine]:
        """The speech and the answer."""
        return [one for one in self.lines if one.kind in ORDER]

    @property
    def others(self) -> list[MinutesLine]:
        """What stands after them."""
        return [one for one in self.lines if one.kind not in ORDER]

    @property
    def is_written(self) -> bool:
        return any(one.text for one in self.lines)

    @property
    def stamp(self) -> str:
        """Another one as soon as anything of the block looks different."""
        turn, done = self.turn, self.conclusion
        head = turn and (
            turn.state, turn.speaker_name, turn.unit_id, turn.topic, turn.answerer_id,
            turn.started_at, turn.ended_at, turn.answer_started_at, turn.answer_ended_at,
        )  # fmt: skip
        said = done and (done.outcome, done.words, done.lead_unit_id)
        lines = [(one.id, one.version, one.sealed) for one in self.lines]
        return hashlib.sha256(repr((head, said, lines)).encode()).hexdigest()[:12]


def minutes_of(meeting: Meeting) -> Minutes | None:
    """The minutes of ``meeting``, or None before anybody opened them to write."""
    return db.session.scalar(
        select(Minutes)
        .where(Minutes.meeting_id == meeting.id)
        .options(
            joinedload(Minutes.meeting).joinedload(Meeting.plan),
            joinedload(Minutes.meeting)
            .selectinload(Meeting.duties)
            .joinedload(MeetingDuty.account),
            joinedload(Minutes.submitted_by),
            joinedload(Minutes.signed_by),
        )
    )


def blocks(meeting: Meeting) -> list[Block]:
    """What is before the first turn, then every turn that was called, in that order.

    A turn that went back to the queue stays as long as something is written for it.
    """
    lines: dict[int | None, list[MinutesLine]] = {}
    for line in _lines(meeting):
        if not line.removed:
            lines.setdefault(line.turn_id, []).append(line)
    for group in lines.values():
        group.sort(key=lambda one: (ORDER.get(one.kind, 2), one.position, one.id))
    concluded = _concluded(meeting)
    turns = [
        turn
        for turn in queue(meeting.id).turns
        if turn.state in HAPPENED or any(one.text for one in lines.get(turn.id, ()))
    ]
    turns.sort(key=lambda t: (t.called_at is None, t.called_at or t.registered_at, t.id))
    of_turns = [
        Block(turn, lines.get(turn.id, []), concluded.get(turn.opinion.root.id)) for turn in turns
    ]
    return [Block(None, lines.get(None, []), None), *of_turns]


def _lines(meeting: Meeting) -> Iterable[MinutesLine]:
    return db.session.scalars(
        select(MinutesLine)
        .join(MinutesLine.minutes)
        .where(Minutes.meeting_id == meeting.id)
        .options(joinedload(MinutesLine.by), joinedload(MinutesLine.minutes))
    )


def _concluded(meeting: Meeting) -> dict[int, Conclusion]:
    query = (
        select(Conclusion)
        .where(Conclusion.meeting_id == meeting.id)
        .options(joinedload(Conclusion.lead_unit))
    )
    return {one.opinion_id: one for one in db.session.scalars(query)}


def removed_lines(meeting: Meeting) -> list[MinutesLine]:
    """Lines that were taken out; each can be put back."""
    return [one for one in _lines(meeting) if one.removed]


def lines_of(meeting: Meeting) -> dict[int, list[MinutesLine]]:
    """The written lines by their turn's id (0: before the first), in order; for documents."""
    return {
        block.id: [one for one in block.lines if one.text]
        for block in blocks(meeting)
        if block.is_written
    }


def get_line(user: Account, line_id: int) -> MinutesLine:
    """One line; ``NotAllowed`` unless ``user`` may read its minutes."""
    line = db.session.scalar(
        select(MinutesLine)
        .where(MinutesLine.id == line_id)
        .options(
            joinedload(MinutesLine.minutes)
            .joinedload(Minutes.meeting)
            .selectinload(Meeting.duties)
            .joinedload(MeetingDuty.account),
            joinedload(MinutesLine.turn).joinedload(Turn.unit),
            joinedload(MinutesLine.by),
        )
    )
    if line is None or not may_read(user, line.minutes.meeting):
        raise NotAllowed
    return line


def revisions(line: MinutesLine) -> list[MinutesRevision]:
    """All that was ever typed into ``line``, newest first."""
    query = (
        select(MinutesRevision)
        .where(MinutesRevision.line_id == line.id)
        .options(joinedload(MinutesRevision.by))
        .order_by(MinutesRevision.id.desc())
    )
    return list(db.session.scalars(query))


def topic(meeting_id: int) -> str:
    """The live topic of one meeting's minutes."""
    return f"minutes:{meeting_id}"


def versions() -> Mapping[str, int]:
    """Live topic → a number that grows with the hall's commands, every line, every conclusion.

    A conclusion may be revoked, its history not: the number never falls.
    """
    acts = select(func.max(HistoryEvent.id)).where(HistoryEvent.subject_type == "conclusion")
    concluded = db.session.scalar(acts) or 0
    query = select(Minutes.meeting_id, Minutes.changes, Minutes.version, HallSession.version).join(
        HallSession, HallSession.meeting_id == Minutes.meeting_id, isouter=True
    )
    return {
        topic(meeting_id): changes + version + (hall or 0) + concluded
        for meeting_id, changes, version, hall in db.session.execute(query)
    }


def may_hear(user: Account, live_topic: str) -> bool:
    """Whoever may read the minutes hears that they changed."""
    prefix, _, number = live_topic.partition(":")
    if prefix != "minutes" or not number.isdigit():
        return False
    meeting = db.session.get(Meeting, int(number))
    return meeting is not None and may_read(user, meeting)


def todos(user: Account) -> list[Todo]:
    """Write while the meeting is live; submit once it is over; sign what was submitted."""
    if not takes_part(user):
        return []
    found = []
    for meeting, minutes in db.session.execute(_in_hand()).unique():
        todo = _todo(user, meeting, minutes)
        if todo is not None:
            found.append(todo)
    return found


def _in_hand() -> Select[Meeting, Minutes | None]:
    duties = selectinload(Meeting.duties).joinedload(MeetingDuty.account)
    return (
        select(Meeting, Minutes)
        .join(Minutes, Minutes.meeting_id == Meeting.id, isouter=True)
        .where(
            (Meeting.state == "live")
            | ((Meeting.state == "ended") & (func.coalesce(Minutes.state, "draft") != "signed"))
            | (Minutes.state == "submitted")
        )
        .options(joinedload(Meeting.plan), duties)
        .order_by(Meeting.starts_at)
    )


def _todo(user: Account, meeting: Meeting, minutes: Minutes | None) -> Todo | None:
    url, thing = url_for("minutes.page", meeting_id=meeting.id), f"Biên bản {meeting.name}"
    named = any(d.account_id == user.id for d in active_duties(meeting, "secretary"))
    state = minutes.state if minutes is not None else "draft"
    if state == "submitted" and is_presider(user, meeting):
        return Todo("Ký biên bản", thing, url)
    if not named or state != "draft" or not may_write(user, meeting):
        return None
    if meeting.state == "live":
        return Todo("Ghi biên bản", thing, url, urgent=True, on=meeting.held_on)
    remarks = minutes.remarks if minutes is not None else ""
    return Todo("Trình ký", thing, url, detail=remarks)
