"""Every component and layout renders with no name missing, as valid HTML without inline code."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.static.sample import NAME, create_sample
from tests.support.html import ValidatingClient

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


@pytest.fixture(scope="module")
def sample() -> Flask:
    app = create_sample()
    app.test_client_class = ValidatingClient
    app.testing = True
    return app


@pytest.fixture
def visitor(sample: Flask) -> Iterator[FlaskClient]:
    with sample.test_client() as client:
        yield client


@pytest.mark.parametrize(
    "path",
    ["/", "/form", "/sign-in", "/paper", "/hall", "/screen", "/clock/5", "/hall/queue"]
    + [f"/error/{code}" for code in (0, 400, 404, 409, 413, 422, 429, 500)],
)
def test_a_page_is_valid(visitor: FlaskClient, path: str) -> None:
    answer = visitor.get(path)

    assert answer.status_code == 200
    assert "Đối thoại" in answer.text or "<h1>" in answer.text or "data-version" in answer.text


def test_every_component_of_this_folder_is_drawn_by_the_samples() -> None:
    samples = "".join(
        path.read_text() for path in (Path(__file__).parent / "pages").glob("*.html")
    ) + "".join(path.read_text() for path in TEMPLATES.glob("*/*.html"))
    drawn_elsewhere = {"due.html"}
    components = {path.name for path in (TEMPLATES / "components").glob("*.html")}

    assert {c for c in components - drawn_elsewhere if f'"components/{c}"' not in samples} == set()


def test_a_wrong_form_comes_back_as_typed_with_lines_that_lead_to_the_fields(
    visitor: FlaskClient,
) -> None:
    answer = visitor.post(
        "/form",
        data={"text": "", "full_name": NAME, "topic": "road", "group": "9", "units": ["1", "3"]},
    )

    assert answer.status_code == 422
    assert 'href="#text">Nội dung ý kiến: Cần điền mục này.' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert 'aria-describedby="text-hint text-error"' in answer.text
    assert f'value="{NAME}"' in answer.text
    assert 'name="topic" value="road" checked' in answer.text
    assert 'id="units-2" name="units" value="3" checked' in answer.text
    assert 'id="units-1" name="units" value="2">' in answer.text


def test_what_people_write_is_shown_as_text(visitor: FlaskClient) -> None:
    answer = visitor.post("/form", data={"full_name": '"><b id="x">', "text": "</textarea><b>"})

    assert '<b id="x">' not in answer.text
    assert "</textarea><b>" not in answer.text


def test_the_said_line_offers_the_way_back(visitor: FlaskClient) -> None:
    page = visitor.get("/").text

    assert 'action="/undo"' in page
    assert page.index('id="flash"') < page.index("Đã gửi ý kiến") < page.index('<main id="main"')


@pytest.mark.parametrize(
    ("elapsed", "text", "mark"),
    [(0, "01:00", 'class="clock"'), (35, "00:25", "is-warning"), (75, "+00:15", "is-over")],
)
def test_a_clock_reads_right_before_any_script(
    visitor: FlaskClient, elapsed: int, text: str, mark: str
) -> None:
    page = visitor.get(f"/clock/{elapsed}").text
    running = page[page.index('id="running"') : page.index('id="paused"')]

    assert f">{text}</time>" in running
    assert mark in running
