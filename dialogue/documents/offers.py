"""Which documents of a meeting its page offers to whom."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from dialogue.accounts.models import Account
from dialogue.accounts.permissions import sees_everything
from dialogue.attendance.permissions import sees_overview
from dialogue.attendance.queries import is_anyone_expected
from dialogue.documents.kind import Kind
from dialogue.documents.kinds import (
    broadcast,
    delegates,
    house_rules,
    minutes,
    posting,
    programme,
    report,
    run_sheet,
    speaker_slip,
    summary,
)
from dialogue.followup.permissions import HELD, sees_conclusions
from dialogue.hall.permissions import may_read_record
from dialogue.plans.models import Meeting
from dialogue.plans.permissions import active_duties


@dataclass(frozen=True)
class Offer:
    """A document with where to get it."""

    title: str
    url: str


def documents_of_meeting(user: Account, meeting: Meeting) -> list[Offer]:
    """Each once it has something to say: invitations once dated, minutes once recorded."""
    found = []
    if sees_everything(user) and meeting.state == "announced":
        url = url_for("documents.invitations", meeting_id=meeting.id)
        found.append(Offer("Giấy mời", url))
    if sees_overview(user, meeting) and is_anyone_expected(meeting):
        found.append(_offer(delegates.KIND, meeting))
    if meeting.programme:
        found.append(_offer(programme.KIND, meeting))
    if meeting.house_rules:
        found.append(_offer(house_rules.KIND, meeting))
    if meeting.state in speaker_slip.OPEN:
        found.append(_offer(speaker_slip.KIND, meeting))
    if summary.may_read(user, meeting):
        found.append(_offer(summary.KIND, meeting))
        if meeting.programme:
            found.append(_offer(run_sheet.KIND, meeting))
    recorded = meeting.state in minutes.HELD and active_duties(meeting, "secretary")
    if recorded and may_read_record(user, meeting):
        found.append(_offer(minutes.KIND, meeting))
    if meeting.state in HELD and sees_conclusions(user, meeting):
        found.append(_offer(report.KIND, meeting))
    if posting.may_read(user, meeting):
        found += [_offer(posting.KIND, meeting), _offer(broadcast.KIND, meeting)]
    return found


def _offer(kind: Kind, meeting: Meeting) -> Offer:
    return Offer(kind.title, url_for("documents.download", kind=kind.code, subject_id=meeting.id))
