"""What the hall does with opinions: new ones raised there, and their conclusion (H6, H10)."""

from __future__ import annotations

from secrets import token_hex

from dialogue.accounts.models import Account, Unit
from dialogue.core import clock
from dialogue.core.errors import InvalidInput, NotAllowed
from dialogue.core.text import clean, clean_line, fold
from dialogue.core.unit_of_work import unit_of_work
from dialogue.history.actions import perform, record
from dialogue.opinions.actions.receipts import next_receipt
from dialogue.opinions.actions.triage import next_place
from dialogue.opinions.models import Field, Opinion
from dialogue.opinions.permissions import can_raise
from dialogue.opinions.workflow import OPINION
from dialogue.plans.models import Meeting


def raise_in_hall(
    meeting: Meeting,
    *,
    words: str,
    speaker_name: str,
    unit: Unit | None,
    field: Field | None = None,
    actor: Account,
) -> Opinion:
    """An opinion raised in the hall is an opinion like the others, on the agenda at once.

    ``unit`` is the speaker's unit or tổ, if he named one. It has its receipt number.
    """
    if not can_raise(actor, meeting):
        raise NotAllowed
    with unit_of_work() as session:
        text = clean(words)
        if not text:
            raise InvalidInput("Cần ghi nội dung ý kiến.", field="words")
        group = unit if unit is not None and unit.kind == "residential_group" else None
        opinion = Opinion(
            client_key=token_hex(16),
            receipt=next_receipt(),
            meeting_id=meeting.id,
            unit_id=unit.id if unit is not None else actor.unit_id,
            author_id=actor.id,
            state="selected",
            channel="hall",
            words=text,
            folded=fold(text),
            area_id=group.id if group is not None else None,
            field_id=field.id if field is not None else None,
            resident_name=clean_line(speaker_name),
            sent_at=clock.now(),
            agenda_place=next_place(meeting.id),
        )
        session.add(opinion)
        record(
            actor,
            opinion,
            "raise",
            "Nêu tại hội trường",
            moved=(None, "selected", "", OPINION.label("selected")),
            receipt=opinion.receipt,
        )
        return opinion


def take_up(opinion: Opinion, *, actor: Account) -> Opinion:
    """Who sent it came to the hall to speak: it is on the agenda, chosen before or not (H2)."""
    with unit_of_work():
        perform(OPINION, opinion, "take_up", actor=actor)
        opinion.agenda_place = next_place(opinion.meeting_id)
        return opinion


def conclude(opinion: Opinion, *, actor: Account, version: int | None = None) -> Opinion:
    """Mark that the presider concluded on it; the words are the conclusion's."""
    with unit_of_work():
        perform(OPINION, opinion, "conclude", actor=actor, version=version)
        return opinion


def reopen_conclusion(
    opinion: Opinion, *, reason: str = "", actor: Account, version: int | None = None
) -> Opinion:
    """The conclusion was taken back: it stands on the agenda again."""
    with unit_of_work():
        perform(OPINION, opinion, "reopen", actor=actor, version=version, reason=reason)
        return opinion
