"""On paper: the heading and the matter, no navigation, nothing past the edge of A4."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from dialogue.extensions import db
from dialogue.opinions import actions as opinions
from tests.followup import support as after
from tests.publishing.support import publish_all

pytestmark = pytest.mark.browser
SHORT, LONG = 170 * 96 / 25.4, 273 * 96 / 25.4  # between the margins, in CSS pixels


@pytest.fixture
def matter(site: Any) -> tuple[int, int]:
    """A meeting held and one ahead with an opinion of 1,200 characters."""
    with site.app.app_context():
        after.issued_notice(_held())
        publish_all()
        ahead = after.make_meeting(state="announced", ordinal=2)
        sent = opinions.submit(
            actor=after.person("to3"),
            client_key="printed 0001",
            meeting=ahead,
            content=opinions.Content(words="Cống ở kiệt 45 bị tắc. " * 50),
        )
        found = ahead.id, sent.id
        db.session.remove()
    return found


def _held() -> Any:
    meeting = after.make_meeting()
    after.conclude(after.make_opinion(meeting))
    return meeting


@pytest.mark.parametrize(
    ("username", "path", "heading", "width"),
    [
        ("vanphong", "/triage", "Bàn phân loại", SHORT),
        ("vanphong", "/opinions", "Ý kiến", SHORT),
        ("vanphong", "/opinions/{opinion}", "Ý kiến YK-", SHORT),
        ("to3", "/opinions/{opinion}/slip", "Biên nhận ý kiến", SHORT),
        ("vanphong", "/tasks/board?meeting={meeting}", "Bảng nhiệm vụ", LONG),
        ("vanphong", "/tasks/board/print?meeting={meeting}", "Bảng nhiệm vụ", LONG),
        ("vanphong", "/tasks?meeting={meeting}", "Nhiệm vụ của các đơn vị", SHORT),
        ("vanphong", "/assignments", "Giải quyết sau đối thoại", SHORT),
        ("chutich", "/overdue", "Quá hạn", SHORT),
        ("chutich", "/", "Việc của tôi", SHORT),
        ("vanphong", "/meetings/{meeting}/attendance", "Đại biểu", SHORT),
        ("vanphong", "/meetings/{meeting}/documents", "Văn bản của buổi đối thoại", SHORT),
        (None, "/ket-qua", "Kết quả đối thoại", SHORT),
    ],
)
def test_a_page_is_printed_whole_without_its_navigation(
    someone: Any,
    matter: tuple[int, int],
    tmp_path: Path,
    username: str | None,
    path: str,
    heading: str,
    width: float,
) -> None:
    meeting, opinion = matter
    page: Page = someone(username)
    page.goto(path.format(meeting=meeting, opinion=opinion))
    page.set_viewport_size({"width": round(width), "height": 1000})
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name=heading).first).to_be_visible()
    for chrome in (".nav", ".header", ".bottombar", ".button", ".flash", "form[method=get]"):
        for one in page.locator(chrome).all():
            expect(one).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= round(width)
    cut = page.evaluate(
        """() => [...document.querySelectorAll("main td, main th, main p, main h1, main li")]
        .filter((one) => one.checkVisibility() && one.scrollWidth > one.clientWidth + 2
          && getComputedStyle(one).overflowX !== "visible").map((one) => one.textContent)"""
    )
    assert cut == []
    paper = tmp_path / "page.pdf"
    page.pdf(path=paper, format="A4", prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", paper.read_bytes())
    assert boxes
    lying = {float(wide) > float(high) for wide, high in boxes}
    assert lying == {width == LONG}
