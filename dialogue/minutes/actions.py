"""The only writer of minutes. Whatever somebody typed is kept, also what was not taken."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from sqlalchemy import func, select

from dialogue.accounts.models import Account
from dialogue.core import clock
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.core.text import clean
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.hall.models import Turn
from dialogue.history.actions import perform, record
from dialogue.live.actions import publish
from dialogue.minutes.models import Minutes, MinutesLine, MinutesRevision
from dialogue.minutes.permissions import may_write
from dialogue.minutes.queries import HAPPENED, topic
from dialogue.minutes.workflow import LOCKED, MINUTES
from dialogue.notifications.actions import tell_account
from dialogue.plans.models import Meeting
from dialogue.plans.queries import presider_of

LONGEST = 20_000
OTHER = "{} vừa lưu dòng này. Nội dung của cả hai đều được giữ."
SEALED = "Dòng này đã ký nên không sửa được. Nội dung vừa gõ vẫn được giữ trong các bản đã gõ."
REMOVED = "Dòng này vừa được bỏ. Nội dung vừa gõ vẫn được giữ trong các bản đã gõ."


@dataclass(frozen=True)
class Saved:
    """What became of a text: ``refused`` says why it was kept beside the line, not in it."""

    line: MinutesLine
    revision: MinutesRevision | None
    refused: str = ""
    is_conflict: bool = False  # another text stands in the line; a choice is open


def open_minutes(meeting: Meeting, *, actor: Account) -> Minutes:
    """The minutes of ``meeting``, begun when a writer first opens them, with a line for the
    speech and the answer of every turn that was called. ``NotAllowed`` for who does not write."""
    if not may_write(actor, meeting):
        raise NotAllowed
    found = db.session.scalar(select(Minutes).where(Minutes.meeting_id == meeting.id))
    if found is not None and not _missing(found):
        return found
    with unit_of_work() as session:
        found = session.scalar(select(Minutes).where(Minutes.meeting_id == meeting.id))
        if found is None:
            found = Minutes(meeting=meeting)
            session.add(found)
            record(actor, found, "begin", "Bắt đầu ghi biên bản")
            session.add(MinutesLine(minutes=found, kind="free"))
        for turn_id, kind in _missing(found):
            session.add(MinutesLine(minutes=found, turn_id=turn_id, kind=kind))
        return found


def _missing(minutes: Minutes) -> list[tuple[int, str]]:
    # What was signed gets no new places by itself.
    if minutes.state != "draft" or minutes.signed_at is not None:
        return []
    turns = db.session.scalars(
        select(Turn.id).where(Turn.meeting_id == minutes.meeting_id, Turn.state.in_(HAPPENED))
    )
    there = {
        (turn_id, kind)
        for turn_id, kind in db.session.execute(
            select(MinutesLine.turn_id, MinutesLine.kind).where(
                MinutesLine.minutes_id == minutes.id
            )
        )
    }
    wanted = [(turn_id, kind) for turn_id in turns for kind in ("speech", "answer")]
    return [one for one in wanted if one not in there]


def save(line: MinutesLine, text: str, *, version: int | None, key: str, actor: Account) -> Saved:
    """Put ``text`` into ``line``, seen at ``version``.

    Never raises for what somebody else did meanwhile: the text is then kept as a revision
    that was not taken, and the answer says so. The same ``key`` again is the same answer.
    ``NotAllowed`` for who does not write, ``InvalidInput`` for a text too long, no version
    or no key.
    """
    with unit_of_work() as session:
        minutes = line.minutes
        if not may_write(actor, minutes.meeting):
            raise NotAllowed
        if version is None or not key or len(key) > 80:
            raise InvalidInput("Trang này đã mở quá lâu. Xin tải lại trang.")
        text = clean(text)
        if len(text) > LONGEST:
            raise InvalidInput(f"Dòng này dài quá {LONGEST} ký tự, xin tách bớt.", field="text")
        if text == line.text:
            return Saved(line, None)
        before = session.scalar(select(MinutesRevision).where(MinutesRevision.key == key))
        if before is not None and (before.line_id, before.by_id) != (line.id, actor.id):
            raise NotAllowed
        if before is not None and before.text != text:
            key = f"{key[:40]}-{secrets.token_hex(8)}"  # sent from a page gone back to
        elif before is not None:
            if before.taken:
                return Saved(line, before)
            return Saved(line, before, *_refusal(line, version) or (_by_other(line), True))
        refused = _refusal(line, version)
        if refused is None:
            line.version += 1
            line.text, line.by, line.updated_at = text, actor, clock.now()
            _stir(minutes)
        revision = MinutesRevision(
            line=line, text=text, taken=refused is None, key=key, by=actor,
            version=line.version if refused is None else version,
        )  # fmt: skip
        session.add(revision)
        session.flush()
        return Saved(line, revision, *refused or ("", False))


def _refusal(line: MinutesLine, version: int) -> tuple[str, bool] | None:
    if line.minutes.state != "draft":
        return LOCKED[line.minutes.state], False
    if line.sealed:
        return SEALED, False
    if line.removed:
        return REMOVED, False
    return (_by_other(line), True) if line.version != version else None


def _by_other(line: MinutesLine) -> str:
    return OTHER.format(line.by.full_name if line.by is not None else "Người khác")


def _stir(minutes: Minutes) -> None:
    minutes.changes += 1
    publish(topic(minutes.meeting_id))


def add_line(minutes: Minutes, *, after: Turn | None, actor: Account) -> MinutesLine:
    """An empty line at the end of what stands after ``after`` (None: before the first turn).

    Once signed, a new line is a correction with its date.
    """
    with unit_of_work() as session:
        MINUTES.permit(actor, minutes, "write")
        if after is not None and after.meeting_id != minutes.meeting_id:
            raise NotAllowed
        turn_id = after.id if after is not None else None
        last = session.scalar(
            select(func.max(MinutesLine.position)).where(
                MinutesLine.minutes_id == minutes.id, MinutesLine.turn_id.is_(turn_id)
                if turn_id is None else MinutesLine.turn_id == turn_id,
            )
        )  # fmt: skip
        kind = "free" if minutes.signed_at is None else "correction"
        line = MinutesLine(
            minutes=minutes, turn_id=turn_id, kind=kind, position=(last or 0.0) + 1.0
        )
        session.add(line)
        _stir(minutes)
        session.flush()
        return line


def remove_line(line: MinutesLine, *, actor: Account, version: int | None = None) -> None:
    """Take a line of one's own out of the minutes; what it said stays and can come back."""
    with unit_of_work():
        _may_change(line, actor)
        if line.kind not in ("free", "correction"):
            raise Conflict("Dòng của lượt phát biểu không bỏ được, chỉ để trống được.")
        if line.removed:
            return
        line.next_version(version)
        line.removed = True
        record(actor, line.minutes, "remove_line", "Bỏ một dòng", line=line.id, text=line.text)
        _stir(line.minutes)


