"""Merge duplicates, reversibly: a link with who, when and why; the originals stay (B6)."""

from __future__ import annotations

from sqlalchemy import select

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

    Into one that was merged itself means into that one's root. ``Conflict`` if ``opinion``
    stands for others or is merged; ``InvalidInput`` for itself, another meeting or a closed
    one. Returns the root.
    """
    with unit_of_work() as session:
        OPINION.permit(actor, opinion, "merge", version=version)
        root = into.root
        if root.id == opinion.id:
            raise InvalidInput("Không gộp một ý kiến vào chính nó.", field="into")
        if root.meeting_id != opinion.meeting_id:
            raise InvalidInput("Chỉ gộp các ý kiến của cùng một đợt đối thoại.", field="into")
        if root.state not in TARGETS:
            raise InvalidInput(f"Không gộp vào ý kiến “{OPINION.label(root.state)}”.", field="into")
        session.add(
            OpinionMerge(
                opinion_id=opinion.id, into_id=root.id, actor_id=actor.id, reason=clean(reason)
            )
        )
        perform(
            OPINION,
            opinion,
            "merge",
            actor=actor,
            version=version,
            reason=reason,
            label=f"Gộp vào ý kiến {root.receipt}",
            into=root.id,
        )
        opinion.merged_into_id = root.id
        opinion.agenda_place = None
        record(
            actor,
            root,
            "absorb",
            f"Nhận gộp ý kiến {opinion.receipt}",
            reason=reason,
            merged=opinion.id,
        )
        if opinion.preparation is not None and opinion.preparation.state == "asked":
            tell_prepared(
                opinion.preparation,
                f"Không cần chuẩn bị trả lời nữa, đã gộp vào ý kiến {root.receipt}",
            )
        _refresh(opinion, root)
        return root


def unmerge(
    opinion: Opinion, *, reason: str = "", actor: Account, version: int | None = None
) -> Opinion:
    """Let it stand for itself again, in the state it had."""
    with unit_of_work() as session:
        OPINION.permit(actor, opinion, "unmerge", version=version)
        link = session.scalar(
            select(OpinionMerge).where(
                OpinionMerge.opinion_id == opinion.id, OpinionMerge.undone_at.is_(None)
            )
        )
        root = opinion.merged_into
        if link is None or root is None:
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
        record(
            actor,
            root,
            "release",
            f"Tách ý kiến {opinion.receipt} ra",
            reason=reason,
            released=opinion.id,
        )
        link.undone_at = clock.now()
        link.undone_by_id = actor.id
        opinion.merged_into_id = None
        if opinion.state == "selected":
            opinion.agenda_place = next_place(opinion.meeting_id)
        _refresh(opinion, root)
        return opinion


def _refresh(opinion: Opinion, root: Opinion) -> None:
    db.session.flush()
    db.session.expire(opinion, ["merged_into"])
    db.session.expire(root, ["merged"])
