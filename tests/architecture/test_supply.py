"""What the project rests on is pinned, explained and comes without an address."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_dependency_is_pinned_and_explained() -> None:
    text = (ROOT / "pyproject.toml").read_text()
    data = tomllib.loads(text)
    wanted = [*data["project"]["dependencies"], *data["dependency-groups"]["dev"]]
    for entry in wanted:
        assert "==" in entry, f"{entry} is not pinned"
        line = next(x for x in text.splitlines() if f'"{entry}"' in x)
        assert re.search(r"#\s*\S+", line), f"{entry} has no reason"


def test_requirements_hold_hashes_and_no_address() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text()
        assert not re.search(r"https?://|--(extra-)?index-url|--find-links", text)
        packages = re.findall(r"^[a-z0-9][\w.-]*==", text, re.M)
        assert packages
        for block in re.split(r"\n(?=\S)", text.strip()):
            assert "--hash=sha256:" in block, block.splitlines()[0]


def test_no_lock_file_with_addresses() -> None:
    assert not list(ROOT.glob("*lock*"))
