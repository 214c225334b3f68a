"""Lists brought by tổ 3 (or another) for the first meeting."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from werkzeug.datastructures import FileStorage

from dialogue.accounts.models import Account, Unit
from dialogue.imports import actions
from dialogue.imports.models import OpinionImport
from dialogue.plans.models import Meeting
from tests.opinions.conftest import announced, draft, meeting, plan, sent, today

__all__ = ["announced", "draft", "meeting", "plan", "sent", "today"]


@pytest.fixture
def bring(
    meeting: Meeting, account: Callable[[str], Account], unit: Callable[[str], Unit]
) -> Callable[..., OpinionImport]:
    """``bring(data, "to3")``: the upload of that workbook, by default for the own unit."""

    def make(data: bytes, by: str = "to3", of: str | None = None) -> OpinionImport:
        file = FileStorage(io.BytesIO(data), filename="danh sách.xlsx")
        whose = unit(of) if of else account(by).unit
        return actions.upload(file, unit=whose, meeting=meeting, actor=account(by))

    return make
