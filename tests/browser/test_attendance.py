"""A list of delegates from a phone and out of an ugly workbook, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select

from dialogue.accounts.models import Account
from dialogue.attendance.models import Delegate
from dialogue.core import clock
from dialogue.extensions import db
from dialogue.plans import actions as plans
from dialogue.plans.plan_2024 import load_plan_2024
from tests.browser.conftest import DESK, PHONE, Site
from tests.sheets.support import workbook

pytestmark = pytest.mark.browser

Someone = Callable[..., Page]


def ugly(sheet: Any, book: Any) -> None:
    """A title above, a header of merged cells, numbers for phones, a date for a year."""
    days = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.merge_range("A1:G1", "ĐOÀN TNCS HỒ CHÍ MINH")
    sheet.merge_range("A2:G2", "DANH SÁCH ĐOÀN VIÊN DỰ ĐỐI THOẠI")
    sheet.merge_range("B4:C4", "Họ và tên")
    for column, words in ((0, "TT"), (3, "Ngày sinh"), (4, "SĐT"), (5, "Chi đoàn"), (6, "CCCD")):
        sheet.write(3, column, words)
    sheet.write_row(4, 0, ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"])
    sheet.merge_range("F6:F8", "Chi đoàn tổ 3")
    sheet.write_row(5, 0, [1, "Trần\u00a0Thị", "Bình"])
    sheet.write(5, 3, 1999, days)
    sheet.write(5, 4, 905123456)
    sheet.write(5, 6, "051099001234")
    sheet.write_row(6, 0, [2, "ĐỖ VĂN", "AN", "12/5/2001", "01681234567"])
    sheet.write_row(7, 0, [3, "Tran Thi", "Binh", 1999])
    sheet.write_row(8, 0, [4, "Lê", "Cường", "hai mươi", "", "Chi đoàn tổ 5"])
    sheet.write(10, 0, "Tổng cộng: 4 đoàn viên")


@pytest.fixture
def meeting(site: Site, travel: Callable[[datetime], None]) -> int:
    """The youth meeting of the plan of 2024, announced for 12/04/2024; its id."""
    travel(clock.at(date(2024, 3, 18), time(8)))
    with site.app.app_context():
        plan = load_plan_2024()
        office = db.session.scalars(select(Account).where(Account.username == "vanphong")).one()
        found = plans.announce_date(
            plan.meetings[1],
            starts_at=clock.at(date(2024, 4, 12), time(7, 30)),
            ends_at=clock.at(date(2024, 4, 12), time(10)),
            actor=office,
        )
        return found.id


def test_an_ugly_workbook_and_a_name_typed_on_a_phone(
    site: Site, someone: Someone, meeting: int, tmp_path: Path
) -> None:
    file = tmp_path / "Danh sách (bản cuối).xlsx"
    file.write_bytes(workbook(ugly))
    page = someone("doan", PHONE)
    page.goto("/")
    page.get_by_role("link", name="Gửi danh sách").click()
    page.get_by_role("link", name="Lấy từ tệp Excel").click()
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Xem từng dòng").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Xem trước")
    main = page.locator("main")
    expect(main).to_contain_text("2 người thêm được · 1 trùng, không thêm lần nữa · 1 chưa nhận")
    expect(page.locator("#row-6")).to_contain_text("Trần Thị Bình")
    expect(page.locator("#row-6")).to_contain_text("0905 123 456")
    expect(page.locator("#row-7")).to_contain_text("Đỗ Văn An")
    expect(page.locator("#row-9")).to_contain_text("Chưa đọc được năm sinh “hai mươi”")
    expect(main).not_to_contain_text("051099001234")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải các dòng chưa nhận").click()
    assert download.value.suggested_filename == "dong-chua-nhan.xlsx"
    page.get_by_role("button", name="Thêm vào danh sách").click()
    expect(page.locator("main")).to_contain_text("2 người")
    page.get_by_label("Họ và tên").fill("Lê Cường")
    page.get_by_label("Năm sinh").fill("2004")
    page.get_by_role("button", name="Thêm vào danh sách").click()
    expect(page.locator("#flash")).to_contain_text("Đã thêm Lê Cường")
    page.get_by_role("button", name="Gửi danh sách 3 người").click()
    expect(page.locator("#flash")).to_contain_text("Đã gửi danh sách về Văn phòng")
    expect(page.locator("main")).not_to_contain_text("CHƯA GỬI")
    with site.app.app_context():
        people = db.session.scalars(select(Delegate).order_by(Delegate.id)).all()
        assert [(d.full_name, d.birth_year, d.phone, d.body) for d in people] == [
            ("Trần Thị Bình", 1999, "+84905123456", "Chi đoàn tổ 3"),
            ("Đỗ Văn An", 2001, "+84381234567", "Chi đoàn tổ 3"),
            ("Lê Cường", 2004, "", ""),
        ]
        db.session.remove()


def test_two_windows_and_the_office_invites(someone: Someone, meeting: int) -> None:
    page = someone("doan", PHONE)
    page.goto(f"/meetings/{meeting}/attendance")
    page.get_by_label("Họ và tên").fill("Trần Thị Bình")
    page.get_by_role("button", name="Thêm vào danh sách").click()
    expect(page.locator("#flash")).to_contain_text("Đã thêm Trần Thị Bình")
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_role("button", name="Gửi danh sách 1 người").click()
    expect(other.locator("#flash")).to_contain_text("Đã gửi")
    page.get_by_role("button", name="Gửi danh sách 1 người").click()  # the older window
    expect(page.locator("body")).to_contain_text("đã có người xử lý trước", ignore_case=True)
    expect(page.locator("main")).not_to_contain_text("CHƯA GỬI")
    office = someone("vanphong", DESK)
    office.goto(f"/meetings/{meeting}/attendance")
    office.get_by_role("button", name="Ghi số 1 giấy mời").click()
    expect(office.locator("#flash")).to_contain_text("từ số 1 đến 1")
    office.get_by_role("searchbox").fill("binh tran")
    expect(office.locator("#found")).to_contain_text("giấy mời số 1")
    office.get_by_role("link", name="In giấy mời").click()
    expect(office.locator("#invitation-1")).to_contain_text("Trần Thị Bình")
    expect(office.locator("#invitation-1 svg")).to_be_visible()


def test_words_typed_before_anything_listens_are_searched(
    site: Site, someone: Someone, meeting: int
) -> None:
    page = someone("vanphong")

    held: list[Route] = []
    page.route("**/static/vendor/htmx*", lambda route: held.append(route))
    with page.expect_request(lambda asked: "q=khong" in asked.url):
        page.goto(f"/meetings/{meeting}/attendance", wait_until="commit")
        page.locator("#search-q").fill("khong")
        assert held, "nothing listens yet"
        held[0].continue_()
