"""On a phone: what is already in is told while typing, quietly and without moving the form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select

from dialogue.extensions import db
from dialogue.opinions import actions as opinions
from dialogue.opinions.models import Field
from dialogue.opinions.queries import open_meetings
from dialogue.plans.plan_2024 import load_plan_2024
from tests.browser.conftest import PHONE, Site
from tests.followup.support import person

pytestmark = pytest.mark.browser
LANE = "Kiệt 12 đường Lê Lợi mưa lớn là ngập, cống thoát nước bị nghẹt, đề nghị nạo vét."
TYPED = "Kiet 12 Le Loi mua lon la ngap, cong thoat nuoc nghet hoai"


@pytest.fixture(autouse=True)
def already_in(site: Site, travel: Callable[[datetime], None]) -> None:
    """Tổ 4 and tổ 3 have each sent one about the same lane."""
    travel(datetime(2024, 3, 14, 2, tzinfo=UTC))
    with site.app.app_context():
        load_plan_2024()
        water = db.session.scalars(select(Field.id).where(Field.code == "thoat_nuoc")).one()
        area = person("to3").unit_id
        for sender in ("to4", "to3"):
            opinions.submit(
                actor=person(sender),
                client_key=f"browser-{sender}-0001",
                meeting=open_meetings()[0],
                content=opinions.Content(words=LANE, area_id=area, field_id=water),
            )
        db.session.remove()


def _room(page: Page) -> float:
    """From the words to the next question; the line "chưa gửi" above them is not the matter."""
    words = page.get_by_label("Chuyện gì?").bounding_box()
    place = page.get_by_label("Ở đâu?").bounding_box()
    assert words is not None
    assert place is not None
    return place["y"] - words["y"]


def test_while_typing_the_count_appears_and_nothing_moves(someone: Callable[..., Page]) -> None:
    page = someone("to3", PHONE)
    page.goto("/opinions/new")
    words = page.get_by_label("Chuyện gì?")
    before = _room(page)
    words.fill(TYPED)
    line = page.locator("#alike")
    expect(line).to_contain_text("Đã có 1 ý kiến về thoát nước, ngập ở khu vực này")
    assert abs(_room(page) - before) < 1
    expect(words).to_have_value(TYPED)
    line.get_by_text("Đơn vị mình đã gửi 1 ý kiến giống").click()
    expect(line.get_by_text(LANE)).to_be_visible()
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"]


def test_a_failed_asking_is_quiet_and_the_opinion_goes(someone: Callable[..., Page]) -> None:
    page = someone("to3", PHONE)
    asked: list[str] = []

    def fail(route: Route) -> None:
        asked.append(route.request.post_data or "")
        route.fulfill(status=500, body="no")

    page.route("**/opinions/alike", fail)
    page.goto("/opinions/new")
    with page.expect_response("**/opinions/alike"):
        page.get_by_label("Chuyện gì?").fill(TYPED)
    expect(page.locator("#alike")).to_be_empty()
    expect(page.locator("#flash")).to_be_empty()
    assert len(asked) == 1
    assert "photos" not in asked[0]
    page.get_by_role("button", name="Gửi ý kiến").click()
    expect(page.get_by_text("Số biên nhận")).to_be_visible()
