"""Vietnamese text: normal form, folding, sorting, initials."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.core.text import clean, clean_line, fold, initials, name_sort_key


@pytest.mark.parametrize(
    ("written", "searched"),
    [
        ("Đường Hoà Bình", "duong hoa binh"),
        ("đường hòa bình", "duong hoa binh"),
        ("Uỷ ban", "uy ban"),
        ("Ủy ban", "uy ban"),
        ("  KIỆT   45 ", "kiet 45"),
    ],
)
def test_fold(written: str, searched: str) -> None:
    assert fold(written) == searched


def test_clean_gives_nfc_without_control_characters() -> None:
    decomposed = unicodedata.normalize("NFD", "Nguyễn\u200b Ổn\x00\r\n dòng hai ")
    assert clean(decomposed) == "Nguyễn Ổn\ndòng hai"
    assert clean_line(decomposed) == "Nguyễn Ổn dòng hai"


def test_people_are_sorted_by_given_name_then_the_rest() -> None:
    people = ["Trần Văn Ổn", "Lê An", "Nguyễn Ân", "Nguyễn Văn An", "Đỗ Ấn", "Phan Ăn", "Bùi Đạt",
              "Cao Dung", "Nguyễn Thị Ánh"]  # fmt: skip
    assert sorted(people, key=name_sort_key) == [
        "Lê An", "Nguyễn Văn An", "Nguyễn Thị Ánh", "Phan Ăn", "Nguyễn Ân", "Đỗ Ấn",
        "Cao Dung", "Bùi Đạt", "Trần Văn Ổn",
    ]  # fmt: skip


def test_initials() -> None:
    assert initials("Nguyễn Văn  Ân") == "N.V.Â."
    assert initials("") == ""


@given(st.text())
def test_fold_and_clean_are_stable(words: str) -> None:
    assert clean(clean(words)) == clean(words)
    assert fold(fold(words)) == fold(words)
