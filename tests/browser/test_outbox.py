"""A cheap phone with bad Wi-Fi: whatever is cut off when, in the end there is one opinion."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Route, expect
from sqlalchemy import select

from dialogue.accounts.models import Account
from dialogue.demo import people
from dialogue.extensions import db
from dialogue.files.models import Attachment
from dialogue.opinions.models import Opinion
from dialogue.plans.models import Task
from dialogue.plans.plan_2024 import load_plan_2024
from tests.browser.conftest import PHONE, Site

pytestmark = pytest.mark.browser
DELIVER = "**/outbox/opinions"
WAITS = "CHƯA GỬI ĐƯỢC – 1 ý kiến đang chờ mạng"
# As over plain HTTP in the ward's own network: neither locks nor workers.
PLAIN_HTTP = """
Object.defineProperty(navigator, 'locks', { value: undefined });
Object.defineProperty(navigator, 'serviceWorker', { value: undefined });
"""


@pytest.fixture(autouse=True)
def march(site: Site, travel: Callable[..., None]) -> None:
    """A day in March 2024 before both meetings, of the plan as it was."""
    from datetime import UTC, datetime

    travel(datetime(2024, 3, 14, 2, tzinfo=UTC))
    with site.app.app_context():
        load_plan_2024()
        db.session.remove()


def sign_in(page: Page, username: str, *, stay: bool = False) -> None:
    page.goto("/sign-in")
    page.locator("input#login").fill(username)
    if stay:
        page.locator("input#remember").check(force=True)
    page.locator("input#password").fill(people.PASSWORD)
    page.locator("input#password").press("Enter")
    page.wait_for_url(lambda url: "/sign-in" not in url)


@pytest.fixture
def phone(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """A phone of its own, signed in; without a worker, so that requests can be cut."""
    contexts: list[BrowserContext] = []

    def take(username: str | None = "to3", *, plain: bool = False, **more: Any) -> Page:
        context = browser.new_context(
            viewport=PHONE,  # type: ignore[arg-type]
            has_touch=True,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            base_url=site.url,
            **({"service_workers": "block"} | more),
        )
        context.set_default_timeout(10_000)
        if plain:
            context.add_init_script(PLAIN_HTTP)
        contexts.append(context)
        page = context.new_page()
        page.on("dialog", lambda asked: asked.accept())
        page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
        if username:
            sign_in(page, username)
        return page

    yield take
    for context in contexts:
        context.close()


def sent(site: Site) -> list[tuple[str | None, str]]:
    """(receipt, words) of every opinion that is no draft."""
    with site.app.app_context():
        rows = db.session.execute(
            select(Opinion.receipt, Opinion.words)
            .where(Opinion.state != "draft")
            .order_by(Opinion.id)
        ).all()
        db.session.remove()
    return [(row[0], row[1]) for row in rows]


def picture(width: int = 3000, height: int = 2000, colour: str = "gray") -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(target, "JPEG")
    return target.getvalue()


def write(page: Page, words: str) -> None:
    page.goto("/opinions/new")
    page.locator("#words").fill(words)


def press_send(page: Page) -> None:
    page.get_by_role("button", name="Gửi ý kiến").click()


def expect_kept(page: Page) -> None:
    """It lies in the box, and the form has let go of it."""
    expect(page.locator("[data-outbox]")).to_contain_text(WAITS, timeout=15_000)
    expect(page.locator("#words")).to_have_value("", timeout=15_000)


def test_without_contact_it_waits_in_sight_and_goes_by_itself(
    phone: Callable[..., Page], site: Site
) -> None:
    page = phone()
    write(page, "Cống kiệt 12 nghẹt")
    page.locator("input[type=file]").set_input_files(
        [
            {"name": "image.jpg", "mimeType": "image/jpeg", "buffer": picture()},
            {"name": "image.jpg", "mimeType": "image/jpeg", "buffer": picture(colour="red")},
        ]
    )
    expect(page.locator("[data-photo-list] img")).to_have_count(2)
    page.context.set_offline(True)
    press_send(page)

    panel = page.locator("[data-outbox]")
    expect_kept(page)
    expect(panel).to_be_in_viewport()
    expect(panel).to_be_focused()
    expect(panel).to_contain_text("Cống kiệt 12 nghẹt")
    expect(panel).to_contain_text("2 ảnh")
    # The form is free for the next one.
    expect(page.locator("#words")).to_have_value("")
    page.locator("#words").fill("Đèn kiệt 12 tắt")
    press_send(page)
    expect(panel).to_contain_text("2 ý kiến đang chờ mạng")
    expect(page.locator("#words")).to_have_value("")
    assert sent(site) == []

    page.context.set_offline(False)
    expect(panel).to_contain_text("số biên nhận YK-2024-0002")
    expect(panel).not_to_contain_text("CHƯA GỬI")
    assert [words for _receipt, words in sent(site)] == ["Cống kiệt 12 nghẹt", "Đèn kiệt 12 tắt"]
    with site.app.app_context():
        photos = db.session.scalars(select(Attachment)).all()
        assert [(p.width, p.height) for p in photos] == [(2000, 1333)] * 2
        assert len({p.sha256 for p in photos}) == 2
        db.session.remove()


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize("moment", ["before", "during", "after"])
def test_cut_off_at_any_moment_there_is_one_opinion(
    phone: Callable[..., Page], site: Site, moment: str, plain: bool
) -> None:
    """Before the request leaves, while it is on its way, and once the server has it."""
    page = phone(plain=plain)
    write(page, "Rác đầu kiệt không ai lấy")
    keys: list[str] = []

    def cut(route: Route) -> None:
        body = route.request.post_data_buffer or b""
        found = re.search(rb'name="submission_key"\r\n\r\n([0-9a-f]{32})', body)
        assert found is not None
        keys.append(found.group(1).decode())
        if moment == "after":
            route.fetch()
        route.abort("connectionreset")

    if moment == "before":
        page.context.set_offline(True)
    else:
        page.route(DELIVER, cut)
    press_send(page)
    panel = page.locator("[data-outbox]")
    expect_kept(page)
    assert len(sent(site)) == (1 if moment == "after" else 0)

    if moment == "before":
        page.context.set_offline(False)
    else:
        page.unroute(DELIVER)
    # The phone may be quicker than the finger: contact that comes back sends by itself.
    page.evaluate(
        """[...document.querySelectorAll("[data-outbox] button")]
          .find((button) => button.textContent === "Gửi lại ngay")?.click()"""
    )
    expect(panel).to_contain_text("số biên nhận YK-2024-0001", timeout=15_000)
    assert sent(site) == [("YK-2024-0001", "Rác đầu kiệt không ai lấy")]
    assert len(set(keys)) <= 1
    panel.get_by_role("link", name="Xem biên nhận").click()
    expect(page.locator(".receipt-number")).to_have_text("YK-2024-0001")
    # Whoever has seen the receipt finds no line about it any more.
    expect(page.locator('[data-outbox-received=""]')).to_be_attached()
    page.goto("/")
    expect(page.locator("[data-outbox]")).to_be_hidden()


def test_a_server_that_fails_is_asked_again(phone: Callable[..., Page], site: Site) -> None:
    page = phone()
    write(page, "Loa phường hỏng")
    answers = [503, 500]
    page.route(
        DELIVER,
        lambda route: (
            route.fulfill(status=answers.pop(), body="<h1>…</h1>") if answers else route.continue_()
        ),
    )
    press_send(page)
    panel = page.locator("[data-outbox]")
    expect_kept(page)
    # No press: the next tries come by themselves, after growing waits.
    expect(panel).to_contain_text("số biên nhận YK-2024-0001", timeout=30_000)
    assert answers == []
    assert len(sent(site)) == 1


def test_it_survives_a_closed_browser(playwright: Playwright, site: Site, tmp_path: Path) -> None:
    import shutil

    def start() -> BrowserContext:
        context = playwright.chromium.launch_persistent_context(
            str(tmp_path / "phone"),
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu"],
            viewport=PHONE,  # type: ignore[arg-type]
            base_url=site.url,
            service_workers="block",
        )
        context.set_default_timeout(10_000)
        return context

    context = start()
    page = context.pages[0]
    sign_in(page, "to3", stay=True)
    page.context.route(DELIVER, lambda route: route.abort())
    write(page, "Ngập ở ngã tư")
    page.locator("input[type=file]").set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture(800, 600)}
    )
    expect(page.locator("[data-photo-list] img")).to_have_count(1)
    press_send(page)
    expect_kept(page)
    context.close()
    assert sent(site) == []

    context = start()
    page = context.pages[0]
    page.goto("/")
    expect(page.locator("[data-outbox]")).to_contain_text("số biên nhận YK-2024-0001")
    assert len(sent(site)) == 1
    with site.app.app_context():
        assert len(db.session.scalars(select(Attachment)).all()) == 1
        db.session.remove()
    context.close()


@pytest.mark.parametrize("plain", [False, True])
def test_two_tabs_send_each_thing_once(phone: Callable[..., Page], site: Site, plain: bool) -> None:
    first = phone(plain=plain)
    posts: list[str] = []
    first.context.on(
        "request", lambda r: posts.append(r.url) if r.url.endswith("/outbox/opinions") else None
    )
    second = first.context.new_page()
    write(first, "Việc thứ nhất")
    expect(first.locator("[data-keep-state]")).to_contain_text("đã lưu trên máy")
    # The second tab takes up the first one's draft, and with it its key.
    second.goto("/opinions/new")
    expect(second.locator("#words")).to_have_value("Việc thứ nhất")
    second.locator("#words").fill("Việc thứ hai")
    first.context.set_offline(True)
    press_send(first)
    press_send(second)
    expect(second.locator("[data-outbox]")).to_contain_text("2 ý kiến đang chờ mạng")
    for page in (first, second):
        expect(page.locator("#words")).to_have_value("")
    posts.clear()
    first.context.set_offline(False)

    for page in (first, second):
        expect(page.locator("[data-outbox]")).to_contain_text("YK-2024-0001")
        expect(page.locator("[data-outbox]")).to_contain_text("YK-2024-0002")
    assert sorted(words for _r, words in sent(site)) == ["Việc thứ hai", "Việc thứ nhất"]
    assert len(posts) == 2


def test_a_session_that_is_over_asks_for_the_password_then_goes_on(
    phone: Callable[..., Page], site: Site
) -> None:
    page = phone()
    write(page, "Hố ga mất nắp")
    with site.app.app_context():
        account = db.session.scalars(select(Account).where(Account.username == "to3")).one()
        from dialogue.core.unit_of_work import unit_of_work

        with unit_of_work():
            account.session_epoch += 1
        db.session.remove()
    press_send(page)
    panel = page.locator("[data-outbox]")
    expect(panel).to_contain_text("1 ý kiến đang chờ đăng nhập lại")
    panel.get_by_role("link", name="Đăng nhập").click()
    expect(page.get_by_role("heading", name="Đăng nhập")).to_be_visible()
    expect(page.locator("body")).not_to_contain_text("Hố ga")

    # Another account on the same phone neither sees nor sends it.
    sign_in(page, "to4")
    page.goto("/opinions/new")
    expect(page.locator("#words")).to_have_value("")
    expect(page.locator("[data-outbox]")).to_be_hidden()
    page.goto("/")
    page.locator("details.menu summary").click()
    page.get_by_role("button", name="Đăng xuất").click()
    expect(page.get_by_role("heading", name="Đăng nhập")).to_be_visible()
    assert sent(site) == []

    sign_in(page, "to3")
    page.goto("/opinions")
    expect(page.locator("[data-outbox]")).to_contain_text("số biên nhận YK-2024-0001")
    with site.app.app_context():
        opinion = db.session.scalars(select(Opinion).where(Opinion.state == "sent")).one()
        assert opinion.author.username == "to3"
        db.session.remove()


def test_what_the_server_refuses_is_mended_with_nothing_lost(
    phone: Callable[..., Page], site: Site
) -> None:
    page = phone()
    write(page, "Đất lấn chiếm ở kiệt 3")
    page.get_by_text("Ai nêu?").click()
    page.locator("#resident_phone").fill("0905 12")
    page.locator("input[type=file]").set_input_files(
        [
            {"name": "giay.jpg", "mimeType": "image/jpeg", "buffer": b"MZ no photo"},
            {"name": "anh.jpg", "mimeType": "image/jpeg", "buffer": picture(400, 300)},
        ]
    )
    press_send(page)
    expect(page.locator("[data-error-summary]")).to_be_focused()
    expect(page.locator("[data-error-summary]")).to_contain_text("Số điện thoại chưa đúng")
    expect(page.locator("#words")).to_have_value("Đất lấn chiếm ở kiệt 3")
    bad = page.locator("[data-photo-list] li", has_text="giay.jpg")
    expect(bad.locator(".error")).to_contain_text("không phải ảnh")

    # Elsewhere and later it is still there, with its lines, and opens again whole.
    page.goto("/")
    panel = page.locator("[data-outbox]")
    expect(panel).to_contain_text("1 ý kiến cần xem lại")
    expect(panel).to_contain_text("Số điện thoại chưa đúng")
    panel.get_by_role("button", name="Sửa").click()
    expect(page.locator("#words")).to_have_value("Đất lấn chiếm ở kiệt 3")
    expect(page.locator("#resident_phone")).to_have_value("0905 12")
    expect(page.locator("[data-photo-list] li")).to_have_count(2)
    page.locator("[data-photo-list] li", has_text="giay.jpg").get_by_role("button").click()
    page.locator("#resident_phone").fill("0905 123 456")
    press_send(page)
    expect(page.locator(".receipt-number")).to_have_text("YK-2024-0001")
    assert len(sent(site)) == 1
    expect(page.locator('[data-outbox-received=""]')).to_be_attached()
    page.goto("/opinions")
    expect(page.locator("[data-outbox]")).to_be_hidden()


def test_waiting_ones_can_be_changed_and_thrown_away(
    phone: Callable[..., Page], site: Site
) -> None:
    page = phone()
    page.goto("/opinions/new")
    page.context.set_offline(True)
    panel = page.locator("[data-outbox]")
    for words in ("Giữ lại", "Bỏ đi"):
        page.locator("#words").fill(words)
        press_send(page)
        expect(panel).to_contain_text(words)
        expect(page.locator("#words")).to_have_value("")
    panel.locator("li", has_text="Bỏ đi").get_by_role("button", name="Bỏ").click()
    expect(panel).not_to_contain_text("Bỏ đi")
    panel.locator("li", has_text="Giữ lại").get_by_role("button", name="Sửa").click()
    expect(page.locator("#words")).to_have_value("Giữ lại")
    page.locator("#words").fill("Giữ lại, đã sửa")
    press_send(page)
    expect(panel).to_contain_text("Giữ lại, đã sửa")
    expect(page.locator("#words")).to_have_value("")
    expect(panel.locator("li")).to_have_count(1)
    page.context.set_offline(False)
    expect(panel).to_contain_text("số biên nhận")
    assert [words for _r, words in sent(site)] == ["Giữ lại, đã sửa"]


def test_no_opinion_is_one_tap_without_contact_too(phone: Callable[..., Page], site: Site) -> None:
    page = phone()
    page.goto("/opinions")
    page.context.set_offline(True)
    page.get_by_role("button", name="Không có ý kiến").first.click()
    expect(page.locator("[data-outbox]")).to_contain_text("Không có ý kiến, ")
    expect(page.locator("form.is-busy")).to_have_count(0)
    page.context.set_offline(False)
    expect(page.locator("[data-outbox]")).to_contain_text("Đã gửi.")
    with site.app.app_context():
        done = db.session.scalars(
            select(Task).where(Task.kind == "opinions", Task.state == "done")
        ).all()
        assert [task.note for task in done] == ["Không có ý kiến"]
        db.session.remove()


def test_photos_chosen_but_not_sent_survive_a_reload(phone: Callable[..., Page]) -> None:
    page = phone()
    write(page, "")
    page.locator("#words").press_sequentially("Có ảnh")
    page.locator("input[type=file]").set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture(3000, 1500)}
    )
    expect(page.locator("[data-photo-list] img")).to_have_count(1)
    page.wait_for_function("document.querySelector('input[type=file]').files[0]?.size < 900000")
    expect(page.locator("[data-keep-state]")).to_contain_text("đã lưu trên máy")
    page.reload()
    expect(page.locator("#words")).to_have_value("Có ảnh")
    expect(page.locator("[data-photo-list] img")).to_have_count(1)


def test_the_form_opens_with_no_contact_at_all(phone: Callable[..., Page], site: Site) -> None:
    """Over HTTPS and on the own machine a worker keeps the bare form, and nothing else."""
    page = phone(service_workers="allow")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.goto("/opinions/new")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.locator("#words").press_sequentially("Đang viết dở")
    expect(page.locator("[data-keep-state]")).to_contain_text("đã lưu trên máy")
    page.context.set_offline(True)
    page.goto("/opinions/new")
    expect(page.locator(".offline-note")).to_be_visible()
    expect(page.locator("#words")).to_have_value("Đang viết dở")
    expect(page.locator("body")).not_to_contain_text("Lê Văn Chín")
    page.locator("#words").fill("Viết khi không có mạng")
    press_send(page)
    expect_kept(page)
    page.goto("/opinions")
    expect(page.get_by_role("heading", name="Không có kết nối")).to_be_visible()
    kept = page.evaluate(
        """async () => (await Promise.all((await caches.keys()).map(async (name) =>
          (await (await caches.open(name)).keys()).map((r) => new URL(r.url).pathname)))).flat()"""
    )
    assert {p for p in kept if not p.startswith("/static/")} == {"/opinions/offline", "/offline"}

    page.context.set_offline(False)
    page.goto("/")
    expect(page.locator("[data-outbox]")).to_contain_text("số biên nhận YK-2024-0001")
    assert [words for _r, words in sent(site)] == ["Viết khi không có mạng"]

    # Who signs out leaves nothing to read, and nobody to write for.
    page.locator("details.menu summary").click()
    page.get_by_role("button", name="Đăng xuất").click()
    page.context.set_offline(True)
    page.goto("/opinions/new")
    expect(page.locator("[data-no-owner]")).to_be_visible()
    expect(page.locator("#opinion-form")).to_be_hidden()

    # Switched off, it takes itself and what it kept away.
    page.context.set_offline(False)
    site.app.config["SERVICE_WORKER"] = False
    sign_in(page, "to3")
    page.wait_for_function(
        """async () => !(await navigator.serviceWorker.getRegistrations()).length"""
    )
