"""These tests live in the ward's spring of 2024, inside a request (lists hold addresses)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask

from tests.followup.support import NOTICE_DAY, moment


@pytest.fixture(autouse=True)
def notice_day(app: Flask) -> Iterator[None]:
    with time_machine.travel(moment(NOTICE_DAY), tick=False), app.test_request_context():
        yield
