"""The pages of an imported list: as typed on error, nobody else's, the fresh state when late."""

from __future__ import annotations

import html
import io
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from dialogue.accounts.models import Account, Unit
from dialogue.extensions import db
from dialogue.imports import actions
from dialogue.imports.models import OpinionImport
from dialogue.opinions.models import Opinion
from dialogue.plans.models import Meeting
from tests.imports.support import GOOD, ugly, workbook

Client = Callable[[str], FlaskClient]
Bring = Callable[..., OpinionImport]


def _text(answer: Any) -> str:
    return html.unescape(answer.get_data(as_text=True))


def _send(client: FlaskClient, data: bytes, meeting: Meeting, **more: Any) -> Any:
    return client.post(
        "/opinion-lists/new",
        data={"meeting": meeting.id, "file": (io.BytesIO(data), "ý kiến.xlsx"), **more},
        content_type="multipart/form-data",
    )


def test_from_the_file_to_the_receipts(client_as: Client, meeting: Meeting) -> None:
    client = client_as("matran")
    assert "/opinion-lists/new" in client.get("/opinions").get_data(as_text=True)
    assert "Tệp cần có những cột nào" in _text(client.get("/opinion-lists/new"))
    answer = _send(client, ugly(), meeting)
    assert answer.status_code == 303
    url = answer.headers["Location"]
    page = _text(client.get(url))
    for words in (
        "CHƯA có ý kiến nào được nhận",
        "Trần Thị Nhập, 0905 123 456, Tổ 2, 12 người cùng nêu",
        "Trùng nội dung với dòng 7.",
        "Có số giống số CCCD ở cột “Số điện thoại”",
        "Bỏ qua các cột: TT, Người nhập",
    ):
        assert words in page, words
    assert 'value="7" id="number-7" checked' in page
    assert 'value="11" id="number-11">' in page
    assert "051189012345" not in page
    answer = client.post(f"{url}/confirmation", data={"numbers": [7, 8], "become": "sent"})
    assert answer.headers["Location"] == url
    page = _text(client.get(url))
    assert "YK-2024-0001" in page
    assert "Không đánh dấu nên không nhận." in page
    assert "Chưa đọc được số người “nhiều người”" in page
    assert db.session.scalar(select(func.count()).select_from(Opinion)) == 2


def test_a_wrong_form_comes_back_as_typed(
    client_as: Client, meeting: Meeting, bring: Bring
) -> None:
    client = client_as("vanphong")
    answer = _send(client, workbook([GOOD]), meeting)
    assert answer.status_code == 422  # the office says whose list it is
    answer = _send(client_as("to3"), b"khong phai bang tinh", meeting)
    assert answer.status_code == 422
    assert "không phải bảng tính" in _text(answer)
    answer = client_as("to3").post("/opinion-lists/new", data={"meeting": meeting.id})
    assert answer.status_code == 422
    assert "Cần chọn tệp" in _text(answer)
    brought = bring(workbook([GOOD, (2, "Đèn hỏng")]))
    url = f"/opinion-lists/{brought.id}/confirmation"
    answer = client_as("to3").post(url, data={"become": "draft"})
    assert answer.status_code == 422
    page = _text(answer)
    assert "Cần đánh dấu ít nhất một dòng" in page
    assert 'id="number-2">' in page  # the marks stay as they were sent: none
    assert 'value="draft" checked' in page


def test_the_office_for_a_unit(
    client_as: Client, meeting: Meeting, unit: Callable[[str], Unit]
) -> None:
    client = client_as("vanphong")
    answer = _send(client, workbook([GOOD]), meeting, unit=unit("to-3").id)
    url = answer.headers["Location"]
    assert "Bản nháp nằm ở mục của Tổ dân phố 3" in _text(client.get(url))
    client.post(f"{url}/confirmation", data={"numbers": [2], "become": "draft"})
    page = _text(client.get(url))
    assert "đơn vị đã được báo" in page
    assert "/edit" not in page


def test_others_find_nothing(client_as: Client, bring: Bring) -> None:
    brought = bring(workbook([GOOD]))
    url = f"/opinion-lists/{brought.id}"
    for stranger in ("to4", "vanphong", "chutich", "quantri"):
        client = client_as(stranger)
        assert client.get(url).status_code == 404
        assert client.post(f"{url}/confirmation", data={"numbers": [2]}).status_code == 404
        assert client.post(f"{url}/dropping").status_code == 404
    for stranger in ("chutich", "quantri"):
        assert client_as(stranger).get("/opinion-lists/new").status_code == 404


def test_a_second_click_shows_what_came_in(
    client_as: Client, bring: Bring, account: Callable[[str], Account]
) -> None:
    brought = bring(workbook([GOOD]))
    url = f"/opinion-lists/{brought.id}"
    data = {"numbers": [2], "become": "sent"}
    assert client_as("to3").post(f"{url}/confirmation", data=data).status_code == 303
    answer = client_as("to3").post(f"{url}/confirmation", data=data)
    assert answer.status_code == 409
    assert "YK-2024-0001" in _text(answer)
    assert client_as("to3").post(f"{url}/dropping").status_code == 409
    other = bring(workbook([(1, "Đèn hỏng")]))
    answer = client_as("to3").post(f"/opinion-lists/{other.id}/dropping")
    assert answer.headers["Location"] == "/opinion-lists/new"
    assert client_as("to3").get(f"/opinion-lists/{other.id}").status_code == 404


@pytest.mark.parametrize("taken", [False, True])
def test_the_same_number_of_statements_whatever_its_length(
    taken: bool,
    client_as: Client,
    bring: Bring,
    meeting: Meeting,
    account: Callable[[str], Account],
    count_queries: Callable[[], Any],
) -> None:
    seen = []
    for size in (1, 3, 50):
        db.session.add(meeting)  # counting ends the session that it came from
        rows = [(n, f"Ý kiến {size}.{n}", "Lê Thử", "", "Tổ 3", "Đất đai") for n in range(size)]
        brought = bring(workbook(rows))
        if taken:
            numbers = range(2, size + 2)
            actions.take(brought, numbers=numbers, is_sent=True, actor=account("to3"))
        client, url = client_as("to3"), f"/opinion-lists/{brought.id}"
        with count_queries() as n:
            assert client.get(url).status_code == 200
        seen.append(len(n))
    assert len(set(seen)) == 1, seen
