"""The administrator changes a template in the browser, as he would after changing it in Word."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.documents.support import default, rewritten, text_of

pytestmark = pytest.mark.browser


def test_a_template_is_refused_then_taken_then_given_up(
    site: Any, someone: Any, tmp_path: Path
) -> None:
    page: Page = someone("quantri")
    page.goto(f"{site.url}/documents/templates")
    page.get_by_role("link", name="Thông báo kết luận").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải mẫu đang dùng").click()
    assert download.value.suggested_filename == "Mẫu Thông báo kết luận.docx"

    wrong, right = tmp_path / "sai.docx", tmp_path / "đúng.docx"
    wrong.write_bytes(rewritten(default("notice"), lambda t: t.replace("row.due", "row.deu")))
    right.write_bytes(rewritten(default("notice"), lambda t: t.replace("CÁC NỘI", "BẢNG NỘI")))
    page.get_by_label("Tệp Word đã sửa").set_input_files(wrong)
    page.get_by_role("button", name="Thử và dùng mẫu này").click()
    expect(page.get_by_text("“deu”").first).to_be_visible()
    page.get_by_label("Tệp Word đã sửa").set_input_files(right)
    page.get_by_role("button", name="Thử và dùng mẫu này").click()
    expect(page.get_by_text("Đang dùng mẫu của phường, bản 1")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải văn bản thử").click()
    assert "BẢNG NỘI DUNG" in text_of(Path(download.value.path()).read_bytes())
    page.get_by_role("button", name="Trở về mẫu mặc định").click()
    expect(page.get_by_text("Đang dùng mẫu mặc định.")).to_be_visible()
