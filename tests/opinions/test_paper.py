"""A unit without a phone hands in paper; the office types it in, in the unit's name."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date
from secrets import token_hex
from typing import Any

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from dialogue.accounts.models import Account, Unit
from dialogue.core import clock
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.extensions import db
from dialogue.files.queries import attachments_of
from dialogue.history.queries import timeline
from dialogue.notifications.queries import inbox
from dialogue.opinions import actions, queries
from dialogue.opinions.actions import Content
from dialogue.opinions.models import Opinion
from dialogue.plans.models import Meeting
from dialogue.plans.queries import task_of_kind

Who = Callable[[str], Account]
Units = Callable[[str], Unit]
Client = Callable[[str], FlaskClient]


@pytest.fixture
def enter(meeting: Meeting, account: Who, unit: Units) -> Callable[..., Opinion]:
    """The paper of tổ 7, typed in by the office today."""

    def make(**more: Any) -> Opinion:
        own: dict[str, Any] = {
            "actor": account("vanphong"),
            "client_key": token_hex(16),
            "unit": unit("to-7"),
            "received_on": clock.today(),
            "written_by": "Ông Lê Văn Tư",
            "meeting": meeting,
            "content": Content(words="Làm lại mặt đường hẻm 20"),
        }
        return actions.enter_paper(**(own | more))

    return make


def test_it_counts_as_the_units_own_and_says_who_typed_it(
    enter: Callable[..., Opinion], account: Who, meeting: Meeting
) -> None:
    opinion = enter()
    assert (opinion.state, opinion.channel, opinion.receipt) == ("sent", "paper", "YK-2024-0001")
    assert opinion.unit.code == "to-7"
    assert queries.sent_by(account("to7"), meeting) == 1
    event = timeline(opinion)[-1]
    assert event.verb == "enter_paper"
    assert event.actor_name == account("vanphong").full_name
    assert event.label == (
        "Nhập từ bản giấy của Tổ dân phố 7, nhận ngày 14/03/2024, người ghi: Ông Lê Văn Tư"
    )
    assert queries.get(account("to7"), opinion.id).id == opinion.id
    assert "YK-2024-0001" in inbox(account("to7"))[0][0].text
    with pytest.raises(NotAllowed):
        queries.get(account("to6"), opinion.id)


def test_only_the_office_types_in_and_each_key_once(
    enter: Callable[..., Opinion], account: Who, meeting: Meeting
) -> None:
    for nobody in ("to7", "chutich", "quantri"):
        with pytest.raises(NotAllowed):
            enter(actor=account(nobody))
    key = token_hex(16)
    assert enter(client_key=key).id == enter(client_key=key).id
    own = token_hex(16)
    actions.submit(
        actor=account("to3"), client_key=own, meeting=meeting, content=Content(words="Của tổ 3")
    )
    with pytest.raises(NotAllowed):
        enter(client_key=own)


def test_what_is_missing_or_impossible_is_refused(
    enter: Callable[..., Opinion], meeting: Meeting
) -> None:
    for wrong, field in (
        ({"content": Content()}, "words"),
        ({"received_on": date(2024, 3, 15)}, "received_on"),
    ):
        with pytest.raises(InvalidInput) as told:
            enter(**wrong)
        assert told.value.field == field
    assert db.session.scalars(select(Opinion)).all() == []


def test_the_day_of_the_paper_decides_on_lateness(
    enter: Callable[..., Opinion], announced: Meeting, today: Any
) -> None:
    due = announced.opinions_due
    assert due is not None
    today.move_to("2024-04-10 02:00:00+00:00")
    in_time = enter(received_on=due.due_on)
    assert (in_time.late, in_time.late_reason) == (False, "")
    with pytest.raises(InvalidInput) as told:
        enter(received_on=date(2024, 4, 9))
    assert told.value.field == "late_reason"
    late = enter(
        received_on=date(2024, 4, 9), content=Content(words="Muộn", late_reason="Tổ họp muộn")
    )
    assert late.late


def test_the_office_clarifies_and_withdraws_it_for_the_unit(
    enter: Callable[..., Opinion], sent: Callable[..., Opinion], account: Who
) -> None:
    office, opinion = account("vanphong"), enter()
    actions.return_for_clarification(opinion, question="Đoạn nào?", actor=office)
    actions.resend(opinion, content=Content(words="Đoạn đầu hẻm 20"), actor=office)
    assert opinion.words == "Đoạn đầu hẻm 20"
    with pytest.raises(NotAllowed):
        actions.withdraw(opinion, actor=account("to6"))
    actions.withdraw(opinion, actor=office, reason="Nhập hai lần")
    assert opinion.state == "withdrawn"
    with pytest.raises(NotAllowed):
        actions.withdraw(sent(), actor=office)


def test_the_office_notes_that_a_unit_has_no_opinion(
    enter: Callable[..., Opinion], account: Who, unit: Units, meeting: Meeting, client_as: Client
) -> None:
    assert unit("to-7") in queries.silent_units(meeting)
    page = client_as("vanphong").get(f"/opinions/paper?meeting={meeting.id}")
    url = f"/meetings/{meeting.id}/units/{unit('to-7').id}/opinions/nothing"
    assert url in page.get_data(as_text=True)
    assert client_as("to6").post(url).status_code == 404
    assert client_as("vanphong").post(url).status_code == 303
    task = task_of_kind(meeting, unit("to-7").id, "opinions")
    assert task is not None
    assert (task.state, task.note) == ("done", "Không có ý kiến")
    assert unit("to-7") not in queries.silent_units(meeting)
    assert client_as("vanphong").post(url).status_code == 409
    enter(unit=unit("to-6"))
    with pytest.raises(Conflict, match="đã gửi 1 ý kiến"):
        actions.report_nothing(meeting, unit("to-6"), account("vanphong"))


def _typed(client: FlaskClient, **more: Any) -> dict[str, Any]:
    page = client.get("/opinions/paper").get_data(as_text=True)
    key = re.search(r'name="submission_key" value="([0-9a-f]{32})"', page)
    meeting = re.search(r'name="meeting"[^>]*value="(\d+)"[^>]*checked', page)
    assert key is not None
    assert meeting is not None
    return {"submission_key": key[1], "meeting": meeting[1], "received_on": "2024-03-12"} | more


def test_typed_in_on_the_page_it_gets_a_slip(
    meeting: Meeting, unit: Units, client_as: Client
) -> None:
    office = client_as("vanphong")
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(picture, "JPEG")
    picture.seek(0)
    data = _typed(
        office,
        unit=str(unit("to-7").id),
        words="Làm lại mặt đường hẻm 20",
        written_by="Ông Tư",
        people_count="8",
        photos=[(picture, "giay.jpg")],
    )
    answer = office.post("/opinions/paper", data=data, content_type="multipart/form-data")
    assert answer.status_code == 303
    assert "In biên nhận" in office.get(answer.headers["Location"]).get_data(as_text=True)
    opinion = db.session.scalars(select(Opinion)).one()
    assert (opinion.received_on, opinion.people_count) == (date(2024, 3, 12), 8)
    assert len(attachments_of(opinion)) == 1
    slip = office.get(f"/opinions/{opinion.id}/slip").get_data(as_text=True)
    for part in ("YK-2024-0001", "Tổ dân phố 7", "12/03/2024", "Ông Tư", "8 người cùng ý kiến"):
        assert part in slip, part
    assert client_as("to7").get(f"/opinions/{opinion.id}/slip").status_code == 200
    for other in ("to6", "chutich"):
        assert client_as(other).get(f"/opinions/{opinion.id}/slip").status_code == 404
    assert "Bản giấy" in client_as("to7").get("/opinions").get_data(as_text=True)


def test_a_wrong_form_comes_back_as_typed(meeting: Meeting, client_as: Client) -> None:
    office = client_as("vanphong")
    data = _typed(office, words="Chưa chọn đơn vị", received_on="2024-03-20", place="hẻm 20")
    answer = office.post("/opinions/paper", data=data)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    for part in ("không thể sau hôm nay", "Chưa chọn đơn vị", 'value="hẻm 20"'):
        assert part in page, part
    answer = office.post("/opinions/paper", data=data | {"received_on": "2024-03-12"})
    assert "Cần chọn đơn vị" in answer.get_data(as_text=True)
    assert db.session.scalars(select(Opinion)).all() == []
    for nobody in ("to3", "chutich", "quantri"):
        assert client_as(nobody).get("/opinions/paper").status_code == 404
        assert client_as(nobody).post("/opinions/paper", data=data).status_code == 404


def test_a_sheet_with_two_matters_is_split_with_all_that_it_says(
    enter: Callable[..., Opinion], account: Who
) -> None:
    sheet = enter(
        content=Content(words="Đường hỏng. Đèn tắt.", voices=(actions.Voice("Trần Thị Lan"),))
    )
    parts = actions.split(
        sheet, [actions.Part("Đường hỏng."), actions.Part("Đèn tắt.")], actor=account("vanphong")
    )
    for part in parts:
        assert (part.channel, part.received_on) == ("paper", sheet.received_on)
        assert part.written_by == sheet.written_by
        assert [one.name for one in part.voices] == ["Trần Thị Lan"]
