"""Answered, settled, confirmed, contested: the sender has the last word, and nothing mixes."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from PIL import Image
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from dialogue.core import clock
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.core.unit_of_work import unit_of_work
from dialogue.documents.kinds.report import KIND as REPORT
from dialogue.documents.outcomes import result_of
from dialogue.extensions import db
from dialogue.files.models import Attachment
from dialogue.followup import actions, queries
from dialogue.followup.actions.replies import Text
from dialogue.followup.models import Assignment, Reply, Verdict
from dialogue.followup.queries.fates import fates
from tests.followup.support import (
    FINAL,
    assignment_of,
    conclude,
    draft,
    events,
    interim,
    issued_notice,
    issued_reply,
    make_assignment,
    make_meeting,
    make_opinion,
    moment,
    person,
    told,
    unit_of,
    verbs,
)
from tests.publishing.support import publish_all

UNSETTLED = Text(kind="final", words="Đã ghi vào kế hoạch.", settled=False, plan="Làm quý III.")
WHY = "Nắp cống vẫn vỡ, nước vẫn ngập."


@pytest.fixture
def answered() -> Reply:
    """An answer to what Tổ 3 sent and Hội Phụ nữ's was merged into."""
    meeting = make_meeting()
    opinion = make_opinion(meeting)
    make_opinion(meeting, sender="phu-nu", merged_into_id=opinion.id, state="sent")
    conclusion = conclude(opinion, supporting=["tai-chinh"])
    issued_notice(meeting)
    return issued_reply(assignment_of(conclusion))


def counts(username: str = "vanphong") -> dict[str, int]:
    found = queries.list_assignments(person(username)).counts
    return {name: found[name] for name in ("answered", "settled", "confirmed", "contested")}


def test_the_sender_confirms_once(answered: Reply) -> None:
    assert counts() == {"answered": 1, "settled": 1, "confirmed": 0, "contested": 0}
    first = actions.confirm(answered, actor=person("to3"))
    again = actions.confirm(answered, actor=person("to3"))
    assert again.id == first.id
    assert first.unit_id == unit_of("to-3").id
    assert verbs(answered.assignment)[-1] == "confirm"
    assert told(unit="dia-chinh")[-1].startswith("Tổ dân phố 3 xác nhận đã giải quyết xong")
    assert counts() == {"answered": 1, "settled": 1, "confirmed": 1, "contested": 0}


def test_silence_is_neither(answered: Reply) -> None:
    assert counts()["confirmed"] == counts()["contested"] == 0
    assert answered.assignment.state == "answered"


def test_contested_it_opens_again_with_a_date_of_its_own(
    answered: Reply, notice_day: time_machine.Traveller
) -> None:
    assignment = answered.assignment
    first_due = assignment.due
    notice_day.move_to(moment(date(2024, 5, 20)))
    actions.contest(answered, reason=WHY, actor=person("to3"))
    assert (assignment.state, assignment.round, assignment.answered_at) == ("open", 2, None)
    assert assignment.due_id != first_due.id
    assert assignment.due.start_on == date(2024, 5, 20)
    assert first_due.due_on == date(2024, 5, 30) or first_due.due_on < assignment.due.due_on
    last = events(assignment)[-1]
    assert (last.verb, last.reason, last.to_state) == ("contest", WHY, "open")
    assert counts() == {"answered": 0, "settled": 0, "confirmed": 0, "contested": 1}
    for unit in ("dia-chinh", "tai-chinh"):
        assert WHY in told(unit=unit)[-1]
    for account in ("vanphong", "chutich"):
        assert WHY in told(account=account)[-1]
    assert "được mở lại" in told(unit="phu-nu")[-1]
    assert answered.state == "issued", "the earlier answer stays as it was issued"


def test_a_second_round_has_an_interim_reply_and_an_answer_of_its_own(answered: Reply) -> None:
    assignment = answered.assignment
    actions.contest(answered, reason=WHY, actor=person("to3"))
    issued_reply(assignment, interim(clock.today() + timedelta(days=20)))
    assert assignment.state == "interim"
    second = issued_reply(assignment)
    assert (assignment.state, second.round) == ("answered", 2)
    assert assignment.answer is not None
    assert assignment.answer.id == second.id
    with pytest.raises(Conflict, match="văn bản trả lời khác"):
        actions.confirm(answered, actor=person("to3"))
    actions.confirm(second, actor=person("to3"))
    assert counts() == {"answered": 1, "settled": 1, "confirmed": 1, "contested": 1}


