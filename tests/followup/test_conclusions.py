"""Conclusions: written, changed, taken back, frozen by the notice."""

from __future__ import annotations

import pytest

from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.extensions import db
from dialogue.followup import actions, queries
from dialogue.followup.models import OUTCOMES, Conclusion
from dialogue.opinions.models import Opinion
from tests.followup.support import (
    approved_notice,
    compose,
    conclude,
    events,
    issued_notice,
    make_meeting,
    make_opinion,
    matters_left,
    person,
    told,
    unit_of,
    verbs,
)


def change(conclusion: Conclusion, actor: str = "chutich", **changes: object) -> None:
    values: dict[str, object] = {
        "outcome": conclusion.outcome,
        "words": conclusion.words,
        "lead_unit": conclusion.lead_unit,
        "supporting": [s.unit for s in conclusion.supporting],
    }
    actions.change_conclusion(conclusion, actor=person(actor), **{**values, **changes})  # type: ignore[arg-type]


def test_the_presider_concludes_in_the_hall() -> None:
    meeting = make_meeting(state="live")
    opinion = make_opinion(meeting)
    conclusion = conclude(opinion, supporting=["tai-chinh", "cong-an"])
    assert opinion.state == "concluded"
    assert conclusion.lead_unit is not None
    assert conclusion.lead_unit.code == "dia-chinh"
    assert {s.unit.code for s in conclusion.supporting} == {"tai-chinh", "cong-an"}
    (event,) = events(conclusion)
    assert (event.verb, event.actor_name) == ("conclude", "Trần Minh Đức")
    assert event.label == "Kết luận: Tiếp thu, giao giải quyết"
    assert verbs(opinion) == ["conclude"]


def test_a_delegate_presides_alone() -> None:
    meeting = make_meeting(state="live", presider="phochutich")
    with pytest.raises(NotAllowed):
        conclude(make_opinion(meeting), actor="chutich")
    assert conclude(make_opinion(meeting), actor="phochutich").outcome == "taken_on"


def test_the_office_writes_it_down_only_once_the_meeting_is_over() -> None:
    live = make_meeting(state="live")
    with pytest.raises(NotAllowed):
        conclude(make_opinion(live), actor="vanphong")
    over = make_meeting(ordinal=2)
    conclusion = conclude(make_opinion(over), actor="vanphong")
    assert "ghi thay chủ trì" in events(conclusion)[0].label


@pytest.mark.parametrize("username", ["to3", "diachinh", "quantri", "phochutich", "matran"])
def test_nobody_else_concludes(username: str) -> None:
    opinion = make_opinion(make_meeting())
    with pytest.raises(NotAllowed):
        conclude(opinion, actor=username)
    assert queries.conclusion_of(opinion) is None


@pytest.mark.parametrize("state", ["planned", "announced"])
def test_nothing_is_concluded_before_the_meeting(state: str) -> None:
    meeting = make_meeting(state=state)
    with pytest.raises(Conflict, match="chưa bắt đầu"):
        conclude(make_opinion(meeting))


@pytest.mark.parametrize("outcome", ["taken_on", "passed_on", "escalated"])
def test_what_is_assigned_needs_a_lead_unit(outcome: str) -> None:
    opinion = make_opinion(make_meeting())
    with pytest.raises(InvalidInput) as refused:
        conclude(opinion, outcome=outcome, lead=None)
    assert refused.value.field == "lead_unit"


@pytest.mark.parametrize("outcome", sorted(set(OUTCOMES) - {"taken_on", "passed_on", "escalated"}))
def test_the_other_outcomes_need_none(outcome: str) -> None:
    assert conclude(make_opinion(make_meeting()), outcome=outcome, lead=None).outcome == outcome


def test_words_and_outcome_are_required() -> None:
    opinion = make_opinion(make_meeting())
    for field, values in (("words", {"words": " \n "}), ("outcome", {"outcome": "hoãn"})):
        with pytest.raises(InvalidInput) as refused:
            conclude(opinion, **values)  # type: ignore[arg-type]
        assert refused.value.field == field
    assert opinion.state == "selected"


def test_a_lead_unit_does_not_support_itself() -> None:
    with pytest.raises(InvalidInput) as refused:
        conclude(make_opinion(make_meeting()), supporting=["dia-chinh"])
    assert refused.value.field == "supporting"


def test_the_same_conclusion_twice_is_one_and_another_is_a_conflict() -> None:
    opinion = make_opinion(make_meeting())
    first = conclude(opinion)
    assert conclude(opinion).id == first.id
    assert verbs(first) == ["conclude"]
    with pytest.raises(Conflict, match="vừa có kết luận"):
        conclude(opinion, words="Ghi nhận.")


def test_a_merged_opinion_is_concluded_at_its_root() -> None:
    meeting = make_meeting()
    root = make_opinion(meeting)
    merged = make_opinion(meeting, merged_into_id=root.id)
    with pytest.raises(Conflict, match="đã gộp"):
        conclude(merged)


