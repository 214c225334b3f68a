"""The door as its people use it: found, pressed, said; wrong input as it was typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from dialogue.accounts.models import Account, Unit
from dialogue.attendance.models import Delegate
from dialogue.checkin import actions, queries
from dialogue.plans.models import Meeting

ClientAs = Callable[[str], FlaskClient]


def test_the_desk_finds_and_checks_in(
    morning: dict[str, Delegate], meeting: Meeting, client_as: ClientAs
) -> None:
    client = client_as("bvdp")
    desk = f"/meetings/{meeting.id}/desk"
    found = client.get(desk, query_string={"q": "bong"}, headers={"HX-Request": "true"}).text
    assert "Lê Thị Bông" in found
    assert "data-enter" in found
    url = f"/meetings/{meeting.id}/check-in/delegates/{morning['bong'].id}"
    answer = client.post(url, follow_redirects=True)
    assert "có mặt từ 07:00" in answer.text
    assert 'value="Lê Thị Bông"' in answer.text  # ready to register to speak
    again = client.post(url, follow_redirects=True)
    assert "Lê Thị Bông đã điểm danh lúc 07:00." in again.text
    assert queries.counts(meeting).present == 1
    found = client.get(desk, query_string={"q": "bong"}, headers={"HX-Request": "true"}).text
    assert "Có mặt từ 07:00" in found
    assert "data-enter" not in found


def test_a_walk_in_as_typed_where_it_is_refused(
    morning: dict[str, Delegate], meeting: Meeting, client_as: ClientAs, unit: Callable[[str], Unit]
) -> None:
    client = client_as("bvdp")
    url = f"/meetings/{meeting.id}/check-in/walk-ins"
    empty = client.post(url, data={"full_name": " ", "unit": ""})
    assert empty.status_code == 422
    assert "Cần ghi họ và tên." in empty.text
    typed = {"full_name": "Lê Thị Bông", "unit": "tổ 3", "submission_key": "k9"}
    refused = client.post(url, data=typed)
    assert refused.status_code == 422
    assert "Là người khác" in refused.text
    assert 'value="Lê Thị Bông"' in refused.text
    done = client.post(url, data=typed | {"another": "y"}, follow_redirects=True)
    assert "có mặt từ 07:00" in done.text
    client.post(url, data=typed | {"another": "y"})
    assert queries.counts(meeting).walk_ins == 1


@pytest.mark.parametrize(
    ("typed", "code"),
    [("3", "to-3"), ("Tổ dân phố 3", "to-3"), ("to 3", "to-3"), ("", None), ("tổ 99", "?")],
)
def test_the_unit_as_one_types_it(
    typed: str,
    code: str | None,
    morning: dict[str, Delegate],
    meeting: Meeting,
    client_as: ClientAs,
    unit: Callable[[str], Unit],
) -> None:
    url = f"/meetings/{meeting.id}/check-in/walk-ins"
    answer = client_as("bvdp").post(url, data={"full_name": "Hồ Văn Tấn", "unit": typed})
    if code == "?":
        assert answer.status_code == 422
        assert "Không có tổ hoặc đơn vị “tổ 99”" in answer.text
        return
    assert answer.status_code == 303
    row = queries.arrived(meeting)[0]
    assert row.unit_id == (unit(code).id if code else None)


def test_taking_back_asks_why(
    morning: dict[str, Delegate], meeting: Meeting, client_as: ClientAs,
    account: Callable[[str], Account],
) -> None:  # fmt: skip
    row, _ = actions.check_in(morning["bong"], actor=account("bvdp"))
    client, url = client_as("bvdp"), f"/check-ins/{row.id}/take-back"
    assert "07:00" in client.get(url).text
    assert client.post(url, data={"reason": ""}).status_code == 422
    version = row.version
    done = client.post(url, data={"reason": "Nhầm tên", "version": version}, follow_redirects=True)
    assert "Đã rút điểm danh của Lê Thị Bông." in done.text
    late = client.post(url, data={"reason": "Nhầm tên", "version": version})
    assert late.status_code == 409
    assert "Chưa điểm danh ai." in late.text


def test_the_code_opens_only_for_the_desk(
    morning: dict[str, Delegate], client_as: ClientAs
) -> None:
    url = f"/diem-danh/{morning['cuc'].code}"
    page = client_as("bvdp").get(url)
    assert "Trần Thị Cúc" in page.text
    assert "button-great" in page.text
    for username in ("to3", "to4", "diachinh"):
        assert client_as(username).get(url).status_code == 404
    assert client_as("bvdp").get("/diem-danh/KHONGCO123").status_code == 404


def test_numbers_for_whom_they_are(
    morning: dict[str, Delegate], meeting: Meeting, client_as: ClientAs
) -> None:
    for path in ("check-in", "check-in/part"):
        url = f"/meetings/{meeting.id}/{path}"
        for username in ("chutich", "vanphong", "bvdp", "phochutich"):
            assert client_as(username).get(url).status_code == 200, (username, path)
        for username in ("to3", "diachinh", "quantri"):
            assert client_as(username).get(url).status_code == 404, (username, path)


def test_the_numbers_are_sent_again_only_when_they_changed(
    morning: dict[str, Delegate], meeting: Meeting, client_as: ClientAs,
    account: Callable[[str], Account],
) -> None:  # fmt: skip
    client, url = client_as("bvdp"), f"/meetings/{meeting.id}/check-in/part"
    first = client.get(url)
    assert "<strong>0</strong>" in first.text
    tag = {"If-None-Match": first.headers["ETag"]}
    assert client.get(url, headers=tag).status_code == 304
    row, _ = actions.check_in(morning["bong"], actor=account("bvdp"))
    second = client.get(url, headers=tag)
    assert "<strong>1</strong>" in second.text
    actions.take_back(row, reason="Nhầm", actor=account("bvdp"))
    assert client.get(url, headers={"If-None-Match": second.headers["ETag"]}).status_code == 200


def test_as_many_queries_for_three_as_for_fifty(
    morning: dict[str, Delegate], meeting: Meeting, client_as: ClientAs,
    account: Callable[[str], Account], count_queries: Any,
) -> None:  # fmt: skip
    client, url, seen = client_as("bvdp"), f"/meetings/{meeting.id}/check-in", []
    for upto in (1, 3, 50):
        have = queries.counts(meeting).walk_ins
        for number in range(have, upto):
            actions.walk_in(meeting, full_name=f"Người {number}", unit=None, actor=account("bvdp"))
        client.get(url)
        with count_queries() as counted:
            assert client.get(url).status_code == 200
        seen.append(len(counted))
    assert seen[0] == seen[1] == seen[2], seen


def test_the_invitation_bears_the_address(
    morning: dict[str, Delegate], meeting: Meeting, client_as: ClientAs,
    account: Callable[[str], Account],
) -> None:  # fmt: skip
    from dialogue.attendance import actions as attendance

    attendance.invite_all(meeting, actor=account("vanphong"))
    page = client_as("vanphong").get(f"/meetings/{meeting.id}/attendance/invitations")
    assert page.status_code == 200
    assert morning["bong"].code in page.text


@pytest.mark.parametrize("q", ["<script>", "%", "_", "\\", "x" * 500, "a b c d e f g h i j k"])
def test_strange_words_find_nobody_and_break_nothing(
    q: str, morning: dict[str, Delegate], meeting: Meeting, client_as: ClientAs
) -> None:
    answer = client_as("bvdp").get(f"/meetings/{meeting.id}/desk", query_string={"q": q})
    assert answer.status_code == 200
    assert "data-enter" not in answer.text
