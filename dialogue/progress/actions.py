"""The only writer of what units do on an assignment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dialogue.accounts.models import Account, Unit
from dialogue.core import clock
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.core.text import clean, clean_line
from dialogue.core.unit_of_work import unit_of_work
from dialogue.deadlines.actions import set_due_on
from dialogue.files.actions import Ready, attach
from dialogue.followup.models import Assignment
from dialogue.history.actions import perform, record
from dialogue.notifications.actions import tell_unit
from dialogue.progress.models import ProgressNote, Referral, SupportPart
from dialogue.progress.permissions import leads, works_on
from dialogue.progress.workflow import PART, REFERRAL

ANSWERED = "Việc này đã trả lời xong."


def _open(assignment: Assignment) -> None:
    if assignment.state == "answered":
        raise Conflict(ANSWERED)


def _url(assignment_id: int) -> str:
    return f"/assignments/{assignment_id}#progress"


def ask_part(
    assignment: Assignment, *, unit: Unit | None, words: str, due_on: date | None, actor: Account
) -> SupportPart:
    """Ask a supporting unit for its part, due before the whole is.

    ``InvalidInput`` for another unit, no words, or a day past or after the reply's due date.
    """
    with unit_of_work() as session:
        if not leads(actor, assignment):
            raise NotAllowed
        _open(assignment)
        if unit is None or unit.id not in {s.unit_id for s in assignment.conclusion.supporting}:
            raise InvalidInput("Cần chọn một đơn vị phối hợp theo kết luận.", field="unit")
        words = clean(words)
        if not words:
            raise InvalidInput("Cần ghi phần việc của đơn vị phối hợp.", field="words")
        _check_part_day(assignment, due_on)
        assert due_on is not None  # checked
        due = set_due_on(
            due_on, label=f"Phối hợp: {assignment.conclusion.opinion.receipt}"[:200],
            basis="Đơn vị chủ trì đề nghị",
        )  # fmt: skip
        part = SupportPart(
            assignment=assignment, unit=unit, words=words, due=due, asked_by_id=actor.id
        )
        session.add(part)
        session.flush()
        moved = (None, "asked", "", PART.label("asked"))
        record(actor, part, "ask", f"Đề nghị {unit.name} phối hợp", moved=moved, words=words)
        tell_unit(
            unit.id,
            f"{assignment.lead_unit.name} đề nghị phối hợp trước ngày "
            f"{clock.show_date(due_on)}: {words}"[:400],
            url=_url(assignment.id),
        )
        return part


def _check_part_day(assignment: Assignment, due_on: date | None) -> None:
    if due_on is None:
        raise InvalidInput("Cần ghi hạn của phần việc.", field="due_on")
    if due_on < clock.today():
        raise InvalidInput("Hạn không được trước hôm nay.", field="due_on")
    if due_on > assignment.due.due_on:
        raise InvalidInput(
            f"Hạn phần việc phải trước hoặc đúng hạn trả lời "
            f"({clock.show_date(assignment.due.due_on)}).",
            field="due_on",
        )


def finish_part(
    part: SupportPart, *, result: str, actor: Account, version: int | None = None
) -> None:
    """The supporting unit says what it did."""
    with unit_of_work():
        result = clean(result)
        PART.permit(actor, part, "finish", version=version, reason="-")
        if not result:
            raise InvalidInput("Cần ghi đã làm gì, kết quả ra sao.", field="words")
        part.result = result
        perform(PART, part, "finish", actor=actor, version=version, reason=result)
        part.done_by_id, part.done_at = actor.id, clock.now()
        tell_unit(
            part.assignment.lead_unit_id,
            f"{part.unit.name} đã xong phần phối hợp: {result}"[:400],
            url=_url(part.assignment_id),
        )


def reopen_part(
    part: SupportPart, *, reason: str, actor: Account, version: int | None = None
) -> None:
    """What was done is not enough; what was said of it stays on record."""
    with unit_of_work():
        PART.permit(actor, part, "reopen", version=version, reason=reason)
        _open(part.assignment)
        perform(
            PART, part, "reopen", actor=actor, version=version, reason=reason, before=part.result
        )
        part.done_by_id = part.done_at = None
        tell_unit(
            part.unit_id, f"Phần phối hợp cần làm thêm: {clean(reason)}"[:400],
            url=_url(part.assignment_id),
        )  # fmt: skip


def withdraw_part(
    part: SupportPart, *, reason: str, actor: Account, version: int | None = None
) -> None:
    """It is no longer needed."""
    with unit_of_work():
        perform(PART, part, "withdraw", actor=actor, version=version, reason=reason)
        tell_unit(
            part.unit_id, f"Không cần phối hợp nữa: {clean(reason)}"[:400],
            url=_url(part.assignment_id),
        )  # fmt: skip


def add_note(
    assignment: Assignment, *, words: str, files: Sequence[Ready] = (), actor: Account
) -> ProgressNote:
    """Say how it goes, with photos or papers; nothing of it changes a state or a date."""
    with unit_of_work() as session:
        if not works_on(actor, assignment):
            raise NotAllowed
        words = clean(words)
        if not words:
            raise InvalidInput("Cần ghi đã làm đến đâu.", field="words")
        note = ProgressNote(
            assignment=assignment, unit_id=actor.unit_id, words=words, by_id=actor.id
        )
        session.add(note)
        session.flush()
        attach(note, files, actor=actor)
        record(actor, assignment, "note", "Ghi tiến độ", note_id=note.id, files=len(files))
        if actor.unit_id != assignment.lead_unit_id:
            tell_unit(
                assignment.lead_unit_id, f"{actor.unit.name} ghi tiến độ: {words}"[:400],
                url=_url(assignment.id),
            )  # fmt: skip
        return note


def refer(
    assignment: Assignment,
    *,
    to_whom: str,
    letter: str,
    sent_on: date | None,
    words: str,
    ask_again_on: date | None,
    files: Sequence[Ready] = (),
    actor: Account,
) -> Referral:
    """Write down a letter by which the matter went upwards or to another body.

    The unit still owes its reply by the same due date: what is passed on stays its own to
    chase (A6).
    """
    with unit_of_work() as session:
        if not leads(actor, assignment):
            raise NotAllowed
        _open(assignment)
        to_whom, letter, words = clean_line(to_whom), clean_line(letter), clean(words)
        for field, value, line in (
            ("to_whom", to_whom, "Cần ghi nơi nhận."),
            ("letter", letter, "Cần ghi số, ký hiệu văn bản."),
            ("words", words, "Cần ghi nội dung đề nghị."),
        ):
            if not value:
                raise InvalidInput(line, field=field)
        if sent_on is None:
            raise InvalidInput("Cần ghi ngày gửi.", field="sent_on")
        if sent_on > clock.today():
            raise InvalidInput("Ngày gửi không được sau hôm nay.", field="sent_on")
        if ask_again_on is None or ask_again_on <= sent_on:
            raise InvalidInput("Cần ghi ngày hỏi lại, sau ngày gửi.", field="ask_again_on")
        referral = Referral(
            assignment=assignment,
            to_whom=to_whom,
            letter=letter,
            sent_on=sent_on,
            words=words,
            ask_again_on=ask_again_on,
            by_id=actor.id,
        )
        session.add(referral)
        session.flush()
        attach(referral, files, actor=actor)
        moved = (None, "waiting", "", REFERRAL.label("waiting"))
        record(actor, referral, "refer", f"Gửi {to_whom}, văn bản số {letter}", moved=moved)
        return referral


def ask_again(
    referral: Referral,
    *,
    words: str,
    ask_again_on: date | None,
    actor: Account,
    version: int | None = None,
) -> None:
    """It was asked about again; the next time is named."""
    with unit_of_work():
        REFERRAL.permit(actor, referral, "ask_again", version=version)
        words = clean(words)
        if not words:
            raise InvalidInput("Cần ghi đã hỏi lại thế nào, nơi nhận nói gì.", field="words")
        if ask_again_on is None or ask_again_on <= clock.today():
            raise InvalidInput("Cần ghi ngày hỏi lại lần tới, sau hôm nay.", field="ask_again_on")
        perform(
            REFERRAL, referral, "ask_again", actor=actor, version=version, reason=words,
            ask_again_on=ask_again_on.isoformat(),
        )  # fmt: skip
        referral.asked_again += 1
        referral.ask_again_on = ask_again_on


def answer_referral(
    referral: Referral,
    *,
    words: str,
    letter: str = "",
    answered_on: date | None,
    files: Sequence[Ready] = (),
    actor: Account,
    version: int | None = None,
) -> None:
    """The other body answered; the unit goes on with it."""
    with unit_of_work():
        REFERRAL.permit(actor, referral, "answer", version=version)
        words = clean(words)
        if not words:
            raise InvalidInput("Cần ghi nơi nhận trả lời thế nào.", field="words")
        if answered_on is None or not referral.sent_on <= answered_on <= clock.today():
            raise InvalidInput("Ngày trả lời phải từ ngày gửi đến hôm nay.", field="answered_on")
        referral.answer, referral.answer_letter = words, clean_line(letter)
        referral.answered_on = answered_on
        perform(REFERRAL, referral, "answer", actor=actor, version=version, reason=words)
        attach(referral, files, actor=actor)
        if actor.unit_id != referral.assignment.lead_unit_id:
            tell_unit(
                referral.assignment.lead_unit_id, f"{referral.to_whom} đã trả lời: {words}"[:400],
                url=_url(referral.assignment_id),
            )  # fmt: skip
