"""The scripts in a real browser, under the real CSP: forms, drafts, live regions, clocks."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from werkzeug.serving import make_server

from tests.static.sample import NAME, create_sample

pytestmark = pytest.mark.browser
AXE = (Path(__file__).resolve().parents[1] / "vendor/axe.min.js").read_text()


@dataclass
class Sample:
    url: str
    app: Flask

    @property
    def seen(self) -> list[dict[str, Any]]:
        return self.app.extensions["seen"]  # type: ignore[no-any-return]

    @property
    def state(self) -> dict[str, Any]:
        return self.app.extensions["state"]  # type: ignore[no-any-return]


@pytest.fixture
def sample() -> Iterator[Sample]:
    app = create_sample()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Sample(f"http://127.0.0.1:{server.server_port}", app)
    app.extensions["state"]["up"] = False
    server.shutdown()
    thread.join(timeout=10)
    server.server_close()


@pytest.fixture
def faults(page: Page) -> Iterator[list[str]]:
    """What the browser complained of: script errors and anything that the CSP refused."""
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on(
        "console",
        lambda m: found.append(m.text) if "Content Security Policy" in m.text else None,
    )
    yield found
    assert found == []


def test_typing_survives_a_closed_tab_and_goes_once_it_is_sent(
    page: Page, sample: Sample, faults: list[str]
) -> None:
    page.goto(f"{sample.url}/form")
    key = page.input_value("[name=submission_key]")
    assert len(key) == 32
    page.locator("#text").press_sequentially("Đèn đường hỏng")
    page.get_by_label("Giao thông").check()
    expect(page.locator("[data-keep-state]")).to_have_text(
        re.compile(r"^CHƯA GỬI – đã lưu trên máy lúc \d\d:\d\d$")
    )
    page.locator("#secret").fill("mat-khau")

    page.goto(f"{sample.url}/form")
    expect(page.locator("#text")).to_have_value("Đèn đường hỏng")
    expect(page.locator("[name=topic][value=road]")).to_be_checked()
    expect(page.locator("#secret")).to_have_value("")
    assert page.input_value("[name=submission_key]") == key

    for field, value in (("on", "2024-04-12"), ("hour", "07:30"), ("places", "3")):
        page.locator(f"#{field}").fill(value)
    page.get_by_text("Cấp trên").click()
    page.get_by_role("button", name="Gửi ý kiến").click()
    expect(page.locator(".receipt-number")).to_have_text("2024-0012")
    assert [s["submission_key"] for s in sample.seen] == [key]

    page.goto(f"{sample.url}/form")
    expect(page.locator("#text")).to_have_value("")
    assert page.input_value("[name=submission_key]") != key


def test_typing_survives_a_lost_session(page: Page, sample: Sample, faults: list[str]) -> None:
    for htmx in ("", "?htmx=1"):
        sample.state["signed_in"] = True
        page.goto(f"{sample.url}/form{htmx}")
        page.locator("#text").fill("")
        page.locator("#text").press_sequentially(f"Biên bản {htmx}")
        sample.state["signed_in"] = False
        page.get_by_role("button", name="Gửi ý kiến").click()
        expect(page.get_by_role("heading", name="Đăng nhập")).to_be_visible()
        page.wait_for_load_state()  # the sign-in page has taken note of what was not sent

        sample.state["signed_in"] = True
        page.goto(f"{sample.url}/form{htmx}")
        expect(page.locator("#text")).to_have_value(f"Biên bản {htmx}")
        expect(page.locator("[data-keep-state]")).to_contain_text("đã lấy lại nội dung gõ lúc")
    page.get_by_role("button", name="Bỏ nội dung này").click()
    page.goto(f"{sample.url}/form")
    expect(page.locator("#text")).to_have_value("")


def test_a_wrong_form_is_swapped_from_the_whole_page_and_gets_the_focus(
    page: Page, sample: Sample, faults: list[str]
) -> None:
    page.goto(f"{sample.url}/form?htmx=1")
    page.locator("#full_name").evaluate(f"e => {{ e.value = '{NAME}' }}")
    page.get_by_role("button", name="Gửi ý kiến").click()

    expect(page.locator("[data-error-summary]")).to_be_focused()
    expect(page.locator("#full_name")).to_have_value(NAME)
    expect(page.locator("header.header")).to_have_count(1)
    page.locator(".error-summary a").first.click()
    expect(page.locator("#text")).to_be_focused()
    page.locator("#text").press_sequentially("Rác")
    expect(page.locator("[data-keep-state]")).to_contain_text("CHƯA GỬI")


@pytest.mark.parametrize("htmx", ["", "?htmx=1"])
def test_a_double_tap_sends_once_and_a_slow_answer_shows_that_it_works(
    page: Page, sample: Sample, faults: list[str], htmx: str
) -> None:
    page.goto(f"{sample.url}/form{htmx}")
    page.evaluate(
        """() => new MutationObserver(() => {
          if (document.querySelector('.working')) sessionStorage.setItem('worked', 'yes');
        }).observe(document.body, { childList: true })"""
    )
    page.locator("#text").fill("Đường ngập")
    page.locator("[name=topic][value=env]").check()
    page.get_by_text("Cấp trên").click()
    for field, value in (("on", "2024-04-12"), ("hour", "07:30"), ("places", "3")):
        page.locator(f"#{field}").fill(value)
    page.locator("#full_name").evaluate("e => { e.value = '0.8' }")
    main = page.locator(".button-main")
    main.evaluate("b => { b.click(); b.click(); b.click(); }")
    expect(page.locator(".receipt-number")).to_be_visible()

    expect(page.locator(".working")).to_have_count(0)
    assert page.evaluate("sessionStorage.getItem('worked')") == "yes"
    assert len(sample.seen) == 1


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (404, "Không tìm thấy mục này"),
        (413, "Tệp quá lớn"),
        (429, "Thao tác quá nhanh"),
        (500, "Mã tra cứu: ab12cd34"),
    ],
)
def test_a_refusal_of_a_part_is_said_in_words(
    page: Page, sample: Sample, faults: list[str], status: int, words: str
) -> None:
    page.goto(f"{sample.url}/form?htmx=1")
    page.locator("form[data-keep]").evaluate(f"f => f.setAttribute('hx-post', '/act/{status}')")
    page.locator("#text").fill("còn nguyên")
    page.get_by_role("button", name="Gửi ý kiến").click()

    expect(page.locator("#flash")).to_contain_text(words)
    expect(page.locator("#text")).to_have_value("còn nguyên")


def test_a_conflict_shows_the_fresh_part_and_what_happened(
    page: Page, sample: Sample, faults: list[str]
) -> None:
    page.goto(f"{sample.url}/form?htmx=1")
    page.locator("form[data-keep]").evaluate("f => f.setAttribute('hx-post', '/act/409')")
    page.get_by_role("button", name="Gửi ý kiến").click()

    expect(page.locator("#flash")).to_contain_text("Đã đổi")
    expect(page.locator("#sample form")).to_have_count(1)


@pytest.mark.parametrize("mode", ["swap", "signal", "poll"])
def test_a_live_region_follows_and_leaves_typing_alone(
    page: Page, sample: Sample, faults: list[str], mode: str
) -> None:
    page.goto(f"{sample.url}/hall?mode={mode}")
    page.locator("#note").press_sequentially("đang gõ")
    expect(page.locator(".number-now")).to_have_text("Lượt 1")
    page.wait_for_timeout(600)
    sample.state["number"] = 2

    expect(page.locator(".number-now")).to_have_text("Lượt 2", timeout=4000)
    expect(page.locator("#note")).to_have_value("đang gõ")
    expect(page.locator("#note")).to_be_focused()
    expect(page.locator("[data-offline]")).to_be_hidden()


def test_a_lost_stream_is_polled_then_said_then_found_again(page: Page, sample: Sample) -> None:
    page.goto(f"{sample.url}/hall?mode=signal")
    page.wait_for_timeout(600)
    sample.state["stream"] = False
    sample.state["number"] = 5
    expect(page.locator(".number-now")).to_have_text("Lượt 5", timeout=6000)
    expect(page.locator("[data-offline]")).to_be_hidden()

    sample.state["up"] = False
    line = page.locator("[data-offline-text]")
    expect(line).to_be_visible(timeout=9000)
    expect(line).to_have_text(
        re.compile(r"^Mất kết nối – đang hiện trạng thái lúc \d\d:\d\d:\d\d$")
    )

    sample.state.update(up=True, stream=True, number=6)
    expect(page.locator(".number-now")).to_have_text("Lượt 6", timeout=9000)
    expect(line).to_be_hidden()


def test_an_older_answer_never_replaces_a_newer_one(page: Page, sample: Sample) -> None:
    sample.state["number"] = 9
    page.goto(f"{sample.url}/hall?mode=poll")
    with page.expect_response("**/hall/queue"):
        sample.state["number"] = 8
    page.wait_for_timeout(200)

    expect(page.locator(".number-now")).to_have_text("Lượt 9")


def test_a_clock_follows_the_server_not_the_device(
    page: Page, sample: Sample, faults: list[str]
) -> None:
    page.clock.install(time="2031-01-01T00:00:00Z")
    page.goto(f"{sample.url}/clock/58")
    page.evaluate(
        """() => { window.heard = []; for (const n of ['warning', 'zero', 'over'])
        document.addEventListener('clock:' + n, () => heard.push(n)); }"""
    )
    running = page.locator("#running time")
    expect(page.locator("#paused time")).to_have_class(re.compile("is-paused"))
    expect(page.locator("#waiting time")).to_have_text("01:30")
    page.clock.run_for(2300)
    expect(running).to_have_class(re.compile("is-zero|is-over"))
    page.clock.run_for(3000)

    expect(running).to_have_text(re.compile(r"^\+00:0[2-6]$"))
    expect(running).to_have_class(re.compile("is-over"))
    assert page.evaluate("heard").index("over") >= 1 or "zero" in page.evaluate("heard")
    expect(page.locator("#paused time")).to_have_text("01:00")


def test_keys_press_buttons_but_never_while_typing(
    page: Page, sample: Sample, faults: list[str]
) -> None:
    page.goto(f"{sample.url}/")
    page.keyboard.press("/")
    expect(page.locator("[data-search]")).to_be_focused()
    page.keyboard.type("r")
    expect(page.locator("dialog")).to_be_hidden()
    page.locator("[data-search]").evaluate("e => e.blur()")
    page.keyboard.press("r")

    expect(page.locator("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_be_hidden()
    page.get_by_role("link", name="Trả lại…").click()
    page.get_by_role("button", name="Đóng").click()
    expect(page.locator("dialog")).to_be_hidden()


def test_the_screen_turns_dark_and_stays_so(page: Page, sample: Sample, faults: list[str]) -> None:
    page.goto(f"{sample.url}/screen")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.keyboard.press("d")
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.reload()

    assert (light, dark) == ("rgb(255, 255, 255)", "rgb(11, 15, 20)")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1366])
def test_nothing_scrolls_sideways_and_axe_finds_nothing(
    page: Page, sample: Sample, scheme: Any, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    page.emulate_media(color_scheme=scheme)
    for path in ("/", "/form", "/sign-in", "/error/404", "/hall", "/clock/75"):
        page.goto(f"{sample.url}{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        page.evaluate(AXE)
        found = page.evaluate("async () => (await axe.run()).violations")
        told = [(v["id"], [n["html"] for n in v["nodes"]]) for v in found]
        assert told == [], path


@pytest.mark.parametrize(
    ("path", "selector"),
    [
        ("/form", "#full_name"),
        ("/form", "#group"),
        ("/", ".menu-name"),
        ("/screen", ".screen-topic"),
        ("/screen", ".screen-next-unit"),
    ],
)
def test_what_cuts_its_text_has_room_for_stacked_marks(
    page: Page, sample: Sample, path: str, selector: str
) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(f"{sample.url}{path}")
    for fold in page.locator("details.fold").all():
        fold.evaluate("d => { d.open = true }")
    ink, room = page.evaluate(
        """async (selector) => {
          const box = document.querySelector(selector);
          const style = getComputedStyle(box);
          const font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
          await document.fonts.load(font, 'ẲỄỘ');
          const pen = document.createElement('canvas').getContext('2d');
          pen.font = font;
          const drawn = pen.measureText('ẲỄỘ');
          return [drawn.actualBoundingBoxAscent + drawn.actualBoundingBoxDescent, box.clientHeight];
        }""",
        selector,
    )

    assert ink > 10
    assert room >= ink
