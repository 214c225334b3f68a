"""Minutes as two writers type them: nothing is lost, whatever breaks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, Route, expect
from sqlalchemy import select

from dialogue.accounts.actions import end_sessions
from dialogue.accounts.models import Account, Unit
from dialogue.core import clock
from dialogue.core.unit_of_work import unit_of_work
from dialogue.demo import people
from dialogue.extensions import db
from dialogue.hall import actions
from dialogue.hall.queries import queue
from dialogue.plans.models import Meeting, MeetingDuty, Plan
from tests.browser.conftest import Site

pytestmark = pytest.mark.browser
Someone = Callable[..., Page]
SAVED = re.compile(r"Đã lưu \d\d:\d\d:\d\d")


def person(username: str) -> Account:
    return db.session.scalars(select(Account).where(Account.username == username)).one()


@pytest.fixture
def meeting(site: Site) -> Iterator[Meeting]:
    """A live meeting; two wait for the microphone, the first is called."""
    with site.app.app_context():
        with unit_of_work() as session:
            meeting = Meeting(
                plan=Plan(year=2026, title="Kế hoạch", place="Hội trường"),
                ordinal=1,
                title="Đối thoại với Nhân dân về thủ tục hành chính",
                audience="residents",
                place="Hội trường UBND phường",
                state="live",
                starts_at=clock.now(),
                ends_at=clock.now() + timedelta(hours=2),
                opened_at=clock.now(),
            )
            session.add(meeting)
            session.flush()
            clerk = person("thuky").id
            session.add(MeetingDuty(meeting_id=meeting.id, account_id=clerk, duty="secretary"))
        actions.ensure_session(meeting)
        group = db.session.scalars(select(Unit).where(Unit.code == "to-3")).one()
        for name in ("Lê Thị Bông", "Võ Văn Thạnh"):
            actions.register(
                meeting,
                actor=person("vanphong"),
                speaker_name=name,
                unit=group,
                topic="Thoát nước",
                words="Kiệt 45 ngập nước mỗi khi mưa lớn.",
            )
        actions.call_next(meeting.id, actor=person("chutich"))
        yield meeting
        db.session.remove()


def address(meeting: Meeting) -> str:
    return f"/meetings/{meeting.id}/minutes"


def speech(page: Page, name: str = "Lê Thị Bông") -> Locator:
    return page.locator(".minutes-block", has_text=name).get_by_label("Lời phát biểu")


def line_of(area: Locator) -> Locator:
    return area.locator("xpath=ancestor::*[@data-line][1]")


def state(area: Locator) -> Locator:
    return line_of(area).locator("[data-line-state]")


def test_two_writers_of_one_line_lose_nothing(meeting: Meeting, someone: Someone) -> None:
    clerk, office = someone("thuky"), someone("vanphong")
    for page in (clerk, office):
        page.goto(address(meeting))
    office.context.set_offline(True)
    speech(office).fill("Bà Bông nói nước ngập.")
    expect(state(speech(office))).to_have_text("Chưa lưu – mất kết nối, sẽ thử lại")
    speech(clerk).fill("Kiệt 45 ngập từ năm 2019.")
    expect(state(speech(clerk))).to_have_text(SAVED)
    office.context.set_offline(False)
    both = office.locator(".minutes-both")
    expect(both).to_contain_text("Bà Bông nói nước ngập.")
    expect(both).to_contain_text("Kiệt 45 ngập từ năm 2019.")
    both.get_by_role("button", name="Ghép cả hai").click()
    expect(state(speech(office))).to_have_text(SAVED)
    joined = "Kiệt 45 ngập từ năm 2019.\nBà Bông nói nước ngập."
    expect(speech(office)).to_have_value(joined)
    # The other page follows by itself, and every text can be found again.
    expect(speech(clerk)).to_have_value(joined)
    line_of(speech(clerk)).get_by_role("link", name="Các bản đã gõ").click()
    for words in ("Bà Bông nói nước ngập.", "Kiệt 45 ngập từ năm 2019.", joined):
        expect(clerk.locator(".minutes-past p.pre-line", has_text=words).first).to_be_visible()


def test_a_session_that_ended_while_typing(meeting: Meeting, someone: Someone) -> None:
    page = someone("thuky")
    page.goto(address(meeting))
    page.context.set_offline(True)
    speech(page).fill("Lời không được mất")
    end_sessions(person("thuky"), actor=person("quantri"))
    page.context.set_offline(False)
    expect(state(speech(page))).to_contain_text("phiên làm việc đã hết")
    with page.context.expect_page() as opened:
        state(speech(page)).get_by_role("link", name="Đăng nhập lại").click()
    other = opened.value
    other.locator("input#login").fill("thuky")
    other.locator("input#password").fill(people.PASSWORD)
    other.locator("input#password").press("Enter")
    other.wait_for_url(lambda url: "/sign-in" not in url)
    expect(state(speech(page))).to_have_text(SAVED)
    page.reload()
    expect(speech(page)).to_have_value("Lời không được mất")


def test_a_closed_page_without_network_comes_back(meeting: Meeting, someone: Someone) -> None:
    page = someone("thuky")
    page.goto(address(meeting))
    page.context.set_offline(True)
    speech(page).fill("Gõ lúc mất mạng")
    expect(state(speech(page))).to_have_text("Chưa lưu – mất kết nối, sẽ thử lại")
    again = page.context.new_page()
    page.close()
    again.context.set_offline(False)
    again.goto(address(meeting))
    expect(speech(again)).to_have_value("Gõ lúc mất mạng")
    expect(state(speech(again))).to_have_text(SAVED)


def test_a_lost_answer_is_no_conflict_with_oneself(meeting: Meeting, someone: Someone) -> None:
    page = someone("thuky")
    page.goto(address(meeting))
    lost: list[str] = []

    def lose(route: Route) -> None:
        if lost or route.request.method != "POST":
            return route.continue_()
        lost.append(route.fetch().text())  # it arrived
        return route.abort()

    page.route("**/minutes/lines/*", lose)
    speech(page).fill("Một")
    expect(state(speech(page))).to_have_text("Chưa lưu – mất kết nối, sẽ thử lại")
    speech(page).press_sequentially(" hai")
    expect(state(speech(page))).to_have_text(SAVED)
    assert '"saved"' in lost[0]
    page.reload()
    expect(speech(page)).to_have_value("Một hai")
    expect(page.locator(".minutes-both")).to_have_count(0)


def test_a_new_turn_comes_while_typing(meeting: Meeting, someone: Someone) -> None:
    page = someone("thuky")
    page.goto(address(meeting))
    expect(page.locator(".minutes-block")).to_have_count(2)
    speech(page).press_sequentially("Bà Bông: ")
    chair = person("chutich")
    turn = queue(meeting.id).current
    assert turn is not None
    actions.start(turn, actor=chair)
    actions.finish(turn, actor=chair)
    actions.call_next(meeting.id, actor=chair)
    expect(page.locator(".minutes-block")).to_have_count(3)
    expect(page.locator(".minutes-block").nth(1)).to_contain_text("Phát biểu")
    speech(page).press_sequentially("nước ngập")
    expect(speech(page)).to_have_value("Bà Bông: nước ngập")
    expect(state(speech(page))).to_have_text(SAVED)
    speech(page, "Võ Văn Thạnh").fill("Đường tối")
    expect(state(speech(page, "Võ Văn Thạnh"))).to_have_text(SAVED)