def test_a_change_is_on_record_with_what_was_there() -> None:
    conclusion = conclude(make_opinion(make_meeting()), supporting=["tai-chinh"])
    version = conclusion.version
    change(
        conclusion,
        words="Giao Công an xác minh.",
        lead_unit=unit_of("cong-an"),
        supporting=[unit_of("tai-chinh"), unit_of("bvdp")],
    )
    assert conclusion.version == version + 1
    assert {s.unit.code for s in conclusion.supporting} == {"tai-chinh", "bvdp"}
    event = events(conclusion)[-1]
    assert event.verb == "change"
    assert event.details["before"][1].startswith("Giao Địa chính")
    assert event.details["after"][1] == "Giao Công an xác minh."


def test_a_change_of_nothing_is_no_act() -> None:
    conclusion = conclude(make_opinion(make_meeting()))
    change(conclusion)
    assert verbs(conclusion) == ["conclude"]


def test_a_stale_change_is_refused() -> None:
    conclusion = conclude(make_opinion(make_meeting()))
    seen = conclusion.version
    change(conclusion, words="Giao Công an.")
    with pytest.raises(Conflict, match="Đã có người xử lý trước"):
        change(conclusion, words="Giao Tư pháp.", version=seen)


def test_once_the_notice_is_issued_nothing_changes() -> None:
    meeting = make_meeting()
    conclusion = conclude(make_opinion(meeting))
    issued_notice(meeting)
    with pytest.raises(Conflict, match="đã ban hành"):
        change(conclusion, words="Khác đi.")
    with pytest.raises(Conflict, match="đã ban hành"):
        actions.revoke_conclusion(conclusion, reason="Nhầm", actor=person("chutich"))
    with pytest.raises(Conflict, match="đã ban hành"):
        conclude(make_opinion(meeting))


def test_a_change_brings_an_approved_notice_back_to_draft() -> None:
    meeting = make_meeting()
    conclusion = conclude(make_opinion(meeting))
    notice = approved_notice(meeting)
    assert notice.signer_name == "Trần Minh Đức"
    change(conclusion, words="Giao Địa chính thay cả ba nắp cống.")
    assert notice.state == "draft"
    assert (notice.signer_name, notice.approved_by_id, notice.approved_at) == ("", None, None)
    assert verbs(notice)[-1] == "reopen"
    assert notice.items[0].is_behind
    assert any("cần soạn lại" in line for line in told(account="vanphong"))


def test_a_new_conclusion_joins_the_draft_in_the_order_of_the_agenda() -> None:
    meeting = make_meeting()
    first, second, third = (make_opinion(meeting) for _ in range(3))
    conclude(third)
    conclude(first)
    notice = compose(meeting)
    assert [i.conclusion.opinion_id for i in notice.items] == [first.id, third.id]
    conclude(second)
    assert [i.conclusion.opinion_id for i in notice.items] == [first.id, second.id, third.id]
    assert [i.position for i in notice.items] == [1, 2, 3]


def test_a_conclusion_taken_back_leaves_its_words_on_record() -> None:
    meeting = make_meeting()
    opinion = make_opinion(meeting)
    conclusion = conclude(opinion)
    notice = compose(meeting)
    with pytest.raises(InvalidInput) as refused:
        actions.revoke_conclusion(conclusion, reason=" ", actor=person("chutich"))
    assert refused.value.field == "reason"
    kept = events(conclusion)
    actions.revoke_conclusion(conclusion, reason="Ghi nhầm nội dung", actor=person("chutich"))
    assert queries.conclusion_of(opinion) is None
    assert opinion.state == "selected"
    assert matters_left(meeting) == [opinion.receipt]
    assert notice.items == []
    last = events_of_id("conclusion", kept[0].subject_id)[-1]
    assert (last.verb, last.reason) == ("revoke", "Ghi nhầm nội dung")
    assert last.details["words"].startswith("Giao Địa chính")
    assert conclude(opinion, words="Kết luận lại.").words == "Kết luận lại."


def events_of_id(kind: str, number: int) -> list:  # type: ignore[type-arg]
    from dialogue.history.queries import timeline_of

    return timeline_of([(kind, number)])


def test_what_was_raised_in_the_hall_is_a_matter_like_the_others() -> None:
    from dialogue.opinions.actions import raise_in_hall

    meeting = make_meeting(state="live")
    listed = make_opinion(meeting, agenda_place=1)
    raised = raise_in_hall(
        meeting,
        words="Đèn đường kiệt 12 hỏng từ tháng trước.",
        speaker_name="Nguyễn Văn A",
        unit=unit_of("to-5"),
        actor=person("vanphong"),
    )
    assert [m.opinion.id for m in queries.matters(meeting)] == [listed.id, raised.id]
    assert conclude(raised).opinion_id == raised.id


def test_an_unknown_state_cannot_be_written() -> None:
    conclusion = conclude(make_opinion(make_meeting()))
    with pytest.raises(AttributeError):
        conclusion.state = "frozen"
    assert db.session.get(Opinion, conclusion.opinion_id) is not None
