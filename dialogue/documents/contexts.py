"""What every document says about itself, and where that comes from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from dialogue.accounts.models import FormerWard, Ward
from dialogue.accounts.queries import ward_on
from dialogue.core.errors import InvalidInput
from dialogue.documents import wording
from dialogue.documents.kind import said
from dialogue.documents.queries import shows_parent_line
from dialogue.documents.signing import Signer

RECIPIENTS = (
    "Thường trực Đảng ủy, HĐND phường",
    "Chủ tịch, các Phó Chủ tịch UBND phường",
    "UBMTTQ Việt Nam và các đoàn thể phường",
    "Các ban ngành, đơn vị",
    "Tổ trưởng các tổ dân phố",
)


@dataclass(frozen=True, kw_only=True)
class Headed:
    """The top of every document."""

    parent_body: str = said("Cơ quan cấp trên (chữ in hoa); để trống nếu phường không ghi dòng này")
    body_names: list[str] = said("Tên cơ quan ban hành (chữ in hoa), từng dòng")
    committee: str = said("Tên cơ quan ban hành, viết trong câu")
    place_and_date: str = said("Địa danh, ngày tháng năm; bản dự thảo để trống ngày, tháng")
    subject: str = said("Trích yếu")


@dataclass(frozen=True, kw_only=True)
class Signed(Headed):
    """A document that a leader signs."""

    number: str = said("Dòng “Số: …”; bản dự thảo để trống số")
    authority: list[str] = said("Quyền hạn, chức vụ người ký, từng dòng (TM., KT., TL., TUQ.)")
    signer: str = said("Họ và tên người ký")
    recipients: list[str] = said("Nơi nhận, từng dòng")


def headed(subject: str, day: date | None, *, named_on: date | None = None) -> dict[str, Any]:
    """The fields of ``Headed``; ``day`` None for a draft. ``InvalidInput`` before setup.

    Bodies are named as on ``day``; a draft about an earlier day gives that as ``named_on``.
    """
    ward = ward_on(day or named_on)
    if ward is None:
        raise InvalidInput("Chưa thiết lập tên phường nên chưa soạn được văn bản.")
    return head_of(ward, subject, day, parent=shows_parent_line())


def head_of(
    ward: Ward | FormerWard, subject: str, day: date | None, *, parent: bool
) -> dict[str, Any]:
    """The fields of ``Headed`` for ``ward``, with or without its parent body."""
    return {
        "parent_body": ward.parent_body.upper() if parent else "",
        "body_names": ["ỦY BAN NHÂN DÂN", ward.name.upper()],
        "committee": f"Ủy ban nhân dân {ward.name}",
        "place_and_date": wording.place_and_date(ward.place, day),
        "subject": subject,
    }


def signed(number: str, signer: Signer, recipients: Iterable[str]) -> dict[str, Any]:
    """The fields of ``Signed`` beyond the head."""
    return {
        "number": f"Số: {number}",
        "authority": signer.authority,
        "signer": signer.name,
        "recipients": wording.recipients(recipients),
    }


REQUIRED = frozenset({"body_names", "number", "place_and_date", "subject", "signer", "authority"})
SAMPLE_WARD = Ward(
    name="phường Bình An", parent_body="UBND thành phố Bình Minh", place="Bình An", hall=""
)


def sample_head(subject: str, *, draft: bool = False) -> dict[str, Any]:
    """A made-up ward's head, issued on 5 January or a draft without its parent line."""
    return head_of(SAMPLE_WARD, subject, None if draft else date(2024, 1, 5), parent=not draft)


def sample_signed(
    symbol: str, recipients: Iterable[str] = RECIPIENTS, *, draft: bool = False
) -> dict[str, Any]:
    """A made-up signature: of the chair, or of a vice chair for a draft."""
    authority = ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]
    signer = (
        Signer("Trần Văn Bình", authority)
        if draft
        else Signer("Nguyễn Thị An", [authority[0], "CHỦ TỊCH"])
    )
    return signed(wording.number(None if draft else 5, symbol), signer, recipients)
