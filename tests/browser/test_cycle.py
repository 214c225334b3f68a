"""The whole cycle as the ward's people play it, on the real plan of 2024."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from dialogue.accounts.models import Account
from dialogue.core import clock
from dialogue.extensions import db
from dialogue.followup.models import Assignment
from dialogue.hall.models import HallSession
from dialogue.opinions.models import Opinion
from dialogue.plans.plan_2024 import load_plan_2024
from tests.browser.conftest import DESK, PHONE, WALL, Site

pytestmark = pytest.mark.browser

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "opinions-real.jsonl"
RESIDENT = ("Nguyễn Thị Thử", "0905 123 987", "12 đường Thử Nghiệm")

Someone = Callable[..., Page]
Travel = Callable[[datetime], None]


def real_words(topic: str, count: int = 1) -> list[str]:
    """Real opinions on ``topic``, at most 600 letters each."""
    rows = [json.loads(line) for line in REAL.read_text(encoding="utf-8").splitlines()]
    found = [row["text"] for row in rows if row["topic"] == topic and len(row["text"]) < 600]
    assert len(found) >= count, f"the real data has too few of {topic}"
    return found[:count]


def on(day: str, hour: int, minute: int = 0) -> datetime:
    return clock.at(date.fromisoformat(day), time(hour, minute))


def photo() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (1200, 900), "gray").save(target, "JPEG")
    return target.getvalue()


def announce(office: Page, day: str) -> None:
    office.goto("/meetings/1/date")
    office.get_by_label("Ngày", exact=False).first.fill(day)
    office.locator('input[name="starts"]').fill("07:30")
    office.locator('input[name="ends"]').fill("11:00")
    office.get_by_role("button", name="Xem các hạn kéo theo").click()
    expect(office.get_by_role("heading", level=1)).to_contain_text("12/04/2024")
    expect(office.locator("main")).to_contain_text("02/04/2024")
    office.get_by_role("button", name="Xác nhận và công bố").click()
    expect(office.locator("main")).to_contain_text("12/04/2024")


def choose(page: Page, label: str) -> None:
    chip = page.get_by_role("radio", name=label, exact=True)
    if not chip.is_visible():
        page.get_by_text("Lĩnh vực khác").click()
    chip.check(force=True)


def write(page: Page, words: str, field: str, place: str, *, who: bool = False) -> str:
    """New opinion on a phone, from the first page; its receipt number."""
    page.goto("/opinions/new")
    expect(page.locator("main")).to_contain_text("CHƯA GỬI")
    page.locator('textarea[name="words"]').fill(words)
    page.locator('input[name="place"]').fill(place)
    choose(page, field)
    meeting = page.get_by_role("radio", name=re.compile("^Đợt 1"))
    if meeting.count():
        meeting.first.check(force=True)
    if who:
        page.get_by_text("Ai nêu?").click()
        page.locator('input[name="resident_name"]').fill(RESIDENT[0])
        page.locator('input[name="resident_phone"]').fill(RESIDENT[1])
        page.locator('input[name="resident_address"]').fill(RESIDENT[2])
        page.locator('input[type="file"]').set_input_files(
            {"name": "image.jpg", "mimeType": "image/jpeg", "buffer": photo()}
        )
    page.get_by_role("button", name="Gửi ý kiến").click()
    expect(page.locator("main")).to_contain_text("Đã gửi ý kiến")
    found = re.search(r"YK-2024-\d{4}", page.locator("main").inner_text())
    assert found is not None
    return found.group()


def opinion_of(site: Site, receipt: str) -> int:
    with site.app.app_context():
        found = db.session.scalar(select(Opinion.id).where(Opinion.receipt == receipt))
        db.session.remove()
    assert found is not None
    return int(found)


def triage(office: Page, number: int, *, select_it: bool = True) -> None:
    office.goto(f"/triage?id={number}")
    name = re.compile("Phân loại.*đưa vào chương trình" if select_it else "^Phân loại")
    office.locator("#desk-bar").get_by_role("button", name=name).first.click()
    expect(office.locator("#flash")).to_contain_text("Đã")


def ask_preparation(office: Page, number: int, unit: str) -> None:
    office.goto(f"/opinions/{number}/preparation")
    office.locator('select[name="lead_unit"]').select_option(label=unit)
    office.get_by_role("button", name="Giao chuẩn bị trả lời").last.click()
    expect(office.locator("#flash")).to_contain_text("Đã")


def prepare(clerk: Page, answer: str) -> None:
    clerk.goto("/preparations")
    clerk.locator('main a[href^="/preparations/"]').first.click()
    clerk.locator('textarea[name="answer"]').fill(answer)
    clerk.get_by_role("button", name="Lưu nội dung trả lời").click()
    expect(clerk.locator("#flash")).to_contain_text("Đã")


def register(desk: Page, receipt: str) -> None:
    desk.goto("/meetings/1/desk")
    desk.locator('input[type="search"]').press_sequentially(receipt)
    expect(desk).to_have_url(re.compile(receipt))
    row = desk.locator("#candidates li", has_text=receipt)
    row.get_by_role("button", name=re.compile("^Cấp số")).click()
    expect(desk.locator(".slip-number")).to_be_visible()
    desk.wait_for_load_state()


def speak(chair: Page, screen: Page, name: str) -> None:
    """One turn: called, started, finished, as seen on the console and the wall."""
    chair.locator(".console-great").get_by_role("button", name=re.compile("^Mời số")).click()
    expect(chair.locator("#now-name")).to_contain_text(name)
    expect(screen.locator(".screen-name")).to_contain_text(name)
    chair.get_by_role("button", name=re.compile("^Bắt đầu")).click()
    expect(chair.get_by_role("button", name=re.compile("^Kết thúc"))).to_be_visible()
    chair.get_by_role("button", name=re.compile("^Kết thúc")).click()
    expect(chair.locator(".console-great")).to_contain_text("Kết luận")


def decide(part: Page | Locator, outcome: str) -> None:
    """By keyboard, and again should the form have been loaded anew under the finger."""
    radio = part.get_by_role("radio", name=outcome)
    for patience in (2_000, 4_000, 20_000):
        radio.press("Space")
        try:
            expect(radio).to_be_checked(timeout=patience)
        except AssertionError:
            if patience == 20_000:
                raise
        else:
            return


def conclude(chair: Page, outcome: str, unit: str | None, words: str) -> None:
    chair.locator(".console-great a", has_text="Kết luận").click()
    part = chair.locator("#conclusion-place")
    decide(part, outcome)
    if unit:
        part.locator('select[name="lead_unit"]').select_option(label=unit)
    part.locator('textarea[name="words"]').fill(words)
    part.get_by_role("button", name="Lưu kết luận").click()
    expect(part).to_contain_text("Đã ghi kết luận")


def conclude_later(
    chair: Page, number: int, outcome: str, words: str, *, unit: str | None = None
) -> None:
    chair.goto(f"/opinions/{number}/conclusion")
    decide(chair, outcome)
    if unit:
        chair.locator('select[name="lead_unit"]').select_option(label=unit)
    chair.locator('textarea[name="words"]').fill(words)
    chair.get_by_role("button", name="Lưu kết luận").click()
    expect(chair.locator("body")).to_contain_text("Đã ghi kết luận")


def assignments(site: Site) -> dict[str, int]:
    """Lead unit's code → its assignment."""
    with site.app.app_context():
        found = {a.lead_unit.code: a.id for a in db.session.scalars(select(Assignment))}
        db.session.remove()
    return found


