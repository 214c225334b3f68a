"""A meeting's programme, line by line, and its house rules (B12)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any

from dialogue.accounts.models import Account, Unit
from dialogue.core.errors import Conflict, InvalidInput
from dialogue.core.text import clean_line
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.history.actions import perform
from dialogue.live.actions import publish
from dialogue.plans.actions.programme_files import release_files
from dialogue.plans.models import Meeting, ProgrammeItem
from dialogue.plans.usual import usual_house_rules, usual_programme
from dialogue.plans.workflow import MEETING

LONGEST_ITEM = 480  # minutes
GONE = "Mục này vừa được bỏ khỏi chương trình."


@dataclass(frozen=True)
class ItemContent:
    """What a line says. Its owner is a person, a unit or words; ``starts`` pins its hour."""

    title: str
    minutes: int
    starts: time | None = None
    owner: str = ""
    account: Account | None = None
    unit: Unit | None = None


def add_item(
    meeting: Meeting, content: ItemContent, *, actor: Account, version: int | None = None
) -> ProgrammeItem:
    """Add a line at the end of the programme."""
    with unit_of_work():
        MEETING.permit(actor, meeting, "programme", version=version)
        item = ProgrammeItem(position=len(meeting.programme))
        _write(item, content)
        meeting.programme.append(item)
        _perform(meeting, f"Thêm mục “{item.title[:120]}”", actor, version)
        return item


def edit_item(
    item: ProgrammeItem, content: ItemContent, *, actor: Account, version: int | None = None
) -> ProgrammeItem:
    """Change a line in place; ``version`` is the meeting's."""
    with unit_of_work():
        MEETING.permit(actor, item.meeting, "programme", version=version)
        before = item.title
        _write(item, content)
        _perform(item.meeting, f"Sửa mục “{before[:120]}”", actor, version, item_id=item.id)
        return item


def move_item(item: ProgrammeItem, *, up: bool, actor: Account, version: int | None = None) -> None:
    """Put a line one place earlier or later; the first one up and the last one down stay."""
    with unit_of_work():
        meeting = item.meeting
        MEETING.permit(actor, meeting, "programme", version=version)
        lines = list(meeting.programme)
        place = lines.index(item)
        other = place - 1 if up else place + 1
        if not 0 <= other < len(lines):
            return
        lines[place], lines[other] = lines[other], lines[place]
        _number(lines)
        words = f"Đưa mục “{item.title[:120]}” {'lên' if up else 'xuống'}"
        _perform(meeting, words, actor, version, item_id=item.id)
        db.session.expire(meeting, ["programme"])


def drop_item(item: ProgrammeItem, *, actor: Account, version: int | None = None) -> None:
    """Take a line out. ``Conflict`` while files are attached to it."""
    with unit_of_work() as session:
        meeting = item.meeting
        MEETING.permit(actor, meeting, "programme", version=version)
        release_files(item)
        _perform(
            meeting,
            f"Bỏ mục “{item.title[:120]}”",
            actor,
            version,
            item_id=item.id,
            minutes=item.minutes,
            owner=item.owner_name,
        )
        meeting.programme.remove(item)
        session.delete(item)
        _number(meeting.programme)


def take_usual_programme(meeting: Meeting, *, actor: Account, version: int | None = None) -> None:
    """Give a meeting without a programme that of Kế hoạch II.4.2."""
    with unit_of_work():
        MEETING.permit(actor, meeting, "programme", version=version)
        if meeting.programme:
            raise Conflict("Buổi đối thoại này đã có chương trình.")
        meeting.programme.extend(usual_programme())
        _perform(meeting, "Lấy chương trình theo Kế hoạch II.4.2", actor, version)


def set_house_rules(
    meeting: Meeting, lines: Sequence[str], *, actor: Account, version: int | None = None
) -> None:
    """Write the house rules, one line each; none at all takes the usual ones."""
    with unit_of_work():
        MEETING.permit(actor, meeting, "house_rules", version=version)
        new = [line for line in map(clean_line, lines) if line] or usual_house_rules()
        if new == meeting.house_rules:
            return
        before, meeting.house_rules = meeting.house_rules, new
        perform(MEETING, meeting, "house_rules", actor=actor, version=version, before=before)


def _write(item: ProgrammeItem, content: ItemContent) -> None:
    title = clean_line(content.title)
    if not title:
        raise InvalidInput("Cần điền mục này.", field="title")
    if not 1 <= content.minutes <= LONGEST_ITEM:
        raise InvalidInput(f"Số phút phải từ 1 đến {LONGEST_ITEM}.", field="minutes")
    if content.account is not None and content.unit is not None:
        raise InvalidInput("Chỉ chọn một người hoặc một đơn vị phụ trách.", field="who")
    item.title, item.minutes, item.starts = title[:400], content.minutes, content.starts
    item.account, item.unit = content.account, content.unit
    named = content.account is not None or content.unit is not None
    item.owner = "" if named else clean_line(content.owner)[:160]


def _number(lines: Sequence[ProgrammeItem]) -> None:
    for position, line in enumerate(lines):
        line.position = position


def _perform(
    meeting: Meeting, label: str, actor: Account, version: int | None, **details: Any
) -> None:
    perform(MEETING, meeting, "programme", actor=actor, version=version, label=label, **details)
    if meeting.state == "live":
        publish(f"hall:{meeting.id}")  # the screen shows the programme
