"""A thousand new opinions, sorted by keyboard alone; the same by touch on a phone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from secrets import token_hex

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import insert, select

from dialogue.accounts.models import Account
from dialogue.core import clock
from dialogue.core.text import fold
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.opinions.models import Field, Opinion, Preparation, ReceiptCounter
from dialogue.plans.models import Meeting
from dialogue.plans.plan_2024 import load_plan_2024
from tests.browser.conftest import PHONE, Site

pytestmark = pytest.mark.browser
MATTERS = (
    ("Cống thoát nước nghẹt, mưa là ngập", "thoat_nuoc"),
    ("Đèn đường hỏng, tối om", "chieu_sang"),
    ("Rác để lâu ngày không ai thu gom", "moi_truong"),
    ("Mặt đường nhiều ổ gà, xe máy dễ ngã", "duong"),
)


def fill(site: Site, count: int) -> list[str]:
    """Rows at once, as ``count`` acts of sending would leave them; their receipts in order."""
    with site.app.app_context():
        load_plan_2024()
        meeting = db.session.scalars(select(Meeting).where(Meeting.ordinal == 1)).one()
        senders = db.session.scalars(
            select(Account).where(Account.username.in_([f"to{n}" for n in range(1, 9)]))
        ).all()
        start = clock.now() - timedelta(days=3)
        receipts = [f"YK-{clock.today().year}-{n + 1:04d}" for n in range(count)]
        rows = []
        for number, receipt in enumerate(receipts):
            sender = senders[number % 8]
            words = f"{MATTERS[number % 4][0]} ở kiệt {number} đường số {number % 90}"
            rows.append(
                {
                    "client_key": token_hex(16),
                    "receipt": receipt,
                    "meeting_id": meeting.id,
                    "unit_id": sender.unit_id,
                    "author_id": sender.id,
                    "area_id": sender.unit_id,
                    "state": "sent",
                    "words": words,
                    "folded": fold(words),
                    "sent_at": start + timedelta(seconds=number),
                }
            )
        with unit_of_work() as session:
            session.execute(insert(Opinion), rows)
            session.add(ReceiptCounter(year=clock.today().year, last=count))
        db.session.remove()
    return receipts


def in_hand(page: Page, receipt: str) -> None:
    expect(page.locator(".desk-number")).to_contain_text(receipt)
    expect(page.locator("#queue [aria-current]")).to_contain_text(receipt)


def said(page: Page, words: str) -> None:
    expect(page.locator("#flash")).to_contain_text(words)


def state_of(site: Site, receipt: str) -> Opinion:
    with site.app.app_context():
        found = db.session.scalars(select(Opinion).where(Opinion.receipt == receipt)).one()
        db.session.expunge(found)
        db.session.remove()
    return found


def test_a_thousand_by_keyboard_alone(site: Site, someone: Callable[..., Page]) -> None:
    n = fill(site, 1000)
    page = someone("vanphong")
    page.goto("/triage")
    in_hand(page, n[0])
    assert page.locator("#queue li").count() < 60
    keys = page.keyboard

    # Down and up: the mark runs ahead, the opinion follows.
    for key in "jjjjkk":
        keys.press(key)
    in_hand(page, n[2])
    assert f"id={state_of(site, n[2]).id}" in page.url
    keys.press("k")
    in_hand(page, n[1])

    # c, the first letters of the field, Enter; the next one comes. u takes it back.
    keys.press("c")
    keys.type("Chi")
    keys.press("Enter")
    said(page, n[1])
    in_hand(page, n[2])
    assert state_of(site, n[1]).state == "classified"
    expect(page.locator("#queue [aria-current]")).to_be_focused()
    keys.press("u")
    said(page, "Đã bỏ phân loại")
    in_hand(page, n[1])
    assert state_of(site, n[1]).state == "sent"

    # A verb's key pressed while the next one is still on its way is meant for that one.
    keys.press("j")
    keys.press("r")
    dialog = page.locator("dialog[open]")
    expect(dialog).to_contain_text(n[2])
    # Typing in a field is typing, whatever letters Vietnamese needs.
    keys.type("jj xx mm ? / ")
    page.keyboard.insert_text("Ở đoạn nào?")
    keys.press("Tab")
    keys.press("Enter")
    said(page, "Đã trả lại để làm rõ")
    in_hand(page, n[3])
    assert state_of(site, n[2]).office_note == "jj xx mm ? / Ở đoạn nào?"

    # m merges into a number; a wrong one leaves everything as typed.
    keys.press("m")
    dialog = page.locator("dialog[open]")
    keys.type("YK-1999-1")
    keys.press("Enter")
    expect(dialog).to_contain_text("Không có ý kiến nào mang số biên nhận này")
    field = dialog.get_by_label("Số biên nhận của ý kiến chính")
    expect(field).to_have_value("YK-1999-1")
    field.fill(n[0])
    keys.press("Enter")
    said(page, f"Đã gộp vào {n[0]}")
    in_hand(page, n[4])
    assert state_of(site, n[3]).merged_into_id == state_of(site, n[0]).id

    # x marks three; the marks outlive every move; b acts on all of them.
    keys.press("x")
    keys.press("j")
    keys.press("x")
    in_hand(page, n[5])
    for _ in range(60):
        keys.press("j")
    in_hand(page, n[65])
    keys.press("x")
    expect(page.locator("#marked")).to_have_text("Đã đánh dấu 3 ý kiến")
    keys.press("b")
    page.wait_for_url("**/triage/bulk")
    expect(page.locator("h1")).to_contain_text("Xử lý 3 ý kiến")
    page.get_by_label("Phân loại vào lĩnh vực").check()
    page.get_by_label("Lĩnh vực", exact=True).select_option(label="Rác, môi trường")
    page.get_by_role("button", name="Thực hiện").press("Enter")
    said(page, "Đã phân loại 3 ý kiến")
    assert {state_of(site, n[at]).state for at in (4, 5, 65)} == {"classified"}

    # / searches without accents, as it is typed; the help tells the keys.
    page.wait_for_load_state()
    keys.press("/")
    expect(page.locator("#narrow-q")).to_be_focused()
    keys.type("kiet 777")
    expect(page.locator("#queue li")).to_have_count(1)
    in_hand(page, n[777])
    expect(page.locator("#narrow-q")).to_be_focused()
    keys.press("Escape")
    expect(page.locator("#queue [aria-current]")).to_be_focused()
    expect(page.locator("#narrow-q")).to_have_value("kiet 777")
    keys.press("?")
    expect(page.locator("dialog[open]")).to_contain_text("Phím tắt")
    keys.press("Escape")

    # Classified ones: g gives one to a unit.
    page.goto("/triage?show=classified")
    in_hand(page, n[4])
    keys.press("g")
    lead = page.locator("dialog[open]").get_by_label("Đơn vị chủ trì")
    expect(lead).to_be_focused()
    for _ in range(4):
        keys.press("ArrowDown")
    keys.press("Enter")
    said(page, "Đã giao Địa chính")
    with site.app.app_context():
        code = db.session.scalars(select(Preparation)).one().lead_unit.code
        db.session.remove()
    assert code == "dia-chinh"


def test_what_was_chosen_for_one_is_not_kept_for_the_next(
    site: Site, someone: Callable[..., Page]
) -> None:
    n = fill(site, 3)
    page = someone("vanphong")
    page.goto("/triage")
    page.locator(".desk-classify").get_by_label("Lĩnh vực").select_option(label="Cây xanh")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    in_hand(page, n[1])
    expect(page.locator(".desk-classify").get_by_label("Lĩnh vực")).to_have_value("")


def test_by_touch_on_a_phone(site: Site, someone: Callable[..., Page]) -> None:
    n = fill(site, 30)
    page = someone("vanphong", PHONE)
    page.goto("/triage")
    page.get_by_role("link", name="Sau").tap()
    expect(page.locator(".desk-number")).to_contain_text(n[1])
    with site.app.app_context():
        lamp = db.session.scalars(select(Field).where(Field.code == "chieu_sang")).one().id
        db.session.remove()
    page.locator(".desk-classify").get_by_label("Lĩnh vực").select_option(str(lamp))
    page.get_by_role("button", name="Phân loại", exact=True).tap()
    said(page, n[1])
    expect(page.locator(".desk-number")).to_contain_text(n[2])
    # The eye stays with the opinion, though the list stands far below.
    expect(page.locator(".desk-number")).to_be_in_viewport()
    expect(page.locator("#flash")).to_be_in_viewport()
    page.get_by_role("button", name="Hoàn tác").tap()
    said(page, "Đã bỏ phân loại")
    expect(page.locator(".desk-number")).to_contain_text(n[1])
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"]
