"""The order by a rule, groups on one matter, answers passed on, and the story of a place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from dialogue.accounts.models import Account
from dialogue.core import clock
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.hall import actions, queries
from dialogue.hall.models import HallSession, Turn
from dialogue.hall.ordering import proposed
from dialogue.hall.queries.log import commands
from dialogue.hall.workflow import ORDER_RULES
from dialogue.history.queries import timeline
from dialogue.plans.models import Meeting

Register = Callable[..., Turn]
AccountOf = Callable[[str], Account]


def numbers(meeting: Meeting) -> list[int]:
    return [t.number for t in queries.queue(meeting.id).waiting]


def turn(number: int, unit: int | None, topic: str, group: str, state: str) -> Turn:
    return Turn(id=number, number=number, unit_id=unit, topic=topic, group_topic=group,
                state=state)  # fmt: skip


TURNS = st.lists(
    st.tuples(
        st.sampled_from([1, 2, 3, None]),
        st.sampled_from(["Rác", "Điện", "Nước"]),
        st.sampled_from(["", "", "A", "B"]),
        st.sampled_from(["registered", "registered", "absent"]),
    ),
    max_size=12,
)


@given(rows=TURNS, rule=st.sampled_from(sorted(ORDER_RULES)), data=st.data())
def test_a_rule_loses_nobody_and_leaves_whom_it_must(
    rows: list[tuple[int | None, str, str, str]], rule: str, data: st.DataObject
) -> None:
    turns = [turn(n, *row) for n, row in enumerate(rows, start=1)]
    waiting = data.draw(st.permutations(turns))
    kept = set(data.draw(st.lists(st.sampled_from(turns), max_size=3))) if turns else set()
    kept_ids = {t.id for t in kept}
    found = proposed(waiting, rule, kept_ids)
    assert sorted(t.id for t in found) == sorted(t.id for t in waiting)
    for place, one in enumerate(waiting):
        if one.state == "absent" or one.id in kept_ids:
            assert found[place] is one
    assert proposed(found, rule, kept_ids) == found  # in order already: nothing to do
    free = [t for t in found if t.state == "registered" and t.id not in kept_ids]
    for group in ("A", "B"):
        at = [n for n, t in enumerate(free) if t.group_topic == group]
        assert at == list(range(at[0], at[0] + len(at))) if at else True


@pytest.mark.parametrize(
    ("rule", "wanted"),
    [("registration", [1, 2, 3, 4, 5]), ("topic", [1, 3, 2, 5, 4]), ("units", [1, 3, 4, 2, 5])],
)
def test_each_rule(rule: str, wanted: list[int]) -> None:
    turns = [
        turn(1, 1, "Rác", "", "registered"),
        turn(2, 1, "Điện", "", "registered"),
        turn(3, 2, "Rác", "", "registered"),
        turn(4, 3, "Nước", "", "registered"),
        turn(5, 2, "Điện", "", "registered"),
    ]
    assert [t.number for t in proposed(turns, rule)] == wanted


def test_the_rules_are_set_on_record_and_undone(
    meeting: Meeting, hall: HallSession, chair: Account, register: Register, account: AccountOf
) -> None:
    first = register("Một")
    command = actions.set_rules(
        meeting, order_rule="topic", default_seconds=120, answer_seconds=240, return_after=3,
        actor=chair,
    )  # fmt: skip
    assert "theo nội dung" in command.label
    assert first.allowance == 180  # what he was promised
    assert register("Hai").allowance == 120
    actions.undo(command, actor=chair)
    assert (hall.order_rule, hall.default_seconds, hall.return_after) == ("registration", 180, 2)
    with pytest.raises(NotAllowed):
        actions.set_rules(
            meeting, order_rule="topic", default_seconds=120, answer_seconds=240, return_after=3,
            actor=account("bvdp"),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("bad", "field"),
    [({"order_rule": "rank"}, "order_rule"), ({"default_seconds": 5}, "minutes"),
     ({"answer_seconds": 3600}, "answer_minutes"), ({"return_after": 0}, "return_after")],
)  # fmt: skip
def test_rules_out_of_bounds(
    bad: dict[str, object], field: str, meeting: Meeting, hall: HallSession, chair: Account
) -> None:
    good = {"order_rule": "units", "default_seconds": 180, "answer_seconds": 300,
            "return_after": 2}  # fmt: skip
    with pytest.raises(InvalidInput) as refused:
        actions.set_rules(meeting, actor=chair, **(good | bad))  # type: ignore[arg-type]
    assert refused.value.field == field


def test_arranged_in_one_command_and_back(
    meeting: Meeting, chair: Account, register: Register
) -> None:
    for name, topic in (("A", "Rác"), ("B", "Điện"), ("C", "Rác"), ("D", "Điện")):
        register(name, topic)
    with pytest.raises(Conflict, match="đã đúng"):
        actions.arrange(meeting, actor=chair)
    actions.set_rules(
        meeting, order_rule="topic", default_seconds=180, answer_seconds=300, return_after=2,
        actor=chair,
    )  # fmt: skip
    command = actions.arrange(meeting, actor=chair, key="once")
    assert numbers(meeting) == [1, 3, 2, 4]
    assert actions.arrange(meeting, actor=chair, key="once").id == command.id
    actions.undo(command, actor=chair)
    assert numbers(meeting) == [1, 2, 3, 4]


def test_whom_the_presider_moved_stays_moved(
    meeting: Meeting, chair: Account, register: Register
) -> None:
    turns = [register(name, topic) for name, topic in
             (("A", "Rác"), ("B", "Điện"), ("C", "Rác"), ("D", "Điện"))]  # fmt: skip
    actions.move(turns[3], None, reason="Người cao tuổi, người khuyết tật", actor=chair)
    actions.set_rules(
        meeting, order_rule="topic", default_seconds=180, answer_seconds=300, return_after=2,
        actor=chair,
    )  # fmt: skip
    actions.arrange(meeting, actor=chair)
    assert numbers(meeting) == [4, 1, 3, 2]


def test_a_group_comes_together_and_one_answer_serves_it(
    meeting: Meeting, chair: Account, register: Register, account: AccountOf
) -> None:
    a, b, c, d = (register(name) for name in ("A", "B", "C", "D"))
    command = actions.group(meeting, [b, d], "Thoát nước kiệt 45", actor=chair, key="g1")
    assert numbers(meeting) == [1, 2, 4, 3]
    assert command.reason == "Cùng nội dung: Thoát nước kiệt 45"
    assert actions.group(meeting, [b, d], "Thoát nước kiệt 45", actor=chair, key="g1") is command
    actions.call(a, actor=chair)
    actions.start(a, actor=chair)
    actions.finish(a, actor=chair)
    for one in (b, d):
        actions.call(one, actor=chair)
        actions.start(one, actor=chair)
        actions.finish(one, actor=chair)
    actions.hand_answer(d, account("diachinh"), actor=chair)
    done = actions.finish_answer(d, actor=chair)
    assert "chung cho số 2" in done.label
    for one in (b, d):
        assert "answered_in_hall" in [e.verb for e in timeline(one.opinion)]
    for one in (a, c):
        assert "answered_in_hall" not in [e.verb for e in timeline(one.opinion)]


def test_grouped_with_who_has_just_spoken_they_come_next(
    meeting: Meeting, chair: Account, register: Register
) -> None:
    a, _b, c = (register(name) for name in ("A", "B", "C"))
    actions.call(a, actor=chair)
    actions.start(a, actor=chair)
    actions.finish(a, actor=chair)
    command = actions.group(meeting, [a, c], "Rác", actor=chair)
    assert numbers(meeting) == [3, 2]
    found = queries.console(chair, meeting, actions.ensure_session(meeting))
    assert found.step == "call"
    assert found.group_next is not None
    assert found.group_next.id == c.id
    actions.undo(command, actor=chair)
    assert numbers(meeting) == [2, 3]
    assert (a.group_topic, c.group_topic) == ("", "")


def test_groups_refused(
    meeting: Meeting, chair: Account, register: Register, account: AccountOf
) -> None:
    a, b = register("A"), register("B")
    with pytest.raises(InvalidInput) as refused:
        actions.group(meeting, [a, a], "Rác", actor=chair)
    assert refused.value.field == "turns"
    with pytest.raises(InvalidInput) as refused:
        actions.group(meeting, [a, b], " ", actor=chair)
    assert refused.value.field == "topic"
    with pytest.raises(NotAllowed):
        actions.group(meeting, [a, b], "Rác", actor=account("bvdp"))
    actions.withdraw(b, reason="Về", actor=chair)
    with pytest.raises(Conflict):
        actions.group(meeting, [a, b], "Rác", actor=chair)
    with pytest.raises(Conflict):
        actions.ungroup(a, actor=chair)


def test_out_of_the_group(meeting: Meeting, chair: Account, register: Register) -> None:
    a, b = register("A"), register("B")
    actions.group(meeting, [a, b], "Rác", actor=chair)
    actions.ungroup(b, actor=chair)
    assert queries.queue(meeting.id).group_of(a) == []
    assert timeline(b)[-1].label == "Số 2 ra khỏi nhóm Rác"


def test_an_answer_passed_on_then_taken_back(
    meeting: Meeting, chair: Account, register: Register, account: AccountOf
) -> None:
    one = register()
    with time_machine.travel(clock.now(), tick=False) as now:
        actions.call(one, actor=chair)
        actions.start(one, actor=chair)
        actions.hand_answer(one, account("diachinh"), actor=chair)
        now.shift(timedelta(seconds=40))
        actions.hand_answer(one, account("taichinh"), actor=chair)
        now.shift(timedelta(seconds=25))
        actions.take_back_answer(one, actor=chair)
        now.shift(timedelta(seconds=10))
        actions.hand_answer(one, account("diachinh"), actor=chair)
        now.shift(timedelta(seconds=5))
        found = queries.answers_of([one], commands(meeting.id))[one.id]
        spans = [(a.answerer_id, a.seconds(clock.now()), a.end) for a in found]
        assert spans == [
            (account("diachinh").id, 40, "giao người khác"),
            (account("taichinh").id, 25, "chủ trì thu lại"),
            (account("diachinh").id, 5, ""),
        ]
        assert found[-1].ended_at is None
        assert queries.handed_to(account("taichinh")) == []
        actions.finish_answer(one, actor=chair)
        last = queries.answers_of([one], commands(meeting.id))[one.id][-1]
        assert last.ended_at == clock.now()


def test_why_tells_the_story_and_keeps_what_is_private(
    meeting: Meeting, chair: Account, register: Register
) -> None:
    _a, b, c = (register(name) for name in ("Lê An", "Lê Bình", "Lê Cúc"))
    private = "Con bà đang cấp cứu, gọi 0905001203"
    actions.move(c, None, reason=private, actor=chair)
    found = queries.why(queries.queue(meeting.id), 1, public=True)
    assert found is not None
    assert found.ahead == 1
    assert queries.place_words(found).endswith("hiện còn 1 người trước.")
    assert ["Chuyển số 3" in step.words for step in found.steps] == [True]
    assert private not in found.steps[0].words
    inside = queries.why(queries.queue(meeting.id), 1, public=False)
    assert inside is not None
    assert "0905001203" in inside.steps[0].words
    plain = "Người cao tuổi, người khuyết tật"
    actions.move(b, None, reason=plain, actor=chair)
    told = queries.why(queries.queue(meeting.id), 1, public=True)
    assert told is not None
    assert "người cao tuổi" in told.steps[-1].words
    assert queries.why(queries.queue(meeting.id), 99, public=True) is None
    actions.call(b, actor=chair)
    actions.absent(b, actor=chair)
    own = queries.why(queries.queue(meeting.id), 2, public=True)
    assert own is not None
    assert any("vắng, mời lại sau 2 người" in step.words for step in own.steps)
    assert all("Lê" not in step.words for step in own.steps)


def test_who_was_called_out_of_his_place_is_told_of(
    meeting: Meeting, chair: Account, register: Register
) -> None:
    register("A")
    register("B")
    third = register("C")
    actions.call(third, reason="Xin về sớm", actor=chair)
    found = queries.why(queries.queue(meeting.id), 1, public=True)
    assert found is not None
    assert [step.words for step in found.steps] == [
        "Mời số 3, trước 2 người đăng ký sớm hơn (xin về sớm)"
    ]


def test_who_was_moved_up_and_then_called_is_told_of_too(
    meeting: Meeting, chair: Account, register: Register
) -> None:
    register("A")
    second = register("B")
    third = register("C")
    actions.move(third, None, reason="Xin về sớm", actor=chair)
    for act in (actions.call, actions.start, actions.finish):
        act(third, actor=chair)
    found = queries.why(queries.queue(meeting.id), 1, public=True)
    assert found is not None
    assert [step.words for step in found.steps] == [
        "Chuyển số 3 từ vị trí 3 lên đầu hàng đợi (xin về sớm)"
    ]
    actions.call(second, reason="Cụ già", actor=chair)
    assert len(queries.why(queries.queue(meeting.id), 1, public=True).steps) == 2  # type: ignore[union-attr]


def test_nobody_speaks_again_once_it_is_over(
    meeting: Meeting, chair: Account, register: Register
) -> None:
    one = register()
    for act in (actions.call, actions.start, actions.finish):
        act(one, actor=chair)
    register("Chưa kịp nói")
    actions.end_hall(meeting, actor=chair)
    written, finish = (
        next(c for c in reversed(commands(meeting.id)) if c.verb == verb)
        for verb in ("write", "finish")
    )
    with pytest.raises(Conflict):
        actions.undo(finish, actor=chair)
    assert one.state == "done"
    offered = queries.console(chair, meeting, actions.ensure_session(meeting))
    assert offered.undo is not None
    assert offered.undo.id == written.id
    assert all(c.verb != "finish" for c in offered.undos)
    actions.undo(written, actor=chair)  # who was left out can still be put right


def test_nobody_passed_nothing_to_tell(meeting: Meeting, register: Register) -> None:
    register("A")
    register("B")
    found = queries.why(queries.queue(meeting.id), 2, public=True)
    assert found is not None
    assert (found.ahead, found.steps) == (1, ())
