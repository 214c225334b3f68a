"""A text for Zalo is copied with one tap; without scripts it stands there to be selected."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from dialogue.extensions import db
from tests.browser.conftest import PHONE
from tests.followup import support as after

pytestmark = pytest.mark.browser


def test_one_tap_copies_the_words(site: Any, someone: Any) -> None:
    with site.app.app_context():
        meeting = after.make_meeting(state="announced").id
        db.session.remove()
    page: Page = someone("to3", PHONE)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site.url)
    page.goto(f"/meetings/{meeting}")
    page.get_by_role("link", name="Lời nhắn, phát thanh").click()
    page.wait_for_load_state()  # the script that copies has run
    words = page.get_by_label("Lời nhắn Zalo").first
    page.get_by_role("button", name="Chép lời nhắn").first.click()
    expect(page.get_by_text("Đã chép. Mở Zalo và dán vào.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == words.input_value()
    page.get_by_role("button", name="Chép lời đọc").first.click()
    expect(page.get_by_text("Đã chép. Dán vào bài phát thanh.")).to_be_visible()
    assert "Kính thưa toàn thể bà con" in page.evaluate("navigator.clipboard.readText()")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
