"""Units report on their part, a delegated presider to the chair, the ward to the body above."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.core.unit_of_work import unit_of_work
from dialogue.deadlines.actions import set_due_on
from dialogue.documents.producing import produce
from dialogue.documents.registry import KINDS as DOCUMENTS
from dialogue.extensions import db
from dialogue.plans.models import Meeting, Task
from dialogue.reports import actions, queries
from dialogue.reports.models import Report
from dialogue.reports.workflow import REPORT
from tests.documents.support import text_of
from tests.followup.support import (
    conclude,
    issued_notice,
    issued_reply,
    make_assignment,
    make_meeting,
    make_opinion,
    person,
    told,
    unit_of,
    verbs,
)

SignIn = Callable[[str], FlaskClient]
WORDS = "Đã thay nắp cống, lát lại vỉa hè."


def delegated() -> Meeting:
    meeting = make_meeting(presider="phochutich")
    conclude(make_opinion(meeting), actor="phochutich")
    with unit_of_work() as session:
        leader = person("phochutich")
        session.add(
            Task(
                meeting_id=meeting.id, unit_id=leader.unit_id, account_id=leader.id,
                kind="presider_report", title="Báo cáo Chủ tịch", rule="meeting_plus_5",
                state="open",
                due_id=set_due_on(date(2024, 5, 10), label="Báo cáo").id,
            )
        )  # fmt: skip
    return meeting


def a_report(kind: str = "unit", state: str = "draft") -> Report:
    if kind == "presider":
        meeting, writer = delegated(), "phochutich"
    else:
        meeting = make_assignment().conclusion.meeting
        writer = "diachinh" if kind == "unit" else "vanphong"
    found = actions.begin(meeting, kind, actor=person(writer))
    actions.edit(found, words=WORDS, proposals="Xin kinh phí.", actor=person(writer))
    if state != "draft":
        actions.submit(found, actor=person(writer))
    if state in ("approved", "issued"):
        actions.approve(found, actor=person("vanphong" if kind == "unit" else "chutich"))
    if state == "issued":
        actions.issue(found, issued_on=date(2024, 5, 2), actor=person("vanphong"))
    return found


def test_a_unit_reports_on_what_it_was_given_with_figures_of_that_day() -> None:
    found = a_report(state="submitted")
    assert dict(found.figures)["Việc được giao"] == 1
    assert dict(found.figures)["Đã trả lời"] == 0
    assignment = queries.given_to(found.unit_id, found.meeting)[0]
    issued_reply(assignment)
    assert dict(found.figures)["Đã trả lời"] == 0  # as it was handed in
    assert dict(queries.figures_of(person("diachinh"), found))["Đã trả lời"] == 1
    assert any("Báo cáo của Địa chính" in line for line in told(account="vanphong"))
    actions.approve(found, actor=person("vanphong"))
    assert "đã duyệt" in told(unit="dia-chinh")[-1]
    assert verbs(found) == ["begin", "edit", "submit", "approve"]


def test_who_was_given_nothing_reports_nothing() -> None:
    meeting = make_assignment().conclusion.meeting
    with pytest.raises(Conflict, match="không giao việc"):
        actions.begin(meeting, "unit", actor=person("congan"))
    with pytest.raises(NotAllowed):
        actions.begin(meeting, "result", actor=person("diachinh"))
    for username in ("chutich", "phochutich", "vanphong"):
        with pytest.raises(NotAllowed):
            actions.begin(meeting, "presider", actor=person(username))
    with pytest.raises(NotAllowed):
        actions.begin(meeting, "khac", actor=person("vanphong"))
    ahead = make_meeting(state="announced", ordinal=2)
    with pytest.raises(Conflict, match="kết thúc"):
        actions.begin(ahead, "result", actor=person("vanphong"))


def test_one_that_was_begun_is_opened_again() -> None:
    found = a_report()
    assert actions.begin(found.meeting, "unit", actor=person("diachinh")).id == found.id


def test_without_words_it_is_not_handed_in() -> None:
    meeting = make_assignment().conclusion.meeting
    found = actions.begin(meeting, "unit", actor=person("diachinh"))
    with pytest.raises(InvalidInput) as refused:
        actions.submit(found, actor=person("diachinh"))
    assert refused.value.field == "words"
    with pytest.raises(Conflict):
        actions.edit(
            found, words="x", proposals="", actor=person("diachinh"), version=found.version + 1
        )


def test_a_delegated_presider_reports_to_the_chair_and_his_task_is_done() -> None:
    found = a_report("presider", "submitted")
    task = db.session.scalars(select(Task)).one()
    assert task.state == "done"
    figures = dict(found.figures)
    assert (figures["Nội dung đã kết luận"], figures["– Tiếp thu, giao giải quyết"]) == (1, 1)
    with pytest.raises(NotAllowed):
        actions.approve(found, actor=person("vanphong"))
    with pytest.raises(InvalidInput):
        actions.give_back(found, reason=" ", actor=person("chutich"))
    actions.give_back(found, reason="Nói rõ kinh phí.", actor=person("chutich"))
    assert "Nói rõ kinh phí." in told(account="phochutich")[-1]
    actions.submit(found, actor=person("phochutich"))
    actions.approve(found, actor=person("chutich"))
    assert found.state == "approved"


def test_the_ward_s_report_is_numbered_and_says_what_was_written() -> None:
    found = a_report("result", "issued")
    assert (found.symbol, found.state) == ("01/BC-UBND", "issued")
    text = text_of(produce(DOCUMENTS["report"], found.meeting).data)
    for words in ("01/BC-UBND", "ngày 02 tháng 5 năm 2024", WORDS, "IV. ĐÁNH GIÁ, KIẾN NGHỊ",
                  "Xin kinh phí.", person("chutich").full_name):  # fmt: skip
        assert words in text, words


def test_a_draft_report_leaves_the_paper_without_a_number() -> None:
    found = a_report("result", "submitted")
    text = text_of(produce(DOCUMENTS["report"], found.meeting).data)
    assert "01/BC-UBND" not in text
    assert WORDS not in text


@pytest.mark.parametrize("day", [date(2024, 5, 1), date(2024, 5, 3)])
def test_a_wrong_day_is_refused(day: date) -> None:
    found = a_report("result", "approved")
    with pytest.raises(InvalidInput) as refused:
        actions.issue(found, issued_on=day, actor=person("vanphong"))
    assert refused.value.field == "issued_on"


EVERYONE = ("quantri", "chutich", "phochutich", "vanphong", "diachinh", "taichinh", "to3")


def table(writer: str, receiver: str, issuer: str = "") -> dict[str, tuple[set[str], set[str]]]:
    return {
        "edit": ({"draft"}, {writer}),
        "submit": ({"draft"}, {writer}),
        "recall": ({"submitted"}, {writer}),
        "approve": ({"submitted"}, {receiver}),
        "return": ({"submitted"}, {receiver}),
        "issue": ({"approved"}, {issuer} - {""}),
    }


TABLES = {
    "unit": table("diachinh", "vanphong"),
    "presider": table("phochutich", "chutich"),
    "result": table("vanphong", "chutich", "vanphong"),
}


@pytest.mark.parametrize("kind", TABLES)
@pytest.mark.parametrize("state", ["draft", "submitted", "approved"])
def test_who_may_do_what_in_which_state(kind: str, state: str) -> None:
    assert {row.verb for row in REPORT.rows} == set(TABLES[kind])
    found = a_report(kind, state)
    for username in EVERYONE:
        for verb, (states, who) in TABLES[kind].items():
            allowed = username in who and state in states
            assert REPORT.can(person(username), found, verb) is allowed, (username, verb)


def test_a_unit_writes_and_the_office_takes_it_in_on_pages(client_as: SignIn) -> None:
    meeting_id = make_assignment().conclusion.meeting_id
    unit, office = client_as("diachinh"), client_as("vanphong")
    listed = f"/meetings/{meeting_id}/result-reports"
    assert "Soạn báo cáo của đơn vị" in unit.get(listed).text
    assert "Soạn" not in client_as("congan").get(listed).text.split("<main")[1]
    unit.post(f"{listed}/unit", data={})
    found = db.session.scalars(select(Report)).one()
    url = f"/reports/{found.id}"
    for username in ("vanphong", "chutich", "taichinh", "to3"):
        assert client_as(username).get(url).status_code == 404  # a draft
    silent = unit.post(f"{url}/edit", data={"words": "", "step": "submit"})
    assert (silent.status_code, "Cần ghi tình hình" in silent.text) == (422, True)
    unit.post(f"{url}/edit", data={"words": WORDS, "step": "save"})
    assert "Viết tiếp" in unit.get(url).text
    unit.post(f"{url}/edit", data={"words": WORDS, "step": "submit"})
    assert WORDS in office.get(url).text
    assert client_as("taichinh").get(url).status_code == 404
    assert "Duyệt" in office.get("/").text
    refused = office.post(f"{url}/return", data={"reason": ""})
    assert (refused.status_code, "Cần ghi rõ lý do." in refused.text) == (422, True)
    office.post(f"{url}/approval", data={})
    assert office.post(f"{url}/approval", data={}).status_code == 409
    assert office.post(f"{url}/khac", data={}).status_code == 404


def test_the_ward_s_report_on_pages(client_as: SignIn) -> None:
    found = a_report("result", "submitted")
    url, chair = f"/reports/{found.id}", client_as("chutich")
    chair.post(f"{url}/approval", data={})
    office = client_as("vanphong")
    early = office.post(f"{url}/issue", data={"issued_on": "2024-05-01"})
    assert (early.status_code, "không được trước ngày duyệt" in early.text) == (422, True)
    office.post(f"{url}/issue", data={"issued_on": "2024-05-02"})
    assert "01/BC-UBND" in office.get(f"/meetings/{found.meeting_id}/result-reports").text
    assert "01/BC-UBND" in office.get("/register?series=BC").text
    assert f"/documents/report/{found.meeting_id}" in office.get(url).text
    assert chair.post(f"{url}/issue", data={"issued_on": "2024-05-02"}).status_code == 404


def test_lists_cost_the_same(client_as: SignIn, count_queries: Callable[[], object]) -> None:
    meeting = make_meeting()
    codes = {"dia-chinh": "diachinh", "tai-chinh": "taichinh", "cong-an": "congan"}
    for code in codes:
        conclude(make_opinion(meeting), lead=code)
    issued_notice(meeting)
    office, costs = client_as("vanphong"), []
    for code, username in codes.items():
        assert unit_of(code).id == person(username).unit_id
        one = actions.begin(meeting, "unit", actor=person(username))
        actions.edit(one, words="Xong.", proposals="", actor=person(username))
        actions.submit(one, actor=person(username))
        db.session.expire_all()
        office.get(f"/meetings/{meeting.id}/result-reports")
        with count_queries() as counted:  # type: ignore[attr-defined]
            office.get(f"/meetings/{meeting.id}/result-reports")
        costs.append(len(counted))
    assert len(set(costs)) == 1, costs
