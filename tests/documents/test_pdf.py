"""PDF by LibreOffice: made where it is, none where it is not, and never to anybody's harm."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from dialogue.core.errors import InvalidInput
from dialogue.documents import pdf
from dialogue.live.endpoint import LONG
from tests.documents.support import dated, default, rewritten
from tests.followup import support as after

As = Callable[[str], Any]
Install = Callable[[str], Path]
COPY = 'for last; do :; done; out="$(dirname "$last")/document.pdf"\n'


@pytest.fixture
def install(app: Flask, tmp_path: Path) -> Install:
    """``install(lines)``: a program of these shell lines stands where LibreOffice would.

    It is called as LibreOffice is; ``$out`` is where the PDF belongs, ``$log`` a file beside it.
    """

    def put(lines: str) -> Path:
        program, log = tmp_path / "soffice", tmp_path / "log"
        program.write_text(f'#!/bin/sh\nlog="{log}"\n{COPY}{lines}\n')
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        app.config["PDF_FINDER"] = lambda: str(program)
        return log

    return put


@pytest.fixture
def meeting(app: Flask) -> Any:
    return dated(after.make_meeting(state="announced"))


WORKS = 'echo "$@" >> "$log"; printf "%s" "%PDF-1.7 made" > "$out"'


def test_without_libreoffice_there_is_no_button_and_no_address(
    app: Flask, client_as: As, meeting: Any
) -> None:
    url = f"/documents/speaker_slip/{meeting.id}"
    office = client_as("vanphong")
    assert url in office.get(f"/meetings/{meeting.id}/documents").text
    assert f"{url}.pdf" not in office.get(f"/meetings/{meeting.id}/documents").text
    assert office.get(f"{url}.pdf").status_code == 404
    with pytest.raises(InvalidInput, match="chưa có LibreOffice"):
        pdf.convert(b"")


def test_the_finder_looks_for_both_names_of_the_program(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert pdf.find() is None
    for name in ("libreoffice", "soffice"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
        assert pdf.find() == str(tmp_path / name)


def test_the_button_stands_beside_the_word_file_and_gives_the_pdf(
    app: Flask, client_as: As, meeting: Any, install: Install
) -> None:
    log = install(WORKS)
    url = f"/documents/speaker_slip/{meeting.id}.pdf"
    leader = client_as("to3")
    assert url in leader.get(f"/meetings/{meeting.id}/documents").text
    answer = leader.get(url)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.data == b"%PDF-1.7 made"
    assert ".pdf" in answer.headers["Content-Disposition"]
    assert ".docx" not in answer.headers["Content-Disposition"]
    said = log.read_text()
    assert "--headless" in said
    folder = Path(said.split("UserInstallation=file://")[1].split()[0]).parent
    assert not folder.exists(), "the profile and the file stay behind"


def test_a_pdf_is_for_whom_the_word_file_is_for(
    app: Flask, client_as: As, install: Install
) -> None:
    install(WORKS)
    reply = after.issued_reply(after.make_assignment(resident_name=after.NAME))
    for username, status in (("vanphong", 200), ("to3", 404), ("congan", 404), ("quantri", 404)):
        client = client_as(username)
        assert client.get(f"/documents/reply/{reply.id}").status_code == status
        assert client.get(f"/documents/reply/{reply.id}.pdf").status_code == status


def test_invitations_come_as_pdf_too(
    app: Flask, client_as: As, meeting: Any, install: Install
) -> None:
    url = f"/meetings/{meeting.id}/invitations"
    office, guests = client_as("vanphong"), {"guests": "Ông Nguyễn A\nBà Trần B"}
    assert "invitations.pdf" not in office.get(url).text
    assert office.post(f"{url}.pdf", data=guests).status_code == 404
    install(WORKS)
    assert f'formaction="{url}.pdf"' in office.get(url).text
    assert office.post(f"{url}.pdf", data=guests).data == b"%PDF-1.7 made"
    assert client_as("to3").post(f"{url}.pdf", data=guests).status_code == 404
    install("exit 1")
    refused = office.post(f"{url}.pdf", data=guests)
    assert refused.status_code == 422
    assert "Không tạo được PDF" in refused.text
    assert "Bà Trần B" in refused.text


def test_an_issued_document_is_turned_once(app: Flask, client_as: As, install: Install) -> None:
    log = install(WORKS)
    reply = after.issued_reply(after.make_assignment())
    for _ in range(3):
        assert client_as("vanphong").get(f"/documents/reply/{reply.id}.pdf").status_code == 200
    assert len(log.read_text().splitlines()) == 1
    (kept,) = (Path(app.instance_path) / "pdf").iterdir()
    assert kept.read_bytes() == b"%PDF-1.7 made"


@pytest.mark.parametrize(
    "lines",
    ["exit 1", "exit 0", 'echo "no pdf" > "$out"', 'printf "%s" "%PDF-1" > "$out"; exit 77'],
)
def test_a_failure_is_told_on_the_page_before_and_keeps_nothing(
    app: Flask, client_as: As, meeting: Any, install: Install, lines: str
) -> None:
    install(lines)
    office = client_as("vanphong")
    back = f"/meetings/{meeting.id}"
    answer = office.get(
        f"/documents/speaker_slip/{meeting.id}.pdf",
        headers={"Referer": f"http://localhost{back}"},
    )
    assert (answer.status_code, answer.headers["Location"]) == (303, back)
    assert "Không tạo được PDF từ văn bản này. Xin tải bản Word." in office.get(back).text
    with pytest.raises(InvalidInput):
        pdf.kept(b"word", "a" * 64)
    assert not (Path(app.instance_path) / "pdf").exists()


def test_a_program_that_is_gone_is_told(app: Flask) -> None:
    app.config["PDF_FINDER"] = lambda: "/nowhere/soffice"
    with pytest.raises(InvalidInput, match="không mở được LibreOffice"):
        pdf.convert(b"word")


def _is_running(number: int) -> bool:
    state = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(number)], capture_output=True, text=True, check=False
    ).stdout.strip()
    return bool(state) and not state.startswith("Z")


def test_one_that_hangs_is_ended_with_all_that_it_started(
    app: Flask, install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "SECONDS", 1)
    log = install('sleep 600 & echo "$!" > "$log"; wait')
    began = time.monotonic()
    with pytest.raises(InvalidInput, match="quá lâu"):
        pdf.convert(b"word")
    assert time.monotonic() - began < 20
    child = int(log.read_text())
    for _ in range(100):
        if not _is_running(child):
            break
        time.sleep(0.05)
    assert not _is_running(child)
    install(WORKS)
    assert pdf.convert(b"word") == b"%PDF-1.7 made"  # the next one is not kept waiting


@pytest.fixture
def gate(app: Flask, install: Install, tmp_path: Path) -> Iterator[Callable[[], None]]:
    """LibreOffice that works on until the gate is opened; what it did is in the log."""
    opened = tmp_path / "open"
    install(
        f'echo in >> "$log"; while [ ! -e "{opened}" ]; do sleep 0.05; done\n'
        f'echo out >> "$log"; printf "%s" "%PDF-1" > "$out"'
    )
    yield opened.touch
    opened.touch()


def test_one_is_made_at_a_time_and_a_crowd_is_sent_away(
    app: Flask, gate: Callable[[], None], tmp_path: Path
) -> None:
    made: list[bytes] = []

    def ask() -> None:
        with app.app_context():
            made.append(pdf.convert(b"word"))

    both = [threading.Thread(target=ask) for _ in range(pdf.PLACES)]
    for one in both:
        one.start()
    log = tmp_path / "log"
    deadline = time.monotonic() + 20
    while not log.exists() or pdf._places._value > 0:  # type: ignore[attr-defined]
        assert time.monotonic() < deadline
        time.sleep(0.02)
    with pytest.raises(InvalidInput, match="đang tạo các tệp PDF khác"):
        pdf.convert(b"word")
    assert log.read_text().split() == ["in"]
    gate()
    for one in both:
        one.join(20)
    assert made == [b"%PDF-1"] * pdf.PLACES
    assert log.read_text().split() == ["in", "out"] * pdf.PLACES


def test_who_waits_too_long_is_sent_away(
    app: Flask, install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(WORKS)
    monkeypatch.setattr(pdf, "WAIT", 0.05)
    with pdf._one, pytest.raises(InvalidInput, match="đang tạo các tệp PDF khác"):
        pdf.convert(b"word")
    assert pdf.convert(b"word").startswith(b"%PDF-")


def test_a_pdf_waits_beside_the_pages_not_before_them() -> None:
    assert LONG.search("/documents/notice/1.pdf")
    assert LONG.search("/meetings/1/invitations.pdf")
    assert LONG.search("/documents/notice/1")  # Word takes its time too
    assert not LONG.search("/meetings/1")
    assert not LONG.search("/opinions")


LETTERS = "".join(map(chr, range(0x1EA0, 0x1EFA))) + "ăâđêôơưĂÂĐÊÔƠƯàáãèéìíĩòóõùúũýÀÁÃÈÉÌÍĨÒÓÕÙÚŨÝ"


def test_where_libreoffice_is_installed_the_real_one_sets_every_vietnamese_letter_on_a4(
    app: Flask,
) -> None:
    """The real one, where there is one; elsewhere the pages offer none, which is asserted.

    A letter that the font lacks comes out of another font, which would be named in the file.
    """
    found = shutil.which("soffice") or shutil.which("libreoffice")
    app.config["PDF_FINDER"] = pdf.find
    assert pdf.offers_pdf() == (found is not None)
    if found is None:
        with pytest.raises(InvalidInput, match="chưa có LibreOffice"):
            pdf.convert(default("house_rules"))
        return
    word = rewritten(
        default("house_rules"),
        lambda text: re.sub(r"NỘI QUY", f"NỘI QUY {LETTERS}", text, count=1),
    )
    before = set(os.listdir(Path.home()))
    data = pdf.convert(word)
    assert set(os.listdir(Path.home())) == before, "it left something in the server's own home"
    boxes = re.findall(rb"/MediaBox ?\[ ?0 0 (\d+)[\d.]* (\d+)", data)
    assert set(boxes) == {(b"595", b"841")}
    fonts = {name.decode() for name in re.findall(rb"/BaseFont/[A-Z]{6}\+(\w+)", data)}
    assert fonts, "no font is kept in the file"
    kinds = ("LiberationSerif", "Tinos", "TimesNewRoman")
    assert all(name.startswith(kinds) for name in fonts), f"{fonts}: see docs/pdf.md"
