"""The desk in parts, its filters, what is offered and compared, letters split, answers read."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select

from dialogue.accounts.models import Account, Unit
from dialogue.extensions import db
from dialogue.history.queries import timeline
from dialogue.opinions import actions, queries
from dialogue.opinions.models import Field, Opinion, SavedFilter
from dialogue.opinions.queries import Wanted
from dialogue.plans.models import Meeting

Client = Callable[[str], FlaskClient]
Make = Callable[..., Opinion]
Who = Callable[[str], Account]
PART = {"HX-Request": "true", "HX-Target": "div#desk"}


def _text(answer: Any) -> str:
    return html.unescape(answer.get_data(as_text=True))


# -- the queue


def test_a_window_around_the_one_in_hand(sent: Make, account: Who) -> None:
    office = account("vanphong")
    ids = [sent(f"Việc số {n}").id for n in range(60)]
    first = queries.window(office, Wanted(show="new"))
    assert (first.chosen, first.place, first.previous, first.following) == (
        ids[0], 1, None, ids[1],
    )  # fmt: skip
    assert [row.id for row in first.rows] == ids[:38]
    assert (first.above, first.below, first.total) == (0, 22, 60)
    middle = queries.window(office, Wanted(show="new"), ids[30])
    assert [row.id for row in middle.rows] == ids[18:60]
    assert (middle.place, middle.previous, middle.following) == (31, ids[29], ids[31])
    assert (middle.above, middle.below) == (18, 0)
    newest = queries.window(office, Wanted(show="all"), ids[30])
    assert (newest.previous, newest.following, newest.place) == (ids[31], ids[29], 30)
    assert queries.following(office, Wanted(show="new"), ids[59]) == ids[58]
    # One that the filter no longer holds keeps its place between the others.
    actions.refuse(db.session.get_one(Opinion, ids[30]), reason="Xúc phạm", actor=office)
    gone = queries.window(office, Wanted(show="new"), ids[30])
    assert (gone.chosen, gone.place, gone.previous, gone.following) == (
        ids[30], 0, ids[29], ids[31],
    )  # fmt: skip


def test_walking_down_meets_each_once(sent: Make, account: Who) -> None:
    office = account("vanphong")
    ids = [sent(f"Việc số {n}").id for n in range(45)]
    for show, expected in (("new", ids), ("all", ids[::-1])):
        met, at = [], queries.window(office, Wanted(show=show)).chosen
        while at is not None:
            met.append(at)
            at = queries.window(office, Wanted(show=show), at).following
        assert met == expected


def test_a_verb_answers_with_the_part_and_the_next_one(
    sent: Make, client_as: Client, field: Callable[[str], Field]
) -> None:
    first, second = sent("Cống nghẹt"), sent("Đèn hỏng")
    client = client_as("vanphong")
    part = client.get(f"/triage?show=new&id={second.id}", headers=PART)
    assert not _text(part).lstrip().lower().startswith("<!doctype")
    assert part.headers["HX-Replace-Url"] == f"/triage?show=new&id={second.id}"
    assert 'id="flash"' not in _text(part)
    whole = client.get("/triage", headers={"HX-Request": "true"})
    assert _text(whole).lower().startswith("<!doctype")
    url = f"/opinions/{first.id}/classification"
    data = {"competence": "ward", "kind": "petition", "version": first.version, "back": "new"}
    wrong = client.post(url, data=data, headers=PART)
    assert wrong.status_code == 422
    assert f'id="hand-{first.id}"' in _text(wrong)
    assert "data-error-summary" in _text(wrong)
    done = client.post(url, data={**data, "field": field("duong").id}, headers=PART)
    assert done.status_code == 200
    assert done.headers["HX-Replace-Url"] == f"/triage?show=new&id={second.id}"
    assert f'id="hand-{second.id}"' in _text(done)
    assert "Đã phân loại" in _text(done)
    assert f"/opinions/{first.id}/unclassification" in _text(done)
    stale = client.post(url, data={**data, "field": field("duong").id}, headers=PART)
    assert stale.status_code == 409
    assert "Đã có người xử lý trước" in _text(stale)


@pytest.mark.parametrize("path", ["clarification", "refusal", "referral", "merge", "preparation"])
def test_a_form_with_errors_stays_at_the_desk_as_typed(
    path: str, in_state: Make, client_as: Client
) -> None:
    opinion = in_state("classified")
    client = client_as("vanphong")
    data = {"back": "show=classified", "into": "YK-1999-1", "reason": " "}
    answer = client.post(f"/opinions/{opinion.id}/{path}", data=data, headers=PART)
    assert answer.status_code == 422
    assert f'id="hand-{opinion.id}"' in _text(answer)
    assert "data-error-summary" in _text(answer)
    if path == "merge":
        assert "YK-1999-1" in _text(answer)


# -- filters


def test_filters_are_kept_in_the_address_with_counts(
    sent: Make, in_state: Make, client_as: Client, account: Who, field: Callable[[str], Field],
    unit: Callable[[str], Unit],
) -> None:  # fmt: skip
    office = account("vanphong")
    road = field("duong").id
    mine = sent("Đường nhiều ổ gà", field_id=road)
    sent("Đường tối om", by="to4", field_id=road)
    sent("Rác chất đống")
    root = in_state("classified", "Cống nghẹt")
    actions.merge(sent("Cống nghẹt nữa"), root, actor=office)
    to3 = unit("to-3").id
    wanted = Wanted(show="new", unit_id=to3, field_id=road)
    assert [row.id for row in queries.list_opinions(office, wanted)] == [mine.id]
    assert {c.label: c.count for c in queries.unit_choices(office, wanted)} == {
        "Tổ 3": 1, "Tổ 4": 1,
    }  # fmt: skip
    assert {c.value: c.count for c in queries.field_choices(office, wanted)} == {0: 1, road: 1}
    assert [c.count for c in queries.meeting_choices(office, Wanted(show="new"))] == [3]
    counts = queries.mark_counts(office, Wanted(show="all"))
    assert counts == {"late": 0, "doubled": 1, "recurrent": 0}
    found = queries.list_opinions(office, Wanted(show="all", marks=("doubled",)))
    assert [row.id for row in found] == [root.id]
    client = client_as("vanphong")
    page = _text(client.get(f"/triage?show=new&unit={to3}&field={road}&q=duong+o+ga"))
    assert "1 / 1" in page
    # Acts come back to the same place.
    assert f"show=new&unit={to3}&field={road}&q=duong+o+ga" in page
    nothing = _text(client.get("/triage?show=new&q=khong+co&mark=late&mark=bad&unit=x"))
    assert "Không có ý kiến nào khớp bộ lọc." in nothing


def test_another_feature_may_add_a_mark(
    sent: Make, account: Who, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dialogue.opinions import hooks

    one = sent("Cống nghẹt")
    sent("Rác")
    monkeypatch.setattr(hooks, "marks", {})
    hooks.register_mark("again", "Nhắc lại", lambda: Opinion.words == "Cống nghẹt")
    office = account("vanphong")
    assert queries.mark_counts(office, Wanted())["again"] == 1
    rows = queries.list_opinions(office, Wanted(marks=("again",)))
    assert [row.id for row in rows] == [one.id]


def test_saved_filters_are_ones_own(sent: Make, client_as: Client, account: Who) -> None:
    sent("Rác")
    client = client_as("vanphong")
    data = {"name": "Rác của tổ 3", "back": "show=new&unit=19&q=rác đống&evil=1"}
    answer = client.post("/triage/filters", data=data)
    assert answer.status_code == 303
    saved = db.session.scalars(select(SavedFilter)).one()
    assert saved.place == "show=new&unit=19&q=r%C3%A1c+%C4%91%E1%BB%91ng"
    assert timeline(saved)[0].verb == "save"
    again = client.post("/triage/filters", data=data)
    assert again.status_code == 422
    assert "Đã có bộ lọc mang tên này." in _text(again)
    assert client.post("/triage/filters", data={"name": " "}).status_code == 422
    assert "Rác của tổ 3" in _text(client.get("/triage"))
    url = f"/triage/filters/{saved.id}"
    other = client_as("thuky")
    assert "Rác của tổ 3" not in _text(other.get("/triage/filters"))
    assert other.post(url, data={"name": "Của tôi"}).status_code == 404
    assert other.post(f"{url}/removal").status_code == 404
    for name in ("to3", "chutich"):
        assert client_as(name).get("/triage/filters").status_code == 404
        assert client_as(name).post("/triage/filters", data=data).status_code == 404
    assert client.post(url, data={"name": "  "}).status_code == 422
    client.post(url, data={"name": "Rác"})
    db.session.refresh(saved)
    assert saved.name == "Rác"
    client.post(f"{url}/removal")
    assert db.session.scalars(select(SavedFilter)).all() == []
    for number in range(20):
        actions.save_filter(f"Bộ lọc {number}", "show=new", actor=account("vanphong"))
    full = client.post("/triage/filters", data=data)
    assert "nhiều nhất 20" in _text(full)


# -- what is offered


def test_a_suggestion_says_why_and_is_never_applied_by_itself(
    sent: Make, client_as: Client, account: Who, field: Callable[[str], Field],
    unit: Callable[[str], Unit],
) -> None:  # fmt: skip
    office = account("vanphong")
    past = [sent(f"Đèn đường tối om ở kiệt {n}") for n in (1, 2, 3)]
    for one in past:
        actions.classify(one, field=field("chieu_sang"), competence="power", actor=office)
        actions.ask_preparation(one, lead_unit=unit("dia-chinh"), actor=office)
    new = sent("Đèn đường tối om, đề nghị sửa")
    votes = queries.suggest(office, new)
    assert votes.field is not None
    assert votes.unit is not None
    assert (votes.field.value, votes.unit.value) == (field("chieu_sang").id, unit("dia-chinh").id)
    assert votes.field.why == "giống 3 ý kiến trước"
    client = client_as("vanphong")
    url = f"/triage?show=new&id={new.id}"
    page = _text(client.get(url))
    assert "Gợi ý từ các lần trước" in page
    for one in past:
        assert f'href="/opinions/{one.id}">{one.receipt}</a>' in page
    chosen = re.compile(r'<option selected value="(\w*)">')
    form = page[page.index("desk-classify") :]
    assert chosen.findall(form)[:2] == ["", "ward"]
    taken = _text(client.get(f"{url}&use=1"))
    form = taken[taken.index("desk-classify") :]
    assert chosen.findall(form)[:2] == [str(field("chieu_sang").id), "power"]
    db.session.refresh(new)
    assert (new.state, new.field_id, new.competence) == ("sent", None, None)


def test_nothing_is_suggested_when_the_past_is_weak(
    sent: Make, account: Who, field: Callable[[str], Field]
) -> None:
    office = account("vanphong")
    new = sent("Chợ bán hàng giả, kiểm tra giúp")
    assert queries.suggest(office, new) == queries.Suggested()
    # One that is a little like it is too few; two that disagree say nothing.
    other = sent("Kiểm tra giúp quán cà phê mở nhạc ồn ào suốt đêm không cho ai ngủ")
    actions.classify(other, field=field("tieng_on"), competence="ward", actor=office)
    assert queries.suggest(office, new).field is None
    # Not what nobody has decided on.
    sent("Chợ bán hàng giả, kiểm tra giúp chúng tôi")
    assert queries.suggest(office, new).field is None


# -- side by side


def test_two_side_by_side(sent: Make, client_as: Client) -> None:
    one = sent("Cống ở kiệt 12 bị nghẹt", place="kiệt 12", people_count=3)
    other = sent("cống ở kiệt 14 bị nghẹt nặng", by="to4", place="kiệt 12")
    client = client_as("vanphong")
    url = f"/opinions/{one.id}/compare/{other.id}"
    page = _text(client.get(url))
    marked = re.findall(r"<mark><span[^>]*>\[khác: </span>(.*?)<span", page)
    assert marked == ["12", "14", "nặng"]
    assert page.count("giống</td>") == 5 + 1  # neither has a field
    assert client.get(f"/opinions/{one.id}/compare/999").status_code == 404
    for name in ("to3", "chutich"):
        assert client_as(name).get(url).status_code == 404
        for verb in ("merge", "apart", "again"):
            assert client_as(name).post(f"{url}/{verb}").status_code == 404
    answer = client.post(f"{url}/apart", data={"reason": "Hai kiệt", "back": "show=new&q=cong"})
    assert answer.headers["Location"] == f"/triage?show=new&q=cong&id={one.id}"
    page = _text(client.get(answer.headers["Location"]))
    assert f"{url}/again" in page
    assert "Đã ghi không trùng (1)" in page
    assert "Gộp vào đây" not in page
    assert client.post(f"{url}/apart").status_code == 409
    client.post(f"{url}/again")
    assert "Gộp vào đây" in _text(client.get(f"/triage?id={one.id}"))
    assert client.post(f"{url}/again").status_code == 409
    answer = client.post(f"{url}/merge", data={"version": one.version, "back": "new"})
    assert answer.headers["Location"] == f"/triage?show=new&id={other.id}"
    assert "Đang gộp với nhau" in _text(client.get(url))
    assert client.post(f"{url}/merge").status_code == 409


def test_merging_to_another_meeting_asks_why(sent: Make, client_as: Client, account: Who) -> None:
    youth = db.session.scalars(select(Meeting).where(Meeting.ordinal == 2)).one()
    one = sent("Cần lớp chuyển đổi số")
    other = actions.submit(
        actor=account("doan"), client_key="k" * 32, meeting=youth,
        content=actions.Content(words="Cần lớp học chuyển đổi số"),
    )  # fmt: skip
    client = client_as("vanphong")
    url = f"/opinions/{one.id}/compare/{other.id}"
    assert "Vì sao gộp sang" in _text(client.get(url))
    refused = client.post(f"{url}/merge", data={"version": one.version})
    assert refused.status_code == 422
    assert "cần ghi rõ lý do gộp sang đợt khác" in _text(refused)
    by_number = client.post(f"/opinions/{one.id}/merge", data={"into": other.receipt})
    assert by_number.status_code == 422
    assert client.post(f"{url}/merge", data={"reason": "Đợt 2 trả lời"}).status_code == 303


# -- letters


def test_a_letter_is_split_on_a_page_and_shown_both_ways(sent: Make, client_as: Client) -> None:
    letter = sent("1. Cống kiệt 12 nghẹt.\n2. Đèn đường hỏng.")
    client = client_as("vanphong")
    url = f"/opinions/{letter.id}/split"
    page = _text(client.get(url))
    assert page.count("<textarea") == 2
    assert "1. Cống kiệt 12 nghẹt.</textarea>" in page
    data = {"parts-0-words": "Cống nghẹt", "parts-1-words": "Đèn hỏng", "back": "new"}
    more = _text(client.post(url, data={**data, "act": "more"}))
    assert more.count("<textarea") == 3
    assert "Đèn hỏng</textarea>" in more
    few = client.post(url, data={**data, "parts-1-words": " "})
    assert few.status_code == 422
    assert "Cần từ 2 đến 10 việc có nội dung." in _text(few)
    assert client.post(url, data={**data, "version": 99}).status_code == 409
    done = client.post(url, data={**data, "version": letter.version})
    db.session.refresh(letter)
    first, second = letter.parts
    assert done.headers["Location"] == f"/triage?show=new&id={first.id}"
    assert f"/opinions/{letter.id}/unsplit" in _text(client.get(done.headers["Location"]))
    assert client.get(url).status_code == 200
    for reader in ("vanphong", "to3"):
        page = _text(client_as(reader).get(f"/opinions/{letter.id}"))
        assert "Đèn đường hỏng." in page
        assert first.receipt in page
        assert second.receipt in page
        assert letter.receipt in _text(client_as(reader).get(f"/opinions/{second.id}"))
    assert client_as("to4").get(f"/opinions/{second.id}").status_code == 404
    for name in ("to3", "chutich"):
        assert client_as(name).get(url).status_code == 404
        assert client_as(name).post(f"/opinions/{letter.id}/unsplit").status_code == 404
    client.post(f"/opinions/{letter.id}/unsplit")
    db.session.refresh(letter)
    assert letter.state == "sent"


# -- prepared answers


@pytest.fixture
def prepared(
    in_state: Make, announced: Meeting, account: Who, unit: Callable[[str], Unit]
) -> list[Opinion]:
    """Three on the agenda: answered, asked, not given to anybody."""
    office = account("vanphong")
    matters = [in_state("selected", words) for words in ("Cống nghẹt", "Đèn hỏng", "Rác nhiều")]
    for one, code in zip(matters, ("dia-chinh", "cong-an"), strict=False):
        actions.ask_preparation(one, lead_unit=unit(code), actor=office)
    preparation = matters[0].preparation
    assert preparation is not None
    actions.write_preparation(preparation, answer="Sẽ nạo vét", actor=account("diachinh"))
    return matters


def test_who_presides_reads_all_answers_on_one_page(
    prepared: list[Opinion], announced: Meeting, client_as: Client,
    today: time_machine.Traveller,
) -> None:  # fmt: skip
    url = f"/meetings/{announced.id}/answers"
    for name in ("chutich", "phochutich", "vanphong"):
        page = _text(client_as(name).get(url))
        assert page.index("Cống nghẹt") < page.index("Đèn hỏng") < page.index("Rác nhiều")
        assert "Sẽ nạo vét" in page
        assert "1/3" in page
        assert 'pill-bad">Quá hạn' not in page
    for name in ("to3", "diachinh", "quantri"):
        assert client_as(name).get(url).status_code == 404, name
    paper = _text(client_as("chutich").get(f"{url}?print=1"))
    assert "Sẽ nạo vét" in paper
    assert "<nav" not in paper
    today.shift(timedelta(days=40))
    late = _text(client_as("chutich").get(url))
    assert "1 quá hạn" in late
    listed = _text(client_as("chutich").get("/preparations?show=all"))
    assert re.search(r"1 quá hạn", listed)
    assert "Công an phường" in listed


def test_what_is_missing_goes_back_to_the_unit(
    prepared: list[Opinion], client_as: Client, account: Who
) -> None:
    preparation = prepared[0].preparation
    assert preparation is not None
    url = f"/preparations/{preparation.id}/remark"
    chair = client_as("chutich")
    assert chair.get(url).status_code == 200
    assert chair.post(url, data={"reason": " "}).status_code == 422
    assert chair.post(url, data={"reason": "Khi nào?", "version": 1}).status_code == 409
    for name in ("diachinh", "to3", "congan"):
        assert client_as(name).get(url).status_code == 404, name
        assert client_as(name).post(url, data={"reason": "Tôi"}).status_code == 404, name
    done = chair.post(url, data={"reason": "Khi nào xong?", "version": preparation.version})
    assert done.headers["Location"] == f"/meetings/{prepared[0].meeting_id}/answers"
    db.session.refresh(preparation)
    assert (preparation.state, preparation.remark) == ("asked", "Khi nào xong?")
    assert preparation.answer == "Sẽ nạo vét"
    assert timeline(preparation)[-1].reason == "Khi nào xong?"
    unit_page = _text(client_as("diachinh").get(f"/preparations/{preparation.id}"))
    assert "Khi nào xong?" in unit_page
    assert "Cần bổ sung" in _text(client_as("diachinh").get("/preparations"))
    assert "Khi nào xong?" in _text(client_as("diachinh").get("/inbox"))
    assert chair.post(url, data={"reason": "Nữa"}).status_code == 409
    actions.write_preparation(preparation, answer="Xong ngày 30/4", actor=account("diachinh"))
    assert (preparation.state, preparation.remark) == ("ready", "")


def test_a_leader_is_led_to_the_page(prepared: list[Opinion], account: Who) -> None:
    lines = [todo for todo in queries.waiting(account("chutich")) if "/answers" in todo.url]
    assert [line.url for line in lines] == [f"/meetings/{prepared[0].meeting_id}/answers"]
    assert lines[0].thing.endswith("1/2")
