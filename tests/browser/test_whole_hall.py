"""One whole meeting with everybody in it; a server that is killed; a console that is cut off."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from dialogue.accounts.models import Account
from dialogue.core.unit_of_work import unit_of_work
from dialogue.demo import people
from dialogue.extensions import db
from dialogue.plans.models import Meeting, MeetingDuty
from tests.browser.conftest import DESK, PHONE, WALL, Site
from tests.browser.test_hall import NAMES, great, hall  # noqa: F401

pytestmark = pytest.mark.browser
AXE = (Path(__file__).resolve().parents[1] / "vendor/axe.min.js").read_text()


def phone_base(pages: dict[str, str]) -> str:
    return pages["phone"].partition("?")[0]


def ask(phone: Page, pages: dict[str, str], name: str, words: str) -> None:
    phone.goto(phone_base(pages))
    phone.get_by_role("link", name="Đăng ký phát biểu").click()
    phone.locator("#speaker_name").fill(name)
    phone.locator("#unit").select_option(label="Tổ dân phố 4")
    phone.locator("#words").fill(words)
    phone.get_by_role("button", name="Đăng ký phát biểu").click()
    expect(phone.locator("#asked")).to_contain_text("Chờ bàn đăng ký")


def test_one_meeting_with_all_its_people(
    hall: dict[str, str],  # noqa: F811
    someone: Callable[..., Page],
    site: Site,
) -> None:
    with site.app.app_context(), unit_of_work() as session:
        desk_clerk = session.query(Account).filter_by(username="bvdp").one()
        meeting = session.query(Meeting).one()
        session.add(MeetingDuty(meeting_id=meeting.id, account_id=desk_clerk.id, duty="desk"))
    screen = someone(None, WALL)
    screen.goto(hall["screen"])
    phones = [someone(None, PHONE) for _ in range(3)]
    desk, other_desk = someone("vanphong"), someone("bvdp")
    console, secretary = someone("chutich"), someone("thuky")
    answerer = someone("diachinh", PHONE)
    for page in (desk, other_desk):
        page.goto(hall["desk"])
    console.goto(hall["console"])
    secretary.goto(hall["console"])
    answerer.goto("/my-answer")

    # A phone asks, both desks see it, one number is given.
    ask(phones[0], hall, "Bùi Thị Nga", "Xin sửa đèn đường trước nhà văn hóa.")
    for page in (desk, other_desk):
        expect(page.locator("#desk .request")).to_contain_text("Bùi Thị Nga")
    other_desk.route("**/live/**", lambda route: route.abort())
    other_desk.route("**/desk/part", lambda route: route.abort())
    desk.locator("#desk .request").get_by_role("button", name="Cấp số").click()
    expect(desk.locator(".slip-number")).to_have_text("4")
    other_desk.locator("#desk .request").get_by_role("button", name="Cấp số").click()
    expect(other_desk.locator("#flash")).to_contain_text("Đã có người xử lý trước")
    other_desk.unroute_all()
    expect(phones[0].locator("#asked")).to_contain_text("Số 4")
    phones[0].get_by_role("link", name="Xem còn mấy người nữa").click()
    expect(phones[0].locator("#mine")).to_have_text("Còn 3 người nữa đến lượt số 4.")

    # Somebody without a list comes in and speaks, by keyboard alone.
    other_desk.goto(hall["desk"])
    other_desk.locator("#walk-in-name").focus()
    other_desk.keyboard.type("Hồ Văn Tấn")
    other_desk.keyboard.press("Tab")
    other_desk.keyboard.type("5")
    other_desk.keyboard.press("Enter")
    expect(other_desk.get_by_label("Vừa điểm danh")).to_contain_text("Hồ Văn Tấn, Tổ dân phố 5")
    expect(desk.locator("#counts")).to_contain_text("1 người có mặt")
    expect(other_desk.locator("#speaker_name")).to_have_value("Hồ Văn Tấn")
    other_desk.locator("#words").fill("Xin thêm thùng rác ở đầu kiệt.")
    other_desk.locator("#speaker_name").press("Enter")
    expect(other_desk.locator(".slip-number")).to_have_text("5")
    expect(console.locator(".queue-number")).to_have_text(["1", "2", "3", "4", "5"])

    # Two who say the same come one after the other; anyone reads why.
    console.keyboard.press("n")
    for number in ("Số 1:", "Số 3:"):
        console.locator("#act").get_by_label(re.compile(f"^{number}")).check()
    console.locator("#act").get_by_label("Nội dung chung").fill("Ngập nước kiệt 45")
    console.locator("#act button[type=submit]").click()
    expect(console.locator(".queue-number")).to_have_text(["1", "3", "2", "4", "5"])
    phones[1].goto(f"{phone_base(hall)}?so=2")
    expect(phones[1].locator("#mine")).to_have_text("Còn 2 người nữa đến lượt số 2.")
    phones[1].get_by_role("link", name="Vì sao tôi số 2?").click()
    expect(phones[1].locator("main")).to_contain_text("Nhóm số 1, 3: Ngập nước kiệt 45")

    phones[2].goto(f"{phone_base(hall)}?so=3")
    great(console, "Mời số 1")
    expect(screen.locator(".screen-name")).to_have_text(NAMES[0])
    expect(phones[2].locator("#mine")).to_have_text("Số 3 là người tiếp theo.")
    great(console, "Bắt đầu")
    expect(screen.locator(".clock")).to_have_text(re.compile(r"^02:[45]\d$"))
    great(console, "Kết thúc")
    great(console, "Mời số 3")
    great(console, "Bắt đầu")

    # The answer is given away, taken back, given again; the phone follows.
    console.get_by_role("link", name="Giao trả lời").click()
    who = console.locator("#act select")
    khai = who.locator("option", has_text="Phan Đình Khải").get_attribute("value")
    who.select_option(value=khai)
    console.locator("#act button[type=submit]").click()
    expect(answerer.locator("#answer")).to_contain_text("Kiệt 45 ngập nước")
    console.get_by_role("button", name="Thu lại, không giao nữa").click()
    expect(answerer.locator("#answer")).to_contain_text("Chưa có câu hỏi")
    console.get_by_role("link", name="Giao trả lời").click()
    console.locator("#act select").select_option(value=khai)
    console.locator("#act button[type=submit]").click()
    expect(screen.locator(".screen-answer")).to_contain_text("Phan Đình Khải")
    great(console, "Kết thúc trả lời")
    expect(console.locator(".console-last")).to_contain_text("chung cho số 1")

    # One conclusion for both.
    form = console.locator("#conclusion-form")
    expect(form).to_contain_text("Kết luận chung cho cả số 1")
    form.get_by_label("Giải thích", exact=True).check()
    form.locator("textarea[name=words]").fill("Phường đã bố trí nạo vét cống trong tháng này.")
    form.get_by_role("button", name="Lưu kết luận").click()
    expect(form).to_contain_text("Đã ghi kết luận")
    for phone in (phones[0], phones[2]):
        expect(phone.locator("#phone")).to_contain_text("nạo vét cống trong tháng này")

    # The screen by its keys; the secretary sees the same; the end leaves nobody out.
    console.locator("h1").click()
    console.keyboard.press("4")
    expect(screen.locator(".screen-results")).to_contain_text("nạo vét cống")
    expect(secretary.locator("#console")).to_contain_text("Màn hình: Kết luận đến lúc này")
    console.get_by_role("button", name="Kết thúc buổi đối thoại").click()
    expect(console.locator("#console")).to_contain_text("Buổi đối thoại đã kết thúc")
    expect(phones[0].locator("#phone")).to_contain_text("Buổi đối thoại đã kết thúc")
    console.goto(hall["record"])
    for words in ("Thu lại số 3", "đăng ký phát biểu từ điện thoại", "Nhóm số 1, 3",
                  "3 người chưa kịp phát biểu được trả lời bằng văn bản"):  # fmt: skip
        expect(console.locator("main")).to_contain_text(words)


@pytest.mark.parametrize(
    ("path", "username", "viewport"),
    [
        ("{phone}/dang-ky", None, PHONE),
        ("{phone}/vi-sao/2", None, PHONE),
        ("{meeting}/check-in", "vanphong", PHONE),
        ("{meeting}/check-in/walk-ins", "vanphong", PHONE),
        ("{meeting}/console/rules", "chutich", PHONE),
        ("{meeting}/console/group", "chutich", DESK),
        ("{meeting}/paper", "chutich", PHONE),
        ("{meeting}/figures", "chutich", PHONE),
        ("{meeting}/desk?q=bong", "vanphong", DESK),
    ],
)
def test_new_pages_fit_and_read_well(
    path: str,
    username: str | None,
    viewport: dict[str, int],
    hall: dict[str, str],  # noqa: F811
    someone: Callable[..., Page],
) -> None:
    page = someone(username, viewport)
    meeting = hall["console"].removesuffix("/console")
    page.goto(path.format(phone=phone_base(hall), meeting=meeting))
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= viewport["width"], f"{width} px wide"
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate("axe.run()")
    faults = [(v["id"], [n["html"][:160] for n in v["nodes"]]) for v in found["violations"]]
    assert faults == []


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, Callable[[], None], Callable[[], None]]]:
    """The real server as a process: its address, how to kill it, how to start it again."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    processes: list[subprocess.Popen[bytes]] = []

    def start() -> None:
        import os

        environment = {**os.environ, "DIALOGUE_INSTANCE": str(folder), "PORT": str(port),
                       "HOST": "127.0.0.1"}  # fmt: skip
        processes.append(
            subprocess.Popen(
                [sys.executable, "-m", "dialogue.serve"],
                env=environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        )
        limit = time.monotonic() + 60
        while True:
            assert processes[-1].poll() is None
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                return
            except OSError:
                assert time.monotonic() < limit, "the server did not start"
                time.sleep(0.05)

    def kill() -> None:
        processes[-1].send_signal(signal.SIGKILL)
        processes[-1].wait()

    start()
    try:
        yield f"http://127.0.0.1:{port}", kill, start
    finally:
        if processes[-1].poll() is None:
            processes[-1].terminate()
            processes[-1].wait(timeout=30)


def seconds(clock: str) -> int:
    minutes, rest = clock.split(":")
    return int(minutes) * 60 + int(rest)


def test_killed_in_the_middle_of_a_speech(
    hall: dict[str, str],  # noqa: F811
    site: Site,
    browser: Browser,
) -> None:
    with site.app.app_context():
        db.session.remove()
        db.engine.dispose()
    with served(site.folder) as (url, kill, start):
        context = browser.new_context(base_url=url, viewport=DESK, locale="vi-VN",
                                      timezone_id="Asia/Ho_Chi_Minh",
                                      service_workers="block")  # fmt: skip
        context.set_default_timeout(30_000)
        console, screen, phone = context.new_page(), context.new_page(), context.new_page()
        console.goto("/sign-in")
        console.locator("input#login").fill("chutich")
        console.locator("input#password").fill(people.PASSWORD)
        console.locator("input#password").press("Enter")
        console.wait_for_url(lambda address: "/sign-in" not in address)
        console.goto(hall["console"])
        screen.goto(hall["screen"])
        phone.goto(hall["phone"])
        console.bring_to_front()
        great(console, "Mời số 1")
        great(console, "Bắt đầu")
        screen.bring_to_front()
        expect(screen.locator(".clock")).to_have_text(re.compile(r"^02:[45]\d$"))
        began = time.monotonic()
        left = seconds(screen.locator(".clock").inner_text())

        kill()
        expect(screen.locator("[data-offline]")).to_be_visible()
        expect(screen.locator("[data-offline]")).to_contain_text("đang hiện trạng thái lúc")
        assert screen.locator(".screen-name").inner_text() == NAMES[0]  # no error box
        start()
        expect(screen.locator("[data-offline]")).to_be_hidden()
        # The clock went on by itself and is right again to the second.
        shown = seconds(screen.locator(".clock").inner_text())
        assert abs((left - shown) - (time.monotonic() - began)) <= 2
        console.bring_to_front()
        great(console, "Kết thúc")
        for page in (screen, phone):
            page.bring_to_front()
        expect(phone.locator("#phone")).to_contain_text("Micro đang trống")
        context.close()


def test_a_console_cut_off(
    hall: dict[str, str],  # noqa: F811
    someone: Callable[..., Page],
) -> None:
    console, other = someone("chutich"), someone("thuky")
    console.goto(hall["console"])
    other.goto(hall["console"])
    expect(console.locator(".queue-number")).to_have_text(["1", "2", "3"])
    # So that a connection is not kept alive behind the back of the page.
    console.route("**/live/**", lambda route: route.abort())
    console.reload()
    console.context.set_offline(True)
    expect(console.locator("[data-offline]").first).to_be_visible()
    expect(console.locator("[data-offline]").first).to_contain_text("đang hiện trạng thái lúc")
    # A command is refused at once in plain words, it does not wait to be sent later.
    console.locator(".console-great .button").click()
    expect(console.locator("#flash")).to_contain_text("mất kết nối")
    # The queue is one key away from paper, without the network.
    console.evaluate("window.print = () => { document.title = 'printed'; }")
    console.locator("h1").click()
    console.keyboard.press("i")
    expect(console).to_have_title("printed")
    console.emulate_media(media="print")
    expect(console.locator(".console-queue .queue-row").first).to_be_visible()
    expect(console.locator(".console-great")).to_be_hidden()
    console.emulate_media(media="screen")
    great(other, "Mời số 1")
    great(other, "Bắt đầu")

    console.context.set_offline(False)
    expect(console.locator("[data-offline]").first).to_be_hidden()
    expect(console.locator(".console-name")).to_have_text(NAMES[0])
    great(console, "Kết thúc")
    expect(console.locator(".console-last")).to_contain_text("Số 1 phát biểu xong")
