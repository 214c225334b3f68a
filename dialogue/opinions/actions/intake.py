"""What the sending unit does: draft, send, clarify, withdraw, "không có ý kiến" (B4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import func, select

from dialogue.accounts.models import Account, Unit
from dialogue.core import clock
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.core.text import clean, clean_line, fold
from dialogue.core.unit_of_work import unit_of_work
from dialogue.files import actions as files
from dialogue.files.models import Attachment
from dialogue.files.queries import attachments_of
from dialogue.history.actions import perform, record
from dialogue.opinions.actions.receipts import next_receipt
from dialogue.opinions.models import KINDS, Opinion, OpinionVoice
from dialogue.opinions.permissions import can_report_for, can_send
from dialogue.opinions.queries.intake import by_key, sent_clauses
from dialogue.opinions.workflow import OPINION
from dialogue.plans import actions as plans
from dialogue.plans.models import Meeting, Task
from dialogue.plans.queries import task_of_kind
from dialogue.plans.workflow import TASK

OPEN_FOR_OPINIONS = ("planned", "announced", "live")
MAX_PHOTOS = 5
NOTHING = "Không có ý kiến"
ALL_SENT = "Đã gửi đủ ý kiến"


@dataclass(frozen=True)
class Voice:
    """One more resident behind a joint opinion."""

    name: str
    phone: str = ""  # E.164
    consent_named: bool = False


@dataclass(frozen=True)
class Content:
    """What a sender may write; everything but the words may stay empty until sending."""

    words: str = ""
    place: str = ""
    area_id: int | None = None
    field_id: int | None = None
    kind: str = "petition"
    resident_name: str = ""
    resident_phone: str = ""  # E.164
    resident_address: str = ""
    consent_named: bool = False
    people_count: int = 1
    late_reason: str = ""
    voices: tuple[Voice, ...] = ()

    @classmethod
    def of(cls, opinion: Opinion) -> Content:
        values = {f.name: getattr(opinion, f.name) for f in fields(cls)}
        values["voices"] = tuple(
            Voice(one.name, one.phone, one.consent_named) for one in opinion.voices
        )
        return cls(**values)


def is_late(meeting: Meeting) -> bool:
    """Whether the due date for sending opinions has passed; no date, no lateness."""
    due = meeting.opinions_due
    return due is not None and due.is_overdue()


def save_draft(
    *,
    actor: Account,
    client_key: str,
    meeting: Meeting,
    content: Content,
    photos: Sequence[files.Ready] = (),
) -> Opinion:
    """Keep what was typed under the key that the phone made; still not sent.

    The same key is the same opinion. ``NotAllowed`` for another unit's key, ``Conflict`` if
    it was sent already.
    """
    if not can_send(actor):
        raise NotAllowed
    with unit_of_work() as session:
        opinion = by_key(client_key)
        if opinion is None:
            opinion = Opinion(
                client_key=check_key(client_key),
                meeting_id=meeting.id,
                unit_id=actor.unit_id,
                author_id=actor.id,
            )
            session.add(opinion)
            write_content(opinion, content)
            record(actor, opinion, "draft", "Lưu bản nháp")
        else:
            OPINION.permit(actor, opinion, "save")
            opinion.meeting_id = meeting.id
            write_content(opinion, content)
            opinion.version += 1
        attach_photos(opinion, photos, actor)
        session.flush()
        session.refresh(opinion)
        return opinion


def discard(opinion: Opinion, *, actor: Account, version: int | None = None) -> None:
    """Throw a draft away for good: nothing of an unsent one is kept."""
    with unit_of_work() as session:
        OPINION.permit(actor, opinion, "discard", version=version)
        record(actor, opinion, "discard", "Bỏ bản nháp")
        files.remove(attachments_of(opinion))
        session.delete(opinion)


def drop_photo(
    opinion: Opinion, photo: Attachment, *, actor: Account, version: int | None = None
) -> None:
    """Take a photo off a draft."""
    with unit_of_work():
        OPINION.permit(actor, opinion, "save", version=version)
        if (photo.owner_type, photo.owner_id) != (Opinion.__tablename__, opinion.id):
            raise NotAllowed
        files.remove([photo])
        opinion.version += 1


def submit(
    *,
    actor: Account,
    client_key: str,
    meeting: Meeting,
    content: Content,
    photos: Sequence[files.Ready] = (),
) -> Opinion:
    """Save and send in one transaction. The same key twice: the one opinion, its one receipt.

    ``InvalidInput`` without words, or late without a reason.
    """
    with unit_of_work():
        known = by_key(client_key)
        if known is not None and known.state != "draft":
            if known.unit_id != actor.unit_id or not can_send(actor):
                raise NotAllowed
            return known
        opinion = save_draft(
            actor=actor, client_key=client_key, meeting=meeting, content=content, photos=photos
        )
        return send(opinion, actor=actor)


def send(
    opinion: Opinion, *, actor: Account, version: int | None = None, late_reason: str = ""
) -> Opinion:
    """Send a draft to the office: it gets its receipt number; late is marked, never refused.

    ``late_reason`` stands for one that was not written with the draft.
    """
    with unit_of_work():
        OPINION.permit(actor, opinion, "send", version=version)
        opinion.late_reason = opinion.late_reason.strip() or clean(late_reason)
        if not opinion.words.strip():
            raise InvalidInput("Cần ghi nội dung ý kiến.", field="words")
        if opinion.meeting.state not in OPEN_FOR_OPINIONS:
            raise InvalidInput("Đợt đối thoại này đã họp xong.", field="meeting")
        if is_late(opinion.meeting) and not opinion.late_reason.strip():
            raise InvalidInput(
                "Đã quá hạn gửi ý kiến: cần ghi lý do gửi muộn.", field="late_reason"
            )
        opinion.late = is_late(opinion.meeting)
        if not opinion.late:
            opinion.late_reason = ""
        opinion.receipt = next_receipt()
        opinion.sent_at = clock.now()
        perform(
            OPINION,
            opinion,
            "send",
            actor=actor,
            reason=opinion.late_reason,
            label="Gửi ý kiến (gửi muộn)" if opinion.late else "Gửi ý kiến",
            receipt=opinion.receipt,
        )
        return opinion


def resend(
    opinion: Opinion,
    *,
    content: Content,
    actor: Account,
    version: int | None = None,
    photos: Sequence[files.Ready] = (),
) -> Opinion:
    """Send a returned opinion again, made clearer; it keeps its receipt and its day."""
    with unit_of_work():
        OPINION.permit(actor, opinion, "resend", version=version)
        if not clean(content.words):
            raise InvalidInput("Cần ghi nội dung ý kiến.", field="words")
        before = opinion.words
        late_reason = opinion.late_reason
        write_content(opinion, content)
        opinion.late_reason = late_reason
        details = {"words_before": before} if before != opinion.words else {}
        perform(OPINION, opinion, "resend", actor=actor, version=version, **details)
        attach_photos(opinion, photos, actor)
        return opinion


def withdraw(
    opinion: Opinion, *, actor: Account, reason: str = "", version: int | None = None
) -> Opinion:
    """The sender takes it back before the office has classified it."""
    with unit_of_work():
        perform(OPINION, opinion, "withdraw", actor=actor, version=version, reason=reason)
        return opinion


def report_nothing(meeting: Meeting, unit: Unit, actor: Account) -> Task:
    """ "Không có ý kiến": a valid answer that completes the unit's task.

    ``Conflict`` if the task was reported done before, there is none, or opinions were sent.
    """
    with unit_of_work() as session:
        task = _task(meeting, unit, actor)
        sent = session.scalar(select(func.count()).where(*sent_clauses(unit.id, meeting.id)))
        if sent:
            raise Conflict(f"Đơn vị đã gửi {sent} ý kiến cho đợt này rồi.")
        return plans.complete_task(task, NOTHING, actor=actor)


def report_all_sent(meeting: Meeting, unit: Unit, actor: Account) -> Task:
    """ "Đã gửi đủ": completes the unit's task; ``Conflict`` as ``report_nothing``."""
    return _report(meeting, unit, actor, ALL_SENT)


