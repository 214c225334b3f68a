"""Whose work it is: accepted, asked to be another's, given to another; one more interim reply
only by the chair's leave; a vice chair approves only when it was delegated to him."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.core.unit_of_work import unit_of_work
from dialogue.deadlines.models import DueDate
from dialogue.extensions import db
from dialogue.followup import actions, queries
from dialogue.followup.models import Assignment, Reply
from dialogue.followup.workflow import REPLY
from tests.followup.support import (
    FINAL,
    draft,
    events,
    interim,
    issued_reply,
    make_assignment,
    moment,
    person,
    told,
    unit_of,
    verbs,
)

SignIn = Callable[[str], FlaskClient]
DUE = date(2024, 5, 29)  # twenty working days from 02/05/2024
LIMIT = date(2024, 6, 12)  # thirty


@pytest.fixture(autouse=True)
def in_request(app: Flask) -> Iterator[None]:
    """Lists of things to do hold addresses."""
    with app.test_request_context():
        yield


def after_an_interim() -> Assignment:
    assignment = make_assignment()
    issued_reply(assignment, interim(date(2024, 6, 10)))
    assert assignment.due.due_on == LIMIT
    return assignment


def test_the_lead_unit_takes_the_work_on_once() -> None:
    assignment = make_assignment()
    assert queries.todos(person("diachinh"))[0].detail == "Chưa nhận việc"
    for username in ("taichinh", "vanphong", "to3"):
        with pytest.raises(NotAllowed):
            actions.accept(assignment, actor=person(username))
    actions.accept(assignment, actor=person("diachinh"), version=assignment.version)
    assert assignment.accepted_at is not None
    assert verbs(assignment)[-1] == "accept"
    assert queries.todos(person("diachinh"))[0].detail == ""
    with pytest.raises(Conflict):
        actions.accept(assignment, actor=person("diachinh"))


def test_who_writes_the_answer_has_taken_the_work() -> None:
    assignment = make_assignment()
    draft(assignment)
    assert assignment.accepted_at is not None


def test_another_unit_is_asked_for_granted_and_told_the_date_stays() -> None:
    assignment = make_assignment()
    with pytest.raises(InvalidInput, match="lý do"):
        actions.ask_other_unit(assignment, reason=" ", actor=person("diachinh"))
    with pytest.raises(InvalidInput, match="đang chủ trì"):
        actions.ask_other_unit(
            assignment, reason="vì", unit=unit_of("dia-chinh"), actor=person("diachinh")
        )
    with pytest.raises(InvalidInput, match="đang hoạt động"):
        actions.ask_other_unit(
            assignment, reason="vì", unit=unit_of("to-3"), actor=person("diachinh")
        )
    asked = actions.ask_other_unit(
        assignment,
        reason="Thuộc trật tự đô thị, Công an quản lý.",
        unit=unit_of("cong-an"),
        actor=person("diachinh"),
    )
    assert "giao đơn vị khác" in told(account="vanphong")[-1]
    assert [t.verb for t in queries.todos(person("vanphong"))].count("Quyết định") == 1
    with pytest.raises(Conflict, match="chờ quyết định"):
        actions.ask_other_unit(assignment, reason="nữa", actor=person("diachinh"))
    with pytest.raises(Conflict):  # it waits; the unit keeps it meanwhile
        actions.accept(assignment, actor=person("diachinh"))

    actions.grant_other_unit(asked, unit=unit_of("cong-an"), actor=person("vanphong"))
    assert (asked.state, assignment.lead_unit.code) == ("granted", "cong-an")
    assert assignment.due.due_on == DUE
    assert assignment.accepted_at is None
    event = events(assignment)[-1]
    assert (event.verb, event.reason) == ("reassign", "Thuộc trật tự đô thị, Công an quản lý.")
    assert "Được giao giải quyết" in told(unit="cong-an")[-1]
    assert "đã giao Công an" in told(unit="dia-chinh")[-1]
    assert queries.todos(person("congan"))[0].detail == "Chưa nhận việc"
    with pytest.raises(NotAllowed):
        draft(assignment)  # Địa chính has it no longer
    with pytest.raises(Conflict):
        actions.refuse_request(asked, reason="muộn", actor=person("vanphong"))


def test_a_request_is_refused_with_a_reason_or_withdrawn() -> None:
    assignment = make_assignment()
    asked = actions.ask_other_unit(assignment, reason="vì", actor=person("diachinh"))
    with pytest.raises(InvalidInput):
        actions.refuse_request(asked, reason="", actor=person("chutich"))
    for username in ("diachinh", "phochutich", "congan"):
        with pytest.raises(NotAllowed):
            actions.refuse_request(asked, reason="không", actor=person(username))
    actions.refuse_request(asked, reason="Đúng việc của Địa chính.", actor=person("chutich"))
    assert "không đồng ý. Đúng việc của Địa chính." in told(unit="dia-chinh")[-1]
    again = actions.ask_other_unit(assignment, reason="vì", actor=person("diachinh"))
    with pytest.raises(Conflict):
        actions.withdraw_request(again, actor=person("diachinh"), version=again.version + 1)
    actions.withdraw_request(again, actor=person("diachinh"))
    assert verbs(again) == ["ask", "withdraw"]
    assert assignment.lead_unit.code == "dia-chinh"


def test_giving_it_to_another_unit_moves_the_date_only_when_told_to() -> None:
    assignment = make_assignment()
    reply = draft(assignment)
    with pytest.raises(InvalidInput, match="trước hôm nay"):
        actions.reassign(
            assignment, unit=unit_of("cong-an"), reason="vì", due_on=date(2024, 5, 1),
            actor=person("chutich"),
        )  # fmt: skip
    assert assignment.lead_unit.code == "dia-chinh"
    actions.reassign(
        assignment, unit=unit_of("cong-an"), reason="Địa chính giải thể.",
        due_on=date(2024, 6, 5), actor=person("chutich"),
    )  # fmt: skip
    assert assignment.due.due_on == date(2024, 6, 5)
    assert "Địa chính giải thể." in assignment.due.why_moved
    assert REPLY.can(person("congan"), reply, "edit")  # the draft goes along
    assert not REPLY.can(person("diachinh"), reply, "edit")


def test_a_paper_on_its_way_keeps_the_work_where_it_is() -> None:
    assignment = make_assignment()
    actions.submit_reply(draft(assignment), actor=person("diachinh"))
    with pytest.raises(Conflict, match="cần trả lại trước"):
        actions.reassign(assignment, unit=unit_of("cong-an"), reason="vì", actor=person("vanphong"))


def test_work_given_away_decides_the_request_that_waits() -> None:
    assignment = after_an_interim()
    asked = actions.ask_interim(
        assignment, reason="Chờ đo đạc.", until=date(2024, 7, 1), actor=person("diachinh")
    )
    actions.reassign(assignment, unit=unit_of("cong-an"), reason="vì", actor=person("vanphong"))
    assert asked.state == "withdrawn"  # leave is the chair's alone
    assert verbs(asked) == ["ask", "lapse"]


def test_a_second_interim_reply_needs_the_chair_s_leave() -> None:
    """Kế hoạch II.4.3: at most 30 working days; more only by an act with its reason."""
    assignment = after_an_interim()
    with pytest.raises(InvalidInput, match="trừ khi Chủ tịch cho phép"):
        draft(assignment, interim(date(2024, 6, 20)))
    with pytest.raises(InvalidInput, match="sau hạn hiện nay"):
        actions.ask_interim(assignment, reason="vì", until=LIMIT, actor=person("diachinh"))
    asked = actions.ask_interim(
        assignment, reason="Chờ Sở trả lời.", until=date(2024, 7, 3), actor=person("diachinh")
    )
    assert [t.verb for t in queries.todos(person("chutich"))] == ["Quyết định"]
    assert "Quyết định" not in [t.verb for t in queries.todos(person("vanphong"))]
    with pytest.raises(NotAllowed):
        actions.grant_interim(asked, words="được", actor=person("vanphong"))
    with pytest.raises(InvalidInput):
        actions.grant_interim(asked, words="", actor=person("chutich"))
    actions.grant_interim(
        asked, words="Việc phụ thuộc cấp trên.", until=date(2024, 6, 28), actor=person("chutich")
    )
    assert assignment.due.due_on == LIMIT  # leave moves nothing by itself
    with pytest.raises(InvalidInput, match="28/06/2024"):
        actions.submit_reply(draft(assignment, interim(date(2024, 7, 3))), actor=person("diachinh"))


def test_the_allowed_interim_moves_the_date_and_a_third_is_refused() -> None:
    assignment = after_an_interim()
    asked = actions.ask_interim(
        assignment, reason="Chờ Sở.", until=date(2024, 6, 28), actor=person("diachinh")
    )
    actions.grant_interim(asked, words="Chờ cấp trên.", actor=person("chutich"))
    second = issued_reply(assignment, interim(date(2024, 6, 27)))
    assert (second.nth, assignment.state) == (2, "interim")
    assert assignment.due.due_on == date(2024, 6, 28)
    assert "Chủ tịch cho phép thêm một lần: Chờ cấp trên." in assignment.due.why_moved
    with pytest.raises(InvalidInput, match="trừ khi"):
        draft(assignment, interim(date(2024, 6, 28)))
    issued_reply(assignment, FINAL)
    assert assignment.state == "answered"


def test_no_leave_is_asked_for_the_first_interim() -> None:
    with pytest.raises(InvalidInput, match="Chưa cần xin"):
        actions.ask_interim(
            make_assignment(), reason="vì", until=date(2024, 7, 1), actor=person("diachinh")
        )


def test_the_limit_counts_from_the_notice_even_after_a_date_was_named() -> None:
    assignment = make_assignment()
    actions.reassign(
        assignment, unit=unit_of("cong-an"), reason="vì", due_on=date(2024, 6, 3),
        actor=person("vanphong"),
    )  # fmt: skip
    assert queries.interim_limit(assignment) == LIMIT
    reply = draft(assignment, interim(date(2024, 6, 10)), actor="congan")
    actions.submit_reply(reply, actor=person("congan"))
    actions.approve_reply(reply, actor=person("chutich"))
    actions.issue_reply(reply, issued_on=date(2024, 5, 2), actor=person("vanphong"))
    assert assignment.due.due_on == LIMIT
    assert db.session.get(DueDate, assignment.due_id) is not None


def submitted() -> Reply:
    reply = draft(make_assignment())
    actions.submit_reply(reply, actor=person("diachinh"))
    return reply


def test_a_vice_chair_approves_only_on_the_days_delegated_to_him() -> None:
    reply = submitted()
    with pytest.raises(NotAllowed):
        actions.approve_reply(reply, actor=person("phochutich"))
    with pytest.raises(NotAllowed):
        actions.delegate_replies(
            person("phochutich"), valid_from=date(2024, 5, 3), valid_to=date(2024, 5, 10),
            reason="vì", actor=person("vanphong"),
        )  # fmt: skip
    row = actions.delegate_replies(
        person("phochutich"), valid_from=date(2024, 5, 3), valid_to=date(2024, 5, 10),
        reason="Chủ tịch đi công tác.", actor=person("chutich"),
    )  # fmt: skip
    assert "Được ủy quyền" in told(account="phochutich")[-1]
    with pytest.raises(NotAllowed):  # from tomorrow on
        actions.approve_reply(reply, actor=person("phochutich"))
    with time_machine.travel(moment(date(2024, 5, 3)), tick=False):
        assert [t.verb for t in queries.todos(person("phochutich"))] == ["Duyệt"]
        actions.approve_reply(reply, actor=person("phochutich"))
        assert reply.signer_role == "vice_chair"
        actions.end_delegation(row, actor=person("chutich"))
        assert verbs(row) == ["delegate", "end_delegation"]
        assert not REPLY.can(person("phochutich"), reply, "return")
        with pytest.raises(Conflict):
            actions.end_delegation(row, actor=person("chutich"))


@pytest.mark.parametrize(
    ("who", "first", "last", "reason", "field"),
    [
        ("taichinh", 3, 10, "vì", "account"),
        ("phochutich", 3, 10, " ", "reason"),
        ("phochutich", 10, 3, "vì", "valid_to"),
        ("phochutich", 1, 1, "vì", "valid_to"),
        ("phochutich", 20, 25, "vì", "valid_from"),
    ],
)
def test_a_wrong_delegation_is_refused(
    who: str, first: int, last: int, reason: str, field: str
) -> None:
    actions.delegate_replies(
        person("phochutich"), valid_from=date(2024, 5, 18), valid_to=date(2024, 5, 22),
        reason="vì", actor=person("chutich"),
    )  # fmt: skip
    with pytest.raises(InvalidInput) as refused:
        actions.delegate_replies(
            person(who), valid_from=date(2024, 5, first), valid_to=date(2024, 5, last),
            reason=reason, actor=person("chutich"),
        )  # fmt: skip
    assert refused.value.field == field


def test_a_unit_keeps_texts_of_its_own() -> None:
    actor = person("diachinh")
    text = actions.add_text(name="Sửa cống", words="Đã thay nắp cống.", actor=actor)
    for name, words, field in (
        ("", "x", "name"), ("x", " ", "words"), ("Sửa cống", "khác", "name"),
    ):  # fmt: skip
        with pytest.raises(InvalidInput) as refused:
            actions.add_text(name=name, words=words, actor=actor)
        assert refused.value.field == field
    for username in ("to3", "chutich"):
        with pytest.raises(NotAllowed):
            actions.add_text(name="x", words="x", actor=person(username))
    with pytest.raises(NotAllowed):
        queries.get_text(person("taichinh"), text.id)
    with pytest.raises(Conflict):
        actions.edit_text(text, name="a", words="b", actor=actor, version=text.version + 1)
    actions.edit_text(text, name="Cống", words="Đã sửa.", actor=actor, version=text.version)
    actions.end_text(text, actor=actor)
    assert queries.texts_of(actor.unit_id) == []
    assert verbs(text) == ["add", "edit", "end"]
    with pytest.raises(Conflict):
        actions.edit_text(text, name="a", words="b", actor=actor)
    actions.add_text(name="Cống", words="lại từ đầu", actor=actor)


# Pages


def test_a_unit_asks_on_its_page_and_the_office_decides(client_as: SignIn) -> None:
    assignment = make_assignment()
    unit = client_as("diachinh")
    page = unit.get(f"/assignments/{assignment.id}").text
    assert "Nhận việc" in page
    assert "Giao đơn vị khác" not in page
    ask = f"/assignments/{assignment.id}/requests/new"
    assert "Xin dời đến ngày" not in unit.get(ask).text  # the first interim needs no leave
    refused = unit.post(ask, data={"kind": "other_unit", "reason": " "})
    assert (refused.status_code, "Cần ghi rõ lý do." in refused.text) == (422, True)
    sent = unit.post(ask, data={"kind": "other_unit", "reason": "Việc của Công an."})
    assert sent.status_code in (302, 303)
    assert unit.get(ask).status_code == 409
    asked = queries.waiting_requests()[0]
    url = f"/requests/{asked.id}"
    assert "Việc của Công an." in unit.get(url).text
    assert "Ghi quyết định" not in unit.get(url).text
    assert client_as("congan").get(url).status_code == 404
    office = client_as("vanphong")
    assert "Ghi quyết định" in office.get(url).text
    missing = office.post(url, data={"decision": "grant", "unit": "0"})
    assert (missing.status_code, "Cần chọn đơn vị được giao." in missing.text) == (422, True)
    why = office.post(url, data={"decision": "refuse", "unit": "0"})
    assert (why.status_code, "Không đồng ý thì cần ghi rõ lý do." in why.text) == (422, True)
    done = office.post(url, data={"decision": "grant", "unit": str(unit_of("cong-an").id)})
    assert done.status_code in (302, 303)
    assert client_as("congan").get(url).status_code == 200
    again = office.post(url, data={"decision": "refuse", "words": "không"})
    assert again.status_code == 409


def test_leave_is_asked_and_given_on_pages(client_as: SignIn) -> None:
    assignment = after_an_interim()
    unit = client_as("diachinh")
    ask = f"/assignments/{assignment.id}/requests/new"
    late = unit.post(ask, data={"kind": "interim", "reason": "Chờ Sở."})
    assert (late.status_code, "Cần ghi ngày xin dời đến." in late.text) == (422, True)
    unit.post(ask, data={"kind": "interim", "reason": "Chờ Sở.", "until": "2024-06-28"})
    url = f"/requests/{queries.waiting_requests()[0].id}"
    assert "Ghi quyết định" not in client_as("vanphong").get(url).text
    chair = client_as("chutich")
    silent = chair.post(url, data={"decision": "grant", "until": "2024-06-28"})
    assert (silent.status_code, "Cần ghi rõ lý do cho phép." in silent.text) == (422, True)
    chair.post(url, data={"decision": "grant", "until": "2024-06-28", "words": "Được."})
    page = unit.get(f"/assignments/{assignment.id}/replies/new").text
    assert "28/06/2024: Chủ tịch cho phép." in page


def test_another_unit_is_given_the_work_on_a_page(client_as: SignIn) -> None:
    assignment = make_assignment()
    url = f"/assignments/{assignment.id}/reassignment"
    assert client_as("diachinh").get(url).status_code == 404
    office = client_as("vanphong")
    assert "Để trống thì giữ hạn hiện nay" in office.get(url).text
    for data, line in (
        ({"unit": "0", "reason": "vì"}, "Cần chọn đơn vị được giao."),
        ({"unit": str(unit_of("cong-an").id), "reason": ""}, "Cần ghi rõ lý do."),
        (
            {"unit": str(unit_of("cong-an").id), "reason": "vì", "due_on": "2024-04-01"},
            "Hạn mới không được trước hôm nay.",
        ),
    ):
        refused = office.post(url, data=data)
        assert (refused.status_code, line in refused.text) == (422, True), line
    office.post(url, data={"unit": str(unit_of("cong-an").id), "reason": "vì"})
    with unit_of_work() as session:
        session.refresh(assignment)
    assert assignment.lead_unit.code == "cong-an"


def test_the_chair_delegates_on_a_page(client_as: SignIn) -> None:
    chair = client_as("chutich")
    who = str(person("phochutich").id)
    data = {"account": who, "valid_from": "2024-05-02", "valid_to": "2024-05-10"}
    refused = chair.post("/delegations", data=data)
    assert (refused.status_code, "Cần ghi rõ lý do." in refused.text) == (422, True)
    chair.post("/delegations", data={**data, "reason": "Đi công tác."})
    page = chair.get("/delegations").text
    assert "Đang có hiệu lực" in page
    assert client_as("to3").get("/delegations").status_code == 404
    office = client_as("vanphong")
    assert "Thôi ủy quyền" not in office.get("/delegations").text
    assert office.post("/delegations", data=data).status_code == 404
    row = queries.all_delegations()[0]
    chair.post(f"/delegations/{row.id}/end", data={"version": row.version})
    assert "Đã thôi" in chair.get("/delegations").text


def test_texts_are_kept_and_begun_from_on_pages(client_as: SignIn) -> None:
    assignment = make_assignment()
    unit = client_as("diachinh")
    refused = unit.post("/reply-texts", data={"name": "", "words": "Đã sửa."})
    assert (refused.status_code, "Cần đặt tên mẫu." in refused.text) == (422, True)
    unit.post("/reply-texts", data={"name": "Cống", "words": "Đã thay nắp cống mới."})
    text = queries.texts_of(unit_of("dia-chinh").id)[0]
    new = f"/assignments/{assignment.id}/replies/new"
    assert "Bắt đầu từ mẫu này" in unit.get(new).text
    assert unit.get(f"{new}?text={text.id}").text.count("Đã thay nắp cống mới.") > 1
    assert client_as("taichinh").get(f"/reply-texts/{text.id}").status_code == 404
    unit.post(f"/reply-texts/{text.id}", data={"name": "Cống", "words": "Khác."})
    unit.post(f"/reply-texts/{text.id}/end", data={})
    assert "Chưa có mẫu nào" in unit.get("/reply-texts").text
