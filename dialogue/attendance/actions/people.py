"""One delegate named, put right, taken off the list, put back."""

from __future__ import annotations

from sqlalchemy import select

from dialogue.accounts.models import Account
from dialogue.attendance.actions.rolls import stored, tell_more, touch
from dialogue.attendance.models import Delegate, DelegateList
from dialogue.attendance.parsing import LABELS, Person
from dialogue.attendance.queries.rolls import due_of
from dialogue.attendance.queries.same import as_person
from dialogue.attendance.workflow import DELEGATE, LIST
from dialogue.core import clock
from dialogue.core.errors import InvalidInput
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.history.actions import perform, record

FIELDS = ("full_name", "birth_year", "phone", "post", "body")


def add(roll: DelegateList, person: Person, *, actor: Account, another: bool = False) -> Delegate:
    """Name a person for the meeting.

    ``InvalidInput`` if this person is on the list already; ``another``: it is somebody else of
    the same name (only where nothing says that it is the same person).
    """
    with unit_of_work():
        roll = stored(roll)
        LIST.permit(actor, roll, "fill")
        _refuse_doubled(roll, person, another)
        delegate = make(roll, person, actor, is_late=is_past_due(roll))
        record(actor, delegate, "add", f"Thêm {person.full_name}")
        touch(roll)
        tell_more(roll, actor, f"thêm {person.full_name}")
        return delegate


def make(roll: DelegateList, person: Person, actor: Account, *, is_late: bool) -> Delegate:
    """A new row of ``roll``, inside the caller's act, which records it."""
    delegate = Delegate(
        roll=roll, meeting_id=roll.meeting_id, created_by_id=actor.id, is_late=is_late
    )
    _describe(delegate, person)
    db.session.add(delegate)
    return delegate


def is_past_due(roll: DelegateList) -> bool:
    """Whether who is named now is named late; the due day itself is not late."""
    _task, due_on = due_of(roll.meeting, roll.unit)
    return due_on is not None and due_on < clock.today()


def _describe(delegate: Delegate, person: Person) -> None:
    delegate.describe(
        full_name=person.full_name,
        birth_year=person.birth_year,
        phone=person.phone,
        post=person.post,
        body=person.body,
    )


def _refuse_doubled(
    roll: DelegateList, person: Person, another: bool, but: int | None = None
) -> None:
    query = select(Delegate).where(Delegate.list_id == roll.id, Delegate.state != "removed")
    for other in db.session.scalars(query):
        if other.id == but:
            continue
        known = as_person(other)
        if person.is_surely(known):
            raise InvalidInput(f"{other.full_name} đã có trong danh sách này.", field="name")
        if not another and person.may_be(known):
            raise InvalidInput(
                f"Danh sách đã có người tên {other.full_name}. Nếu là người khác trùng tên, "
                "xin chọn ô “Là người khác” rồi lưu lại.",
                field="another",
            )


def edit(
    delegate: Delegate,
    person: Person,
    *,
    actor: Account,
    version: int | None = None,
    another: bool = False,
) -> Delegate:
    """Put right who a delegate is; number and code of the invitation stay."""
    with unit_of_work():
        DELEGATE.permit(actor, delegate, "edit", version=version)
        _refuse_doubled(delegate.roll, person, another, but=delegate.id)
        before = {name: getattr(delegate, name) for name in FIELDS}
        _describe(delegate, person)
        changed = [
            LABELS[key].lower()
            for key, name in zip(LABELS, FIELDS, strict=True)
            if getattr(delegate, name) != before[name]
        ]
        if not changed:
            return delegate
        label = f"Sửa {', '.join(changed)} của {before['full_name']}"
        if delegate.full_name != before["full_name"]:
            label += f" (nay là {delegate.full_name})"
        perform(DELEGATE, delegate, "edit", actor=actor, version=version, label=label)
        touch(delegate.roll)
        tell_more(delegate.roll, actor, label[0].lower() + label[1:])
        return delegate


def remove(
    delegate: Delegate, *, actor: Account, version: int | None = None, reason: str = ""
) -> Delegate:
    """Take a person off the list. Who was invited needs a reason; the number stays his."""
    with unit_of_work():
        DELEGATE.permit(actor, delegate, "remove", version=version)
        if delegate.number is not None and not reason.strip():
            raise InvalidInput(
                f"Đã có giấy mời số {delegate.number}: xin ghi rõ lý do bỏ tên.", field="reason"
            )
        label = f"Bỏ tên {delegate.full_name}"
        perform(
            DELEGATE, delegate, "remove", actor=actor, version=version, reason=reason, label=label
        )
        touch(delegate.roll)
        tell_more(delegate.roll, actor, f"bỏ tên {delegate.full_name}")
        return delegate


def restore(delegate: Delegate, *, actor: Account, version: int | None = None) -> Delegate:
    """Put a person back; an invitation keeps its number."""
    with unit_of_work():
        verb = "restore" if delegate.number is None else "restore_invited"
        DELEGATE.permit(actor, delegate, verb, version=version)
        _refuse_doubled(delegate.roll, as_person(delegate), another=True)
        label = f"Đưa {delegate.full_name} lại vào danh sách"
        perform(DELEGATE, delegate, verb, actor=actor, version=version, label=label)
        touch(delegate.roll)
        tell_more(delegate.roll, actor, f"đưa {delegate.full_name} lại vào danh sách")
        return delegate
