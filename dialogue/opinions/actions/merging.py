"""Merge duplicates, reversibly: a link with who, when and why; the originals stay (B6)."""

from __future__ import annotations

from sqlalchemy import select, update

from dialogue.accounts.models import Account
from dialogue.core import clock
from dialogue.core.errors import Conflict, InvalidInput
from dialogue.core.text import clean
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.history.actions import perform, record
from dialogue.opinions.actions.telling import tell_prepared
from dialogue.opinions.actions.triage import next_place
from dialogue.opinions.models import Opinion, OpinionMerge
from dialogue.opinions.workflow import OPINION

TARGETS = ("sent", "classified", "selected", "concluded")


def merge(
    opinion: Opinion,
    into: Opinion,
    *,
    reason: str = "",
    actor: Account,
    version: int | None = None,
) -> Opinion:
    """Let ``into`` stand for ``opinion`` too; both keep their words, photos and notes.

    Into one that was merged itself means into that one's root. If ``opinion`` stands for
    others, they come along, and go back with it. Across the meetings of one year's plan only
    with a reason. ``Conflict`` if ``opinion`` is merged already; ``InvalidInput`` for itself,
    another year's or a closed one. Returns the root.
    """
    return _merge("merge", opinion, into, reason, actor, version)


def gather(opinion: Opinion, into: Opinion, *, reason: str, actor: Account) -> Opinion:
    """In the hall one conclusion was given on both: as ``merge``, by the presider (H4, H6)."""
    return _merge("gather", opinion, into, reason, actor, None)


def _merge(
    verb: str,
    opinion: Opinion,
    into: Opinion,
    reason: str,
    actor: Account,
    version: int | None,
) -> Opinion:
    with unit_of_work() as session:
        OPINION.permit(actor, opinion, verb, version=version)
        root = into.root
        _check(opinion, root, reason)
        cluster = list(opinion.merged)
        link = _link(opinion, root, actor, reason)
        perform(
            OPINION,
            opinion,
            verb,
            actor=actor,
            version=version,
            reason=reason,
            label=f"Gộp vào ý kiến {root.receipt}{_elsewhere(opinion, root)}"
            + (f", cùng {len(cluster)} ý kiến đã gộp trước" if cluster else ""),
            into=root.id,
        )
        opinion.merged_into_id = root.id
        opinion.agenda_place = None
        session.flush()
        for one in cluster:
            _come_along(one, opinion, root, link, actor)
        record(
            actor,
            root,
            "absorb",
            f"Nhận gộp ý kiến {opinion.receipt}"
            + (f" cùng {len(cluster)} ý kiến đã gộp trước" if cluster else ""),
            reason=reason,
            merged=opinion.id,
            cluster=[one.id for one in cluster],
        )
        if opinion.preparation is not None and opinion.preparation.state == "asked":
            tell_prepared(
                opinion.preparation,
                f"Không cần chuẩn bị trả lời nữa, đã gộp vào ý kiến {root.receipt}",
            )
        _refresh(opinion, root, *cluster)
        return root


def _check(opinion: Opinion, root: Opinion, reason: str) -> None:
    if root.id == opinion.id:
        raise InvalidInput("Không gộp một ý kiến vào chính nó.", field="into")
    if root.meeting.plan_id != opinion.meeting.plan_id:
        raise InvalidInput(
            "Chỉ gộp các ý kiến của cùng một năm. Ý kiến năm trước thì ghi là nhắc lại.",
            field="into",
        )
    if root.state not in TARGETS:
        raise InvalidInput(f"Không gộp vào ý kiến “{OPINION.label(root.state)}”.", field="into")
    if root.meeting_id != opinion.meeting_id and not clean(reason):
        raise InvalidInput(
            f"Ý kiến {root.receipt} thuộc {root.meeting.name}: cần ghi rõ lý do gộp sang đợt khác.",
            field="reason",
        )


def _elsewhere(opinion: Opinion, root: Opinion) -> str:
    return "" if root.meeting_id == opinion.meeting_id else f" ({root.meeting.name})"


def _link(
    opinion: Opinion,
    root: Opinion,
    actor: Account,
    reason: str,
    came_with: OpinionMerge | None = None,
) -> OpinionMerge:
    link = OpinionMerge(
        opinion_id=opinion.id,
        into_id=root.id,
        actor_id=actor.id,
        reason=clean(reason),
        agenda_place=opinion.agenda_place,
        came_with_id=came_with.id if came_with is not None else None,
    )
    db.session.add(link)
    db.session.flush()
    return link


