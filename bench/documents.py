"""Official documents: how long the largest take, and how much memory each asks for.

Every figure is taken in a process of its own, which makes the document once to warm up (the
template is built once in a server's life), then five times: the median counts.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import select

from dialogue import cli, create_app
from dialogue.accounts.models import Account, Unit
from dialogue.core import clock
from dialogue.core.unit_of_work import unit_of_work
from dialogue.demo import people
from dialogue.documents.kinds import invitation
from dialogue.documents.kinds import notice as notices
from dialogue.documents.producing import default_template, produce
from dialogue.documents.rendering import render
from dialogue.documents.tables.opinions import opinions_sheet
from dialogue.extensions import db
from dialogue.followup.models import Conclusion, ConclusionNotice, NoticeItem
from dialogue.opinions.models import Field, Opinion
from dialogue.opinions.queries import Wanted
from dialogue.plans.plan_2024 import load_plan_2024
from dialogue.sheets.writer import write_workbook

Make = Callable[[], bytes]
TIMES = 5
# name → (what it is, seconds at most)
TARGETS = {
    "notice": ("thông báo kết luận with 50 matters", 0.5),
    "invitations": ("300 invitations in one file", 5.0),
    "workbook": ("5,000 rows of Excel", 1.5),
}
WORDS = (
    "Kiệt 45 đường Bùi Thị Xuân cứ mưa lớn là nước tràn vào nhà, cống bị lấp từ khi làm lại mặt "
    "đường; đề nghị phường khảo sát, sửa chữa và trả lời cho bà con được biết. "
) * 3


def measure() -> dict[str, Any]:
    """Each figure with its target; ``says`` is "ok" or "SHORT"."""
    figures = {}
    for name, (what, target) in TARGETS.items():
        done = subprocess.run(
            [sys.executable, "-m", "bench.documents", name],
            capture_output=True,
            text=True,
            check=True,
        )
        found = json.loads(done.stdout)
        found |= {"what": what, "target_s": target}
        found["says"] = "ok" if found["seconds"] <= target else "SHORT"
        figures[name] = found
    return figures


def tell(figures: dict[str, Any]) -> list[str]:
    """One line for each figure."""
    return [
        f"{one['says']:<5} {one['what']}: {one['seconds']:.2f} s (at most {one['target_s']} s), "
        f"{one['memory_mb']:.0f} MB more at the peak, a file of {one['size_kb']:.0f} kB"
        for one in figures.values()
    ]


def notice() -> Make:
    """As issued: read from the database, filled, finished."""
    found = _opinions(50, "concluded")
    office = _person("vanphong")
    units = list(db.session.scalars(select(Unit).where(Unit.kind == "department")))
    with unit_of_work() as session:
        kept = ConclusionNotice(
            meeting_id=found[0].meeting_id, drafted_by_id=office.id, opening=WORDS, closing=WORDS
        )
        session.add(kept)
        session.flush()
        for place, opinion in enumerate(found, start=1):
            conclusion = Conclusion(
                meeting_id=opinion.meeting_id,
                opinion_id=opinion.id,
                outcome="taken_on",
                words=WORDS,
                lead_unit_id=units[place % len(units)].id,
                concluded_by_id=office.id,
            )
            session.add(conclusion)
            session.flush()
            session.add(
                NoticeItem(
                    notice_id=kept.id,
                    conclusion_id=conclusion.id,
                    position=place,
                    words=WORDS,
                    conclusion_version=conclusion.version,
                )
            )
        number = kept.id

    def make() -> bytes:
        db.session.expire_all()
        return produce(notices.KIND, notices.KIND.find(_person("vanphong"), number)).data

    return make


def invitations() -> Make:
    """The template filled for 300 guests."""
    text = invitation.samples()[0]
    one = text.guests[0]
    guests = [replace(one, name=f"Ông Nguyễn Văn {n}, Tổ dân phố {n % 8 + 1}") for n in range(300)]
    text = replace(text, guests=guests)
    return lambda: render(default_template(invitation.KIND.code), text)


def workbook() -> Make:
    """The list of opinions as the office gets it, read from the database."""
    _opinions(5000, "classified")

    def make() -> bytes:
        db.session.expire_all()
        return write_workbook([opinions_sheet(_person("vanphong"), Wanted(show="all"))])

    return make


def _person(username: str) -> Account:
    return db.session.scalars(select(Account).where(Account.username == username)).one()


def _opinions(count: int, state: str) -> list[Opinion]:
    meeting_id = load_plan_2024().meetings[0].id
    author = _person("to3")
    field = db.session.scalars(select(Field)).first()
    assert field is not None
    with unit_of_work() as session:
        found = [
            Opinion(
                client_key=f"measured {number}",
                receipt=f"YK-2024-{number:04d}",
                meeting_id=meeting_id,
                unit_id=author.unit_id,
                author_id=author.id,
                state=state,
                words=f"{WORDS} ({number})",
                place="kiệt 45 Bùi Thị Xuân",
                field_id=field.id,
                competence="ward",
                area_id=author.unit_id,
                resident_name="Nguyễn Văn Bình",
                resident_phone="+84905123456",
                sent_at=clock.now(),
            )
            for number in range(1, count + 1)
        ]
        session.add_all(found)
        session.flush()
    return found


def _memory(name: str) -> float:
    """A line of the kernel's own account of this process, in MB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) / 1024
    raise OSError(f"/proc tells no {name}")


def main(name: str) -> None:
    """One figure, as JSON."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app({"SECRET_KEY": "only measured", "TESTING": True}, Path(folder))
        with app.app_context():
            cli.upgrade()
            people.load()
            make = {"notice": notice, "invitations": invitations, "workbook": workbook}[name]()
            Path("/proc/self/clear_refs").write_text("5")  # the peak counts from here
            before = _memory("VmRSS")
            make()
            times, size = [], 0
            for _ in range(TIMES):
                began = time.perf_counter()
                size = len(make())
                times.append(time.perf_counter() - began)
            peak = _memory("VmHWM")
            db.session.remove()
            db.engine.dispose()
    figures = {
        "seconds": round(statistics.median(times), 3),
        "memory_mb": round(peak - before, 1),
        "peak_mb": round(peak, 1),
        "size_kb": round(size / 1024, 1),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main(sys.argv[1])
