"""Reads: what stands beside an assignment, and whose part is open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from dialogue.accounts.hooks import OpenWork
from dialogue.accounts.models import Account, Unit
from dialogue.accounts.permissions import is_office
from dialogue.core import clock
from dialogue.core.db import Base
from dialogue.core.errors import NotAllowed
from dialogue.core.todo import Todo
from dialogue.core.workflow import Workflow
from dialogue.deadlines.models import DueDate
from dialogue.extensions import db
from dialogue.files.models import Attachment
from dialogue.files.queries import attachments_by_owner
from dialogue.followup.hooks import Panel
from dialogue.followup.models import Assignment, Conclusion
from dialogue.followup.queries import sees_assignment
from dialogue.notifications.actions import tell_unit
from dialogue.plans.permissions import takes_part
from dialogue.progress.models import ProgressNote, Referral, SupportPart
from dialogue.progress.permissions import leads, works_on
from dialogue.progress.workflow import PART, REFERRAL


@dataclass(frozen=True)
class Told:
    """A row with its files, and what the reader may do with it."""

    row: Any
    files: list[Attachment]
    available: set[str]
    label: str = ""  # of its state
    tone: str = ""


@dataclass(frozen=True)
class Progress:
    """All of it, as the assignment's page shows it."""

    assignment: Assignment
    parts: list[Told]
    notes: list[Told]
    referrals: list[Told]
    may_write: bool
    may_lead: bool


def parts_of(assignment: Assignment) -> list[SupportPart]:
    query = (
        select(SupportPart)
        .where(SupportPart.assignment_id == assignment.id)
        .options(joinedload(SupportPart.unit), joinedload(SupportPart.due))
        .order_by(SupportPart.id)
    )
    return list(db.session.scalars(query))


def notes_of(assignment: Assignment) -> list[ProgressNote]:
    """Newest first."""
    query = (
        select(ProgressNote)
        .where(ProgressNote.assignment_id == assignment.id)
        .options(joinedload(ProgressNote.unit), joinedload(ProgressNote.by))
        .order_by(ProgressNote.id.desc())
    )
    return list(db.session.scalars(query))


def referrals_of(assignment: Assignment) -> list[Referral]:
    query = select(Referral).where(Referral.assignment_id == assignment.id).order_by(Referral.id)
    return list(db.session.scalars(query))


def panels(user: Account, assignment: Assignment) -> Iterator[Panel]:
    """What units do on ``assignment``, beneath its replies."""
    notes, referrals = notes_of(assignment), referrals_of(assignment)
    with_notes = attachments_by_owner("progress_note", [note.id for note in notes])
    with_letters = attachments_by_owner("referral", [one.id for one in referrals])
    progress = Progress(
        assignment,
        parts=[_told(PART, user, part, []) for part in parts_of(assignment)],
        notes=[Told(note, with_notes.get(note.id, []), set()) for note in notes],
        referrals=[_told(REFERRAL, user, one, with_letters.get(one.id, [])) for one in referrals],
        may_write=works_on(user, assignment),
        may_lead=leads(user, assignment) and assignment.state != "answered",
    )
    if progress.parts or notes or referrals or progress.may_write:
        yield Panel("progress/_panel.html", progress)


def _told(workflow: Workflow[Any], user: Account, row: Any, files: list[Attachment]) -> Told:
    available = {one.verb for one in workflow.available(user, row)}
    return Told(row, files, available, workflow.label(row.state), workflow.tone(row.state))


def told_of(assignment: Assignment) -> Iterable[Base]:
    """The records whose history belongs to the assignment's."""
    return [*parts_of(assignment), *referrals_of(assignment)]


def get_part(user: Account, part_id: int) -> SupportPart:
    """One; ``NotAllowed`` for whom its assignment is not."""
    part = db.session.get(SupportPart, part_id)
    if part is None or not sees_assignment(user, part.assignment_id):
        raise NotAllowed
    return part


def get_referral(user: Account, referral_id: int) -> Referral:
    """One; ``NotAllowed`` for whom its assignment is not."""
    referral = db.session.get(Referral, referral_id)
    if referral is None or not sees_assignment(user, referral.assignment_id):
        raise NotAllowed
    return referral


def sees_note(user: Account, note_id: int) -> bool:
    """For the files of a note."""
    note = db.session.get(ProgressNote, note_id)
    return note is not None and sees_assignment(user, note.assignment_id)


def sees_referral(user: Account, referral_id: int) -> bool:
    """For the files of a letter."""
    referral = db.session.get(Referral, referral_id)
    return referral is not None and sees_assignment(user, referral.assignment_id)


def is_open_part() -> ColumnElement[bool]:
    """A part's due date moves with the calendar while it is not done."""
    return SupportPart.state == "asked"


def tell_moved(_actor: Any, part: SupportPart, old: DueDate, new: DueDate) -> None:
    """Its unit reads of the new day."""
    if old.due_on != new.due_on:
        tell_unit(
            part.unit_id,
            f"Hạn phần việc phối hợp dời từ {clock.show_date(old.due_on)} sang "
            f"{clock.show_date(new.due_on)}: {new.why_moved}",
            url=f"/assignments/{part.assignment_id}",
        )


def open_parts() -> list[SupportPart]:
    """All that are asked for on matters not yet answered."""
    query = (
        select(SupportPart)
        .join(SupportPart.assignment)
        .where(SupportPart.state == "asked", Assignment.state != "answered")
        .options(
            joinedload(SupportPart.due),
            joinedload(SupportPart.unit),
            joinedload(SupportPart.assignment)
            .joinedload(Assignment.conclusion)
            .joinedload(Conclusion.opinion),
        )
        .order_by(SupportPart.id)
    )
    return list(db.session.scalars(query))


def open_work(unit: Unit) -> OpenWork | None:
    """Keeps a unit from ending while another waits for its part."""
    owed = [part for part in open_parts() if part.unit_id == unit.id]
    if not owed:
        return None
    return OpenWork(
        f"{len(owed)} phần việc phối hợp", f"/assignments/{owed[0].assignment_id}#progress"
    )


def waiting_referrals() -> list[Referral]:
    """All letters without an answer, about matters not yet answered as well as answered."""
    query = (
        select(Referral)
        .where(Referral.state == "waiting")
        .options(
            joinedload(Referral.assignment).joinedload(Assignment.lead_unit),
            joinedload(Referral.assignment)
            .joinedload(Assignment.conclusion)
            .joinedload(Conclusion.opinion),
        )
        .order_by(Referral.ask_again_on, Referral.id)
    )
    return list(db.session.scalars(query))


def todos(user: Account) -> list[Todo]:
    """A part to do; a letter to ask about again."""
    if not takes_part(user):
        return []
    found = [
        Todo(
            verb="Phối hợp",
            thing=part.words[:160],
            url=url_for("followup.assignment", assignment_id=part.assignment_id) + "#progress",
            due=part.due,
            detail=f"“{part.assignment.conclusion.opinion.short}”",
        )
        for part in open_parts()
        if part.unit_id == user.unit_id
    ]
    today = clock.today()
    for one in waiting_referrals():
        mine = one.assignment.lead_unit_id == user.unit_id
        if one.ask_again_on <= today and (mine or is_office(user)):
            found.append(
                Todo(
                    verb="Hỏi lại",
                    thing=f"{one.to_whom}: văn bản số {one.letter}",
                    url=url_for("followup.assignment", assignment_id=one.assignment_id)
                    + "#progress",
                    on=one.ask_again_on,
                    detail=f"“{one.assignment.conclusion.opinion.short}”",
                )
            )
    return found
