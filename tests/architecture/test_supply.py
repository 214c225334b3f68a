"""What the project rests on is pinned, explained and comes without an address."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
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


# MIT, BSD and their kin ask for their text to stay; the LGPL part is used as it is.
FREE = re.compile(r"MIT|BSD|Apache|PSF|LGPL-2\.1|Python Software Foundation")
# Names its licence in a file only.
BY_FILE = {"pyrage": "MIT License"}


def test_every_package_has_a_licence_that_a_ward_may_use() -> None:
    names = re.findall(r"^([a-z0-9][\w.-]*)==", (ROOT / "requirements.txt").read_text(), re.M)
    assert len(names) > 30
    for name in sorted(set(names)):
        try:
            found = metadata.metadata(name)
        except metadata.PackageNotFoundError:
            continue  # of another system
        classifiers = [c for c in found.get_all("Classifier") or [] if c.startswith("License")]
        said = found.get("License-Expression") or found.get("License") or ""
        licence = " ".join([said[:60], *classifiers])
        if name in BY_FILE:
            (path,) = [f for f in metadata.files(name) or [] if f.name == "LICENSE"]
            licence = Path(str(path.locate())).read_text()
            assert BY_FILE[name] in licence
        assert FREE.search(licence), f"{name}: {licence or 'no licence'}"


def test_what_the_guides_name_is_there() -> None:
    """A test or file that a guide names exists: a guide must not promise what went."""
    for guide in (ROOT / "docs").glob("*.md"):
        for path in re.findall(
            r"`((?:tests|deploy|docs|dialogue)/[\w./-]+\.\w+)`", guide.read_text()
        ):
            assert (ROOT / path).exists(), f"{guide.name} names {path}"
