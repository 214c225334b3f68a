"""The office's verbs: right, wrong person, wrong state, stale, without a reason; on record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from dialogue.accounts.models import Account, Unit
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.extensions import db
from dialogue.history.queries import timeline
from dialogue.notifications.models import Notification
from dialogue.opinions import actions, queries
from dialogue.opinions.models import Field, Opinion, OpinionMerge
from dialogue.plans.models import Meeting

Make = Callable[..., Opinion]
Who = Callable[[str], Account]

# verb of the action → arguments, from a state that allows it, to where, one that does not.
VERBS: tuple[tuple[Any, dict[str, str], str, str, str], ...] = (
    (actions.unclassify, {}, "classified", "sent", "selected"),
    (actions.return_for_clarification, {"question": "Ở đâu?"}, "sent", "returned", "selected"),
    (actions.take_back, {}, "returned", "sent", "sent"),
    (actions.refuse, {"reason": "Xúc phạm"}, "classified", "refused", "selected"),
    (actions.refer, {"reason": "Khiếu nại"}, "sent", "referred", "concluded"),
    (actions.restore, {}, "refused", "sent", "sent"),
    (actions.restore, {}, "referred", "sent", "classified"),
    (actions.select_for_agenda, {}, "classified", "selected", "sent"),
    (actions.unselect, {}, "selected", "classified", "concluded"),
    (actions.reopen_conclusion, {}, "concluded", "selected", "selected"),
    (actions.conclude, {}, "selected", "concluded", "classified"),
)


@pytest.mark.parametrize(("verb", "words", "source", "target", "wrong"), VERBS)
def test_each_verb(
    verb: Any,
    words: dict[str, str],
    source: str,
    target: str,
    wrong: str,
    in_state: Make,
    account: Who,
) -> None:
    office = account("vanphong")
    opinion = in_state(source)
    for other in ("to3", "to4", "diachinh", "quantri"):
        with pytest.raises(NotAllowed):
            verb(opinion, actor=account(other), **words)
    with pytest.raises(Conflict):
        verb(opinion, actor=office, version=opinion.version - 1, **words)
    if words:
        with pytest.raises(InvalidInput):
            verb(opinion, actor=office, **dict.fromkeys(words, "  "))
    before = len(timeline(opinion))
    verb(opinion, actor=office, version=opinion.version, **words)
    assert opinion.state == target
    events = timeline(opinion)
    assert len(events) == before + 1
    assert (events[-1].from_state, events[-1].to_state) == (source, target)
    assert events[-1].actor_id == office.id
    assert events[-1].reason == next(iter(words.values()), "")
    with pytest.raises(Conflict):
        verb(in_state(wrong), actor=office, **words)


def test_classify_and_correct_it(
    in_state: Make, account: Who, field: Callable[[str], Field]
) -> None:
    office, opinion = account("vanphong"), in_state("sent")
    with pytest.raises(NotAllowed):
        actions.classify(opinion, field=field("duong"), competence="ward", actor=account("to3"))
    with pytest.raises(InvalidInput):
        actions.classify(opinion, field=field("duong"), competence="mars", actor=office)
    actions.classify(opinion, field=field("duong"), competence="power", kind="report", actor=office)
    assert (opinion.state, opinion.competence, opinion.kind) == ("classified", "power", "report")
    actions.classify(opinion, field=field("chieu_sang"), competence="power", actor=office)
    assert opinion.field is not None
    assert opinion.field.code == "chieu_sang"
    assert [e.verb for e in timeline(opinion)][-2:] == ["classify", "reclassify"]
    with pytest.raises(Conflict):
        actions.classify(in_state("refused"), field=field("duong"), competence="ward", actor=office)


def test_the_sender_is_told_why(in_state: Make, account: Who) -> None:
    opinion = in_state("refused")
    lines = db.session.scalars(
        select(Notification.text).where(Notification.unit_id == opinion.unit_id)
    ).all()
    assert any("Xúc phạm cá nhân" in line and (opinion.receipt or "") in line for line in lines)


def test_the_agenda_has_an_order(in_state: Make, account: Who, meeting: Meeting) -> None:
    office = account("vanphong")
    one, two, three = (in_state("selected", words) for words in ("Một", "Hai", "Ba"))
    assert [o.agenda_place for o in (one, two, three)] == [1, 2, 3]
    actions.move_on_agenda(three, up=True, actor=office)
    assert queries.agenda(meeting) == [one, three, two]
    actions.move_on_agenda(one, up=True, actor=office)
    assert queries.agenda(meeting) == [one, three, two]
    actions.unselect(three, actor=office)
    actions.select_for_agenda(three, actor=office)
    assert queries.agenda(meeting) == [one, two, three]


def test_merging_leaves_both_as_they_were(in_state: Make, account: Who, meeting: Meeting) -> None:
    office = account("vanphong")
    root, other = in_state("selected", "Kiệt 12 ngập"), in_state("selected", "Ngập kiệt 12")
    with pytest.raises(NotAllowed):
        actions.merge(other, root, actor=account("to3"))
    with pytest.raises(Conflict):
        actions.merge(other, root, actor=office, version=other.version - 1)
    assert actions.merge(other, root, reason="Cùng kiệt", actor=office) is root
    assert (other.words, other.state, other.merged_into_id) == (
        "Ngập kiệt 12",
        "selected",
        root.id,
    )
    assert root.words == "Kiệt 12 ngập"
    assert root.times_raised == 2
    assert queries.agenda(meeting) == [root]
    link = db.session.scalars(select(OpinionMerge)).one()
    assert (link.actor_id, link.reason, link.undone_at) == (office.id, "Cùng kiệt", None)
    counts = queries.count_opinions(office, queries.Wanted(), queries.DESK_FILTERS)
    assert (counts["all"], counts["merged"], counts["selected"]) == (2, 1, 1)
    actions.unmerge(other, actor=office)
    assert (other.merged_into_id, other.state) == (None, "selected")
    assert queries.agenda(meeting) == [root, other]
    db.session.refresh(link)
    assert link.undone_by_id == office.id
    actions.merge(other, root, actor=office)
    assert len(db.session.scalars(select(OpinionMerge)).all()) == 2


def test_a_chain_ends_at_its_root(in_state: Make, account: Who) -> None:
    office = account("vanphong")
    root, middle, last = in_state("classified"), in_state("sent"), in_state("sent")
    actions.merge(middle, root, actor=office)
    assert actions.merge(last, middle, actor=office) is root
    assert last.merged_into_id == root.id
    with pytest.raises(Conflict):
        actions.merge(middle, root, actor=office)
    with pytest.raises(InvalidInput):
        actions.merge(root, middle, actor=office)


def test_what_cannot_be_merged_into(in_state: Make, account: Who, meeting: Meeting) -> None:
    office, opinion = account("vanphong"), in_state("sent")
    for state in ("refused", "referred", "withdrawn", "draft", "returned", "split"):
        with pytest.raises(InvalidInput):
            actions.merge(opinion, in_state(state), actor=office)
    with pytest.raises(InvalidInput):
        actions.merge(opinion, opinion, actor=office)


def test_asking_for_an_answer(
    in_state: Make, account: Who, unit: Callable[[str], Unit], announced: Meeting
) -> None:
    office, opinion = account("vanphong"), in_state("selected")
    lead, helper = unit("dia-chinh"), unit("tai-chinh")
    with pytest.raises(NotAllowed):
        actions.ask_preparation(opinion, lead_unit=lead, actor=account("chutich"))
    with pytest.raises(Conflict):
        actions.ask_preparation(in_state("sent"), lead_unit=lead, actor=office)
    preparation = actions.ask_preparation(
        opinion, lead_unit=lead, supporting=[helper, lead], actor=office
    )
    assert [row.unit_id for row in preparation.supporting] == [helper.id]
    assert preparation.due is announced.answers_due
    told = {n.unit_id for n in db.session.scalars(select(Notification)) if "chuẩn bị" in n.text}
    assert {lead.id, helper.id} <= told
    with pytest.raises(NotAllowed):
        actions.write_preparation(preparation, answer="Của tôi", actor=account("taichinh"))
    with pytest.raises(InvalidInput):
        actions.write_preparation(preparation, answer=" ", actor=account("diachinh"))
    actions.write_preparation(preparation, answer="Sẽ nạo vét", actor=account("diachinh"))
    assert preparation.state == "ready"
    with pytest.raises(Conflict):
        actions.cancel_preparation(opinion, actor=office)
    again = actions.ask_preparation(opinion, lead_unit=unit("cong-an"), actor=office)
    assert (again.id, again.state, again.answer) == (preparation.id, "asked", "Sẽ nạo vét")
    assert again.supporting == []
    other = in_state("classified")
    actions.ask_preparation(other, lead_unit=lead, actor=office)
    actions.cancel_preparation(other, actor=office)
    assert other.preparation is None


def test_raised_in_the_hall(
    meeting: Meeting, account: Who, unit: Callable[[str], Unit], in_state: Make
) -> None:
    before = in_state("selected")
    with pytest.raises(NotAllowed):
        actions.raise_in_hall(
            meeting, words="Rác", speaker_name="Bà Ba", unit=None, actor=account("to3")
        )
    with pytest.raises(InvalidInput):
        actions.raise_in_hall(
            meeting, words=" ", speaker_name="Bà Ba", unit=None, actor=account("vanphong")
        )
    opinion = actions.raise_in_hall(
        meeting,
        words="Rác chưa được thu gom",
        speaker_name="Bà Ba",
        unit=unit("to-5"),
        actor=account("vanphong"),
    )
    assert (opinion.state, opinion.channel, opinion.receipt) == ("selected", "hall", "YK-2024-0002")
    assert opinion.area_id == unit("to-5").id
    assert queries.agenda(meeting) == [before, opinion]
    actions.conclude(opinion, actor=account("chutich"))
    assert opinion.state == "concluded"