def due_of(site: Site, assignment_id: int) -> date:
    with site.app.app_context():
        due = db.session.get_one(Assignment, assignment_id).due.due_on
        db.session.remove()
    return due


def reply(clerk: Page, assignment_id: int, kind: str, fill: dict[str, str]) -> str:
    """Draft and submit; the path of the reply."""
    clerk.goto(f"/assignments/{assignment_id}")
    clerk.get_by_role("link", name="Soạn văn bản trả lời").click()
    clerk.get_by_role("radio", name=kind).check(force=True)
    for name, value in fill.items():
        clerk.locator(f'[name="{name}"]').first.fill(value)
    if "promised_on" not in fill:
        clerk.locator('[name="settled"]').first.check(force=True)
    clerk.get_by_role("button", name="Trình duyệt").click()
    expect(clerk.locator("main")).to_contain_text("Đã trình")
    return re.sub(r"^https?://[^/]+", "", clerk.url)


def approve_and_issue(chair: Page, office: Page, path: str) -> None:
    chair.goto(path)
    chair.get_by_role("button", name="Duyệt, ký").click()
    expect(chair.locator("main")).to_contain_text("Đã duyệt")
    office.goto(path)
    office.locator('[name="issued_on"]').fill(clock.today().isoformat())
    office.get_by_role("button", name=re.compile("Ghi số")).click()
    expect(office.locator("#flash")).to_contain_text("Đã")


