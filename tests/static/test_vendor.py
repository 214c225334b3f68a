"""What others wrote is served exactly as listed, with its licence, and nothing unlisted is."""

from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES: list[dict[str, Any]] = tomllib.loads((ROOT / "static/vendor/vendor.toml").read_text())[
    "file"
]
VENDORED = ("static/vendor", "static/fonts", "static/icons", "tests/vendor")


@pytest.mark.parametrize("entry", FILES, ids=lambda e: str(e["path"]))
def test_a_listed_file_is_the_one_that_was_listed(entry: dict[str, Any]) -> None:
    content = (ROOT / entry["path"]).read_bytes()

    assert hashlib.sha256(content).hexdigest() == entry["sha256"]
    assert (ROOT / entry["licence_text"]).stat().st_size > 200
    assert all(entry["version"] in source for source in entry["sources"])


def test_no_vendored_file_is_unlisted() -> None:
    listed = {e["path"] for e in FILES} | {e["licence_text"] for e in FILES}
    present = {
        path.relative_to(ROOT).as_posix()
        for folder in VENDORED
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.name != "vendor.toml"
    }

    assert present == listed


def test_htmx_and_its_stream_extension_are_one_file() -> None:
    script = (ROOT / "static/vendor/htmx-4.0.1-sse.min.js").read_text()

    assert script.index("var htmx=") < script.index('registerExtension("sse"')
    assert 'this.version="4.0.1"' in script
    assert "sourceMappingURL" not in script


def test_templates_use_only_icons_of_the_sprite() -> None:
    known = set(re.findall(r'<symbol id="([^"]+)"', (ROOT / "static/icons/sprite.svg").read_text()))
    used = {
        (path.relative_to(ROOT).as_posix(), name)
        for path in (ROOT / "templates").rglob("*.html")
        for name in re.findall(r"""\bicon\(\s*["']([^"']+)["']""", path.read_text())
    }

    assert {(path, name) for path, name in used if name not in known} == set()
