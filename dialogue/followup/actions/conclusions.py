"""Record, change or take back what the presider concluded on one matter (H6)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dialogue.accounts.models import Account, Unit
from dialogue.core import clock
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.core.text import clean
from dialogue.core.unit_of_work import unit_of_work
from dialogue.followup.actions.items import start_anew, sync_items
from dialogue.followup.models import ASSIGNED_OUTCOMES, OUTCOMES, Conclusion, ConclusionSupport
from dialogue.followup.permissions import HELD, may_conclude
from dialogue.followup.queries import conclusion_of, expected_reply_due, notice_of
from dialogue.followup.workflow import CONCLUSION, FROZEN
from dialogue.history.actions import perform, record
from dialogue.live import actions as live
from dialogue.opinions import actions as opinions
from dialogue.opinions.models import Opinion
from dialogue.plans.permissions import is_presider

SAME_MATTER = "Cùng nội dung, kết luận chung tại hội trường"
NOT_HELD = "Buổi đối thoại chưa bắt đầu nên chưa thể kết luận."
MERGED = "Ý kiến này đã gộp vào ý kiến khác; xin kết luận ở ý kiến chung."
CONCLUDED = "Nội dung này vừa có kết luận. Dưới đây là lời kết luận mới nhất."


def conclude(
    opinion: Opinion,
    *,
    outcome: str,
    words: str,
    lead_unit: Unit | None = None,
    supporting: Sequence[Unit] = (),
    wanted_on: date | None = None,
    also: Sequence[Opinion] = (),
    turn_id: int | None = None,
    actor: Account,
) -> Conclusion:
    """Write down the conclusion on ``opinion``; the same one sent twice is written once.

    ``wanted_on``: a day that the presider names, sooner than the rule's. ``also``: what others
    said on the same matter in the hall, gathered under ``opinion`` by this conclusion.

    Raises ``NotAllowed``, ``Conflict`` (meeting not begun, merged, concluded otherwise,
    notice issued) or ``InvalidInput``.
    """
    with unit_of_work() as session:
        meeting = opinion.meeting
        if not may_conclude(actor, meeting):
            raise NotAllowed
        if meeting.state not in HELD:
            raise Conflict(NOT_HELD)
        if opinion.is_merged:
            raise Conflict(MERGED)
        words = _check(outcome, words, lead_unit, supporting)
        known = conclusion_of(opinion)
        if known is not None:
            if _told(known) == _as_told(outcome, words, lead_unit, supporting, wanted_on):
                return known
            raise Conflict(CONCLUDED)
        notice = notice_of(meeting)
        if notice is not None and notice.state == "issued":
            raise Conflict(FROZEN)
        _check_day(opinion, outcome, wanted_on)
        for one in also:
            opinions.gather(one, opinion, reason=SAME_MATTER, actor=actor)
        conclusion = Conclusion(
            meeting_id=meeting.id,
            opinion_id=opinion.id,
            turn_id=turn_id,
            outcome=outcome,
            words=words,
            lead_unit_id=lead_unit.id if lead_unit else None,
            wanted_on=wanted_on,
            concluded_by_id=actor.id,
            supporting=[ConclusionSupport(unit_id=unit.id) for unit in supporting],
        )
        session.add(conclusion)
        record(
            actor,
            conclusion,
            "conclude",
            f"Kết luận: {OUTCOMES[outcome]}{_for_whom(actor, opinion)}",
            moved=(None, "open", "", CONCLUSION.label("open")),
            words=words,
            lead_unit=lead_unit.name if lead_unit else None,
        )
        opinions.conclude(opinion, actor=actor)
        _carry_into_notice(conclusion, actor)
        live.publish(f"hall:{meeting.id}")
        return conclusion


def change_conclusion(
    conclusion: Conclusion,
    *,
    outcome: str,
    words: str,
    lead_unit: Unit | None = None,
    supporting: Sequence[Unit] = (),
    wanted_on: date | None = None,
    actor: Account,
    version: int | None = None,
) -> Conclusion:
    """Put other words, outcome or units; on record. A submitted notice starts anew."""
    with unit_of_work():
        CONCLUSION.permit(actor, conclusion, "change", version=version)
        words = _check(outcome, words, lead_unit, supporting)
        before = _told(conclusion)
        after = _as_told(outcome, words, lead_unit, supporting, wanted_on)
        if before == after:
            return conclusion
        _check_day(conclusion.opinion, outcome, wanted_on)
        perform(
            CONCLUSION, conclusion, "change", actor=actor, version=version,
            before=list(before), after=list(after),
        )  # fmt: skip
        conclusion.outcome = outcome
        conclusion.words = words
        conclusion.lead_unit_id = lead_unit.id if lead_unit else None
        conclusion.wanted_on = wanted_on
        _set_supporting(conclusion, supporting)
        _carry_into_notice(conclusion, actor)
        live.publish(f"hall:{conclusion.meeting_id}")
        return conclusion


def revoke_conclusion(
    conclusion: Conclusion, *, reason: str, actor: Account, version: int | None = None
) -> None:
    """Take a conclusion back (written on the wrong matter); its words stay on record."""
    with unit_of_work() as session:
        opinion = conclusion.opinion
        perform(
            CONCLUSION, conclusion, "revoke", actor=actor, version=version, reason=reason,
            opinion_id=opinion.id, words=conclusion.words,
        )  # fmt: skip
        notice = notice_of(conclusion.meeting)
        if notice is not None:
            start_anew(notice, actor, "Một kết luận đã được bỏ sau khi trình.")
            for item in [i for i in notice.items if i.conclusion_id == conclusion.id]:
                notice.items.remove(item)
            session.flush()
        session.delete(conclusion)
        session.flush()
        opinions.reopen_conclusion(opinion, reason=reason, actor=actor)
        live.publish(f"hall:{opinion.meeting_id}")


def _check(outcome: str, words: str, lead_unit: Unit | None, supporting: Sequence[Unit]) -> str:
    if outcome not in OUTCOMES:
        raise InvalidInput("Cần chọn cách kết luận.", field="outcome")
    words = clean(words)
    if not words:
        raise InvalidInput("Cần ghi lời kết luận.", field="words")
    if lead_unit is None and Conclusion(outcome=outcome).is_assigned:
        raise InvalidInput("Cần chọn đơn vị chủ trì.", field="lead_unit")
    if lead_unit is not None and lead_unit.id in {unit.id for unit in supporting}:
        raise InvalidInput("Đơn vị chủ trì không đồng thời là đơn vị phối hợp.", field="supporting")
    return words


def _for_whom(actor: Account, opinion: Opinion) -> str:
    return "" if is_presider(actor, opinion.meeting) else " (ghi thay chủ trì)"


def _check_day(opinion: Opinion, outcome: str, wanted_on: date | None) -> None:
    """A day that the presider names only ever shortens what the rule gives."""
    if wanted_on is None:
        return
    if outcome not in ASSIGNED_OUTCOMES:
        raise InvalidInput("Chỉ hẹn ngày khi giao đơn vị giải quyết.", field="wanted_on")
    if wanted_on <= clock.today():
        raise InvalidInput("Ngày hẹn phải sau hôm nay.", field="wanted_on")
    latest = expected_reply_due(opinion.meeting)
    if latest is not None and wanted_on > latest.due_on:
        raise InvalidInput(
            f"Ngày hẹn không được muộn hơn hạn theo quy định, {clock.show_date(latest.due_on)}.",
            field="wanted_on",
        )


Told = tuple[str, str, int | None, list[int], str]


def _told(conclusion: Conclusion) -> Told:
    units = sorted(support.unit_id for support in conclusion.supporting)
    named = clock.show_date(conclusion.wanted_on)
    return conclusion.outcome, conclusion.words, conclusion.lead_unit_id, units, named


def _as_told(
    outcome: str,
    words: str,
    lead_unit: Unit | None,
    supporting: Sequence[Unit],
    wanted_on: date | None,
) -> Told:
    units = sorted({unit.id for unit in supporting})
    named = clock.show_date(wanted_on)
    return outcome, words, lead_unit.id if lead_unit else None, units, named


def _set_supporting(conclusion: Conclusion, supporting: Sequence[Unit]) -> None:
    wanted = {unit.id for unit in supporting}
    conclusion.supporting = [
        *(s for s in conclusion.supporting if s.unit_id in wanted),
        *(
            ConclusionSupport(unit_id=unit_id)
            for unit_id in sorted(wanted - {s.unit_id for s in conclusion.supporting})
        ),
    ]


def _carry_into_notice(conclusion: Conclusion, actor: Account) -> None:
    notice = notice_of(conclusion.meeting)
    if notice is not None:
        start_anew(notice, actor, "Một kết luận đã được ghi hoặc sửa sau khi trình.")
        sync_items(notice)
