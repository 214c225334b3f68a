"""The pages: as typed on 422, 404 for others, 409 with the fresh state, the same cost."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from dialogue.accounts.models import Account, Unit
from dialogue.attendance import actions, queries
from dialogue.attendance.models import Delegate, DelegateImport, DelegateList
from dialogue.attendance.parsing import COLUMNS, Person
from dialogue.extensions import db
from dialogue.home.queries import todos
from dialogue.plans import actions as plans
from dialogue.plans.models import Meeting
from dialogue.sheets.reader import read_table
from tests.attendance.test_uploads import UGLY
from tests.sheets.support import rows, workbook

Find = Callable[[str], Account]
Named = Callable[..., Delegate]
Roll = Callable[..., DelegateList]
As = Callable[[str], FlaskClient]


@pytest.fixture
def base(meeting: Meeting) -> str:
    return f"/meetings/{meeting.id}/attendance"


@pytest.fixture
def own(base: str, unit: Callable[[str], Unit]) -> str:
    return f"{base}/{unit('to-3').id}"


def sheet(*lines: list[Any]) -> dict[str, Any]:
    return {"file": (io.BytesIO(workbook(rows(*(lines or UGLY)))), "ds.xlsx")}


def hidden(html: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found, name
    return found[1]


def test_a_leader_comes_to_the_own_list(client_as: As, base: str, own: str) -> None:
    page = client_as("to3").get(base).text
    assert "Tổ dân phố 3" in page
    assert f'action="{own}/people"' in page


def test_typing_people_and_sending(client_as: As, own: str, roll: Roll) -> None:
    leader = client_as("to3")
    assert "CHƯA GỬI" in leader.get(own).text
    answer = leader.post(f"{own}/people", data={"name": "Đỗ An", "phone": "0905 123 456"})
    assert answer.status_code == 303
    page = leader.get(own).text
    assert "Đã thêm Đỗ An" in page
    assert "0905 123 456" in page
    answer = leader.post(f"{own}/sending", data={"version": roll().version})
    assert answer.status_code == 303
    assert "CHƯA GỬI" not in leader.get(own).text


def test_what_was_typed_stays_with_its_error(client_as: As, own: str, roll: Roll) -> None:
    answer = client_as("to3").post(
        f"{own}/people", data={"name": "Đỗ An", "year": "1990", "phone": "049095001234"}
    )
    assert answer.status_code == 422
    assert "căn cước" in answer.text
    assert 'value="Đỗ An"' in answer.text
    assert queries.count_people(roll()) == 0


def test_a_namesake_is_asked_for(client_as: As, own: str, named: Named, roll: Roll) -> None:
    named("Đỗ An")
    leader = client_as("to3")
    answer = leader.post(f"{own}/people", data={"name": "Đỗ An"})
    assert answer.status_code == 422
    assert "Là người khác, chỉ trùng họ tên" in answer.text
    assert leader.post(f"{own}/people", data={"name": "Đỗ An", "another": "y"}).status_code == 303
    assert queries.count_people(roll()) == 2


def test_too_many_asks_for_a_reason_on_the_same_page(
    client_as: As, own: str, meeting: Meeting, named: Named, account: Find, roll: Roll
) -> None:
    actions.allot(meeting, {roll().unit_id: 1}, actor=account("vanphong"))
    named("Đỗ An")
    named("Lê Bình")
    leader = client_as("to3")
    assert "quá 1 người" in leader.get(own).text
    assert leader.post(f"{own}/sending", data={}).status_code == 422
    answer = leader.post(f"{own}/sending", data={"reason": "Bà con đông"})
    assert answer.status_code == 303
    assert "Bà con đông" in client_as("vanphong").get(own).text


def test_a_stale_sending_shows_the_list_as_it_is(
    client_as: As, own: str, named: Named, roll: Roll
) -> None:
    named("Đỗ An")
    seen = roll().version
    named("Lê Bình")
    answer = client_as("to3").post(f"{own}/sending", data={"version": seen})
    assert answer.status_code == 409
    assert "Lê Bình" in answer.text
    assert roll().state == "draft"


def test_for_others_there_is_nothing(
    client_as: As, own: str, base: str, named: Named, meeting: Meeting
) -> None:
    one = named("Đỗ An")
    for username in ("to4", "doan", "congan", "quantri"):
        other = client_as(username)
        assert other.get(own).status_code == 404
        assert other.get(f"{own}/file").status_code == 404
        assert other.get(f"{base}/guests").status_code == 404
        assert other.get(f"{base}/places").status_code == 404
        assert other.get(f"{base}/print").status_code == 404
        assert other.get(f"/meetings/{meeting.id}/attendance/invitations").status_code == 404
        assert other.post(f"/meetings/{meeting.id}/attendance/invitations").status_code == 404
        assert other.post(f"{own}/people", data={"name": "Kẻ Lạ"}).status_code == 404
        assert other.post(f"{own}/sending").status_code == 404
        assert other.get(f"/delegates/{one.id}").status_code == 404
        for step in ("", "/removal", "/restoration", "/answer", "/answer/undo"):
            assert other.post(f"/delegates/{one.id}{step}").status_code == 404
    assert client_as("vanphong").get(f"{base}/nobody").status_code == 404
    assert client_as("vanphong").get(f"{base}/99999").status_code == 404


def test_phones_are_for_the_sender_the_office_and_the_desk(
    client_as: As, own: str, base: str, meeting: Meeting, named: Named,
    send: Callable[..., DelegateList], account: Find,
) -> None:  # fmt: skip
    named("Đỗ An", phone="+84905123456")
    send()
    for username in ("to3", "vanphong"):
        assert "0905 123 456" in client_as(username).get(own).text
    chair = client_as("chutich")
    for url in (own, f"{base}?q=an", f"{base}/print"):
        page = chair.get(url)
        assert "Đỗ An" in page.text
        assert "123 456" not in page.text
        assert "84905" not in page.text
    plans.name_duty(meeting, account("congan"), "desk", actor=account("vanphong"))
    desk = client_as("congan")
    assert "0905 123 456" in desk.get(f"{base}?q=456").text
    assert "0905 123 456" in desk.get(f"{base}/print").text
    assert desk.get(own).status_code == 200
    assert "Thêm vào danh sách" not in desk.get(own).text


def test_the_search_answers_htmx_with_its_part(
    client_as: As, base: str, named: Named, send: Callable[..., DelegateList]
) -> None:
    named("Đỗ An")
    send()
    office = client_as("vanphong")
    part = office.get(f"{base}?q=do an", headers={"HX-Request": "true"}).text
    assert part.strip().startswith('<div id="found">')
    assert "Đỗ An" in part
    assert "<html" not in part
    assert "Không tìm thấy ai" in office.get(f"{base}?q=xyz").text


def test_editing_removing_answering_on_the_delegates_page(
    client_as: As, meeting: Meeting, named: Named, send: Callable[..., DelegateList], account: Find
) -> None:
    one = named("Đỗ An")
    send()
    actions.invite_all(meeting, actor=account("vanphong"))
    leader, url = client_as("to3"), f"/delegates/{one.id}"
    assert leader.post(url, data={"name": "Đỗ", "version": one.version}).status_code == 422
    assert leader.post(url, data={"name": "Đỗ Ân", "version": one.version}).status_code == 303
    db.session.expire_all()
    assert one.full_name == "Đỗ Ân"
    stale = leader.post(url, data={"name": "Đỗ Ấn", "version": 1})
    assert stale.status_code == 409
    assert "Đỗ Ân" in stale.text
    assert leader.post(f"{url}/answer", data={"verb": "confirm"}).status_code == 303
    assert leader.post(f"{url}/answer", data={"verb": "confirm"}).status_code == 409
    assert leader.post(f"{url}/answer", data={"verb": "edit"}).status_code == 404
    assert leader.post(f"{url}/answer/undo").status_code == 303
    without = leader.post(f"{url}/removal", data={})
    assert without.status_code == 422
    assert "giấy mời số 1" in without.text
    assert leader.post(f"{url}/removal", data={"reason": "Bận"}).status_code == 303
    assert leader.post(f"{url}/removal", data={"reason": "Bận"}).status_code == 409
    assert leader.post(f"{url}/restoration").status_code == 303


def test_the_office_allots_and_a_stale_form_is_told(client_as: As, base: str, roll: Roll) -> None:
    office = client_as("vanphong")
    page = office.get(f"{base}/places").text
    values = dict(re.findall(r'name="(unit_\d+)"[^>]*value="(\d+)"', page))
    assert len(values) == len(queries.roll_units()) + 1
    form = {**values, "seen": hidden(page, "seen")}
    assert office.post(f"{base}/places", data=form).status_code == 303
    assert roll().places == 12
    again = office.post(f"{base}/places", data=form)
    assert again.status_code == 409
    assert "vừa được người khác sửa" in again.text
    wrong = {**form, "seen": "", "unit_0": "nhiều"}
    answer = office.post(f"{base}/places", data=wrong)
    assert answer.status_code == 422
    assert "nhiều" in answer.text


def test_a_file_from_choosing_to_the_list(client_as: As, own: str, roll: Roll) -> None:
    leader = client_as("to3")
    answer = leader.post(f"{own}/file", data=sheet())
    assert answer.status_code == 303
    page = leader.get(answer.location).text
    assert "Trần Thị Bình" in page
    assert "căn cước" in page
    assert "49095001234" not in page
    assert queries.count_people(roll()) == 0
    refused = leader.get(f"{answer.location}/refused.xlsx")
    table = read_table(refused.data, "a.xlsx", COLUMNS)
    assert [row.text("name") for row in table.rows] == [
        "Tran Thi Binh", "Đỗ Văn An", "Lê Cường", "Phạm Dũng", "Hoa", "Võ Thị Én",
        "Tổng cộng: 8 người",
    ]  # fmt: skip
    assert table.unknown == ["Vì sao chưa nhận"]
    done = leader.post(
        f"{answer.location}/confirmation", data={"version": hidden(page, "version"), "also": "7"}
    )
    assert done.status_code == 303
    assert queries.count_people(roll()) == 3
    again = leader.post(f"{answer.location}/confirmation", data={"version": "1"})
    assert again.status_code == 409
    assert "đã được nhận" in again.text
    assert queries.count_people(roll()) == 3
    assert leader.get(f"{answer.location}/refused.xlsx").status_code == 404


def test_a_stale_preview_is_shown_anew(client_as: As, own: str, roll: Roll, account: Find) -> None:
    leader = client_as("to3")
    url = leader.post(f"{own}/file", data=sheet()).location
    seen = hidden(leader.get(url).text, "version")
    actions.add(roll(), Person("Trần Thị Bình", 1990), actor=account("vanphong"))
    answer = leader.post(f"{url}/confirmation", data={"version": seen})
    assert answer.status_code == 409
    assert "vừa thay đổi" in answer.text
    assert "đã có trong danh sách này" in answer.text
    fresh = hidden(answer.text, "version")
    assert leader.post(f"{url}/confirmation", data={"version": fresh}).status_code == 303
    assert queries.count_people(roll()) == 2


def test_leaving_everything_out_is_said_on_the_page(client_as: As, own: str) -> None:
    leader = client_as("to3")
    url = leader.post(f"{own}/file", data=sheet()).location
    answer = leader.post(f"{url}/confirmation", data={"without": ["4", "5"]})
    assert answer.status_code == 422
    assert "Không còn dòng nào" in answer.text
    assert leader.post(f"{url}/dropping").status_code == 303
    assert "đã được bỏ" in leader.get(url).text


def bomb() -> bytes:
    target = io.BytesIO(workbook(rows(["Họ tên"], ["Đỗ An"])))
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/a.bin", bytes(120 * 1024 * 1024))
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "", "Cần chọn tệp"),
        (b"", "a.xlsx", "không có nội dung"),
        (b"%PDF-1.4", "a.pdf", "không phải bảng tính"),
        (b"0" * (20 * 1024 * 1024 + 1), "a.xlsx", "tối đa 20 MB"),
        (bomb(), "a.xlsx", "quá nhiều dữ liệu"),
        (workbook(rows(["Họ tên"], *([f"Đỗ {n}"] for n in range(5001)))), "a.xlsx", "5.001 dòng"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_beside_its_field(
    client_as: As, own: str, data: bytes, name: str, words: str
) -> None:
    answer = client_as("to3").post(f"{own}/file", data={"file": (io.BytesIO(data), name)})
    answer.request.environ["wsgi.input"].close()  # a large body of the test's own browser
    assert answer.status_code == 422
    assert words in answer.text


def test_invitations_on_paper_carry_the_number_and_the_code(
    client_as: As, meeting: Meeting, named: Named, send: Callable[..., DelegateList]
) -> None:
    named("Đỗ An")
    named("Lê Bình")
    send()
    office = client_as("vanphong")
    url = f"/meetings/{meeting.id}/attendance/invitations"
    assert "Chưa có giấy mời nào" in office.get(url).text
    assert office.post(url).status_code == 303
    page = office.get(url).text
    people = queries.expected(meeting)
    assert [one.number for one in people] == [1, 2]
    for one in people:
        assert f"Số: {one.number}/GM" in page
        assert one.code in page
    assert page.count("<svg") == 2
    assert office.get(f"{url}?number=2").text.count("<svg") == 1
    assert office.get(f"{url}?number=3").status_code == 404
    assert "Không còn ai" in office.post(url, follow_redirects=True).text


def test_the_office_is_told_what_to_do(
    meeting: Meeting, account: Find, named: Named, send: Callable[..., DelegateList], roll: Roll
) -> None:
    office = account("vanphong")

    def verbs() -> list[str]:
        url = f"/meetings/{meeting.id}/attendance"
        return [t.verb for t in todos(office) if t.url.startswith(url)]

    assert verbs() == ["Phân bổ chỗ"]
    actions.allot(meeting, {roll().unit_id: 5}, actor=office)
    assert verbs() == []
    named("Đỗ An")
    send()
    assert verbs() == ["Ghi số giấy mời"]
    actions.invite_all(meeting, actor=office)
    assert verbs() == []


@pytest.mark.parametrize("path", ["", "/{unit}", "/print", "?q=do"])
def test_lists_cost_the_same(
    client_as: As, base: str, meeting: Meeting, named: Named, roll: Roll,
    send: Callable[..., DelegateList], count_queries: Callable[[], Any], path: str,
) -> None:  # fmt: skip
    office = client_as("vanphong")
    url = base + path.format(unit=roll().unit_id)
    named("Đỗ Một", birth_year=1950)
    named("Đỗ Một", "to-4", birth_year=1950)
    send("to-3")
    send("to-4")
    office.get(url)
    costs = []
    for upto in (1, 3, 50):
        while queries.count_people(roll()) < upto:
            n = queries.count_people(roll())
            named(f"Đỗ Người {'một' * n}", birth_year=1950 + n)
            named(f"Đỗ Người {'một' * n}", "to-4", birth_year=1950 + n)
        with count_queries() as counted:
            assert office.get(url).status_code == 200
        costs.append(len(counted))
    assert len(set(costs)) == 1, costs


def test_a_preview_costs_the_same(
    client_as: As, own: str, count_queries: Callable[[], Any]
) -> None:
    leader = client_as("to3")
    costs = []
    for count in (1, 3, 50):
        lines = [["Họ tên"], *(["Đỗ Người " + "một" * n] for n in range(count))]
        url = leader.post(f"{own}/file", data=sheet(*lines)).location
        leader.get(url)
        with count_queries() as counted:
            assert leader.get(url).status_code == 200
        costs.append(len(counted))
    assert len(set(costs)) == 1, costs


def test_five_thousand_rows_are_shown_and_taken(client_as: As, own: str, roll: Roll) -> None:
    leader = client_as("vanphong")
    letters = "abcdefghijklmnopqrstuvwxyz"
    lines = [["Họ tên"]] + [
        [f"Đỗ {letters[n // 676]}{letters[n // 26 % 26]}{letters[n % 26]}"] for n in range(5000)
    ]
    answer = leader.post(f"{own}/file", data=sheet(*lines))
    assert answer.status_code == 303
    page = leader.get(answer.location).text
    assert "<strong>5000</strong> người thêm được" in page
    done = leader.post(f"{answer.location}/confirmation", data={"version": hidden(page, "version")})
    assert done.status_code == 303
    assert queries.count_people(roll()) == 5000
    assert leader.get(own).status_code == 200
    assert db.session.get(DelegateImport, 1).rows == []  # type: ignore[union-attr]
