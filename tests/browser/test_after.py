"""After the meeting in a real browser: unit on a phone, office and chair at the desk, a group
leader and a resident without an account."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from dialogue.extensions import db
from tests.browser.conftest import PHONE
from tests.followup import support as after

pytestmark = pytest.mark.browser
RIGHT = "Giao Địa chính sửa nắp cống đường Lê Lai trước mùa mưa."


@pytest.fixture
def held(site: Any, travel: Callable[..., None]) -> dict[str, Any]:
    """Two matters of an issued notice on 02/05/2024."""
    travel(after.moment(after.NOTICE_DAY))
    with site.app.app_context():
        meeting = after.make_meeting()
        first, second = after.make_opinion(meeting), after.make_opinion(meeting)
        conclusions = [after.conclude(one, supporting=["tai-chinh"]) for one in (first, second)]
        notice = after.issued_notice(meeting)
        found = {
            "assignment": after.assignment_of(conclusions[0]).id,
            "other": after.assignment_of(conclusions[1]).id,
            "notice": notice.id,
            "receipt": first.receipt,
        }
        db.session.remove()
    return found


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.click()


def test_work_is_taken_on_helped_with_and_handed_on(
    held: dict[str, Any], someone: Callable[..., Page], tmp_path: Any
) -> None:
    url = f"/assignments/{held['assignment']}"
    unit = someone("diachinh", PHONE)
    unit.goto(url)
    press(unit, "Nhận việc")
    expect(unit.locator("main")).to_contain_text("Nhận việc")  # in the history
    expect(unit.get_by_role("button", name="Nhận việc")).to_have_count(0)
    follow(unit, "Đề nghị phối hợp")
    unit.get_by_label("Phần việc").fill("Lập dự toán nắp cống.")
    unit.get_by_label("Hạn").fill("2024-05-20")
    press(unit, "Gửi đề nghị")
    expect(unit.locator("#progress")).to_contain_text("Lập dự toán nắp cống.")

    helper = someone("taichinh", PHONE)
    helper.goto("/")
    helper.get_by_role("link", name="Phối hợp").first.click()
    follow(helper, "Báo đã xong")
    press(helper, "Gửi")
    expect(helper.locator("main")).to_contain_text("Cần ghi đã làm gì, kết quả ra sao.")
    helper.get_by_label("Đã làm gì, kết quả ra sao").fill("Dự toán 12 triệu đồng.")
    press(helper, "Gửi")
    expect(helper.locator("#progress")).to_contain_text("Kết quả: Dự toán 12 triệu đồng.")

    photo = tmp_path / "cong.jpg"
    Image.new("RGB", (80, 60), "grey").save(photo)
    unit.goto(url)
    follow(unit, "Ghi tiến độ")
    unit.get_by_label("Đã làm đến đâu").fill("Đã đặt nắp mới.")
    unit.locator("input[type=file]").set_input_files(photo)
    press(unit, "Ghi tiến độ")
    expect(unit.locator("#progress img")).to_have_count(1)

    unit.goto(f"/assignments/{held['other']}")
    follow(unit, "Đề nghị…")
    unit.get_by_label("Lý do").fill("Thuộc trật tự đô thị.")
    press(unit, "Gửi đề nghị")
    office = someone("vanphong")
    office.goto("/")
    office.get_by_role("link", name="Quyết định").first.click()
    office.get_by_label("Đồng ý", exact=True).check()
    office.get_by_label("Giao cho đơn vị").select_option(label="Công an phường")
    press(office, "Ghi quyết định")
    expect(office.locator("#facts")).to_contain_text("Công an phường")


def test_results_are_published_corrected_and_seen(
    held: dict[str, Any], someone: Callable[..., Page]
) -> None:
    office, chair = someone("vanphong"), someone("chutich")
    resident = someone(None, PHONE)
    page = f"/ket-qua/{held['receipt']}"
    assert resident.goto(page).status == 404  # type: ignore[union-attr]
    office.goto(f"/notices/{held['notice']}")
    follow(office, "Công khai kết quả")
    follow(office, "Xem trước")
    expect(office.locator("main")).to_contain_text(held["receipt"])
    follow(office, "Về trang công khai")
    press(office, "Công khai")
    resident.goto("/ket-qua")
    resident.get_by_label("Tra theo số biên nhận").fill(held["receipt"])
    press(resident, "Tra kết quả")
    expect(resident.locator("main")).to_contain_text("Kết luận: Tiếp thu, giao giải quyết")

    office.goto(f"/notices/{held['notice']}")
    follow(office, "Đính chính thông báo này")
    office.get_by_label("Lý do đính chính").fill("Mục 1 ghi thiếu tên đường.")
    press(office, "Soạn đính chính")
    office.locator("textarea[name^=words-]").first.fill(RIGHT)
    press(office, "Lưu")
    press(office, "Trình duyệt")
    chair.goto("/")
    chair.get_by_role("link", name="Duyệt").first.click()
    press(chair, "Duyệt, ký")
    office.reload()
    press(office, "Ghi số, ban hành")
    expect(office.locator("#paper")).to_contain_text("02/TB-UBND")

    leader = someone("to3", PHONE)
    leader.goto(f"/notices/{held['notice']}")
    expect(leader.locator("main")).to_contain_text(RIGHT)
    resident.goto(page)
    expect(resident.locator("main")).to_contain_text(f"Đính chính: {RIGHT}")
    chair.reload()
    follow(chair, "Đổi hạn mục 1")
    chair.get_by_label("Hạn mới").fill(f"{date(2024, 6, 5)}")
    chair.get_by_label("Lý do").fill("Thêm một đoạn đường.")
    press(chair, "Đổi hạn")
    expect(chair.locator("main")).to_contain_text("05/06/2024")


def test_the_dashboard_leads_to_its_lists(
    held: dict[str, Any], someone: Callable[..., Page], travel: Callable[..., None]
) -> None:
    travel(after.moment(date(2024, 6, 3)))
    chair = someone("chutich", PHONE)
    chair.goto("/dashboard")
    expect(chair.locator("#chart-late-title")).to_have_count(1)
    assert chair.evaluate("document.documentElement.scrollWidth") <= 360
    chair.get_by_role("link", name="2 quá hạn").click()
    expect(chair.locator("main tr[id^=assignment-]")).to_have_count(2)
