"""What differs between two texts: nothing lost, nothing added, the same told as the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dialogue.opinions.queries import differing

texts = st.text(alphabet="aáàbđơ 12.,\n-", max_size=60)


@given(texts, texts)
def test_both_texts_stay_whole(this: str, that: str) -> None:
    left, right = differing(this, that)
    assert "".join(piece.text for piece in left) == this
    assert "".join(piece.text for piece in right) == that
    for piece in (*left, *right):
        assert not piece.differs or any(c.isalnum() for c in piece.text)


@given(texts)
def test_the_same_words_differ_in_nothing(this: str) -> None:
    left, right = differing(this, this.upper().replace("Á", "A"))
    assert not any(piece.differs for piece in (*left, *right))


def test_a_run_of_words_is_one_mark() -> None:
    left, right = differing("Cống nghẹt từ tháng ba, hôi", "Cong nghet suốt hai năm nay, hôi")
    assert [piece.text for piece in left if piece.differs] == ["từ tháng ba"]
    assert [piece.text for piece in right if piece.differs] == ["suốt hai năm nay"]
