"""Take the sample pages of the official documents anew: ``make document-pictures``.

Needs LibreOffice (soffice), pdftoppm (poppler-utils) and a font of Times New Roman's widths.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import time_machine
from PIL import Image

from dialogue.documents.producing import default_template
from dialogue.documents.registry import KINDS
from dialogue.documents.rendering import render

HERE = Path(__file__).parent
WIDTH = 780  # pixels of a page; a landscape page is as high as a portrait one is wide
COLOURS = 12  # black on white with its edges
DAY = datetime(2024, 1, 5, 9, tzinfo=UTC)  # the same pages whenever they are taken
MOST_BYTES = 60_000


def main() -> None:
    """Each kind's first sample: its first page, and the second beside it where there is one."""
    for tool in ("soffice", "pdftoppm"):
        if shutil.which(tool) is None:
            raise SystemExit(f"Cần cài {tool}.")
    with tempfile.TemporaryDirectory() as name, time_machine.travel(DAY, tick=False):
        folder = Path(name)
        for code, kind in KINDS.items():
            data = render(default_template(code), kind.samples()[0], about=kind.title)
            (folder / f"{code}.docx").write_bytes(data)
        _run(
            "soffice", "--headless", f"-env:UserInstallation={folder.as_uri()}/profile",
            "--convert-to", "pdf", "--outdir", name, *(f"{name}/{code}.docx" for code in KINDS),
        )  # fmt: skip
        for code in KINDS:
            _save(code, _pages(folder, code))


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - fixed programs


def _pages(folder: Path, code: str) -> list[Image.Image]:
    _run("pdftoppm", "-r", "110", "-png", "-l", "2", f"{folder}/{code}.pdf", f"{folder}/{code}")
    return [Image.open(page).convert("L") for page in sorted(folder.glob(f"{code}-*.png"))]


def _save(code: str, pages: list[Image.Image]) -> None:
    scale = WIDTH / min(pages[0].size)
    small = [p.resize((round(p.width * scale), round(p.height * scale))) for p in pages]
    sheet = Image.new(
        "L", (sum(p.width for p in small) + 8 * (len(small) - 1), max(p.height for p in small)), 200
    )
    left = 0
    for page in small:
        sheet.paste(page, (left, 0))
        left += page.width + 8
    target = io.BytesIO()
    sheet.quantize(COLOURS).save(target, "PNG", optimize=True)
    if target.tell() > MOST_BYTES:
        raise SystemExit(f"{code}.png: {target.tell()} bytes")
    (HERE / f"{code}.png").write_bytes(target.getvalue())


if __name__ == "__main__":
    main()
