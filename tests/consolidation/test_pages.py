"""The pages: gathering without scripts, sending, the office's side, others see nothing."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from dialogue.accounts.models import Account, Unit
from dialogue.consolidation import actions
from dialogue.consolidation.models import Consolidation
from dialogue.extensions import db
from dialogue.opinions import actions as opinions
from dialogue.opinions.models import Field, Opinion
from dialogue.plans.models import Meeting

Client = Callable[[str], FlaskClient]
Gathered = Callable[..., Consolidation]
Make = Callable[..., Opinion]


def _text(answer: Any) -> str:
    return html.unescape(answer.get_data(as_text=True))


def _shape(one: Consolidation) -> list[tuple[str, list[int]]]:
    db.session.expire_all()
    return [(h.title, [item.opinion_id for item in h.items]) for h in one.headings]


def test_gathering_without_scripts(
    client_as: Client, meeting: Meeting, draft: Make, sent: Make
) -> None:
    first, second, third = draft("Kiệt ngập"), sent("Đèn hỏng"), sent("Rác nhiều")
    client = client_as("to3")
    assert "/consolidations" in client.get("/opinions").get_data(as_text=True)
    assert "Bắt đầu bản tổng hợp" in _text(client.get("/consolidations"))
    url = client.post(f"/meetings/{meeting.id}/consolidations").headers["Location"]
    one = db.session.scalars(select(Consolidation)).one()
    page = _text(client.get(url))
    assert "Chưa xếp nhóm" in page
    assert "Gửi bản tổng hợp" not in page  # nothing to send yet
    answer = client.post(
        f"{url}/items",
        data={"ids": [first.id, second.id], "heading": 0, "title": "Đường", "act": "put"},
    )
    heading = one.headings[0]
    assert answer.headers["Location"] == f"{url}#heading-{heading.id}"
    assert _shape(one) == [("Đường", [first.id, second.id])]
    client.post(f"{url}/headings", data={"title": "Môi trường", "summary": "Rác để lâu"})
    other = one.headings[1]
    client.post(f"{url}/items", data={"ids": [third.id], "heading": other.id, "act": "put"})
    client.post(f"{url}/headings/{other.id}/order", data={"way": "up"})
    item = next(i for i in heading.items if i.opinion_id == second.id)
    client.post(f"{url}/items/{item.id}/order", data={"way": "up"})
    assert _shape(one) == [("Môi trường", [third.id]), ("Đường", [second.id, first.id])]
    client.post(f"{url}/headings/{heading.id}", data={"title": "Hạ tầng", "summary": ""})
    client.post(f"{url}/items", data={"ids": [third.id], "act": "out", "heading": heading.id})
    client.post(f"{url}/headings/{other.id}/removal")
    assert _shape(one) == [("Hạ tầng", [second.id, first.id])]
    page = _text(client.get(url))
    assert "Gửi bản tổng hợp" in page
    assert "Chuyển nhóm “Môi trường” lên" in page  # on record


def test_scripts_get_the_part_with_the_focus_kept(client_as: Client, gathered: Gathered) -> None:
    one = gathered()
    heading = one.headings[1]
    answer = client_as("to3").post(
        f"/consolidations/{one.id}/headings/{heading.id}/order",
        data={"way": "down", "version": one.version},
        headers={"HX-Request": "true"},
    )
    assert answer.status_code == 200
    one_up = client_as("to3").post(
        f"/consolidations/{one.id}/items/{one.items[1].id}/order",
        data={"way": "up"},
        headers={"HX-Request": "true"},
    )
    page = _text(one_up)
    assert 'id="consolidation"' in page
    assert not re.search(r'id="item-\d+-up"[^>]*data-focus', page)  # it is first now: no arrow up


def test_wrong_forms_come_back_as_typed(client_as: Client, gathered: Gathered) -> None:
    one = gathered()
    client, url = client_as("to3"), f"/consolidations/{one.id}"
    opinion = one.items[0].opinion_id
    answer = client.post(f"{url}/items", data={"heading": one.headings[0].id, "act": "put"})
    assert answer.status_code == 422
    assert "Cần đánh dấu ít nhất một ý kiến" in _text(answer)
    answer = client.post(f"{url}/items", data={"ids": [opinion], "heading": 0, "title": " "})
    assert answer.status_code == 422
    assert "Cần ghi tên nhóm." in _text(answer)
    assert f'id="pick-{opinion}-' in _text(answer)
    assert re.search(rf'value="{opinion}"[^>]* checked', _text(answer))
    answer = client.post(f"{url}/headings", data={"title": "môi TRƯỜNG", "summary": "Tóm ý"})
    assert answer.status_code == 422
    assert "Đã có nhóm mang tên này." in _text(answer)
    assert "Tóm ý" in _text(answer)
    assert len(one.headings) == 2


def test_a_stale_page_shows_the_fresh_state(client_as: Client, gathered: Gathered) -> None:
    one = gathered()
    heading, seen, url = one.headings[0].id, one.version, f"/consolidations/{one.id}"
    client = client_as("to3")
    client.post(f"{url}/headings/{heading}", data={"title": "Hạ tầng", "version": seen})
    for path, data in (
        (f"headings/{heading}/order", {"way": "down"}),
        (f"headings/{heading}/removal", {}),
        ("items", {"ids": [one.items[0].opinion_id], "heading": heading, "act": "put"}),
        ("sending", {}),
    ):
        answer = client.post(f"{url}/{path}", data={**data, "version": seen})
        assert answer.status_code == 409, path
        assert "Đã có người xử lý trước" in _text(answer)
        assert "Hạ tầng" in _text(answer)
    assert one.state == "draft"


def test_sending_names_what_stands_in_the_way(
    client_as: Client, gathered: Gathered, draft: Make, account: Callable[[str], Account]
) -> None:
    one = gathered()
    empty = draft("")
    actions.put(one, [empty.id], one.headings[0].id, actor=account("to3"))
    client, url = client_as("to3"), f"/consolidations/{one.id}"
    page = _text(client.get(f"{url}/sending"))
    assert "4 ý kiến trong 2 nhóm" in page
    answer = client.post(f"{url}/sending", data={"note": "Kính gửi"})
    page = _text(answer)
    assert answer.status_code == 422
    assert "Chưa có gì được gửi đi" in page
    assert f'href="/opinions/{empty.id}/edit"' in page
    assert "Kính gửi</textarea>" in page
    db.session.expire_all()
    assert one.state == "draft"
    client.post(f"{url}/items", data={"ids": [empty.id], "act": "out", "heading": 0})
    answer = client.post(f"{url}/sending", data={"note": "Kính gửi"})
    assert answer.headers["Location"] == f"{url}/receipt"
    page = _text(client.get(f"{url}/receipt"))
    assert "TH-2024-0001" in page
    assert len(set(re.findall(r"YK-2024-\d{4}", page))) == 3
    assert client.get(f"{url}/sending").status_code == 409


def test_the_office_reads_returns_and_works_a_heading(
    client_as: Client,
    gathered: Gathered,
    account: Callable[[str], Account],
    field: Callable[[str], Field],
    unit: Callable[[str], Unit],
) -> None:
    one = gathered("sent")
    client, url = client_as("vanphong"), f"/consolidations/{one.id}"
    opinion, other = (item.opinion for item in one.headings[0].items)
    page = _text(client.get(url))
    assert "Kính gửi Văn phòng" in page
    assert "Kiệt to3 ngập" in page
    assert "Xếp vào nhóm" not in page
    assert url in client.get(f"/opinions/{opinion.id}").get_data(as_text=True)
    assert "Nằm trong bản tổng hợp TH-2024-0001" in _text(client.get(f"/opinions/{opinion.id}"))
    assert url in client.get(f"/triage?id={opinion.id}").get_data(as_text=True)
    opinions.refuse(other, reason="Xúc phạm", actor=account("vanphong"))
    work = f"{url}/headings/{one.headings[0].id}/triage"
    ids = [opinion.id, other.id]
    assert client.get(work).status_code == 200
    answer = client.post(work, data={"ids": ids, "verb": "classify", "competence": "ward"})
    assert answer.status_code == 422
    assert "Cần chọn lĩnh vực." in _text(answer)
    answer = client.post(
        work,
        data={"ids": ids, "verb": "classify", "competence": "ward", "field": field("duong").id},
    )
    page = _text(answer)
    assert "Đã làm 1 ý kiến" in page
    assert "Chưa làm được 1 ý kiến" in page
    assert other.receipt is not None
    assert other.receipt in page
    assert client.post(work, data={"verb": "select"}).status_code == 422
    answer = client.post(work, data={"ids": ids, "verb": "ask", "competence": "ward"})
    assert answer.status_code == 422
    data = {"ids": ids, "verb": "ask", "competence": "ward", "lead_unit": unit("dia-chinh").id}
    assert "Đã làm 1 ý kiến" in _text(client.post(work, data=data))
    assert client.post(f"{url}/return", data={"reason": " "}).status_code == 422
    client.post(f"{url}/return", data={"reason": "Xin tách nhóm 1"})
    db.session.refresh(one)
    assert one.state == "returned"
    assert "Xin tách nhóm 1" in _text(client_as("to3").get(url))
    assert client.post(f"{url}/return", data={"reason": "Nữa"}).status_code == 409
    client.post(f"{url}/taking-back")
    db.session.refresh(one)
    assert one.state == "sent"


@pytest.mark.parametrize("state", ["draft", "sent", "returned"])
def test_others_find_nothing(state: str, client_as: Client, gathered: Gathered) -> None:
    one = gathered(state)
    url, heading = f"/consolidations/{one.id}", one.headings[0].id
    for stranger in ("to4", "matran", "diachinh", "quantri"):
        client = client_as(stranger)
        for path in ("", "/print", "/sending", "/receipt", f"/headings/{heading}", "/return"):
            assert client.get(url + path).status_code == 404, (stranger, path)
        for path in ("/items", "/sending", "/return", f"/headings/{heading}/removal"):
            assert client.post(url + path, data={"reason": "x"}).status_code == 404
        assert one.name not in _text(client.get("/consolidations"))
    # Office and leaders read it once it was sent; they do not arrange it.
    for reader in ("vanphong", "chutich"):
        client = client_as(reader)
        assert client.get(url).status_code == (404 if state == "draft" else 200)
        assert client.post(f"{url}/headings", data={"title": "X"}).status_code == 404
    assert client_as("chutich").get(f"{url}/return").status_code == 404


def test_the_print_has_the_words(client_as: Client, gathered: Gathered) -> None:
    one = gathered("sent")
    page = _text(client_as("chutich").get(f"/consolidations/{one.id}/print"))
    for words in ("Bản tổng hợp ý kiến", "TH-2024-0001", "Kiệt to3 ngập", "Tóm tắt:"):
        assert words in page


def test_the_same_number_of_statements_whatever_its_size(
    client_as: Client,
    meeting: Meeting,
    sent: Make,
    gathered: Gathered,
    account: Callable[[str], Account],
    count_queries: Callable[[], Any],
) -> None:
    one = gathered()
    number, heading = one.id, one.headings[0].id
    office = gathered("sent", "doan").id
    seen = []
    for size in (1, 2, 47):
        db.session.add(meeting)  # counting ends the session that it came from
        ids = [sent(f"Ý kiến {size}.{n}", place="Lê Lợi").id for n in range(2 * size)]
        found = db.session.get_one(Consolidation, number)
        actions.put(found, ids[:size], heading, actor=account("to3"))
        if size == 47:
            other = db.session.scalars(
                select(Consolidation).where(Consolidation.id == office)
            ).one()
            actions.return_to_unit(other, reason="Thêm", actor=account("vanphong"))
            more = [sent(f"Thêm {n}", "doan").id for n in range(47)]
            actions.put(other, more, other.headings[0].id, actor=account("doan"))
        counts = {}
        for who, path in (
            ("to3", f"/consolidations/{number}"),
            ("to3", f"/consolidations/{number}/sending"),
            ("to3", f"/consolidations/{number}/print"),
            ("to3", "/consolidations"),
            ("vanphong", f"/consolidations/{office}/print"),
        ):
            client = client_as(who)
            with count_queries() as n:
                assert client.get(path).status_code == 200
            counts[who, path] = len(n)
        seen.append(counts)
    assert seen[0] == seen[1] == seen[2]


def test_the_list_counts_the_same(
    client_as: Client,
    meeting: Meeting,
    gathered: Gathered,
    count_queries: Callable[[], Any],
) -> None:
    seen = []
    units = ("to1", "to2", "to3", "to4", "to5", "to6", "to7", "to8", "matran", "doan")
    for new in (units[:1], units[1:3], units[3:]):
        db.session.add(meeting)
        for by in new:
            gathered("sent", by)
        client = client_as("vanphong")
        counts = []
        for path in ("/consolidations", "/"):
            with count_queries() as n:
                assert client.get(path).status_code == 200
            counts.append(len(n))
        seen.append(counts)
    assert seen[0] == seen[1] == seen[2]
