"""The office makes next year's plan, writes its programme, announces and moves a date."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time

import pytest
from playwright.sync_api import Page, expect

from dialogue.core import clock
from dialogue.plans.plan_2024 import load_plan_2024
from tests.browser.conftest import PHONE, Site

pytestmark = pytest.mark.browser

Someone = Callable[..., Page]
Travel = Callable[[datetime], None]


def fits(page: Page) -> bool:
    """Whether nothing runs out of the window sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_a_year_of_the_office(site: Site, someone: Someone, travel: Travel) -> None:
    travel(clock.at(date(2025, 2, 10), time(8)))
    with site.app.app_context():
        load_plan_2024()
    office = someone("vanphong")

    # A year without a plan stands under the office's work; the plan follows last year's.
    office.get_by_role("link", name="Lập kế hoạch").first.click()
    expect(office.locator('input[name="year"]')).to_have_value("2025")
    office.get_by_role("button", name="Xem trước").click()
    main = office.locator("main")
    expect(main).to_contain_text("56/KH-UBND ngày 04/3/2024")
    expect(main).to_contain_text("chuyển đổi số năm 2025")
    office.get_by_role("button", name="Lập kế hoạch năm 2025").click()
    expect(office.get_by_role("heading", level=1)).to_have_text("Kế hoạch đối thoại năm 2025")

    # The grounds by lines: the last year's plan of the city goes out.
    office.get_by_role("link", name="Sửa kế hoạch").first.click()
    office.locator("summary", has_text="sắp xếp (4 mục)").first.click()
    office.get_by_role("button", name="Bỏ mục 4").first.click()
    office.get_by_role("button", name="Đưa mục 2 lên").first.click()
    expect(office.locator('textarea[name="grounds"]')).to_have_value(
        re.compile(r"^Luật Thanh niên.*\nLuật Tổ chức chính quyền.*\nNghị định[^\n]*$")
    )
    office.get_by_role("button", name="Lưu kế hoạch").click()
    expect(main).not_to_contain_text("56/KH-UBND")

    # The programme of the first meeting: a break, put up before the conclusion.
    office.get_by_role("link", name="Đợt 1").first.click()
    office.get_by_role("link", name="Sửa chương trình").click()
    office.locator('textarea[name="title"]').fill("Giải lao")
    office.locator('input[name="minutes"]').fill("10")
    office.locator('input[name="owner"]').fill("Văn phòng")
    office.get_by_role("button", name="Thêm mục").click()
    lines = office.locator(".programme-line")
    expect(lines).to_have_count(7)
    lines.nth(6).get_by_role("button", name="Lên").click()
    expect(lines.nth(5)).to_contain_text("Giải lao")
    expect(main).to_contain_text("2 giờ 40 phút")

    # A date, then another: each due date that moves is shown before anything is written.
    office.get_by_role("link", name="Về buổi đối thoại").click()
    office.get_by_role("link", name="Công bố ngày đối thoại").click()
    office.locator('input[name="day"]').fill("2025-04-11")
    office.get_by_role("button", name="Xem các hạn kéo theo").click()
    office.get_by_role("button", name="Xác nhận và công bố").click()
    expect(main).to_contain_text("thứ Sáu, 11/04/2025")
    office.get_by_role("link", name="Dời ngày đối thoại").click()
    office.locator('input[name="day"]').fill("2025-04-18")
    office.locator('textarea[name="reason"]').fill("Trùng lịch họp của thành phố")
    office.get_by_role("button", name="Xem các hạn kéo theo").click()
    row = office.get_by_role("row", name="gửi ý kiến về Văn phòng").first
    expect(row).to_contain_text("01/04/2025")
    expect(row).to_contain_text("08/04/2025")
    office.get_by_role("button", name="Xác nhận dời ngày").click()
    expect(main).to_contain_text("thứ Sáu, 18/04/2025")
    expect(main).to_contain_text("Giải lao")

    leader = someone("to3", PHONE)
    leader.goto("/inbox")
    expect(leader.locator("main")).to_contain_text("Lý do: Trùng lịch họp của thành phố")


def test_the_offices_pages_fit_a_phone(site: Site, someone: Someone, travel: Travel) -> None:
    travel(clock.at(date(2024, 3, 18), time(8)))
    with site.app.app_context():
        load_plan_2024()
    office = someone("vanphong", {"width": 320, "height": 640})
    for path in (
        "/plans/1",
        "/plans/1/texts",
        "/plans/1/tasks",
        "/plans/1/tasks/1",
        "/plans/1/next",
        "/plans/1/rule-set",
        "/meetings/1",
        "/meetings/1/programme",
        "/meetings/1/house-rules",
        "/meetings/1/tasks/new",
    ):
        office.goto(path)
        assert fits(office), path
    office.goto("/meetings/1/house-rules")
    office.locator("summary", has_text="sắp xếp").click()
    assert fits(office)
