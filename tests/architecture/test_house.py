"""The conventions of the house, held as tests."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from dialogue.core.permissions import ACCESS, assert_every_route_is_guarded

ROOT = Path(__file__).resolve().parents[2]
CODE = [p for p in (ROOT / "dialogue").rglob("*.py") if "migrations" not in p.parts]
TEMPLATES = list((ROOT / "templates").rglob("*.html"))
HTTP_NAMES = {"request", "session", "current_user"}


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_imports_point_down_only() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def _is_view(path: Path) -> bool:
    parts = path.relative_to(ROOT / "dialogue").parts
    if parts[:2] == ("live", "streams.py") or parts[0] in ("core", "extensions.py", "__init__.py"):
        return True
    if parts[0] in ("home", "accounts", "live") and parts[-1] in (
        "__init__.py",
        "nav.py",
        "session.py",
    ):
        return True
    return "views" in parts or parts[-1] == "views.py"


def _from_flask(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in ("flask", "flask_login"):
            yield from (alias.name for alias in node.names)


@pytest.mark.parametrize("path", CODE, ids=_name)
def test_http_stays_in_views(path: Path) -> None:
    if _is_view(path):
        return
    used = HTTP_NAMES.intersection(_from_flask(ast.parse(path.read_text())))
    assert not used, f"{_name(path)} uses {used}"


@pytest.mark.parametrize("path", CODE, ids=_name)
def test_only_the_unit_of_work_commits(path: Path) -> None:
    if path.name == "unit_of_work.py":
        return
    calls = [
        node.lineno
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "commit"
    ]
    assert not calls, f"{_name(path)} commits at {calls}"


@pytest.mark.parametrize("path", CODE, ids=_name)
def test_a_file_tells_one_story(path: Path) -> None:
    lines = len(path.read_text().splitlines())
    budget = 400 if path.name in ("words.py",) and "demo" in path.parts else 320
    assert lines <= budget, f"{_name(path)} has {lines} lines; split it by what it serves"


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_a_template_is_short_and_has_nothing_inline(path: Path) -> None:
    text = path.read_text()
    assert len(text.splitlines()) <= 130, f"{_name(path)} is too long"
    inline = re.search(r"<style|\sstyle=|\son[a-z]+=\"|hx-on|javascript:|<script(?![^>]*src)", text)
    assert inline is None, f"{_name(path)}: {inline and inline.group()}"
    assert not re.search(r"\|\s*safe\b", text), f"{_name(path)} marks text as safe"


def test_htmx_is_named_in_one_place() -> None:
    allowed = {"templates/components/hx.html", "templates/layouts/base.html"}
    users = {_name(p) for p in TEMPLATES if re.search(r"\bhx-[a-z]+", p.read_text())}
    users = {u for u in users if not u.startswith("templates/layouts/")}
    assert users <= allowed, users - allowed


def test_every_route_has_an_access_rule(app: Flask) -> None:
    assert_every_route_is_guarded(app)
    app.add_url_rule("/bare", "bare", lambda: "")
    with pytest.raises(RuntimeError, match="bare"):
        assert_every_route_is_guarded(app)


PUBLIC = {
    "static",
    "accounts.sign_in",
    "care.alive",
    "care.ready",
    "accounts.sign_in_code",
    "hall.screen",
    "hall.phone",
    "publishing.results",
    "publishing.notice_results",
    "publishing.result",
    "feeds.calendar",
    "opinions.offline",
    "opinions.offline_form",
    "opinions.service_worker",
}


def test_public_routes_are_few_and_known(app: Flask) -> None:
    found = {n for n, view in app.view_functions.items() if getattr(view, ACCESS, "") == "public"}
    unknown = {
        n for n in found if n not in PUBLIC and not n.startswith(("hall.screen", "hall.phone"))
    }
    assert not unknown, f"public without being listed here: {unknown}"


def test_signed_out_nothing_private_answers(app: Flask) -> None:
    client = app.test_client()
    with app.test_request_context():
        from flask import url_for

        for rule in app.url_map.iter_rules():
            view = app.view_functions[rule.endpoint]
            if getattr(view, ACCESS, "") == "public":
                continue
            values = dict.fromkeys(rule.arguments, 1)
            method = "GET" if "GET" in (rule.methods or ()) else "POST"
            answer = client.open(url_for(rule.endpoint, **values), method=method)
            assert answer.status_code in (302, 303, 401, 404), (rule.endpoint, answer.status_code)
            if answer.status_code in (302, 303):
                assert "/sign-in" in answer.headers["Location"], rule.endpoint


def test_a_file_field_takes_files_only() -> None:
    """WTForms' own hands on text that was sent where a file belongs; Flask-WTF's does not."""
    for path in (ROOT / "dialogue").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("wtforms"):
                names = {one.name for one in node.names}
                assert not names & {"FileField", "MultipleFileField"}, path
