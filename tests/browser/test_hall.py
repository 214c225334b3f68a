"""The hall as its people use it: presider, screen, a resident's phone, the answerer's phone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from dialogue.accounts.actions import end_sessions
from dialogue.accounts.models import Account, Unit
from dialogue.core import clock
from dialogue.core.unit_of_work import unit_of_work
from dialogue.demo import people
from dialogue.extensions import db
from dialogue.hall import actions
from dialogue.plans.models import Meeting, MeetingDuty, Plan
from tests.browser.conftest import DESK, PHONE, WALL, Site

pytestmark = pytest.mark.browser
AXE = (Path(__file__).resolve().parents[1] / "vendor/axe.min.js").read_text()
NAMES = ("Lê Thị Bông", "Võ Văn Thạnh", "Phạm Văn Lành")


@pytest.fixture
def hall(site: Site) -> Iterator[dict[str, str]]:
    """A live meeting with three people in the queue: the addresses of its pages."""
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
            )
            session.add(meeting)
            session.flush()
            clerk = db.session.scalars(select(Account).where(Account.username == "thuky")).one()
            session.add(MeetingDuty(meeting_id=meeting.id, account_id=clerk.id, duty="secretary"))
        found = actions.ensure_session(meeting)
        office = db.session.scalars(select(Account).where(Account.username == "vanphong")).one()
        group = db.session.scalars(select(Unit).where(Unit.code == "to-3")).one()
        for name in NAMES:
            actions.register(
                meeting,
                actor=office,
                speaker_name=name,
                unit=group,
                topic="Thoát nước",
                words="Kiệt 45 ngập nước mỗi khi mưa lớn.",
            )
        yield {
            "console": f"/meetings/{meeting.id}/console",
            "desk": f"/meetings/{meeting.id}/desk",
            "record": f"/meetings/{meeting.id}/record",
            "screen": f"/man-hinh/{found.screen_token}",
            "phone": f"/hoi-truong/{found.phone_token}?so=3",
        }
        db.session.remove()


def great(page: Page, words: str) -> None:
    button = page.locator(".console-great .button")
    expect(button).to_contain_text(words)
    if not button.evaluate("element => element.matches('button')"):
        return button.click()
    # The stream may bring the next step before this one is acknowledged; a press meanwhile is
    # taken for a second tap.
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        button.click()
    return None


def test_a_turn_from_the_call_to_the_conclusion(
    hall: dict[str, str], someone: Callable[..., Page]
) -> None:
    screen, phone = someone(None, WALL), someone(None, PHONE)
    screen.goto(hall["screen"])
    phone.goto(hall["phone"])
    expect(phone.locator("#mine")).to_have_text("Còn 2 người nữa đến lượt số 3.")
    console, answerer = someone("chutich"), someone("diachinh", PHONE)
    console.goto(hall["console"])
    answerer.goto("/my-answer")

    great(console, "Mời số 1")
    expect(screen.locator(".screen-name")).to_have_text(NAMES[0])
    expect(phone.locator("#mine")).to_have_text("Còn 1 người nữa đến lượt số 3.")
    expect(phone.locator("#phone")).to_contain_text("L.T.B.")
    great(console, "Bắt đầu")
    expect(screen.locator(".clock")).to_have_text(re.compile(r"^02:5\d$"))

    console.get_by_role("link", name="Thêm giờ").click()
    console.get_by_label("3 phút").check()
    console.locator("#act button[type=submit]").click()
    expect(console.locator("#act")).to_be_empty()
    expect(screen.locator(".clock")).to_have_text(re.compile(r"^05:\d\d$"))

    console.get_by_role("link", name="Giao trả lời").click()
    who = console.locator("#act select")
    who.select_option(value=who.locator("option", has_text="Phan Đình Khải").get_attribute("value"))
    console.locator("#act button[type=submit]").click()
    expect(answerer.locator("#answer")).to_contain_text("Kiệt 45 ngập nước")
    expect(screen.locator(".screen-answer")).to_contain_text("Phan Đình Khải")
    great(console, "Kết thúc trả lời")
    expect(answerer.locator("#answer")).to_contain_text("Chưa có câu hỏi")

    # What is being written about the first speech survives the call of the second.
    words = console.locator("#conclusion-form textarea").first
    words.fill("Đã giải thích tại hội trường.")
    console.locator(".console-verbs").get_by_role("button", name="Mời số 2").click()
    expect(console.locator(".console-name")).to_have_text(NAMES[1])
    expect(words).to_have_value("Đã giải thích tại hội trường.")
    console.get_by_label("Giải thích", exact=True).check()
    console.locator("#conclusion-form button[type=submit]").first.click()
    expect(console.locator("#conclusion-form")).to_contain_text("Đã ghi kết luận")
    expect(phone.locator("#phone")).to_contain_text("Đã giải thích tại hội trường.")


def test_a_session_that_ends_while_a_reason_is_typed(
    hall: dict[str, str], someone: Callable[..., Page], site: Site
) -> None:
    console = someone("chutich")
    console.goto(hall["console"])
    great(console, "Mời số 1")
    great(console, "Bắt đầu")
    expect(console.locator(".clock").first).to_have_text(re.compile(r"^02:[45]\d$"))
    console.get_by_role("link", name="Thêm giờ").click()
    console.get_by_label("3 phút").check()
    console.locator("#act input[name=reason]").fill("Có nhiều bà con cùng hỏi việc này")
    with site.app.app_context():
        chair = db.session.scalars(select(Account).where(Account.username == "chutich")).one()
        end_sessions(chair, actor=chair)
        meeting = db.session.scalars(select(Meeting)).one()
        actions.close_registration(meeting, actor=chair)
        db.session.remove()
    # The next thing that the page asks for by itself must not throw the reason away.
    expect(console.locator("#flash")).to_contain_text("Nội dung đang nhập vẫn còn", timeout=20_000)
    console.locator("#act button[type=submit]").click()
    expect(console.get_by_role("heading", name="Đăng nhập")).to_be_visible()
    console.locator("input#login").fill("chutich")
    console.locator("input#password").fill(people.PASSWORD)
    console.locator("input#password").press("Enter")
    expect(console.locator("blockquote")).to_contain_text("Có nhiều bà con cùng hỏi")
    console.get_by_role("button", name="Gửi tiếp nội dung này").click()
    expect(console.locator(".console-name")).to_have_text(NAMES[0])
    expect(console.locator(".clock").first).to_have_text(re.compile(r"^0[45]:\d\d$"))


def test_the_same_button_can_be_pressed_again_and_undone(
    hall: dict[str, str], someone: Callable[..., Page]
) -> None:
    console = someone("chutich")
    console.goto(hall["console"])
    for key, words in (
        ("m", "Mời số 1"),
        ("b", "bắt đầu phát biểu"),
        ("p", "Tạm dừng"),
        ("p", "nói tiếp"),
        ("k", "phát biểu xong"),
        ("z", "Hoàn tác"),
        ("k", "phát biểu xong"),
    ):
        with console.expect_response(lambda answer: answer.request.method == "POST"):
            console.keyboard.press(key)
        expect(console.locator(".console-last p").first).to_contain_text(words)


def test_two_who_press_at_once(hall: dict[str, str], someone: Callable[..., Page]) -> None:
    first, second = someone("chutich"), someone("thuky")
    first.goto(hall["console"])
    second.route("**/live/**", lambda route: route.abort())
    second.route("**/console/part", lambda route: route.abort())
    second.goto(hall["console"])
    second.get_by_role("link", name="Đổi số 3").click()
    second.get_by_label("Lên đầu hàng đợi").check()
    second.locator("#act [name=reason]").fill("Cụ già")
    great(first, "Mời số 1")
    great(first, "Bắt đầu")
    expect(first.locator(".console-great")).to_contain_text("Kết thúc")

    second.locator("#act button[type=submit]").click()
    expect(second.locator("#act")).to_contain_text("Lệnh vừa rồi chưa được thực hiện")
    great(second, "Mời số 1")
    expect(second.locator("#flash")).to_contain_text("Lệnh vừa rồi chưa được thực hiện")
    expect(second.locator(".console-great")).to_contain_text("Kết thúc")
    expect(first.locator(".queue-number")).to_have_text(["2", "3"])


def test_the_desk_gives_a_number_by_keyboard(
    hall: dict[str, str], someone: Callable[..., Page]
) -> None:
    desk = someone("vanphong")
    desk.goto(hall["desk"])
    expect(desk.locator("[data-search]")).to_be_focused()
    desk.locator("#speaker_name").fill("Trần Thị Bảy")
    desk.locator("#words").fill("Đèn đường hỏng.")
    desk.locator("#speaker_name").press("Enter")
    expect(desk.locator(".slip-number")).to_have_text("4")
    expect(desk.locator("#desk")).to_contain_text("Trần Thị Bảy")


@pytest.mark.parametrize(
    ("page_name", "username", "viewport"),
    [
        ("console", "chutich", DESK),
        ("console", "chutich", PHONE),
        ("desk", "vanphong", DESK),
        ("desk", "vanphong", PHONE),
        ("record", "chutich", DESK),
        ("screen", None, WALL),
        ("phone", None, PHONE),
    ],
)
def test_pages_fit_and_read_well(
    page_name: str,
    username: str | None,
    viewport: dict[str, int],
    hall: dict[str, str],
    someone: Callable[..., Page],
) -> None:
    page = someone(username, viewport)
    page.goto(hall[page_name])
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= viewport["width"], f"{width} px wide"
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate("axe.run()")
    faults = [(v["id"], [n["html"][:160] for n in v["nodes"]]) for v in found["violations"]]
    assert faults == []


def test_pressing_conclude_again_keeps_what_was_chosen(
    hall: dict[str, str], someone: Callable[..., Page]
) -> None:
    page = someone("chutich", DESK)
    page.goto(hall["console"])
    for words in ("Mời số", "Bắt đầu", "Kết thúc"):
        great(page, words)
    outcome = page.locator("#conclusion-form").get_by_role("radio", name="Ghi nhận, chờ kinh phí")
    expect(outcome).to_be_visible()
    outcome.check()
    for press in (
        lambda: page.locator(".console-great a", has_text="Kết luận").click(),
        lambda: page.locator("h1").click() or page.keyboard.press("l"),
    ):
        press()
        expect(outcome).to_be_focused()
        expect(outcome).to_be_checked()
    page.locator("#conclusion-form textarea[name=words]").fill("Ghi nhận, chờ bố trí kinh phí.")
    page.get_by_role("button", name="Lưu kết luận").click()
    expect(page.locator("#conclusion-form")).to_contain_text("Đã ghi kết luận")


def test_the_queue_is_changed_by_keys_alone(
    hall: dict[str, str], someone: Callable[..., Page]
) -> None:
    console = someone("chutich", DESK)
    console.goto(hall["console"])
    rows = console.locator("#console .queue-row .queue-number")
    expect(rows).to_have_text(["1", "2", "3"])
    console.keyboard.press("d")
    console.keyboard.press("ArrowDown")
    console.keyboard.press("ArrowDown")
    console.keyboard.press("Enter")
    expect(console.locator("#act-title")).to_contain_text("Số 3")
    console.keyboard.press("Escape")
    expect(console.locator("#act > section")).to_have_count(0)
    console.keyboard.press("Enter")  # the focus went back to where it came from
    expect(console.locator("#act [name=what]:checked")).to_have_value("up")
    console.keyboard.type("Xin về sớm")
    answered = partial(console.expect_response, lambda answer: answer.request.method == "POST")
    # The stream may be there before the answer: a press in between is taken for a second tap.
    with answered():
        console.keyboard.press("Enter")
    expect(rows).to_have_text(["1", "3", "2"])
    expect(console.locator("#act > section")).to_have_count(0)
    with answered():
        console.keyboard.press("x")
    expect(console.get_by_text("Đã thôi nhận đăng ký").first).to_be_visible()
    with answered():
        console.keyboard.press("x")
    expect(console.get_by_role("button", name="Thôi nhận đăng ký")).to_be_visible()
    with answered():
        console.keyboard.press("m")
    expect(console.locator("#now-name")).to_have_text("Lê Thị Bông")
    console.keyboard.press("u")
    expect(console.locator("#act-title")).to_contain_text("rút đăng ký")
    console.locator("#act [name=reason]").fill("Xin về sớm")
    with console.expect_response(lambda answer: answer.request.method == "POST"):
        console.keyboard.press("Enter")
    expect(rows).to_have_text(["3", "2"])
    expect(console.locator("#act > section")).to_have_count(0)
    console.once("dialog", lambda dialog: dialog.accept())
    console.keyboard.press("e")
    expect(console.get_by_text("Buổi đối thoại đã kết thúc.").first).to_be_visible()


def test_who_types_before_the_page_is_ready_keeps_the_cursor(
    hall: dict[str, str], someone: Callable[..., Page]
) -> None:
    """On a slow machine the scripts come late: the rest of the words must not go elsewhere."""
    desk, held = someone("vanphong", DESK), []
    desk.route("**/js/app.js*", lambda route: held.append(route))
    desk.goto(hall["desk"], wait_until="commit")
    words = desk.locator('textarea[name="words"]')
    words.click()
    desk.keyboard.type("Xin phường ")
    held[0].continue_()
    desk.wait_for_load_state()
    expect(words).to_be_focused()
    desk.keyboard.type("mở cửa thư viện.")
    expect(words).to_have_value("Xin phường mở cửa thư viện.")
