"""The front gathers on a phone and by keyboard and sends; a list comes in from an ugly workbook."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time

import pytest
from playwright.sync_api import Page, expect

from dialogue.accounts.models import Account
from dialogue.core import clock
from dialogue.extensions import db
from dialogue.opinions import actions as opinions
from dialogue.opinions.models import Opinion
from dialogue.plans.models import Meeting
from dialogue.plans.plan_2024 import load_plan_2024
from tests.browser.conftest import DESK, PHONE, Site
from tests.imports.support import ugly

pytestmark = pytest.mark.browser

Someone = Callable[..., Page]
WORDS = ("Kiệt 5 ngập", "Đèn hẻm 8 hỏng", "Rác trước chợ", "Cống nghẹt")


@pytest.fixture
def in_march(site: Site, travel: Callable[[datetime], None]) -> None:
    """The plan of 2024 is there; the front has written four, two of them not sent."""
    travel(clock.at(date(2024, 3, 14), time(9)))
    with site.app.app_context():
        load_plan_2024()
        user = db.session.query(Account).filter_by(username="matran").one()
        meeting = db.session.query(Meeting).filter_by(ordinal=1).one()
        for number, words in enumerate(WORDS):
            opinion = opinions.save_draft(
                actor=user,
                client_key=f"browser-{number}",
                meeting=meeting,
                content=opinions.Content(words=words),
            )
            if number % 2:
                opinions.send(opinion, actor=user)
        db.session.remove()


def _order(page: Page) -> list[str]:
    return page.locator(".consolidation-heading .consolidation-words label").all_inner_texts()


def test_gather_by_phone_and_keyboard_and_send(
    site: Site, someone: Someone, in_march: None
) -> None:
    page = someone("matran", PHONE)
    page.goto("/consolidations")
    page.locator("#meeting-1").get_by_role("button", name="Bắt đầu bản tổng hợp").click()
    expect(page.locator("#free .consolidation-item")).to_have_count(4)
    for words in (WORDS[0], WORDS[3]):
        page.get_by_label(f"Chọn: {words}").check()
    page.get_by_label("Tên nhóm mới").fill("Thoát nước")
    page.get_by_role("button", name="Xếp vào nhóm").click()
    expect(page.locator("#flash")).to_contain_text("Đã xếp 2 ý kiến vào nhóm.")
    expect(page.locator("#free .consolidation-item")).to_have_count(2)
    expect(page.locator("#free-title")).to_be_focused()
    # What was put is not marked any more: it would be moved along with the next ones.
    expect(page.locator('input[name="ids"]:checked')).to_have_count(0)
    for words in (WORDS[1], WORDS[2]):
        page.get_by_label(f"Chọn: {words}").check()
    page.get_by_label("Xếp vào nhóm", exact=True).select_option(label="Nhóm mới (ghi tên bên cạnh)")
    page.get_by_label("Tên nhóm mới").fill("Chiếu sáng, rác")
    page.get_by_role("button", name="Xếp vào nhóm").click()
    expect(page.locator(".consolidation-heading")).to_have_count(2)
    assert _order(page) == [WORDS[0], WORDS[3], WORDS[1], WORDS[2]]
    assert page.evaluate("document.documentElement.scrollWidth") <= 360

    # By keyboard: the arrow that was pressed keeps the focus.
    page.get_by_role("button", name=f"Xuống: {WORDS[0]}").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".consolidation-heading label").first).to_have_text(WORDS[3])
    page.get_by_role("button", name="Lên: nhóm Chiếu sáng, rác").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".consolidation-heading h2").first).to_contain_text("Chiếu sáng, rác")
    assert _order(page) == [WORDS[1], WORDS[2], WORDS[3], WORDS[0]]

    page.get_by_role("link", name="Gửi bản tổng hợp").click()
    page.get_by_label("Lời gửi kèm").fill("Kính gửi Văn phòng")
    page.get_by_role("button", name="Gửi bản tổng hợp").click()
    expect(page.locator(".receipt-number")).to_have_text("TH-2024-0001")
    assert len(set(re.findall(r"YK-2024-\d{4}", page.locator("main").inner_text()))) == 4

    office = someone("vanphong", DESK)
    office.goto("/")
    office.locator("main").get_by_role("link", name="Phân loại theo nhóm").first.click()
    expect(office.locator("main")).to_contain_text("Kính gửi Văn phòng")
    office.get_by_role("link", name="Xử lý cả nhóm").first.click()
    office.get_by_label("Lĩnh vực", exact=True).select_option(label="Chiếu sáng")
    office.get_by_role("button", name="Thực hiện").click()
    expect(office.locator("#done")).to_contain_text("Đã làm 2 ý kiến")
    with site.app.app_context():
        states = sorted(db.session.query(Opinion.state).all())
        db.session.remove()
    assert [state for (state,) in states] == ["classified", "classified", "sent", "sent"]


def test_an_ugly_workbook_comes_in_once(site: Site, someone: Someone, in_march: None) -> None:
    page = someone("matran", DESK)
    excel = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    file = {"name": "tổng hợp (2) FINAL.xlsx", "mimeType": excel, "buffer": ugly()}

    def upload() -> None:
        page.goto("/opinions")
        page.get_by_role("link", name="Nhập từ Excel").click()
        page.get_by_role("radio", name=re.compile("Đợt 1:")).check(force=True)
        page.locator('input[type="file"]').set_input_files(file)  # type: ignore[arg-type]
        page.get_by_role("button", name="Xem từng dòng").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Xem trước danh sách")

    upload()
    expect(page.locator("#row-7")).to_contain_text("12 người cùng nêu")
    expect(page.get_by_label("Dòng 11")).not_to_be_checked()
    expect(page.locator("#left-10")).to_contain_text("số giống số CCCD")
    page.get_by_label("Dòng 16").uncheck()
    page.get_by_role("button", name="Nhận các dòng đã đánh dấu").click()
    expect(page.locator("#came-7")).to_contain_text("YK-2024-0003")
    expect(page.locator("main")).to_contain_text("3 ý kiến đã nhận")
    expect(page.locator("#left-13")).to_contain_text("Chưa đọc được số người")

    upload()
    expect(page.locator("#left-7")).to_contain_text("Đã nhận từ tệp này trước đó (YK-2024-0003)")
    expect(page.locator("#row-16")).to_be_visible()
    expect(page.locator("#row-7")).to_have_count(0)
    with site.app.app_context():
        count = db.session.query(Opinion).filter_by(channel="list").count()
        db.session.remove()
    assert count == 3
