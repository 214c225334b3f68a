"""A correction is a new notice that names the old; only an explicit act moves a date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient

from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.core.unit_of_work import unit_of_work
from dialogue.corrections import actions, queries
from dialogue.corrections.models import NoticeCorrection
from dialogue.corrections.workflow import CORRECTION
from dialogue.documents.producing import produce
from dialogue.documents.registry import KINDS
from dialogue.extensions import db
from dialogue.followup.models import ConclusionNotice
from dialogue.publishing.actions import publish, withdraw
from tests.documents.support import text_of
from tests.followup.support import (
    NAME,
    approved_notice,
    compose,
    conclude,
    events,
    issued_notice,
    make_meeting,
    make_opinion,
    moment,
    person,
    told,
    verbs,
)

SignIn = Callable[[str], FlaskClient]
DUE = date(2024, 5, 29)
LATER = date(2024, 5, 6)
RIGHT = "Giao Địa chính sửa nắp cống đường Lê Lai."


def a_notice() -> ConclusionNotice:
    meeting = make_meeting()
    for _ in range(2):
        conclude(make_opinion(meeting, resident_name=NAME))
    return issued_notice(meeting)


def a_correction(state: str = "draft") -> NoticeCorrection:
    notice, office = a_notice(), person("vanphong")
    found = actions.begin(notice, reason="Mục 1 ghi nhầm tên đường.", actor=office)
    actions.edit(found, {notice.items[0].id: RIGHT}, reason=found.reason, actor=office)
    if state == "draft":
        return found
    actions.submit(found, actor=office)
    if state == "submitted":
        return found
    actions.approve(found, actor=person("chutich"))
    if state == "issued":
        actions.issue(found, issued_on=date(2024, 5, 2), actor=office)
    return found


def test_a_correction_has_a_number_of_its_own_and_restarts_no_clock() -> None:
    found = a_correction("issued")
    assert (found.notice.symbol, found.symbol) == ("01/TB-UBND", "02/TB-UBND")
    for item in found.notice.items:
        assignment = item.conclusion.assignment
        assert assignment is not None
        assert assignment.due.due_on == DUE
        assert assignment.due.replaces_id is None
    assert [one.item.position for one in found.items] == [1]
    assert found.items[0].before == "Giao Địa chính sửa nắp cống; trả lời công dân."
    assert found.notice.items[0].words == found.items[0].before  # the old paper stays
    assert (
        "đính chính bởi thông báo số 02/TB-UBND. Hạn trả lời giữ nguyên."
        in told(unit="dia-chinh")[-1]
    )
    assert "được đính chính bởi thông báo số 02/TB-UBND" in told(unit="to-3")[-1]
    assert verbs(found) == ["begin", "edit", "submit", "approve", "issue"]
    assert verbs(found.notice)[-1] == "corrected"


def test_a_date_moves_only_by_an_act_of_its_own() -> None:
    found = a_correction("issued")
    first, second = found.notice.items
    chair = person("chutich")
    for username in ("vanphong", "phochutich", "diachinh"):
        with pytest.raises(NotAllowed):
            actions.move_date(found, first, due_on=LATER, reason="vì", actor=person(username))
    with pytest.raises(InvalidInput):
        actions.move_date(found, first, due_on=date(2024, 6, 5), reason="", actor=chair)
    for day in (None, date(2024, 5, 1), DUE):
        with pytest.raises(InvalidInput) as refused:
            actions.move_date(found, first, due_on=day, reason="vì", actor=chair)
        assert refused.value.field == "due_on"
    with pytest.raises(NotAllowed):  # it corrects nothing of item 2
        actions.move_date(found, second, due_on=date(2024, 6, 5), reason="vì", actor=chair)
    actions.move_date(found, first, due_on=date(2024, 6, 5), reason="Đổi địa điểm.", actor=chair)
    moved, stays = first.conclusion.assignment, second.conclusion.assignment
    assert moved is not None
    assert stays is not None
    assert (moved.due.due_on, stays.due.due_on) == (date(2024, 6, 5), DUE)
    assert "Theo thông báo đính chính số 02/TB-UBND: Đổi địa điểm." in moved.due.why_moved
    assert events(moved)[-1].verb == "move_due"
    assert "từ 29/05/2024 sang 05/06/2024" in told(unit="dia-chinh")[-1]


def test_what_is_wrong_is_refused() -> None:
    office = person("vanphong")
    meeting = make_meeting()
    conclude(make_opinion(meeting))
    with pytest.raises(Conflict, match="sửa thẳng"):
        actions.begin(approved_notice(meeting), reason="vì", actor=office)


def test_the_steps_are_guarded() -> None:
    office = person("vanphong")
    notice = a_notice()
    with pytest.raises(NotAllowed):
        actions.begin(notice, reason="vì", actor=person("chutich"))
    with pytest.raises(InvalidInput) as refused:
        actions.begin(notice, reason=" ", actor=office)
    assert refused.value.field == "reason"
    found = actions.begin(notice, reason="vì", actor=office)
    with pytest.raises(Conflict, match="đang làm"):
        actions.begin(notice, reason="vì", actor=office)
    with pytest.raises(InvalidInput, match="ít nhất một mục"):
        actions.submit(found, actor=office)
    actions.edit(found, {notice.items[0].id: RIGHT}, reason="vì", actor=office)
    with pytest.raises(Conflict):
        actions.edit(found, {}, reason="vì", actor=office, version=found.version + 1)
    actions.submit(found, actor=office)
    with pytest.raises(Conflict, match="cần rút lại"):
        actions.edit(found, {}, reason="vì", actor=office)
    actions.recall(found, actor=office)
    actions.submit(found, actor=office)
    with pytest.raises(InvalidInput):
        actions.return_to_office(found, reason="", actor=person("chutich"))
    actions.return_to_office(found, reason="Ghi rõ số nhà.", actor=person("chutich"))
    assert (found.state, found.remarks) == ("draft", "Ghi rõ số nhà.")
    actions.drop(found, actor=office)
    assert db.session.query(NoticeCorrection).count() == 0
    assert verbs(notice)[-1] == "drop_correction"


@pytest.mark.parametrize("day", [date(2024, 5, 1), date(2024, 5, 3)])
def test_a_wrong_day_of_issue_is_refused(day: date) -> None:
    found = a_correction("approved")
    with pytest.raises(InvalidInput) as refused:
        actions.issue(found, issued_on=day, actor=person("vanphong"))
    assert refused.value.field == "issued_on"
    assert found.number is None


def test_a_second_correction_starts_from_the_first() -> None:
    found = a_correction("issued")
    item = found.notice.items[0]
    second = actions.begin(found.notice, reason="Lần hai.", actor=person("vanphong"))
    actions.edit(second, {item.id: "Giao Địa chính."}, reason="Lần hai.", actor=person("vanphong"))
    assert second.items[0].before == RIGHT
    actions.edit(second, {item.id: RIGHT}, reason="Lần hai.", actor=person("vanphong"))
    assert second.items == []


EVERYONE = ("quantri", "chutich", "phochutich", "vanphong", "diachinh", "to3")
OFFICE, CHAIR = {"vanphong"}, {"chutich"}
TABLE = {
    "edit": ({"draft"}, OFFICE),
    "drop": ({"draft"}, OFFICE),
    "submit": ({"draft"}, OFFICE),
    "recall": ({"submitted"}, OFFICE),
    "approve": ({"submitted"}, CHAIR),
    "return": ({"submitted", "approved"}, CHAIR),
    "issue": ({"approved"}, OFFICE),
    "move_due": ({"issued"}, CHAIR),
}


@pytest.mark.parametrize("state", list(CORRECTION.states))
def test_who_may_do_what_in_which_state(state: str) -> None:
    assert {row.verb for row in CORRECTION.rows} == set(TABLE)
    found = a_correction(state)
    for username in EVERYONE:
        for verb, (states, who) in TABLE.items():
            allowed = username in who and state in states
            assert CORRECTION.can(person(username), found, verb) is allowed, (username, verb)


def test_residents_and_readers_see_both(client: FlaskClient, client_as: SignIn) -> None:
    found = a_correction("issued")
    publish(found.notice, actor=person("vanphong"))
    receipt = found.notice.items[0].conclusion.opinion.receipt
    page = client.get(f"/ket-qua/{receipt}").text
    assert "Giao Địa chính sửa nắp cống; trả lời công dân." in page
    assert f"{RIGHT} (số 02/TB-UBND, ngày 02/05/2024)" in page
    leader = client_as("to3").get(f"/notices/{found.notice_id}").text
    assert RIGHT in leader
    assert f"/corrections/{found.id}" in leader
    assert client_as("to3").get(f"/corrections/{found.id}").status_code == 200


def test_it_is_a_word_paper_too() -> None:
    text = text_of(produce(KINDS["correction"], a_correction("issued")).data)
    assert "Đính chính Thông báo số 01/TB-UBND ngày 02/05/2024" in text
    assert f"Nay sửa thành: “{RIGHT}”" in text
    assert NAME not in text


def test_the_whole_way_on_pages(client_as: SignIn) -> None:
    notice_id = a_notice().id
    office, chair = client_as("vanphong"), client_as("chutich")
    begin = f"/notices/{notice_id}/corrections/new"
    assert begin in office.get(f"/notices/{notice_id}").text
    assert chair.get(begin).status_code == 404
    silent = office.post(begin, data={"reason": ""})
    assert (silent.status_code, "Cần ghi vì sao phải đính chính." in silent.text) == (422, True)
    office.post(begin, data={"reason": "Nhầm tên đường."})
    found = db.session.query(NoticeCorrection).one()
    url, item_id = f"/corrections/{found.id}", found.notice.items[0].id
    assert client_as("to3").get(url).status_code == 404  # a draft
    data: dict[str, Any] = {"reason": "Nhầm tên đường.", f"words-{item_id}": RIGHT}
    long = office.post(f"{url}/edit", data={**data, f"words-{item_id}": "x" * 9000})
    assert (long.status_code, "Dài nhất 8000 ký tự." in long.text) == (422, True)
    assert office.post(f"{url}/edit", data={**data, "version": "99"}).status_code == 409
    office.post(f"{url}/edit", data=data)
    office.post(f"{url}/submission", data={})
    assert "Duyệt" in [todo.verb for todo in queries.todos(person("chutich"))]
    refused = chair.post(f"{url}/return", data={"reason": ""})
    assert refused.status_code == 422
    chair.post(f"{url}/approval", data={})
    early = office.post(f"{url}/issue", data={"issued_on": "2024-05-01"})
    assert (early.status_code, "không được trước ngày" in early.text) == (422, True)
    office.post(f"{url}/issue", data={"issued_on": "2024-05-02"})
    assert office.post(f"{url}/issue", data={"issued_on": "2024-05-02"}).status_code == 409
    for path in (url, f"{url}/print", f"/documents/correction/{found.id}"):
        assert client_as("to3").get(path).status_code == 200, path
    move = f"{url}/items/{item_id}/due"
    assert office.get(move).status_code == 404
    wrong = chair.post(move, data={"due_on": "", "reason": "vì"})
    assert (wrong.status_code, "Cần ghi hạn mới" in wrong.text) == (422, True)
    chair.post(move, data={"due_on": "2024-06-05", "reason": "Đổi địa điểm."})
    assert "05/06/2024" in chair.get(url).text


def test_the_list_of_papers_names_it(client_as: SignIn) -> None:
    found = a_correction("issued")
    page = client_as("vanphong").get(f"/meetings/{found.notice.meeting_id}/documents").text
    assert "Thông báo đính chính" in page
    assert "Đã ban hành 02/TB-UBND" in page


def test_a_later_correction_of_an_answered_item_moves_no_date() -> None:
    found = a_correction("issued")
    item = found.notice.items[0]
    assert item.conclusion.assignment is not None
    with unit_of_work():
        item.conclusion.assignment.state = "answered"
    with time_machine.travel(moment(LATER), tick=False), pytest.raises(Conflict):
        actions.move_date(
            found, item, due_on=date(2024, 6, 5), reason="vì", actor=person("chutich")
        )


def test_a_draft_notice_is_not_corrected(client_as: SignIn) -> None:
    meeting = make_meeting()
    conclude(make_opinion(meeting))
    notice = compose(meeting)
    assert client_as("vanphong").get(f"/notices/{notice.id}/corrections/new").status_code == 404


def test_what_is_posted_read_out_and_reported_says_it_as_corrected() -> None:
    found = a_correction("issued")
    for code in ("posting", "broadcast", "report"):
        text = text_of(produce(KINDS[code], found.notice.meeting).data)
        assert RIGHT in text, code
    withdraw(found.notice.items[0], found.notice, reason="vì", actor=person("vanphong"))
    for code in ("posting", "broadcast"):
        assert RIGHT not in text_of(produce(KINDS[code], found.notice.meeting).data), code
