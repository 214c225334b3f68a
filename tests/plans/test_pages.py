"""The pages: what each role sees, wrong input as typed, stale steps, things that do not exist."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient

from dialogue.accounts.models import Account
from dialogue.core.unit_of_work import unit_of_work
from dialogue.plans import actions, queries
from dialogue.plans.models import Meeting, Plan
from tests.plans.conftest import HELD, at

Find = Callable[[str], Account]
SignIn = Callable[[str], FlaskClient]
EVERYONE = ("quantri", "chutich", "phochutich", "vanphong", "matran", "doan", "motcua", "to3")
DATE = {"day": "2024-04-12", "starts": "07:30", "ends": "10:00", "step": "preview"}


def hidden(html: str, name: str) -> str:
    tag = next(t for t in re.findall(r"<input[^>]*>", html) if f'name="{name}"' in t)
    match = re.search(r'value="([^"]*)"', tag)
    return match[1] if match else ""


@pytest.mark.parametrize("username", EVERYONE)
def test_everyone_reads_the_plan_and_its_meetings(
    announced: Meeting, client_as: SignIn, username: str
) -> None:
    browser = client_as(username)
    assert "Đã công bố ngày" in browser.get("/plans").text
    page = browser.get(f"/plans/{announced.plan_id}").text
    assert "Luật Thanh niên ngày 16/6/2020" in page
    assert "III. Tổ chức thực hiện" in page
    meeting = browser.get(f"/meetings/{announced.id}").text
    assert "07:30 đến 10:00, thứ Sáu, 12/04/2024" in meeting
    assert "còn 15 ngày đến hạn gửi ý kiến" in meeting
    assert f'href="/due-dates/{announced.opinions_due_id}"' in meeting


def test_signed_out_sees_nothing(announced: Meeting, client: FlaskClient) -> None:
    for path in ("/plans", f"/meetings/{announced.id}", "/tasks"):
        assert client.get(path).status_code in (302, 303)


def test_what_does_not_exist_is_404(announced: Meeting, client_as: SignIn) -> None:
    browser = client_as("vanphong")
    for path in ("/plans/99", "/meetings/99", "/tasks/9999", "/meetings/99/date"):
        assert browser.get(path).status_code == 404


@pytest.mark.parametrize("username", ["quantri", "chutich", "matran", "to3"])
def test_the_offices_pages_do_not_exist_for_others(
    announced: Meeting, client_as: SignIn, username: str
) -> None:
    browser = client_as(username)
    paths = (
        f"/meetings/{announced.id}/date",
        f"/meetings/{announced.id}/duties",
        f"/plans/{announced.plan_id}/texts",
        f"/plans/{announced.plan_id}/number",
        f"/plans/{announced.plan_id}/number/correction",
    )
    for path in paths:
        assert browser.get(path).status_code == 404
        assert browser.post(path, data=DATE).status_code == 404
    meeting = browser.get(f"/meetings/{announced.id}").text
    assert "Dời ngày đối thoại" not in meeting
    assert "Phân công</a>" not in meeting


def test_the_date_is_previewed_then_confirmed(meeting: Meeting, client_as: SignIn) -> None:
    browser = client_as("vanphong")
    url = f"/meetings/{meeting.id}/date"
    form = browser.get(url).text
    assert hidden(form, "version") == "1"
    preview = browser.post(url, data={**DATE, "version": "1"})
    assert preview.status_code == 200
    assert "Chưa lưu gì" in preview.text
    assert "còn 15 ngày (thứ Ba 02/04/2024)" in preview.text
    assert "Nên làm xong từ thứ Sáu, 05/04/2024" in preview.text
    assert queries.meetings()[0].state == "planned"
    names = ("step", "seen", "version", "day", "starts", "ends", "reason")
    data = {name: hidden(preview.text, name) for name in names}
    answer = browser.post(url, data=data)
    assert answer.status_code == 303
    page = browser.get(answer.headers["Location"]).text
    assert "Đã công bố ngày đối thoại và báo cho các đơn vị." in page
    again = browser.post(url, data=data)
    assert again.status_code == 409
    assert "Đã có người xử lý trước" in again.text
    assert "thứ Sáu, 12/04/2024" in again.text


def test_a_wrong_date_comes_back_as_typed(meeting: Meeting, client_as: SignIn) -> None:
    browser = client_as("vanphong")
    url = f"/meetings/{meeting.id}/date"
    past = browser.post(url, data={**DATE, "day": "2024-03-01"})
    assert past.status_code == 422
    assert "Ngày 01/03/2024 đã qua" in past.text
    assert 'value="2024-03-01"' in past.text
    assert hidden(past.text, "step") == "preview"
    early = browser.post(url, data={**DATE, "ends": "07:00"})
    assert early.status_code == 422
    assert "Giờ kết thúc phải sau giờ bắt đầu." in early.text
    empty = browser.post(url, data={"day": "mai", "starts": ""})
    assert empty.status_code == 422
    assert "Ngày chưa đúng, ví dụ 12/04/2024." in empty.text
    assert "Cần điền mục này." in empty.text
    typed = browser.post(url, data={**DATE, "day": "12/04/2024"})
    assert typed.status_code == 200
    far = browser.post(url, data={**DATE, "day": "2199-04-12"})
    assert far.status_code == 422


def test_a_preview_that_no_longer_holds_is_shown_afresh(
    meeting: Meeting, client_as: SignIn
) -> None:
    browser = client_as("vanphong")
    url = f"/meetings/{meeting.id}/date"
    answer = browser.post(url, data={**DATE, "step": "save", "seen": "old", "version": "1"})
    assert answer.status_code == 409
    assert "vừa thay đổi sau khi xem trước" in answer.text
    assert queries.meetings()[0].state == "planned"


def test_moving_shows_old_and_new_and_needs_a_reason(announced: Meeting, client_as: SignIn) -> None:
    browser = client_as("vanphong")
    url = f"/meetings/{announced.id}/date"
    assert 'value="2024-04-12"' in browser.get(url).text
    data = {**DATE, "day": "2024-04-19", "version": str(announced.version)}
    bare = browser.post(url, data=data)
    assert bare.status_code == 422
    assert "Cần ghi rõ lý do." in bare.text
    preview = browser.post(url, data={**data, "reason": "Bão số 2"}).text
    assert "Hạn đang ghi" in preview
    assert "thứ Ba 02/04/2024" in preview
    assert "(thứ Ba 09/04/2024)" in preview
    names = ("step", "seen", "version", "day", "starts", "ends", "reason")
    answer = browser.post(url, data={name: hidden(preview, name) for name in names})
    assert answer.status_code == 303
    page = browser.get(f"/meetings/{announced.id}").text
    assert "thứ Sáu, 19/04/2024" in page
    assert "Lý do: Bão số 2" in page


def test_open_end_and_close_from_the_page(
    announced: Meeting,
    client_as: SignIn,
    traveller,  # type: ignore[no-untyped-def]
) -> None:
    url = f"/meetings/{announced.id}"
    chair = client_as("chutich")
    assert chair.post(f"{url}/opening", data={"version": announced.version}).status_code == 409
    traveller.move_to(at(HELD))
    chair, office = client_as("chutich"), client_as("vanphong")  # another day
    assert "Khai mạc" in chair.get(url).text
    assert client_as("to3").post(f"{url}/opening").status_code == 404
    assert chair.post(f"{url}/opening", data={"version": announced.version}).status_code == 303
    stale = office.post(f"{url}/end", data={"version": 1})
    assert stale.status_code == 409
    assert "Đã có người xử lý trước" in stale.text
    assert office.post(f"{url}/end").status_code == 303
    empty = office.post(f"{url}/resumption", data={"reason": ""})
    assert empty.status_code == 422
    assert office.get(f"{url}/resumption").status_code == 200
    assert office.post(f"{url}/resumption", data={"reason": "Bấm nhầm"}).status_code == 303
    assert office.get(f"{url}/resumption").status_code == 409
    assert office.post(f"{url}/end").status_code == 303
    assert chair.post(f"{url}/closing").status_code == 404
    assert "Khép lại đợt đối thoại" in office.get(f"{url}/closing").text
    assert office.post(f"{url}/closing").status_code == 303
    assert office.get(f"{url}/closing").status_code == 409
    assert "Đã khép lại" in office.get(url).text


def test_naming_duties_on_the_page(announced: Meeting, account: Find, client_as: SignIn) -> None:
    browser = client_as("vanphong")
    url = f"/meetings/{announced.id}/duties"
    nobody = browser.post(url, data={"duty": "desk", "account": "0"})
    assert nobody.status_code == 422
    assert "Cần chọn một người." in nobody.text
    person = account("motcua")
    done = browser.post(url, data={"duty": "desk", "account": person.id})
    assert done.status_code == 303
    page = browser.get(url).text
    assert "Đã phân công Trương Thị Mỹ Duyên làm bàn đăng ký." in page
    row = queries.get_meeting(person, announced.id).duties[0]
    assert browser.post(f"{url}/{row.id}/end").status_code == 303
    assert browser.post(f"{url}/999/end").status_code == 404
    assert browser.post(f"/meetings/{announced.id + 1}/duties/{row.id}/end").status_code == 404


def test_delegating_and_taking_back_on_the_page(
    announced: Meeting, account: Find, client_as: SignIn
) -> None:
    chair = client_as("chutich")
    url = f"/meetings/{announced.id}"
    assert client_as("phochutich").get(f"{url}/delegation").status_code == 404
    data = {"account": account("phochutich").id, "reason": ""}
    assert chair.get(f"{url}/delegation").status_code == 200
    empty = chair.post(f"{url}/delegation", data=data)
    assert empty.status_code == 422
    data["reason"] = "Họp đột xuất tại thành phố"
    assert chair.post(f"{url}/delegation", data=data).status_code == 303
    page = chair.get(url).text
    assert "được ủy quyền: Họp đột xuất tại thành phố" in page
    stale = chair.post(f"{url}/return", data={"reason": "Về kịp", "version": 1})
    assert stale.status_code == 409
    assert chair.get(f"{url}/return").status_code == 200
    assert chair.post(f"{url}/return", data={"reason": "Về kịp"}).status_code == 303
    assert "được ủy quyền:" not in chair.get(url).text
    assert chair.get(f"{url}/return").status_code == 409


def test_the_plans_texts_and_number(plan: Plan, client_as: SignIn) -> None:
    browser = client_as("vanphong")
    url = f"/plans/{plan.id}/texts"
    assert "Luật Thanh niên" in browser.get(url).text
    data = {
        "title": plan.title,
        "place": "Nhà văn hóa phường",
        "timing": "Quý II năm 2024",
        "grounds": "Luật Thanh niên;\n\n Quy chế đối thoại.",
        "recipients": "UBND Thành phố (b/c);\r\nLưu: VT.",
        "version": "1",
    }
    wrong = browser.post(url, data={**data, "place": " ", "title": "Tên mới"})
    assert wrong.status_code == 422
    assert "Tên mới" in wrong.text
    assert browser.post(url, data=data).status_code == 303
    assert plan.grounds == ["Luật Thanh niên;", "Quy chế đối thoại."]
    assert plan.recipients == ["UBND Thành phố (b/c);", "Lưu: VT."]
    assert len(plan.aims) == 4  # a list that was not on the form stays
    assert {m.place for m in plan.meetings} == {"Nhà văn hóa phường"}
    assert "Sửa địa điểm, thời gian, căn cứ, nơi nhận" in browser.get(f"/plans/{plan.id}").text
    assert browser.post(url, data={**data, "place": "Khác"}).status_code == 409

    number = f"/plans/{plan.id}/number"
    assert browser.get(number).status_code == 200
    future = browser.post(number, data={"number": "36", "issued_on": "2024-03-19"})
    assert future.status_code == 422
    assert "Ngày ban hành không thể ở sau hôm nay." in future.text
    zero = browser.post(number, data={"number": "0", "issued_on": "2024-03-15"})
    assert zero.status_code == 422
    done = browser.post(number, data={"number": "36", "issued_on": "2024-03-15"})
    assert done.status_code == 303
    assert "36/KH-UBND" in browser.get(f"/plans/{plan.id}").text
    assert browser.get(number).status_code == 404
    again = browser.post(number, data={"number": "37", "issued_on": "2024-03-15"})
    assert again.status_code == 409

    correction = f"{number}/correction"
    assert 'value="36"' in browser.get(correction).text
    wrong = {"number": "63", "issued_on": "2024-03-15"}
    assert browser.post(correction, data=wrong).status_code == 422
    put_right = browser.post(correction, data={**wrong, "reason": "Gõ ngược số"})
    assert put_right.status_code == 303
    assert plan.number == 63
    assert "Sửa số, ngày ban hành: kế hoạch số 63/KH-UBND" in browser.get(f"/plans/{plan.id}").text

    del data["version"]
    bare = browser.post(url, data={**data, "place": "Hội trường cũ"})
    assert bare.status_code == 422
    assert "Cần ghi rõ lý do." in bare.text
    assert (
        browser.post(
            url, data={**data, "place": "Hội trường cũ", "reason": "Sửa chữa nhà văn hóa"}
        ).status_code
        == 303
    )


def test_each_list_of_the_plan_is_edited_line_by_line(plan: Plan, client_as: SignIn) -> None:
    browser = client_as("vanphong")
    url = f"/plans/{plan.id}/texts"
    page = browser.get(url).text
    assert page.count("data-lines") == 6
    lists = {name: list(getattr(plan, name)) for name in actions.LISTS}
    data = {"title": plan.title, "place": plan.place, "timing": plan.timing}
    turned = {name: "\n".join(reversed(lines)) for name, lines in lists.items()}
    assert browser.post(url, data={**data, **turned}).status_code == 303
    for name, lines in lists.items():
        assert getattr(plan, name) == lines[::-1]
    long = browser.post(url, data={**data, "aims": "một\n" + "x" * 3001})
    assert long.status_code == 422
    assert "Dòng 2 dài quá 3000 ký tự." in long.text
    assert "xxx" in long.text


def test_renumbering_before_there_is_a_number(plan: Plan, client_as: SignIn) -> None:
    correction = f"/plans/{plan.id}/number/correction"
    assert client_as("vanphong").get(correction).status_code == 409


def test_a_new_place_is_told_where_a_date_was_announced(
    announced: Meeting, client_as: SignIn
) -> None:
    plan = announced.plan
    data = {"title": plan.title, "place": "Nhà văn hóa", "timing": plan.timing}
    assert client_as("vanphong").post(f"/plans/{plan.id}/texts", data=data).status_code == 303
    assert "Đợt 1 năm 2024 đổi địa điểm: Nhà văn hóa." in client_as("to3").get("/inbox").text


def test_dates_of_the_page_survive_a_second_meeting(
    announced: Meeting, account: Find, client_as: SignIn
) -> None:
    second = announced.plan.meetings[1]
    actions.announce_date(second, starts_at=at(date(2024, 6, 15)), actor=account("vanphong"))
    page = client_as("doan").get(f"/meetings/{second.id}").text
    assert "07:30, thứ Bảy, 15/06/2024" in page


@pytest.mark.parametrize("state", ["planned", "announced", "live", "ended", "closed"])
def test_every_link_of_a_meeting_opens_for_whom_it_is_shown(
    announced: Meeting, account: Find, client_as: SignIn, state: str
) -> None:
    actions.name_duty(announced, account("motcua"), "desk", actor=account("vanphong"))
    actions.name_duty(announced, account("tuphap"), "secretary", actor=account("vanphong"))
    meeting = announced if state != "planned" else announced.plan.meetings[1]
    with unit_of_work():
        meeting.state = state
    shown = {}
    for username in (*EVERYONE, "tuphap"):
        browser = client_as(username)
        page = browser.get(f"/meetings/{meeting.id}").text
        card = page.partition("Việc của buổi đối thoại")[2].partition("</section>")[0]
        links = re.findall(r'<a [^>]*href="([^"]+)"', card)
        for link in links:
            assert browser.get(link).status_code == 200, (username, link)
        own = [link for link in links if link.startswith(f"/meetings/{meeting.id}/")]
        shown[username] = [link.rsplit("/", 1)[1] for link in own if not link[-1].isdigit()]
    assert shown["quantri"] == []
    assert shown["to3"] == shown["matran"] == ["attendance"]
    assert "agenda" in shown["chutich"]
    assert ("desk" in shown["motcua"]) is (state != "planned")
    assert ("conclusions" in shown["vanphong"]) is (state in ("live", "ended", "closed"))