def test_from_a_residents_words_to_the_written_reply(
    site: Site, someone: Someone, travel: Travel
) -> None:
    with site.app.app_context():
        office_account = db.session.scalars(
            select(Account).where(Account.username == "vanphong")
        ).one()
        load_plan_2024(office_account)
        db.session.remove()

    # The office announces the date: every due date follows (B2).
    travel(on("2024-03-18", 8))
    office, chair = someone("vanphong", DESK), someone("chutich", DESK)
    announce(office, "2024-04-12")

    # Three group leaders on their phones, the front and the youth union (B4).
    travel(on("2024-03-25", 20))
    flood, flood_again = real_words("thoat_nuoc", 2)
    leaders = {name: someone(name, PHONE) for name in ("to1", "to2", "to4")}
    first = write(leaders["to1"], flood, "Thoát nước, ngập", "kiệt 12 Thử Nghiệm", who=True)
    second = write(leaders["to2"], flood_again, "Thoát nước, ngập", "kiệt 12 Thử Nghiệm")
    leaders["to4"].goto("/opinions")
    report = leaders["to4"].locator("section.card", has_text="Đợt 1")
    report.get_by_role("button", name="Không có ý kiến").click()
    expect(leaders["to4"].locator("main")).to_contain_text("Đã báo")
    front, youth = someone("matran", DESK), someone("doan", PHONE)
    light = write(front, real_words("chieu_sang")[0], "Chiếu sáng", "sau nhà văn hóa tổ 4")
    paper = write(youth, real_words("moi_truong")[0], "Rác, môi trường", "hẻm 12")

    # Others may not see it: for them it does not exist.
    number = {r: opinion_of(site, r) for r in (first, second, light, paper)}
    hidden = leaders["to2"].request.get(f"/opinions/{number[first]}")
    assert hidden.status == 404

    # Triage: classify, choose, merge, ask two departments to prepare (B6–B8).
    travel(on("2024-04-03", 9))
    for receipt in (first, light, paper):
        triage(office, number[receipt])
    triage(office, number[second], select_it=False)
    office.goto(f"/opinions/{number[second]}/merge")
    office.locator('input[name="into"]').fill(first)
    office.get_by_role("button", name="Gộp vào ý kiến khác").last.click()
    expect(office.locator("#flash")).to_contain_text("Đã gộp")
    ask_preparation(office, number[first], "Địa chính - Xây dựng - Đô thị và Môi trường")
    ask_preparation(office, number[light], "Tài chính - Kế toán")
    land, money = someone("diachinh", DESK), someone("taichinh", PHONE)
    travel(on("2024-04-08", 15))
    prepare(land, "Cống bị lấp khi nâng mặt đường, cần đo lại cao độ.")
    prepare(money, "Kinh phí hai bóng đèn lấy từ nguồn sự nghiệp.")

    # In the hall: desk, presider, the wall and one phone without an account.
    travel(on("2024-04-12", 7, 15))
    register(office, first)
    office.locator('input[name="speaker_name"]').fill("Phan Vãng Lai")
    office.locator("#unit").select_option(label="Tổ dân phố 6")
    words = office.locator('textarea[name="words"]')
    words.fill("Xin phường mở cửa thư viện chiều thứ Bảy.")
    expect(words).to_have_value("Xin phường mở cửa thư viện chiều thứ Bảy.")
    office.get_by_role("button", name=re.compile("số thứ tự")).click()
    expect(office.locator(".slip-number")).to_have_text("2")
    with site.app.app_context():
        hall = db.session.get_one(HallSession, 1)
        wall_path, phone_path = f"/man-hinh/{hall.screen_token}", f"/hoi-truong/{hall.phone_token}"
        db.session.remove()
    screen, phone = someone(None, WALL), someone(None, PHONE)
    screen.goto(wall_path)
    phone.goto(phone_path)
    chair.goto("/meetings/1/console")
    travel(on("2024-04-12", 7, 30))
    chair.get_by_role("button", name=re.compile("^Khai mạc")).click()
    expect(chair.locator(".console-great")).to_contain_text("Mời số 1")
    expect(phone.locator("main")).to_contain_text("P.V.L.")
    speak(chair, screen, RESIDENT[0])
    conclude(
        chair,
        "Tiếp thu, giao giải quyết",
        "Địa chính - Xây dựng - Đô thị và Môi trường",
        "Giao bộ phận Địa chính khảo sát, lập dự toán sửa cống; trả lời công dân đúng hạn.",
    )
    expect(phone.locator("main")).to_contain_text("khảo sát, lập dự toán sửa cống")
    chair.goto("/meetings/1/console")
    speak(chair, screen, "Phan Vãng Lai")
    conclude(chair, "Ghi nhận, chờ kinh phí", None, "Ghi nhận, bố trí người trực thư viện sau.")
    for surface in (screen, phone):
        shown = surface.content()
        assert "0905123987" not in shown.replace(" ", "")
        assert RESIDENT[2] not in shown
    conclude_later(
        chair,
        number[light],
        "Tiếp thu, giao giải quyết",
        "Giao Tài chính - Kế toán bố trí kinh phí lắp hai bóng đèn.",
        unit="Tài chính - Kế toán",
    )
    conclude_later(chair, number[paper], "Giải thích", "Đã giải thích lịch lấy rác tại hội nghị.")
    chair.goto("/meetings/1")
    chair.get_by_role("button", name=re.compile("Kết thúc")).click()
    expect(chair.locator("#flash")).to_contain_text("Đã")

    # The notice within 10 working days of the meeting: its date starts the clocks (A1, A2).
    travel(on("2024-04-16", 9))
    office.goto("/meetings/1/conclusions")
    office.get_by_role("button", name=re.compile("Soạn thông báo")).click()
    notice_path = re.sub(r"^https?://[^/]+", "", office.url)
    office.get_by_role("button", name="Trình duyệt").click()
    expect(office.locator("#flash")).to_contain_text("Đã trình")
    travel(on("2024-05-02", 9))
    chair.goto(notice_path)
    chair.get_by_role("button", name="Duyệt, ký").click()
    expect(chair.locator("main")).to_contain_text("Đã duyệt")
    office.goto(notice_path)
    office.locator('[name="issued_on"]').fill("2024-05-02")
    office.get_by_role("button", name="Ghi số, ban hành").click()
    expect(office.locator("main")).to_contain_text("01/TB-UBND")
    led = assignments(site)
    assert set(led) == {"dia-chinh", "tai-chinh"}
    assert due_of(site, led["dia-chinh"]) == date(2024, 5, 29)

    # One unit answers, the other needs longer: an interim reply, to 30 working days (A3, A4).
    travel(on("2024-05-15", 9))
    path = reply(
        money, led["tai-chinh"], "Trả lời chính thức", {"words": "Hai bóng đèn đã được lắp."}
    )
    approve_and_issue(chair, office, path)
    travel(on("2024-05-28", 9))
    path = reply(
        land,
        led["dia-chinh"],
        "Trả lời tạm thời",
        {
            "words": "Đã khảo sát, đoạn cống bị lấp dài 28 m.",
            "requirements": "Có dự toán được duyệt.",
            "promised_on": "2024-06-12",
            "responsibility": "Bộ phận Địa chính.",
        },
    )
    approve_and_issue(chair, office, path)
    assert due_of(site, led["dia-chinh"]) == date(2024, 6, 12)

    # Overdue is derived: not on the last day, from the next one on.
    travel(on("2024-06-12", 16))
    office.goto("/overdue")
    expect(office.locator("main")).to_contain_text("hôm nay")
    travel(on("2024-06-13", 8))
    office.goto("/overdue")
    expect(office.locator("main")).to_contain_text("quá hạn 1 ngày làm việc")
    path = reply(land, led["dia-chinh"], "Trả lời chính thức", {"words": "Cống đã sửa xong."})
    approve_and_issue(chair, office, path)

    # Everyone reads it: the senders, and residents without an account or a name.
    for name in ("to1", "to2"):
        receipt = first if name == "to1" else second
        leaders[name].goto(f"/opinions/{number[receipt]}")
        expect(leaders[name].locator("main")).to_contain_text("Cống đã sửa xong.")
    office.goto("/")
    office.get_by_role("link", name="Công khai").first.click()
    office.get_by_role("button", name="Công khai", exact=True).click()
    expect(office.locator("main")).to_contain_text("Đang công khai")
    phone.goto(f"/ket-qua/{first}")
    expect(phone.locator("main")).to_contain_text("Cống đã sửa xong.")
    for page in (phone.content(), phone.request.get("/ket-qua").text()):
        assert RESIDENT[0] not in page
        assert "0905" not in page
        assert RESIDENT[2] not in page
