"""The sample pages in docs/: one for every kind, small, named in their list."""

from __future__ import annotations

from pathlib import Path

from dialogue.documents.registry import KINDS

FOLDER = Path(__file__).parents[2] / "docs" / "documents"


def test_every_kind_has_its_page_and_no_page_is_left_over() -> None:
    assert {page.stem for page in FOLDER.glob("*.png")} == set(KINDS)
    listed = (FOLDER / "README.md").read_text(encoding="utf-8")
    for code in KINDS:
        assert f"({code}.png)" in listed, code
        assert (FOLDER / f"{code}.png").stat().st_size <= 60_000, code