def restore_line(line: MinutesLine, *, actor: Account) -> None:
    """Put it back where it stood."""
    with unit_of_work():
        _may_change(line, actor)
        if not line.removed:
            return
        line.removed = False
        line.version += 1
        record(actor, line.minutes, "restore_line", "Lấy lại một dòng", line=line.id)
        _stir(line.minutes)


def _may_change(line: MinutesLine, actor: Account) -> None:
    MINUTES.permit(actor, line.minutes, "write")
    if line.sealed:
        raise Conflict(SEALED)


def submit(minutes: Minutes, *, actor: Account, version: int | None = None) -> None:
    """Hand them to who presided. ``InvalidInput`` while nothing is written."""
    with unit_of_work() as session:
        MINUTES.permit(actor, minutes, "submit", version=version)
        written = session.scalar(
            select(func.count()).where(
                MinutesLine.minutes_id == minutes.id,
                MinutesLine.text != "",
                ~MinutesLine.removed,
                ~MinutesLine.sealed,
            )
        )
        if not written:
            raise InvalidInput("Biên bản chưa ghi dòng nào nên chưa trình ký được.")
        perform(MINUTES, minutes, "submit", actor=actor, version=version)
        minutes.submitted_by, minutes.submitted_at = actor, clock.now()
        minutes.remarks = ""
        _stir(minutes)
        presider = presider_of(minutes.meeting)
        if presider is not None:
            tell_account(presider.id, f"{_name(minutes)} đang chờ ký.", url=_url(minutes))


def recall(minutes: Minutes, *, actor: Account, version: int | None = None) -> None:
    """Take them back to go on writing."""
    with unit_of_work():
        perform(MINUTES, minutes, "recall", actor=actor, version=version)
        _stir(minutes)


def give_back(minutes: Minutes, *, reason: str, actor: Account, version: int | None = None) -> None:
    """Who presided wants something else written."""
    with unit_of_work():
        perform(MINUTES, minutes, "return", actor=actor, version=version, reason=reason)
        minutes.remarks = clean(reason)
        _stir(minutes)
        _tell_writer(minutes, f"{_name(minutes)} được trả lại: {minutes.remarks}")


def sign(minutes: Minutes, *, actor: Account, version: int | None = None) -> None:
    """Every line that stands is sealed."""
    with unit_of_work() as session:
        MINUTES.permit(actor, minutes, "sign", version=version)
        minutes.signed_by, minutes.signed_at = actor, clock.now()
        perform(MINUTES, minutes, "sign", actor=actor, version=version)
        query = select(MinutesLine).where(MinutesLine.minutes_id == minutes.id)
        for line in session.scalars(query):
            line.sealed = True
        _stir(minutes)
        _tell_writer(minutes, f"{_name(minutes)} đã ký.")


def reopen(minutes: Minutes, *, reason: str, actor: Account, version: int | None = None) -> None:
    """Let a correction be written; what was signed stays word for word."""
    with unit_of_work():
        perform(MINUTES, minutes, "reopen", actor=actor, version=version, reason=reason)
        minutes.remarks = clean(reason)
        _stir(minutes)
        _tell_writer(minutes, f"{_name(minutes)} cần ghi đính chính: {minutes.remarks}")


def _tell_writer(minutes: Minutes, words: str) -> None:
    if minutes.submitted_by_id is not None:
        tell_account(minutes.submitted_by_id, words[:400], url=_url(minutes))


def _name(minutes: Minutes) -> str:
    return f"Biên bản {minutes.meeting.name}"


def _url(minutes: Minutes) -> str:
    return f"/meetings/{minutes.meeting_id}/minutes"