def _come_along(
    one: Opinion, former: Opinion, root: Opinion, with_link: OpinionMerge, actor: Account
) -> None:
    """``one`` was merged into ``former``; now ``root`` stands for both."""
    old = _active(one)
    _undo(old, actor)
    link = _link(one, root, actor, old.reason, came_with=with_link)
    link.agenda_place = old.agenda_place
    one.merged_into_id = root.id
    one.version += 1
    record(
        actor,
        one,
        "merge",
        f"Chuyển sang ý kiến {root.receipt} cùng {former.receipt}",
        into=root.id,
        out_of=former.id,
    )


def unmerge(
    opinion: Opinion, *, reason: str = "", actor: Account, version: int | None = None
) -> Opinion:
    """Let it stand for itself again: in its state, at its place, with those it stood for."""
    with unit_of_work():
        OPINION.permit(actor, opinion, "unmerge", version=version)
        link, root = _active(opinion), opinion.merged_into
        if root is None:
            raise Conflict
        perform(
            OPINION,
            opinion,
            "unmerge",
            actor=actor,
            version=version,
            reason=reason,
            label=f"Tách khỏi ý kiến {root.receipt}",
            out_of=root.id,
        )
        _undo(link, actor)
        opinion.merged_into_id = None
        cluster = [_go_back(one, opinion, actor) for one in _came_with(link)]
        record(
            actor,
            root,
            "release",
            f"Tách ý kiến {opinion.receipt} ra"
            + (f" cùng {len(cluster)} ý kiến" if cluster else ""),
            reason=reason,
            released=opinion.id,
            cluster=[one.id for one in cluster],
        )
        if opinion.state == "selected":
            _stand_again(opinion, link.agenda_place)
        if opinion.preparation is not None and opinion.preparation.state == "asked":
            tell_prepared(opinion.preparation, "Lại cần chuẩn bị trả lời")
        _refresh(opinion, root, *cluster)
        return opinion


def _active(opinion: Opinion) -> OpinionMerge:
    link = db.session.scalar(
        select(OpinionMerge).where(
            OpinionMerge.opinion_id == opinion.id, OpinionMerge.undone_at.is_(None)
        )
    )
    if link is None:
        raise Conflict
    return link


def _undo(link: OpinionMerge, actor: Account) -> None:
    link.undone_at = clock.now()
    link.undone_by_id = actor.id
    db.session.flush()


def _came_with(link: OpinionMerge) -> list[Opinion]:
    """Those that came along with that merge and have not been taken out since."""
    return list(
        db.session.scalars(
            select(Opinion)
            .join(OpinionMerge, OpinionMerge.opinion_id == Opinion.id)
            .where(OpinionMerge.came_with_id == link.id, OpinionMerge.undone_at.is_(None))
            .order_by(Opinion.id)
        )
    )


def _go_back(one: Opinion, former: Opinion, actor: Account) -> Opinion:
    link = _active(one)
    _undo(link, actor)
    again = _link(one, former, actor, link.reason)
    again.agenda_place = link.agenda_place
    one.merged_into_id = former.id
    one.version += 1
    record(actor, one, "merge", f"Trở lại cùng ý kiến {former.receipt}", into=former.id)
    return one


def _stand_again(opinion: Opinion, place: int | None) -> None:
    """Back at its old place on the agenda; what came there since stands after it."""
    agenda = Opinion.meeting_id == opinion.meeting_id
    if place is None:
        opinion.agenda_place = next_place(opinion.meeting_id)
        return
    taken = db.session.scalar(select(Opinion.id).where(agenda, Opinion.agenda_place == place))
    if taken is not None:
        db.session.execute(
            update(Opinion)
            .where(agenda, Opinion.agenda_place >= place)
            .values(agenda_place=Opinion.agenda_place + 1, updated_at=Opinion.updated_at)
        )
    opinion.agenda_place = place


def _refresh(opinion: Opinion, root: Opinion, *cluster: Opinion) -> None:
    db.session.flush()
    for one in (opinion, root, *cluster):
        db.session.expire(one, ["merged_into", "merged"])
