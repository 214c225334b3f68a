"""Clusters, merging across meetings, exact restoring; and what only looks alike."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from dialogue.accounts.models import Account, Unit
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.extensions import db
from dialogue.history.queries import timeline
from dialogue.notifications.models import Notification
from dialogue.opinions import actions, queries
from dialogue.opinions.models import NotDuplicate, Opinion, OpinionMerge
from dialogue.plans.models import Meeting

Make = Callable[..., Opinion]
Who = Callable[[str], Account]


@pytest.fixture
def of_youth(plan: object, account: Who) -> Opinion:
    """An opinion sent for the other meeting of the year."""
    youth = db.session.scalars(select(Meeting).where(Meeting.ordinal == 2)).one()
    return actions.submit(
        actor=account("doan"),
        client_key="k" * 32,
        meeting=youth,
        content=actions.Content(words="Cần lớp học chuyển đổi số"),
    )


def test_a_cluster_goes_and_comes_back_whole(
    in_state: Make, account: Who, meeting: Meeting
) -> None:
    office = account("vanphong")
    before, root = in_state("selected", "Trước"), in_state("selected", "Kiệt 12 ngập")
    after, first, second = (
        in_state("selected", "Sau"),
        in_state("sent", "Ngập kiệt 12"),
        in_state("classified", "Kiệt 12 nước ngập"),
    )
    actions.merge(first, root, reason="Cùng kiệt", actor=office)
    actions.merge(second, root, actor=office)
    old_links = set(db.session.scalars(select(OpinionMerge.id)))
    target = in_state("classified", "Khu vực kiệt 12 ngập nặng")
    actions.merge(root, target, reason="Cùng khu vực", actor=office)
    assert {one.merged_into_id for one in (root, first, second)} == {target.id}
    assert (target.times_raised, root.merged) == (4, [])
    assert queries.agenda(meeting) == [before, after]
    assert "Trở lại" not in timeline(first)[-1].label
    assert root.receipt in timeline(first)[-1].label
    with pytest.raises(Conflict):
        actions.merge(first, target, actor=office)

    actions.unmerge(root, actor=office)
    assert (root.merged_into_id, root.state) == (None, "selected")
    assert {first.merged_into_id, second.merged_into_id} == {root.id}
    assert (target.times_raised, root.times_raised) == (1, 3)
    assert queries.agenda(meeting) == [before, root, after]
    assert first.version > 1
    reasons = {
        link.opinion_id: link.reason
        for link in db.session.scalars(select(OpinionMerge))
        if link.undone_at is None
    }
    assert reasons == {first.id: "Cùng kiệt", second.id: ""}
    assert old_links.isdisjoint(
        db.session.scalars(select(OpinionMerge.id).where(OpinionMerge.undone_at.is_(None)))
    )


def test_one_taken_out_meanwhile_stays_out(in_state: Make, account: Who) -> None:
    office = account("vanphong")
    root, one, target = in_state("classified"), in_state("sent"), in_state("classified")
    actions.merge(one, root, actor=office)
    actions.merge(root, target, actor=office)
    actions.unmerge(one, actor=office)
    actions.unmerge(root, actor=office)
    assert (one.merged_into_id, root.merged) == (None, [])


def test_its_place_on_the_agenda_comes_back_even_if_taken(
    in_state: Make, account: Who, meeting: Meeting
) -> None:
    office = account("vanphong")
    first, last, root = in_state("selected"), in_state("selected"), in_state("classified")
    actions.merge(last, root, actor=office)
    came = in_state("selected")
    assert came.agenda_place == 2
    actions.unmerge(last, actor=office)
    assert queries.agenda(meeting) == [first, last, came]
    db.session.refresh(came)
    assert [o.agenda_place for o in (first, last, came)] == [1, 2, 3]


def test_who_was_to_answer_is_told_both_ways(
    in_state: Make, account: Who, unit: Callable[[str], Unit]
) -> None:
    office, opinion, root = account("vanphong"), in_state("classified"), in_state("classified")
    lead = unit("dia-chinh")
    actions.ask_preparation(opinion, lead_unit=lead, actor=office)
    actions.merge(opinion, root, actor=office)
    actions.unmerge(opinion, actor=office)
    lines = db.session.scalars(
        select(Notification.text)
        .where(Notification.unit_id == lead.id, Notification.text.contains("chuẩn bị trả lời"))
        .order_by(Notification.id)
    ).all()
    assert [line.split(" (")[0].split(",")[0] for line in lines[-2:]] == [
        "Không cần chuẩn bị trả lời nữa",
        "Lại cần chuẩn bị trả lời",
    ]


def test_across_the_meetings_of_a_year_only_with_a_reason(
    in_state: Make, account: Who, of_youth: Opinion
) -> None:
    office, opinion = account("vanphong"), in_state("sent")
    with pytest.raises(InvalidInput) as missing:
        actions.merge(opinion, of_youth, reason=" ", actor=office)
    assert missing.value.field == "reason"
    actions.merge(opinion, of_youth, reason="Đợt 2 sẽ trả lời", actor=office)
    assert (opinion.merged_into_id, opinion.meeting_id == of_youth.meeting_id) == (
        of_youth.id,
        False,
    )
    event = timeline(opinion)[-1]
    assert of_youth.meeting.name in event.label
    assert event.reason == "Đợt 2 sẽ trả lời"
    wanted = queries.Wanted(meeting_id=opinion.meeting_id)
    assert queries.count_opinions(office, wanted, ("all", "merged")) == {"all": 1, "merged": 1}


def test_not_across_years(in_state: Make, account: Who, of_youth: Opinion) -> None:
    opinion = in_state("sent")
    other_year = of_youth.meeting.plan.__class__(
        year=2023, title="Kế hoạch 2023", place="Hội trường", timing=""
    )
    db.session.add(other_year)
    db.session.flush()
    of_youth.meeting.plan_id = other_year.id
    db.session.commit()
    with pytest.raises(InvalidInput, match="cùng một năm"):
        actions.merge(opinion, of_youth, reason="Nhắc lại", actor=account("vanphong"))


def test_what_only_looks_alike_is_remembered(in_state: Make, account: Who) -> None:
    office = account("vanphong")
    one, other = in_state("sent", "Đèn kiệt 5 hỏng"), in_state("sent", "Đèn kiệt 6 hỏng")
    for name in ("to3", "diachinh", "chutich", "quantri"):
        with pytest.raises(NotAllowed):
            actions.tell_apart(one, other, actor=account(name))
    with pytest.raises(InvalidInput):
        actions.tell_apart(one, one, actor=office)
    pair = actions.tell_apart(other, one, reason="Hai kiệt khác nhau", actor=office)
    assert (pair.one_id, pair.other_id) == (one.id, other.id)
    assert queries.told_apart(one) == {other.id}
    assert queries.told_apart(other) == {one.id}
    for subject in (one, other):
        assert timeline(subject)[-1].reason == "Hai kiệt khác nhau"
    with pytest.raises(Conflict):
        actions.tell_apart(one, other, actor=office)
    with pytest.raises(NotAllowed):
        actions.compare_again(one, other, actor=account("to3"))
    actions.compare_again(one, other, actor=office)
    assert queries.told_apart(one) == set()
    with pytest.raises(Conflict):
        actions.compare_again(one, other, actor=office)
    actions.tell_apart(one, other, actor=office)
    assert len(db.session.scalars(select(NotDuplicate)).all()) == 2
    root = in_state("classified")
    actions.merge(one, root, actor=office)
    with pytest.raises(Conflict):
        actions.tell_apart(one, root, actor=office)
