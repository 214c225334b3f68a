"""A unit's task on a phone, the office's board, and the words to copy for who has not sent."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from dialogue.core import clock
from dialogue.demo.stage import person
from dialogue.extensions import db
from dialogue.plans import actions
from dialogue.plans.plan_2024 import load_plan_2024
from tests.browser.conftest import DESK, PHONE, Site

pytestmark = pytest.mark.browser
TODAY = date(2024, 3, 28)


def photo(name: str, colour: str) -> FilePayload:
    data = BytesIO()
    Image.new("RGB", (900, 600), colour).save(data, "JPEG")
    return FilePayload(name=name, mimeType="image/jpeg", buffer=data.getvalue())


@pytest.fixture
def announced(site: Site, travel: Callable[[datetime], None]) -> int:
    """Đợt 1 of 2024, held in fifteen days."""
    travel(clock.at(TODAY, time(9)))
    with site.app.app_context():
        meeting = load_plan_2024().meetings[0]
        starts = clock.at(TODAY + timedelta(days=15), time(7, 30))
        actions.announce_date(meeting, starts_at=starts, actor=person("vanphong"))
        number = meeting.id
        db.session.remove()
    return number


def fits(page: Page) -> None:
    """Nothing has to be scrolled sideways."""
    over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert over <= 0, f"{page.url} is {over}px too wide"


def test_done_with_photos_then_returned(announced: int, someone: Callable[..., Page]) -> None:
    phone = someone("vanhoa", PHONE)
    phone.get_by_role("listitem").filter(has_text="treo băng rôn").get_by_role(
        "link", name="Báo đã xong"
    ).click()
    phone.get_by_label("Chụp hoặc chọn ảnh").set_input_files(
        [photo("image.jpg", "red"), photo("image.jpg", "blue")]
    )
    expect(phone.locator(".photo-preview")).to_have_count(2)
    fits(phone)
    phone.get_by_role("button", name="Báo đã xong").click()
    expect(phone.get_by_text("Đã báo xong nhiệm vụ.")).to_be_visible()
    expect(phone.locator(".photo-list img")).to_have_count(2)
    task = phone.url

    office = someone("vanphong", DESK)
    office.goto(f"/tasks/board?meeting={announced}")
    row = office.get_by_role("row").filter(has_text="Văn hóa")
    expect(row).to_contain_text("1/8 xong")
    row.get_by_role("link", name="băng rôn").click()
    office.get_by_text("Trả lại nhiệm vụ này").click()
    office.get_by_label("Lý do").fill("Ảnh chưa thấy chữ trên băng rôn.")
    office.get_by_role("button", name="Trả lại, yêu cầu làm tiếp").click()
    expect(office.get_by_text("Bị trả lại")).to_be_visible()

    phone.goto(task)
    expect(phone.locator(".card").filter(has_text="Văn phòng trả lại")).to_contain_text(
        "Ảnh chưa thấy chữ"
    )


def test_the_board_reminds_with_one_tap(announced: int, someone: Callable[..., Page]) -> None:
    office = someone("vanphong", DESK)
    office.goto(f"/tasks/board?meeting={announced}")
    row = office.get_by_role("row").filter(has_text="Tổ 3")
    row.get_by_role("button", name="Nhắc").click()
    expect(office.get_by_text("Đã nhắc Tổ dân phố 3.")).to_be_visible()
    expect(row).to_contain_text("Đã nhắc 09:")
    office.get_by_label("Loại").select_option(label="Gửi ý kiến")
    office.get_by_role("button", name="Lọc").click()
    expect(office).to_have_url(re.compile("kind=opinions"))
    expect(office.get_by_role("row").filter(has_text="Công an")).to_have_count(0)
    office.get_by_role("link", name="Bản in").click()
    expect(office.get_by_text("Chỉ in:")).to_contain_text("Gửi ý kiến")
    phone = someone("vanphong", PHONE)
    phone.goto(f"/tasks/board?meeting={announced}")
    fits(phone)
    expect(phone.locator("tr:has-text('Tổ 8')")).to_be_visible()


def test_words_for_zalo_are_copied_with_one_tap(
    announced: int, someone: Callable[..., Page]
) -> None:
    office = someone("vanphong", PHONE)
    office.context.grant_permissions(["clipboard-read", "clipboard-write"])
    office.goto(f"/meetings/{announced}/opinions/missing")
    fits(office)
    card = office.locator(".card").filter(has_text="Lê Văn Chín")
    card.get_by_role("button", name="Chép lời nhắn").click()
    expect(card.get_by_text("Đã chép. Mở Zalo và dán vào.")).to_be_visible()
    copied = office.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Kính gửi ông/bà Lê Văn Chín (Tổ trưởng tổ dân phố 3),")
    assert "Còn 5 ngày, hạn thứ Ba 02/04/2024." in copied


def test_where_copying_is_not_allowed_the_words_are_selected(
    announced: int, someone: Callable[..., Page]
) -> None:
    office = someone("vanphong", DESK)
    office.add_init_script(
        "Object.defineProperty(navigator, 'clipboard', {value: undefined});"
        "document.execCommand = () => false;"
    )
    office.goto(f"/meetings/{announced}/opinions/missing")
    office.get_by_role("button", name="Chép lời nhắn").first.click()
    expect(office.get_by_text("Chữ đã được chọn").first).to_be_visible()
    area = office.get_by_label("Dán vào nhóm Zalo của phường")
    assert area.evaluate("one => one.selectionEnd - one.selectionStart === one.value.length")