def test_one_round_has_one_interim_reply(answered: Reply) -> None:
    assignment = answered.assignment
    actions.contest(answered, reason=WHY, actor=person("to3"))
    issued_reply(assignment, interim(clock.today() + timedelta(days=20)))
    with pytest.raises(InvalidInput, match="chính thức"):
        draft(assignment, interim(clock.today() + timedelta(days=21)))


def test_the_unit_of_a_merged_opinion_has_a_word_too(answered: Reply) -> None:
    actions.confirm(answered, actor=person("to3"))
    actions.contest(answered, reason=WHY, actor=person("phunu"))
    assert counts() == {"answered": 0, "settled": 0, "confirmed": 0, "contested": 1}


def test_an_answer_that_is_not_settled_may_be_confirmed_later() -> None:
    reply = issued_reply(make_assignment(), UNSETTLED)
    assert counts() == {"answered": 1, "settled": 0, "confirmed": 0, "contested": 0}
    actions.confirm(reply, actor=person("to3"))
    assert counts() == {"answered": 1, "settled": 0, "confirmed": 1, "contested": 0}


@pytest.mark.parametrize("username", ["to4", "diachinh", "taichinh", "congan", "quantri"])
def test_nobody_else_speaks_for_the_sender(answered: Reply, username: str) -> None:
    for act in (
        lambda: actions.confirm(answered, actor=person(username)),
        lambda: actions.contest(answered, reason=WHY, actor=person(username)),
        lambda: actions.confirm(answered, actor=person(username), unit=unit_of("to-3")),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert db.session.scalars(select(Verdict)).all() == []


def test_a_unit_speaks_for_itself_only(answered: Reply) -> None:
    with pytest.raises(NotAllowed):
        actions.confirm(answered, actor=person("to3"), unit=unit_of("phu-nu"))


def test_the_office_writes_down_who_said_it(answered: Reply) -> None:
    office, group = person("vanphong"), unit_of("to-3")
    with pytest.raises(InvalidInput, match="ai cho biết"):
        actions.confirm(answered, actor=office, unit=group)
    with pytest.raises(InvalidInput, match="đơn vị đã gửi"):
        actions.confirm(answered, actor=office, unit=unit_of("to-4"), words="Bà A nói")
    said = actions.confirm(answered, actor=office, unit=group, words="Ông tổ trưởng gọi điện")
    assert (said.unit_id, said.by_id) == (group.id, office.id)


@pytest.mark.parametrize("reason", ["", "   ", "\u200b"])
def test_contesting_needs_a_reason(answered: Reply, reason: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        actions.contest(answered, reason=reason, actor=person("to3"))
    assert refusal.value.field == "said"
    assert answered.assignment.state == "answered"


def test_after_thirty_days_the_office_decides(
    answered: Reply, notice_day: time_machine.Traveller
) -> None:
    assert answered.issued_on is not None
    last = answered.issued_on + timedelta(days=30)
    notice_day.move_to(moment(last + timedelta(days=1)))
    with pytest.raises(InvalidInput, match="Văn phòng"):
        actions.contest(answered, reason=WHY, actor=person("to3"))
    assert queries.awaiting_verdict(person("to3")) == []
    actions.contest(answered, reason=WHY, actor=person("vanphong"), unit=unit_of("to-3"))
    assert answered.assignment.state == "open"


def test_on_the_last_day_the_unit_still_may(
    answered: Reply, notice_day: time_machine.Traveller
) -> None:
    assert answered.issued_on is not None
    notice_day.move_to(moment(answered.issued_on + timedelta(days=30)))
    assert [one.id for one in queries.awaiting_verdict(person("to3"))] == [answered.assignment_id]
    actions.contest(answered, reason=WHY, actor=person("to3"))


def test_a_stale_page_changes_nothing(answered: Reply) -> None:
    seen = answered.assignment.version
    actions.confirm(answered, actor=person("phunu"))
    with pytest.raises(Conflict):
        actions.contest(answered, reason=WHY, actor=person("to3"), version=seen)
    assert answered.assignment.state == "answered"


def test_an_open_matter_has_nothing_to_judge() -> None:
    assignment = make_assignment()
    reply = issued_reply(assignment, interim(clock.today() + timedelta(days=20)))
    with pytest.raises(Conflict):
        actions.confirm(reply, actor=person("to3"))


def test_what_was_said_stays(answered: Reply) -> None:
    actions.confirm(answered, actor=person("to3"))
    for statement in ("UPDATE verdict SET kind = 'contested', words = 'x'", "DELETE FROM verdict"):
        with pytest.raises(IntegrityError, match="append-only"), unit_of_work() as session:
            session.execute(text(statement))


def test_the_figures_from_raw_rows(answered: Reply, notice_day: time_machine.Traveller) -> None:
    """Counted again by hand from the tables, sharing nothing with the queries."""
    meeting = make_meeting(ordinal=2)
    conclusions = [conclude(make_opinion(meeting)) for _ in range(5)]
    issued_notice(meeting)
    given = [assignment_of(one) for one in conclusions]
    done = [issued_reply(one, FINAL if n % 2 else UNSETTLED) for n, one in enumerate(given[:4])]
    actions.confirm(done[0], actor=person("to3"))
    actions.contest(done[1], reason=WHY, actor=person("to3"))
    actions.contest(done[2], reason=WHY, actor=person("to3"))
    actions.confirm(issued_reply(given[2]), actor=person("to3"))
    expected = dict.fromkeys(("answered", "settled", "confirmed", "contested"), 0)
    with db.engine.connect() as raw:
        for number, state in raw.execute(text("SELECT id, state FROM assignment")).all():
            said = raw.execute(
                text("SELECT kind FROM verdict WHERE assignment_id = :n"), {"n": number}
            ).scalars()
            expected["contested"] += "contested" in said.all()
            if state != "answered":
                continue
            expected["answered"] += 1
            answer, settled = raw.execute(
                text(
                    "SELECT id, settled FROM reply WHERE assignment_id = :n AND kind = 'final'"
                    " AND state = 'issued' ORDER BY id DESC"
                ),
                {"n": number},
            ).first()  # type: ignore[misc]
            expected["settled"] += bool(settled)
            kinds = raw.execute(text("SELECT kind FROM verdict WHERE reply_id = :n"), {"n": answer})
            expected["confirmed"] += "confirmed" in kinds.scalars().all()
    assert expected == {"answered": 4, "settled": 3, "confirmed": 2, "contested": 2}
    assert counts() == expected


# -- pages


def photo() -> tuple[io.BytesIO, str]:
    picture = io.BytesIO()
    Image.new("RGB", (20, 20), "red").save(picture, "JPEG")
    picture.seek(0)
    return picture, "cong.jpg"


def test_the_group_leader_is_asked_and_contests_with_a_photo(
    app: Flask, answered: Reply, client_as: Callable[[str], Any]
) -> None:
    leader = client_as("to3")
    url = f"/replies/{answered.id}"
    assert url in leader.get("/").text
    assert "Việc đã xong thật chưa?" in leader.get(url).text
    empty = leader.post(f"{url}/verdicts", data={"kind": "contested", "said": ""})
    assert empty.status_code == 422
    assert "Cần ghi rõ điều gì chưa xong" in empty.text
    sent = leader.post(
        f"{url}/verdicts",
        data={"kind": "contested", "said": WHY, "photos": photo()},
        content_type="multipart/form-data",
    )
    assert sent.status_code == 303
    page = leader.get(url).text
    assert WHY in page
    file = db.session.scalars(select(Attachment).where(Attachment.owner_type == "verdict")).one()
    address = f"/files/{file.id}"
    assert address in page
    assert leader.get(address).status_code == 200
    assert client_as("diachinh").get(address).status_code == 200
    for other in ("phunu", "to4", "congan"):
        assert client_as(other).get(address).status_code == 404
    unit = client_as("diachinh").get(f"/assignments/{answered.assignment_id}").text
    assert "Lần 2:" in unit
    assert WHY in unit
    thread = leader.get(f"/opinions/{answered.assignment.conclusion.opinion_id}").text
    assert "chưa đồng ý" in thread


def test_nothing_chosen_and_nothing_known(answered: Reply, client_as: Callable[[str], Any]) -> None:
    url = f"/replies/{answered.id}/verdicts"
    wrong = client_as("to3").post(url, data={"said": "giữ lại"})
    assert wrong.status_code == 422
    assert "Cần chọn đã xong hay chưa đồng ý." in wrong.text
    assert "giữ lại" in wrong.text
    assert client_as("to4").post(url, data={"kind": "confirmed"}).status_code == 404
    assert client_as("diachinh").post(url, data={"kind": "confirmed"}).status_code == 404


def test_a_stale_form_shows_the_page_as_it_is(
    answered: Reply, client_as: Callable[[str], Any]
) -> None:
    seen = answered.assignment.version
    actions.contest(answered, reason=WHY, actor=person("phunu"))
    late = client_as("to3").post(
        f"/replies/{answered.id}/verdicts", data={"kind": "confirmed", "version": seen}
    )
    assert late.status_code == 409
    assert WHY in late.text


def test_the_office_chooses_for_whom(answered: Reply, client_as: Callable[[str], Any]) -> None:
    office, url = client_as("vanphong"), f"/replies/{answered.id}"
    assert "Ghi thay ý kiến của nơi gửi" in office.get(url).text
    form = {"kind": "confirmed", "unit": unit_of("phu-nu").id, "said": "Chị Hội trưởng báo"}
    assert office.post(f"{url}/verdicts", data=form).status_code == 303
    verdict = db.session.scalars(select(Verdict)).one()
    assert verdict.unit_id == unit_of("phu-nu").id


def test_residents_read_that_it_is_not_settled(
    answered: Reply, client_as: Callable[[str], Any], client: Any
) -> None:
    receipt = answered.assignment.conclusion.opinion.receipt
    publish_all()
    assert "Đã giải quyết" in client.get(f"/ket-qua/{receipt}").text
    actions.contest(answered, reason=WHY, actor=person("to3"))
    page = client.get(f"/ket-qua/{receipt}").text
    assert "chưa đồng ý, đang giải quyết lại" in page
    assert WHY not in page


def test_the_list_of_each_figure_has_that_many(
    answered: Reply, client_as: Callable[[str], Any]
) -> None:
    actions.confirm(answered, actor=person("to3"))
    office = client_as("vanphong")
    for state in ("answered", "settled", "confirmed"):
        page = office.get(f"/assignments?state={state}").text
        assert page.count('id="assignment-') == 1
    assert 'id="assignment-' not in office.get("/assignments?state=contested").text


def test_the_page_costs_the_same_for_one_and_for_thirty(
    answered: Reply, client_as: Callable[[str], Any], count_queries: Any
) -> None:
    number = answered.assignment_id

    def give(times: int) -> None:
        for _ in range(times):
            assignment = db.session.get(Assignment, number)
            assert assignment is not None
            assert assignment.answer is not None
            actions.contest(assignment.answer, reason=WHY, actor=person("to3"))
            issued_reply(assignment)

    client = client_as("vanphong")
    url = f"/assignments/{number}"

    def cost() -> int:
        with count_queries() as counted:
            client.get(url)
        return len(counted)

    give(1)
    one = cost()
    give(10)
    assert cost() == one


def test_what_is_told_elsewhere_is_of_the_present_round(
    answered: Reply, notice_day: time_machine.Traveller
) -> None:
    """The report, the list of results and next year's memory forget a refused answer."""
    conclusion = answered.assignment.conclusion
    opinion_id = conclusion.opinion_id
    assert fates([opinion_id], True)[opinion_id].settled
    actions.contest(answered, reason=WHY, actor=person("to3"))
    db.session.expire_all()
    fate = fates([opinion_id], True)[opinion_id]
    assert (fate.settled, fate.kept, fate.by) == (
        False,
        "pending",
        conclusion.assignment.due.due_on,
    )
    assert "người dân chưa đồng ý" in result_of(conclusion)
    assert queries.outcomes([opinion_id])[opinion_id].endswith("chưa đồng ý")
    report = REPORT.context(conclusion.meeting)
    lines = " ".join(str(value) for value in vars(report).values())
    assert "đã giải quyết xong 0 nội dung" in lines
    assert "phải giải quyết lại: 1 nội dung" in lines
    second = issued_reply(conclusion.assignment)
    actions.confirm(second, actor=person("to3"))
    db.session.expire_all()
    assert fates([opinion_id], True)[opinion_id].settled
    lines = " ".join(str(value) for value in vars(REPORT.context(conclusion.meeting)).values())
    assert "xác nhận giải quyết xong: 1 nội dung" in lines
