"""Confirmed or contested: what the senders say of the answer (A6)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from dialogue.accounts.models import Account, Unit
from dialogue.core import clock
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.core.text import clean
from dialogue.core.unit_of_work import unit_of_work
from dialogue.deadlines.actions import set_due
from dialogue.files.actions import Ready, attach
from dialogue.followup.actions import tell
from dialogue.followup.models import CONTEST_DAYS, Assignment, Reply, Verdict
from dialogue.followup.permissions import is_of_sender, senders_units
from dialogue.followup.workflow import ASSIGNMENT
from dialogue.history.actions import perform

REPLACED = "Đã có văn bản trả lời khác. Xin xem văn bản mới nhất."
REASON = "Cần ghi rõ điều gì chưa xong hoặc chưa đúng."
WHO_SAID = "Cần ghi ai cho biết và nói thế nào."
TOO_LATE = (
    f"Đã quá {CONTEST_DAYS} ngày từ ngày trả lời. Xin báo Văn phòng để ghi nhận và xem xét mở lại."
)


def confirm(
    reply: Reply,
    *,
    actor: Account,
    unit: Unit | None = None,
    words: str = "",
    photos: Sequence[Ready] = (),
    version: int | None = None,
) -> Verdict:
    """The unit (default: ``actor``'s) says that the matter is settled indeed.

    The office does so for a unit only with words: who told it what. A second time by the
    same unit adds nothing.
    """  # fmt: skip
    with unit_of_work():
        assignment, unit_id = _permit(reply, "confirm", actor, unit, version=version)
        words = clean(words)
        if not is_of_sender(actor, assignment) and not words:
            raise InvalidInput(WHO_SAID, field="said")
        before = [v for v in assignment.verdicts if v.reply_id == reply.id and v.unit_id == unit_id]
        if before and before[-1].kind == "confirmed":
            return before[-1]
        perform(
            ASSIGNMENT, assignment, "confirm", actor=actor, version=version,
            reply_id=reply.id, unit_id=unit_id,
        )  # fmt: skip
        verdict = _write(assignment, reply, unit_id, "confirmed", words, photos, actor)
        tell.confirmed(verdict)
        return verdict


def contest(
    reply: Reply,
    *,
    reason: str,
    actor: Account,
    unit: Unit | None = None,
    photos: Sequence[Ready] = (),
    version: int | None = None,
) -> Verdict:
    """The unit says that it is not so: the matter opens again, with a due date from today.

    ``InvalidInput`` without a reason, or from a unit more than ``CONTEST_DAYS`` after the
    reply; the office may still do it then.
    """  # fmt: skip
    with unit_of_work():
        assignment, unit_id = _permit(reply, "contest", actor, unit, version=version, reason=reason)
        assert reply.issued_on is not None  # CHECK issued_is_numbered
        late = clock.today() > reply.issued_on + timedelta(days=CONTEST_DAYS)
        if late and is_of_sender(actor, assignment):
            raise InvalidInput(TOO_LATE, field="kind")
        reason = clean(reason)
        assignment.answered_at = None
        perform(
            ASSIGNMENT, assignment, "contest", actor=actor, version=version, reason=reason,
            reply_id=reply.id, unit_id=unit_id, round=assignment.round + 1,
        )  # fmt: skip
        assignment.round += 1
        receipt = assignment.conclusion.opinion.receipt
        assignment.due = set_due("assignment", clock.today(), label=f"Trả lời lại {receipt}")
        verdict = _write(assignment, reply, unit_id, "contested", reason, photos, actor)
        tell.contested(verdict)
        return verdict


def _permit(
    reply: Reply,
    verb: str,
    actor: Account,
    unit: Unit | None,
    *,
    version: int | None,
    reason: str | None = None,
) -> tuple[Assignment, int]:
    assignment = reply.assignment
    if verb == "contest" and not clean(reason):
        raise InvalidInput(REASON, field="said")
    ASSIGNMENT.permit(actor, assignment, verb, version=version, reason=reason)
    if assignment.answer is None or assignment.answer.id != reply.id:
        raise Conflict(REPLACED)
    unit_id = actor.unit_id if unit is None else unit.id
    speaks_for_itself = is_of_sender(actor, assignment) and unit_id == actor.unit_id
    if not speaks_for_itself and is_of_sender(actor, assignment):
        raise NotAllowed
    if unit_id not in senders_units(assignment):
        raise InvalidInput("Cần chọn đơn vị đã gửi ý kiến.", field="unit")
    return assignment, unit_id


def _write(
    assignment: Assignment,
    reply: Reply,
    unit_id: int,
    kind: str,
    words: str,
    photos: Sequence[Ready],
    actor: Account,
) -> Verdict:
    verdict = Verdict(
        assignment=assignment,
        reply=reply,
        unit_id=unit_id,
        kind=kind,
        words=words,
        by_id=actor.id,
    )
    with unit_of_work() as session:
        session.add(verdict)
        session.flush()
        if photos:
            attach(verdict, photos, actor=actor)
    return verdict
