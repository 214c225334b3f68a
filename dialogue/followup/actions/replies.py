"""Written replies (A3), interim replies (A4) and reminders (A5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dialogue.accounts.models import Account
from dialogue.accounts.permissions import is_chair
from dialogue.core import clock
from dialogue.core.errors import InvalidInput
from dialogue.core.text import clean
from dialogue.core.unit_of_work import unit_of_work
from dialogue.deadlines.actions import move_due
from dialogue.deadlines.models import DueDate
from dialogue.followup.actions import tell
from dialogue.followup.actions.dates import check_date_of_issue
from dialogue.followup.actions.hands import accept
from dialogue.followup.hooks import tell_issued
from dialogue.followup.models import Assignment, AssignmentRequest, Reply
from dialogue.followup.queries import clock_start, interim_limit
from dialogue.followup.register import take_number
from dialogue.followup.workflow import ASSIGNMENT, ONE_INTERIM, REPLY
from dialogue.history.actions import perform, record

KINDS = {"final": "Trả lời chính thức", "interim": "Trả lời tạm thời"}


@dataclass(frozen=True)
class Text:
    """What a reply says; an interim one has all of content, requirements, time, duty."""

    kind: str = "final"
    words: str = ""
    settled: bool | None = None
    plan: str = ""
    requirements: str = ""
    responsibility: str = ""
    promised_on: date | None = None


def draft_reply(
    assignment: Assignment, text: Text, *, actor: Account, submit: bool = False
) -> Reply:
    """Begin the reply to ``assignment``; one is in hand at a time.

    With ``submit`` it is handed in at once: both or neither.
    """
    with unit_of_work() as session:
        ASSIGNMENT.permit(actor, assignment, "draft")
        if assignment.accepted_at is None and assignment.asked is None:
            accept(assignment, actor=actor)  # who writes the answer has taken the work
        reply = Reply(assignment_id=assignment.id, round=assignment.round, drafted_by_id=actor.id)
        _write(reply, assignment, text)
        session.add(reply)
        moved = (None, "draft", "", REPLY.label("draft"))
        record(actor, reply, "draft", f"Soạn: {KINDS[reply.kind]}", moved=moved)
        session.expire(assignment, ["replies"])
        if submit:
            submit_reply(reply, actor=actor)
        return reply


def edit_reply(
    reply: Reply,
    text: Text,
    *,
    actor: Account,
    version: int | None = None,
    submit: bool = False,
) -> None:
    """Change a draft; its earlier words stay on record. ``submit`` hands it in at once."""
    with unit_of_work():
        REPLY.permit(actor, reply, "edit", version=version)
        before = _read(reply)
        if before != _cleaned(text):
            perform(REPLY, reply, "edit", actor=actor, version=version, before=before.words)
            _write(reply, reply.assignment, text)
        if submit:
            submit_reply(reply, actor=actor)


def submit_reply(reply: Reply, *, actor: Account, version: int | None = None) -> None:
    """Hand the reply to the chair. ``InvalidInput`` names the first thing that is missing."""
    with unit_of_work():
        REPLY.permit(actor, reply, "submit", version=version)
        check_complete(reply.assignment, _read(reply))
        reply.remarks = ""
        perform(REPLY, reply, "submit", actor=actor, version=version)
        reply.drafted_by_id = actor.id
        tell.reply_submitted(reply)


def recall_reply(reply: Reply, *, actor: Account, version: int | None = None) -> None:
    """Take a submitted reply back to edit it."""
    with unit_of_work():
        perform(REPLY, reply, "recall", actor=actor, version=version)


def return_reply(reply: Reply, *, reason: str, actor: Account, version: int | None = None) -> None:
    """Give it back to its unit with remarks."""
    with unit_of_work():
        perform(REPLY, reply, "return", actor=actor, version=version, reason=reason)
        reply.remarks = clean(reason)
        reply.approved_by_id = reply.approved_at = None
        reply.signer_name = reply.signer_role = ""
        tell.reply_returned(reply)


def approve_reply(reply: Reply, *, actor: Account, version: int | None = None) -> None:
    """Sign it; name and post are kept as on that day."""
    with unit_of_work():
        perform(REPLY, reply, "approve", actor=actor, version=version)
        reply.approved_by_id = actor.id
        reply.approved_at = clock.now()
        reply.signer_name = actor.full_name
        reply.signer_role = "chair" if is_chair(actor) else "vice_chair"
        tell.reply_approved(reply)


def issue_reply(
    reply: Reply, *, issued_on: date, actor: Account, version: int | None = None
) -> None:
    """Number and date it. A final one answers the assignment; an interim one moves its due
    date to 30 working days from the notice, once, and closes nothing (Kế hoạch II.4.3)."""
    with unit_of_work():
        REPLY.permit(actor, reply, "issue", version=version)
        check_date_of_issue(issued_on, reply.approved_at)
        assignment = reply.assignment
        receipt = assignment.conclusion.opinion.receipt
        entry = take_number("CV", issued_on.year, reply, f"V/v trả lời ý kiến {receipt}", issued_on)
        reply.number, reply.symbol, reply.issued_on = entry.number, entry.symbol, issued_on
        if reply.kind == "interim":
            leave = assignment.leave_for_interim
            perform(
                ASSIGNMENT, assignment, "interim", actor=actor,
                reply_id=reply.id, request_id=leave.id if leave else None,
            )  # fmt: skip
            assignment.due = _extended(assignment, leave, entry.symbol, actor)
        perform(
            REPLY, reply, "issue", actor=actor, version=version,
            label=f"Phát hành văn bản số {entry.symbol}", issued_on=issued_on.isoformat(),
        )  # fmt: skip
        if reply.kind == "final":
            perform(
                ASSIGNMENT, assignment, "answer", actor=actor,
                reply_id=reply.id, settled=reply.settled,
            )  # fmt: skip
            assignment.answered_at = clock.now()
        tell.answered(reply)
        tell_issued(actor, reply)


def remind(assignment: Assignment, *, note: str = "", actor: Account) -> None:
    """Remind the lead unit of its due date; on record each time."""
    with unit_of_work():
        note = clean(note)
        perform(ASSIGNMENT, assignment, "remind", actor=actor, reason=note or None)
        tell.reminded(assignment, note)


def _extended(
    assignment: Assignment, leave: AssignmentRequest | None, symbol: str, actor: Account
) -> DueDate:
    why = f"Đã trả lời tạm thời bằng văn bản số {symbol}"
    if leave is None:
        start = clock_start(assignment)
        return move_due(assignment.due, actor=actor, rule="interim", start=start, why=why)
    assert leave.until is not None  # CHECK interim_has_day
    why += f"; Chủ tịch cho phép thêm một lần: {leave.decision}"
    return move_due(assignment.due, actor=actor, on=leave.until, why=why[:300])


def check_complete(assignment: Assignment, text: Text) -> None:
    """``InvalidInput`` where ``text`` lacks what a reply of its kind must say."""
    if not text.words:
        raise InvalidInput("Cần ghi nội dung trả lời.", field="words")
    if text.kind == "final":
        if text.settled is None:
            raise InvalidInput("Cần chọn đã giải quyết xong hay chưa.", field="settled")
        if not text.settled and not text.plan:
            raise InvalidInput("Chưa xong thì cần ghi kế hoạch giải quyết tiếp.", field="plan")
        return
    if not assignment.may_be_interim:
        raise InvalidInput(ONE_INTERIM, field="kind")
    if not text.requirements:
        raise InvalidInput("Cần ghi yêu cầu phải giải quyết.", field="requirements")
    if not text.responsibility:
        raise InvalidInput("Cần ghi trách nhiệm giải quyết.", field="responsibility")
    limit = interim_limit(assignment)
    if text.promised_on is None:
        raise InvalidInput("Cần ghi ngày sẽ giải quyết xong.", field="promised_on")
    if text.promised_on < clock.today():
        raise InvalidInput("Ngày hẹn không được trước hôm nay.", field="promised_on")
    if text.promised_on > limit:
        whence = (
            "Không quá 30 ngày làm việc từ thông báo kết luận"
            if assignment.leave_for_interim is None
            else "Không quá ngày Chủ tịch cho phép"
        )
        raise InvalidInput(f"{whence}: chậm nhất {clock.show_date(limit)}.", field="promised_on")


def _write(reply: Reply, assignment: Assignment, text: Text) -> None:
    text = _cleaned(text)
    if text.kind == "interim":
        if not assignment.may_be_interim:
            raise InvalidInput(ONE_INTERIM, field="kind")
        reply.nth = 1 + sum(r.state == "issued" for r in assignment.interims)
    reply.kind = text.kind
    reply.words = text.words
    reply.settled = text.settled
    reply.plan = text.plan
    reply.requirements = text.requirements
    reply.responsibility = text.responsibility
    reply.promised_on = text.promised_on


def _read(reply: Reply) -> Text:
    return Text(
        kind=reply.kind,
        words=reply.words,
        settled=reply.settled,
        plan=reply.plan,
        requirements=reply.requirements,
        responsibility=reply.responsibility,
        promised_on=reply.promised_on,
    )


def _cleaned(text: Text) -> Text:
    """``text`` clean, with only what its kind says."""
    if text.kind not in KINDS:
        raise InvalidInput("Cần chọn loại văn bản trả lời.", field="kind")
    if text.kind == "final":
        plan = "" if text.settled else clean(text.plan)
        return Text("final", clean(text.words), text.settled, plan)
    return Text(
        "interim",
        clean(text.words),
        requirements=clean(text.requirements),
        responsibility=clean(text.responsibility),
        promised_on=text.promised_on,
    )
