"""The office at its desk: verbs, the next one, undo, bulk; then agenda and answers."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from dialogue.accounts.models import Account, Unit
from dialogue.extensions import db
from dialogue.opinions import actions
from dialogue.opinions.models import Field, Opinion, Preparation
from dialogue.plans.models import Meeting

Client = Callable[[str], FlaskClient]
Make = Callable[..., Opinion]


def _says(client: FlaskClient, answer: object) -> str:
    page = client.get(answer.headers["Location"])  # type: ignore[attr-defined]
    assert page.status_code == 200
    return html.unescape(page.get_data(as_text=True))


def test_after_a_verb_the_next_one_comes_with_an_undo(
    sent: Make, client_as: Client, field: Callable[[str], Field]
) -> None:
    first, second = sent("Cống nghẹt"), sent("Đèn hỏng")
    client = client_as("vanphong")
    page = client.get("/triage").get_data(as_text=True)
    assert "Cống nghẹt" in page
    assert "Đèn hỏng" in page
    answer = client.post(
        f"/opinions/{first.id}/classification",
        data={
            "field": field("thoat_nuoc").id,
            "competence": "ward",
            "kind": "petition",
            "version": first.version,
            "back": "new",
        },
    )
    assert answer.headers["Location"] == f"/triage?show=new&id={second.id}"
    page = _says(client, answer)
    undo = re.search(r'action="(/opinions/\d+/unclassification[^"]*)"', page)
    assert undo is not None
    db.session.refresh(first)
    assert (first.state, first.field_id) == ("classified", field("thoat_nuoc").id)
    back = client.post(undo.group(1))
    assert back.headers["Location"] == f"/triage?show=new&id={first.id}"
    db.session.refresh(first)
    assert first.state == "sent"


def test_classify_and_select_in_one_act(
    sent: Make, client_as: Client, field: Callable[[str], Field]
) -> None:
    opinion = sent()
    data = {"field": field("duong").id, "competence": "ward", "kind": "report", "then": "select"}
    client_as("vanphong").post(f"/opinions/{opinion.id}/classification", data=data)
    db.session.refresh(opinion)
    assert (opinion.state, opinion.agenda_place, opinion.kind) == ("selected", 1, "report")


WRITTEN = (
    ("clarification", "returned", "Trả lại để làm rõ"),
    ("refusal", "refused", "Không tiếp nhận"),
    ("referral", "referred", "Chuyển tiếp công dân"),
)


@pytest.mark.parametrize(("path", "state", "label"), WRITTEN)
def test_a_reason_is_required_and_the_act_can_be_undone(
    path: str, state: str, label: str, sent: Make, client_as: Client
) -> None:
    opinion = sent()
    client = client_as("vanphong")
    page = client.get(f"/opinions/{opinion.id}/{path}").get_data(as_text=True)
    assert label in page
    answer = client.post(f"/opinions/{opinion.id}/{path}", data={"reason": "  "})
    assert answer.status_code == 422
    assert "data-error-summary" in answer.get_data(as_text=True)
    answer = client.post(
        f"/opinions/{opinion.id}/{path}", data={"reason": "Vì sao đó", "back": "new"}
    )
    undo = re.search(r'action="(/opinions/\d+/restoration[^"]*)"', _says(client, answer))
    assert undo is not None
    db.session.refresh(opinion)
    assert (opinion.state, opinion.office_note) == (state, "Vì sao đó")
    # The sender reads why.
    assert "Vì sao đó" in client_as("to3").get(f"/opinions/{opinion.id}").get_data(as_text=True)
    client.post(undo.group(1))
    db.session.refresh(opinion)
    assert opinion.state == "sent"


def test_a_stale_verb_shows_what_happened(sent: Make, client_as: Client) -> None:
    opinion = sent()
    seen = opinion.version
    client_as("thuky").post(f"/opinions/{opinion.id}/refusal", data={"reason": "Trùng tên"})
    answer = client_as("vanphong").post(
        f"/opinions/{opinion.id}/referral",
        data={"reason": "Là đơn tố cáo", "version": seen, "back": "new"},
    )
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Đã có người xử lý trước" in page
    assert "Không tiếp nhận" in page
    answer = client_as("vanphong").post(
        f"/opinions/{opinion.id}/referral", data={"reason": "Nữa", "back": "thread"}
    )
    assert answer.status_code == 409
    assert "Diễn biến" in answer.get_data(as_text=True)


def test_merge_from_the_similar_list_and_by_number(sent: Make, client_as: Client) -> None:
    root = sent("Kiệt 12 đường Nguyễn Du ngập nước sau mưa lớn")
    other = sent("Nước ngập kiệt 12 đường Nguyễn Du mỗi khi mưa lớn", by="to4")
    client = client_as("vanphong")
    page = client.get(f"/triage?show=new&id={other.id}").get_data(as_text=True)
    assert f"into={root.receipt}" in page
    url = f"/opinions/{other.id}/merge"
    answer = client.post(url, data={"into": "YK-2024-0999"})
    assert answer.status_code == 422
    assert "Không có ý kiến nào mang số biên nhận này." in answer.get_data(as_text=True)
    assert client.post(url, data={"into": other.receipt}).status_code == 422
    answer = client.post(url, data={"into": "yk 2024 1", "reason": "Cùng một kiệt", "back": "new"})
    undo = re.search(r'action="(/opinions/\d+/unmerge[^"]*)"', _says(client, answer))
    assert undo is not None
    db.session.refresh(other)
    assert other.merged_into_id == root.id
    client.post(undo.group(1))
    db.session.refresh(other)
    assert other.merged_into_id is None


def test_what_the_office_notes_on_merging_stays_there(sent: Make, client_as: Client) -> None:
    root, other = sent("Cống nghẹt, nhà tôi ngập"), sent("Cống nghẹt ở tổ 4", by="to4")
    client_as("vanphong").post(
        f"/opinions/{other.id}/merge", data={"into": root.receipt, "reason": "Ghi chú nội bộ"}
    )
    page = client_as("to4").get(f"/opinions/{other.id}").get_data(as_text=True)
    assert root.receipt in page
    assert "Ghi chú nội bộ" not in page
    assert "nhà tôi ngập" not in page
    assert client_as("to4").get(f"/opinions/{root.id}").status_code == 404
    own = client_as("to3").get(f"/opinions/{root.id}").get_data(as_text=True)
    assert "Có 1 ý kiến khác cùng nội dung" in own
    assert "tổ 4" not in own
    assert "Ghi chú nội bộ" not in own
    office = client_as("vanphong").get(f"/opinions/{other.id}").get_data(as_text=True)
    assert "Ghi chú nội bộ" in office


def test_bulk_does_what_it_can_and_says_the_rest(
    sent: Make,
    in_state: Make,
    client_as: Client,
    field: Callable[[str], Field],
    unit: Callable[[str], Unit],
) -> None:
    one, two, gone = sent("Một"), sent("Hai"), in_state("refused", "Ba")
    client = client_as("vanphong")
    ids = [one.id, two.id, gone.id]
    empty = client.post("/triage/bulk", data={"verb": "select"})
    assert empty.status_code == 422
    asked = client.post("/triage/bulk", data={"ids": ids, "back": "show=new&unit=3"})
    assert asked.status_code == 200
    page = asked.get_data(as_text=True)
    assert all((o.receipt or "") in page for o in (one, two, gone))
    assert "unit=3" in html.unescape(page)
    for data in (
        {"verb": "classify"}, {"verb": "ask"}, {"verb": "return"}, {"verb": "drop"},
        {"verb": "select", "ids": list(range(1, 202))},
    ):  # fmt: skip
        missing = client.post("/triage/bulk", data={"ids": ids, **data})
        assert missing.status_code == 422, data
    data = {
        "ids": ids,
        "verb": "classify",
        "field": field("duong").id,
        "competence": "ward",
        "back": "all",
    }
    page = client.post("/triage/bulk", data={**data, "ids": [*ids, 999]}).get_data(as_text=True)
    assert "Đã phân loại 2 ý kiến." in page
    assert "1 ý kiến đã đánh dấu không còn tìm thấy." in page
    refused = re.findall(r'id="refused-(\d+)"', page)
    assert refused == [str(gone.id)]
    assert gone.receipt in page
    lead = unit("dia-chinh").id
    client.post("/triage/bulk", data={"ids": ids, "verb": "ask", "lead_unit": lead})
    back = sent("Bốn")
    answer = client.post(
        "/triage/bulk", data={"ids": [back.id], "verb": "return", "question": "Ở đâu?"}
    )
    assert "Đã trả lại để làm rõ 1 ý kiến." in _says(client, answer)
    db.session.refresh(back)
    assert (back.state, back.office_note) == ("returned", "Ở đâu?")
    client.post("/triage/bulk", data={"ids": ids, "verb": "select"})
    db.session.expire_all()
    assert [one.state, two.state, gone.state] == ["selected", "selected", "refused"]
    assert {p.lead_unit_id for p in db.session.scalars(select(Preparation))} == {lead}


def test_only_the_office_has_a_desk(sent: Make, client_as: Client) -> None:
    opinion = sent()
    for username in ("to3", "chutich", "diachinh", "quantri"):
        client = client_as(username)
        assert client.get("/triage").status_code == 404, username
        for path in ("classification", "merge", "preparation", "refusal"):
            assert client.get(f"/opinions/{opinion.id}/{path}").status_code == 404
            assert client.post(f"/opinions/{opinion.id}/{path}").status_code == 404
        assert client.post("/triage/bulk", data={"ids": opinion.id}).status_code == 404


def test_agenda_in_order_with_answers(
    in_state: Make,
    sent: Make,
    meeting: Meeting,
    client_as: Client,
    account: Callable[[str], Account],
    unit: Callable[[str], Unit],
) -> None:
    office = account("vanphong")
    first, second = in_state("selected", "Việc thứ nhất"), in_state("selected", "Việc thứ hai")
    actions.merge(sent("Cũng việc thứ hai", by="to4"), second, actor=office)
    preparation = actions.ask_preparation(first, lead_unit=unit("dia-chinh"), actor=office)
    actions.write_preparation(preparation, answer="Trả lời còn kín", actor=account("diachinh"))
    client = client_as("vanphong")
    url = f"/meetings/{meeting.id}/agenda"
    page = client.get(url).get_data(as_text=True)
    assert page.index("Việc thứ nhất") < page.index("Việc thứ hai")
    assert "2 ý kiến cùng nêu" in page
    assert "Trả lời còn kín" in page
    # The sender sees his matter, not the answer that is only being prepared.
    own = client_as("to3").get(url).get_data(as_text=True)
    assert "Việc thứ nhất" in own
    assert "Trả lời còn kín" not in own
    client.post(f"{url}/{second.id}/place", data={"way": "up", "version": second.version})
    page = client.get(url).get_data(as_text=True)
    assert page.index("Việc thứ hai") < page.index("Việc thứ nhất")
    stale = client.post(f"{url}/{second.id}/place", data={"way": "down", "version": 1})
    assert stale.status_code == 409


def test_a_department_writes_its_answer(
    in_state: Make,
    client_as: Client,
    account: Callable[[str], Account],
    unit: Callable[[str], Unit],
) -> None:
    opinion = in_state("selected")
    preparation = actions.ask_preparation(
        opinion,
        lead_unit=unit("dia-chinh"),
        supporting=[unit("tai-chinh")],
        actor=account("vanphong"),
    )
    client = client_as("diachinh")
    assert opinion.short in client.get("/preparations").get_data(as_text=True)
    url = f"/preparations/{preparation.id}"
    assert client.get(url).status_code == 200
    assert client.post(url, data={"answer": " "}).status_code == 422
    seen = preparation.version
    assert client.post(url, data={"answer": "Sẽ nạo vét", "version": seen}).status_code == 303
    stale = client.post(url, data={"answer": "Câu của người thứ hai", "version": seen})
    both = stale.get_data(as_text=True)
    assert stale.status_code == 409
    assert "Sẽ nạo vét" in both
    assert "Câu của người thứ hai" in both
    helper = client_as("taichinh")
    assert "Sẽ nạo vét" in helper.get(url).get_data(as_text=True)
    assert helper.post(url, data={"answer": "Không phải của mình"}).status_code == 404
    assert client_as("congan").get(url).status_code == 404
    assert client_as("to3").get(url).status_code == 404
