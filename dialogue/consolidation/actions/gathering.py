"""The unit gathers: headings, what lies under them, in which order (B5)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dialogue.accounts.models import Account
from dialogue.consolidation.models import Consolidation, Heading, Item
from dialogue.consolidation.permissions import can_gather
from dialogue.consolidation.queries import gatherable, load, open_of
from dialogue.consolidation.workflow import CONSOLIDATION
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.core.text import clean_line, fold
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.history.actions import record
from dialogue.opinions.actions.intake import OPEN_FOR_OPINIONS
from dialogue.plans.models import Meeting

MAX_TITLE = 200
MAX_SUMMARY = 500
MAX_HEADINGS = 60
GONE = "Nhóm này vừa được bỏ hoặc thay đổi. Dưới đây là tình trạng mới nhất."
MOVED = "Ý kiến này vừa được chuyển hoặc bỏ ra khỏi nhóm. Dưới đây là tình trạng mới nhất."


def start(meeting: Meeting, *, actor: Account) -> Consolidation:
    """The unit's open consolidation for ``meeting``, begun if there is none.

    ``Conflict`` once the meeting takes no opinions any more.
    """
    if not can_gather(actor):
        raise NotAllowed
    with unit_of_work() as session:
        there = open_of(actor.unit_id, meeting.id)
        if there is not None:
            return there
        if meeting.state not in OPEN_FOR_OPINIONS:
            raise Conflict("Đợt đối thoại này đã họp xong nên không nhận bản tổng hợp nữa.")
        made = Consolidation(meeting_id=meeting.id, unit_id=actor.unit_id, author_id=actor.id)
        session.add(made)
        record(actor, made, "start", "Bắt đầu bản tổng hợp")
        return made


def add_heading(
    consolidation: Consolidation,
    *,
    title: str,
    summary: str = "",
    actor: Account,
    version: int | None = None,
) -> Heading:
    """A new heading at the end. ``InvalidInput`` beside "title" when empty, long or doubled."""
    with unit_of_work() as session:
        load(consolidation)
        CONSOLIDATION.permit(actor, consolidation, "arrange", version=version)
        if len(consolidation.headings) >= MAX_HEADINGS:
            raise InvalidInput(f"Một bản tổng hợp có nhiều nhất {MAX_HEADINGS} nhóm.", "title")
        heading = Heading(
            title=_title(consolidation, title),
            summary=_summary(summary),
            position=len(consolidation.headings) + 1,
        )
        consolidation.headings.append(heading)
        session.flush()
        _note(consolidation, actor, "add_heading", f"Thêm nhóm “{heading.title}”")
        return heading


def edit_heading(
    consolidation: Consolidation,
    heading_id: int,
    *,
    title: str,
    summary: str,
    actor: Account,
    version: int | None = None,
) -> Heading:
    """Rename a heading and write its line of summary."""
    with unit_of_work():
        load(consolidation)
        CONSOLIDATION.permit(actor, consolidation, "arrange", version=version)
        heading = _heading(consolidation, heading_id)
        before = heading.title, heading.summary
        heading.title = _title(consolidation, title, besides=heading)
        heading.summary = _summary(summary)
        if (heading.title, heading.summary) != before:
            label = f"Sửa nhóm “{before[0]}”"
            if heading.title != before[0]:
                label = f"Đổi tên nhóm “{before[0]}” thành “{heading.title}”"
            _note(
                consolidation,
                actor,
                "edit_heading",
                label,
                before={"title": before[0], "summary": before[1]},
                after={"title": heading.title, "summary": heading.summary},
            )
        return heading


def drop_heading(
    consolidation: Consolidation, heading_id: int, *, actor: Account, version: int | None = None
) -> int:
    """Drop a heading; how many opinions lie under none again. They themselves stay."""
    with unit_of_work() as session:
        load(consolidation)
        CONSOLIDATION.permit(actor, consolidation, "arrange", version=version)
        heading = _heading(consolidation, heading_id)
        title, count = heading.title, len(heading.items)
        opinions = [item.opinion_id for item in heading.items]
        consolidation.headings.remove(heading)
        session.flush()
        _number(consolidation.headings)
        _note(consolidation, actor, "drop_heading", f"Bỏ nhóm “{title}”", opinions=opinions)
        return count


def put(
    consolidation: Consolidation,
    ids: Sequence[int],
    heading_id: int,
    *,
    actor: Account,
    version: int | None = None,
) -> int:
    """Put opinions under a heading, or move those that lie under another; how many.

    ``Conflict`` if one of them may not be gathered any more: then none is put.
    """
    with unit_of_work() as session:
        load(consolidation)
        CONSOLIDATION.permit(actor, consolidation, "arrange", version=version)
        heading = _heading(consolidation, heading_id)
        if not ids:
            raise InvalidInput("Cần đánh dấu ít nhất một ý kiến.", "ids")
        wanted = list(dict.fromkeys(ids))
        there = {item.opinion_id: item for item in consolidation.items}
        new = {o.id: o for o in gatherable(consolidation, [n for n in wanted if n not in there])}
        if any(n not in there and n not in new for n in wanted):
            raise Conflict(
                "Có ý kiến vừa được rút, bỏ hoặc đã nằm trong bản tổng hợp khác. "
                "Chưa xếp ý kiến nào; xin đánh dấu lại."
            )
        stay = [n for n in wanted if n in there and there[n].heading_id == heading.id]
        moved = [n for n in wanted if n not in stay]
        for n in moved:
            item = there.get(n) or Item(opinion=new[n])
            if item.heading is not None:
                item.heading.items.remove(item)
            heading.items.append(item)
        session.flush()
        for one in consolidation.headings:
            _number(one.items)
        if moved:
            _note(
                consolidation,
                actor,
                "put",
                f"Xếp {len(moved)} ý kiến vào nhóm “{heading.title}”",
                opinions=moved,
            )
        return len(moved)


def take_out(
    consolidation: Consolidation,
    ids: Sequence[int],
    *,
    actor: Account,
    version: int | None = None,
) -> int:
    """Take opinions out of their headings; how many. They themselves stay."""
    with unit_of_work() as session:
        load(consolidation)
        CONSOLIDATION.permit(actor, consolidation, "arrange", version=version)
        items = [item for item in consolidation.items if item.opinion_id in set(ids)]
        if not items:
            raise InvalidInput("Cần đánh dấu ít nhất một ý kiến đang nằm trong nhóm.", "ids")
        for item in items:
            item.heading.items.remove(item)
        session.flush()
        for one in consolidation.headings:
            _number(one.items)
        _note(
            consolidation,
            actor,
            "take_out",
            f"Bỏ {len(items)} ý kiến ra khỏi nhóm",
            opinions=[item.opinion_id for item in items],
        )
        return len(items)


def move_heading(
    consolidation: Consolidation,
    heading_id: int,
    *,
    up: bool,
    actor: Account,
    version: int | None = None,
) -> None:
    """One place up or down; at the end it stays."""
    with unit_of_work():
        load(consolidation)
        CONSOLIDATION.permit(actor, consolidation, "arrange", version=version)
        heading = _heading(consolidation, heading_id)
        if _swap(consolidation.headings, heading, up):
            way = "lên" if up else "xuống"
            _note(consolidation, actor, "move", f"Chuyển nhóm “{heading.title}” {way}")


def move_item(
    consolidation: Consolidation,
    item_id: int,
    *,
    up: bool,
    actor: Account,
    version: int | None = None,
) -> None:
    """One place up or down under its heading; at the end it stays."""
    with unit_of_work():
        load(consolidation)
        CONSOLIDATION.permit(actor, consolidation, "arrange", version=version)
        item = next((one for one in consolidation.items if one.id == item_id), None)
        if item is None:
            raise Conflict(MOVED)
        if _swap(item.heading.items, item, up):
            way = "lên" if up else "xuống"
            title = item.heading.title
            _note(
                consolidation,
                actor,
                "move",
                f"Chuyển một ý kiến {way} trong nhóm “{title}”",
                opinions=[item.opinion_id],
            )


def _heading(consolidation: Consolidation, heading_id: int) -> Heading:
    for heading in consolidation.headings:
        if heading.id == heading_id:
            return heading
    raise Conflict(GONE)


def _title(consolidation: Consolidation, title: str, besides: Heading | None = None) -> str:
    text = clean_line(title)
    if not text:
        raise InvalidInput("Cần ghi tên nhóm.", "title")
    if len(text) > MAX_TITLE:
        raise InvalidInput(f"Tên nhóm dài nhất {MAX_TITLE} ký tự.", "title")
    others = {fold(h.title) for h in consolidation.headings if h is not besides}
    if fold(text) in others:
        raise InvalidInput("Đã có nhóm mang tên này.", "title")
    return text


def _summary(summary: str) -> str:
    text = clean_line(summary)
    if len(text) > MAX_SUMMARY:
        raise InvalidInput(f"Tóm tắt dài nhất {MAX_SUMMARY} ký tự.", "summary")
    return text


def _swap(row: list[Heading] | list[Item], one: Heading | Item, up: bool) -> bool:
    things: list[Heading | Item] = list(row)
    place = things.index(one)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(things):
        return False
    things[place], things[other] = things[other], things[place]
    _number(things)
    return True


def _number(things: Sequence[Heading | Item]) -> None:
    for place, one in enumerate(things, 1):
        one.position = place


def _note(
    consolidation: Consolidation, actor: Account, verb: str, label: str, **details: Any
) -> None:
    consolidation.version += 1
    record(actor, consolidation, verb, label, **details)
    # Lists are read again in their new order.
    db.session.expire(consolidation, ["headings"])
    for heading in consolidation.headings:
        db.session.expire(heading, ["items"])
