"""Every kind of document that the ward can have."""

from __future__ import annotations

from dialogue.core.errors import NotAllowed
from dialogue.documents.kind import Kind
from dialogue.documents.kinds import (
    broadcast,
    correction,
    delegates,
    house_rules,
    invitation,
    minutes,
    notice,
    plan,
    posting,
    programme,
    reminder,
    reply,
    report,
    run_sheet,
    speaker_slip,
    summary,
)
from dialogue.followup.models import ConclusionNotice, Reply

KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        plan.KIND,
        programme.KIND,
        house_rules.KIND,
        run_sheet.KIND,
        speaker_slip.KIND,
        invitation.KIND,
        delegates.KIND,
        summary.KIND,
        minutes.KIND,
        notice.KIND,
        correction.KIND,
        report.KIND,
        posting.KIND,
        broadcast.KIND,
        reply.FINAL,
        reply.INTERIM,
        reminder.KIND,
    )
}


def kind_of(code: str) -> Kind:
    """The kind of that code; ``NotAllowed`` if there is none."""
    if code not in KINDS:
        raise NotAllowed
    return KINDS[code]


def kind_of_issued(issued: ConclusionNotice | Reply) -> Kind:
    """The document that goes out with a notice or a reply."""
    if isinstance(issued, ConclusionNotice):
        return notice.KIND
    return reply.INTERIM if issued.kind == "interim" else reply.FINAL
