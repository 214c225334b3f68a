"""Which documents of a meeting its page offers to whom."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from dialogue.accounts.models import Account
from dialogue.accounts.permissions import sees_everything
from dialogue.documents.kinds import minutes, summary
from dialogue.hall.permissions import may_read_record
from dialogue.plans.models import Meeting
from dialogue.plans.permissions import active_duties


@dataclass(frozen=True)
class Offer:
    """A document with where to get it."""

    title: str
    url: str


def documents_of_meeting(user: Account, meeting: Meeting) -> list[Offer]:
    """Invitations once dated, the summary, and the minutes once it was opened with a secretary."""
    found = []
    if sees_everything(user) and meeting.state == "announced":
        url = url_for("documents.invitations", meeting_id=meeting.id)
        found.append(Offer("Giấy mời", url))
    if summary.may_read(user, meeting):
        found.append(Offer(summary.KIND.title, _file(summary.KIND.code, meeting)))
    recorded = meeting.state in minutes.HELD and active_duties(meeting, "secretary")
    if recorded and may_read_record(user, meeting):
        found.append(Offer(minutes.KIND.title, _file(minutes.KIND.code, meeting)))
    return found


def _file(code: str, meeting: Meeting) -> str:
    return url_for("documents.download", kind=code, subject_id=meeting.id)
