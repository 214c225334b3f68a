"""When, besides the state, a step is possible; and what is said when it is not."""

from __future__ import annotations

from dialogue.opinions.models import Opinion

GONE = "Ý kiến này đã được xử lý bước khác. Dưới đây là tình trạng mới nhất."
MERGED = "Ý kiến này đã gộp vào ý kiến khác. Hãy tách ra trước nếu cần xử lý riêng."


def alone(opinion: Opinion) -> bool:
    return opinion.merged_into_id is None


def merged(opinion: Opinion) -> bool:
    return opinion.merged_into_id is not None


def stands_for_none(opinion: Opinion) -> bool:
    return alone(opinion) and not opinion.merged


def unclassified(opinion: Opinion) -> bool:
    return alone(opinion) and opinion.competence is None


def was_classified(opinion: Opinion) -> bool:
    return alone(opinion) and opinion.competence is not None


def has_preparation(opinion: Opinion) -> bool:
    return alone(opinion) and opinion.preparation is not None


def parts_untouched(letter: Opinion) -> bool:
    """Nobody has done anything to what the letter was split into."""
    return bool(letter.parts) and all(
        part.state == "sent" and alone(part) and not part.merged and part.version == 1
        for part in letter.parts
    )


def may_be_split(opinion: Opinion) -> bool:
    """It stands for itself alone, no unit prepares an answer, and it is no part itself."""
    is_whole = opinion.split_from_id is None and opinion.preparation is None
    return is_whole and stands_for_none(opinion)


def new_when_split(letter: Opinion) -> bool:
    return letter.competence is None and parts_untouched(letter)


def classified_when_split(letter: Opinion) -> bool:
    return letter.competence is not None and parts_untouched(letter)


def is_part(opinion: Opinion) -> bool:
    return opinion.split_from_id is not None and alone(opinion) and not opinion.merged


def is_open(opinion: Opinion) -> bool:
    """Its prepared answer is still wanted."""
    return alone(opinion) and opinion.state in ("classified", "selected")