def undo_report(meeting: Meeting, unit: Unit, actor: Account) -> Task:
    """Take either report back; long after it, the record says why."""
    with unit_of_work():
        task = _task(meeting, unit, actor)
        if TASK.can(actor, task, "undo") or task.state != "done":
            return plans.undo_task(task, actor=actor)
        return plans.take_back_task(task, reason="Đơn vị còn ý kiến gửi thêm", actor=actor)


def _report(meeting: Meeting, unit: Unit, actor: Account, note: str) -> Task:
    with unit_of_work():
        return plans.complete_task(_task(meeting, unit, actor), note, actor=actor)


def _task(meeting: Meeting, unit: Unit, actor: Account) -> Task:
    if not can_report_for(actor, unit.id):
        raise NotAllowed
    task = task_of_kind(meeting, unit.id, "opinions")
    if task is None:
        raise Conflict("Đơn vị không có nhiệm vụ gửi ý kiến cho đợt này.")
    return task


def check_key(client_key: str) -> str:
    """The key as it is stored; ``InvalidInput`` for one that no page made."""
    key = clean_line(client_key)
    if not 8 <= len(key) <= 64:
        raise InvalidInput("Trang này đã mở quá lâu, xin mở lại rồi gửi.")
    return key


def write_content(opinion: Opinion, content: Content) -> None:
    """Put ``content`` into ``opinion``, cleaned; ``InvalidInput`` for an unknown kind."""
    values: dict[str, Any] = {f.name: getattr(content, f.name) for f in fields(content)}
    _write_voices(opinion, values.pop("voices"))
    for name in ("words", "late_reason"):
        values[name] = clean(values[name])
    for name in ("place", "resident_name", "resident_phone", "resident_address"):
        values[name] = clean_line(values[name])
    if values["kind"] not in KINDS:
        raise InvalidInput("Loại ý kiến này không có trong danh sách.", field="kind")
    for name, value in values.items():
        setattr(opinion, name, value)
    # Whoever is named is counted, whatever number was typed.
    named = len(content.voices) + bool(opinion.resident_name)
    opinion.people_count = max(opinion.people_count, named)
    opinion.folded = fold(f"{opinion.words} {opinion.place}")


def _write_voices(opinion: Opinion, voices: Sequence[Voice]) -> None:
    known = [(one.name, one.phone, one.consent_named) for one in opinion.voices]
    if known == [(one.name, one.phone, one.consent_named) for one in voices]:
        return
    opinion.voices = [
        OpinionVoice(
            position=place,
            name=clean_line(one.name),
            phone=clean_line(one.phone),
            consent_named=one.consent_named,
        )
        for place, one in enumerate(voices)
    ]


def attach_photos(opinion: Opinion, photos: Sequence[files.Ready], actor: Account) -> None:
    """Add ``photos``, each content once; ``InvalidInput`` for more than ``MAX_PHOTOS``."""
    # The same bytes again are a retry; two photos of one name differ in their bytes.
    there = {photo.sha256 for photo in attachments_of(opinion)} if opinion.id else set()
    new = {photo.sha256: photo for photo in photos if photo.sha256 not in there}
    if len(there) + len(new) > MAX_PHOTOS:
        raise InvalidInput(f"Mỗi ý kiến kèm được nhiều nhất {MAX_PHOTOS} ảnh.", field="photos")
    files.attach(opinion, list(new.values()), actor=actor)
