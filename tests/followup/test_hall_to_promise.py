"""From the hall to the promise: a day the presider named, one conclusion for several speakers,
what nobody came to say."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from dialogue.core import clock
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.followup import actions, queries
from dialogue.followup.models import Conclusion
from dialogue.followup.queries.marks import is_extended
from dialogue.hall import actions as hall
from dialogue.hall.models import Turn
from dialogue.opinions import actions as opinions
from dialogue.plans.models import Meeting
from tests.followup.support import (
    assignment_of,
    conclude,
    events,
    issued_notice,
    make_meeting,
    make_opinion,
    person,
    told,
    unit_of,
)

WORDS = "Giao Địa chính sửa nắp cống; trả lời công dân."


def named(meeting: Meeting, day: date | None, **more: Any) -> Conclusion:
    given: dict[str, Any] = {"outcome": "taken_on", "lead_unit": unit_of("dia-chinh")}
    return actions.conclude(
        make_opinion(meeting), words=WORDS, wanted_on=day, actor=person("chutich"), **(given | more)
    )


def is_marked_extended(conclusion: Conclusion) -> bool:
    from dialogue.deadlines.models import DueDate
    from dialogue.followup.models import Assignment

    query = (
        db.select(is_extended())
        .select_from(Assignment)
        .join(DueDate, DueDate.id == Assignment.due_id)
        .where(Assignment.conclusion_id == conclusion.id)
    )
    return bool(db.session.scalar(query))


def test_a_named_day_becomes_the_due_date() -> None:
    meeting = make_meeting()
    day = clock.today() + timedelta(days=8)
    conclusion = named(meeting, day)
    by_rule = conclude(make_opinion(meeting))
    issued_notice(meeting)
    assert assignment_of(conclusion).due.due_on == day
    assert assignment_of(by_rule).due.due_on == date(2024, 5, 29)
    assert not is_marked_extended(conclusion)


def test_changed_until_the_notice_and_on_record() -> None:
    meeting = make_meeting()
    first, second = clock.today() + timedelta(days=8), clock.today() + timedelta(days=5)
    conclusion = named(meeting, first)
    actions.change_conclusion(
        conclusion, outcome="taken_on", words=WORDS, lead_unit=unit_of("dia-chinh"),
        wanted_on=second, actor=person("chutich"), version=conclusion.version,
    )  # fmt: skip
    assert conclusion.wanted_on == second
    details = events(conclusion)[-1].details
    assert (details["before"][-1], details["after"][-1]) == (
        clock.show_date(first),
        clock.show_date(second),
    )


@pytest.mark.parametrize("days", [0, -3, 60])
def test_a_day_that_helps_nobody(days: int) -> None:
    with pytest.raises(InvalidInput) as refused:
        named(make_meeting(), clock.today() + timedelta(days=days))
    assert refused.value.field == "wanted_on"


def test_a_day_only_for_what_is_given_to_a_unit() -> None:
    with pytest.raises(InvalidInput) as refused:
        named(
            make_meeting(), clock.today() + timedelta(days=5), outcome="explained", lead_unit=None
        )
    assert refused.value.field == "wanted_on"


def test_a_named_day_that_has_passed_stops_the_notice_with_a_reason(notice_day: Any) -> None:
    meeting = make_meeting()
    conclusion = named(meeting, clock.today() + timedelta(days=1))
    notice_day.shift(timedelta(days=1))
    with pytest.raises(InvalidInput, match="ngày chủ trì hẹn") as refused:
        issued_notice(meeting)
    assert refused.value.field == "issued_on"
    assert conclusion.opinion.receipt in refused.value.message


def grouped(meeting: Meeting, count: int = 3) -> list[Turn]:
    """So many have spoken on one matter and are grouped."""
    chair, turns = person("chutich"), []
    hall.ensure_session(meeting)
    for _ in range(count):
        command = hall.register(
            meeting, actor=chair, speaker_name="Người dân", opinion=make_opinion(meeting)
        )
        assert command.turn is not None
        turns.append(command.turn)
    hall.group(meeting, turns, "Nắp cống", actor=chair)
    for turn in turns:
        for act in (hall.call, hall.start, hall.finish):
            act(turn, actor=chair)
    return turns


def test_one_conclusion_for_all_who_said_the_same() -> None:
    meeting = make_meeting(state="live")
    turns = grouped(meeting)
    root = turns[-1].opinion
    mates = [turn.opinion for turn in turns[:-1]]
    actions.conclude(
        root, outcome="taken_on", words=WORDS, lead_unit=unit_of("dia-chinh"), also=mates,
        turn_id=turns[-1].id, actor=person("chutich"),
    )  # fmt: skip
    assert [one.merged_into_id for one in mates] == [root.id, root.id]
    assert queries.matters(meeting) == [m for m in queries.matters(meeting) if m.is_concluded]
    assert len(queries.matters(meeting)) == 1
    # The office can still take one out again.
    opinions.unmerge(mates[0], actor=person("vanphong"))
    assert mates[0].state == "selected"


def test_the_form_offers_it_and_leaves_it_on_wish(client_as: Any) -> None:
    meeting = make_meeting(state="live")
    turns = grouped(meeting)
    client: FlaskClient = client_as("chutich")
    url = f"/opinions/{turns[-1].opinion_id}/conclusion"
    page = client.get(url)
    assert "Kết luận chung cho cả số 1, 2" in page.text
    data = {"outcome": "explained", "words": "Đã giải thích.", "lead_unit": 0}
    assert client.post(url, data=data).status_code == 303
    assert [turn.opinion.is_merged for turn in turns] == [False, False, False]
    first = f"/opinions/{turns[0].opinion_id}/conclusion"
    assert "cả số 2" in client.get(first).text
    assert client.post(first, data=data | {"for_group": "y"}).status_code == 303
    assert turns[1].opinion.merged_into_id == turns[0].opinion_id


def test_others_gather_nothing() -> None:
    meeting = make_meeting(state="live")
    one, two = make_opinion(meeting), make_opinion(meeting)
    for username in ("to3", "diachinh", "matran", "quantri"):
        with pytest.raises(NotAllowed):
            opinions.gather(one, two, reason="Cùng nội dung", actor=person(username))
    opinions.gather(one, two, reason="Cùng nội dung", actor=person("chutich"))
    with pytest.raises(Conflict):
        opinions.gather(one, two, reason="Cùng nội dung", actor=person("chutich"))


def test_what_nobody_came_to_say_is_told_marked_and_owed(client_as: Any) -> None:
    meeting = make_meeting(state="live")
    hall.ensure_session(meeting)
    other, opinion = make_opinion(meeting), make_opinion(meeting)
    for one in (other, opinion):
        hall.register(meeting, actor=person("chutich"), speaker_name="Bà Bông",
                      unit=unit_of("to-3"), opinion=one)  # fmt: skip
    turn = db.session.query(Turn).filter_by(opinion_id=other.id).one()
    for act in (hall.call, hall.start, hall.finish):
        act(turn, actor=person("chutich"))
    hall.end_hall(meeting, actor=person("chutich"))
    assert any("sẽ được trả lời bằng văn bản" in line for line in told(unit="to-3"))
    assert {m.opinion.id: m.is_written for m in queries.matters(meeting)} == {
        opinion.id: True,
        other.id: False,
    }
    page = client_as("vanphong").get(f"/meetings/{meeting.id}/conclusions").text
    assert page.count("chưa kịp phát biểu, cần trả lời bằng văn bản") == 1
    form = client_as("vanphong").get(f"/opinions/{opinion.id}/conclusion").text
    assert 'value="taken_on" checked' in form
    # Nothing is lost: the notice is not submitted before somebody owes the answer.
    assert any(opinion.receipt in line for line in obstacles_of(meeting))


def obstacles_of(meeting: Meeting) -> list[str]:
    with unit_of_work():
        notice = actions.compose_notice(meeting, actor=person("vanphong"))
    return list(queries.obstacles(notice))
