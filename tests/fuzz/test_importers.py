"""The importers by a fuzzer that follows their branches (where it is built: x86 Linux)."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RUNS, SECONDS = 1500, 90


def test_no_workbook_breaks_an_importer(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz.importers", str(corpus), f"-runs={RUNS}", "-seed=7",
         f"-max_total_time={SECONDS}", "-max_len=20000", "-timeout=30",
         f"-artifact_prefix={tmp_path}/"],
        cwd=ROOT, capture_output=True, text=True, timeout=SECONDS * 3, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    tried = re.search(r"Done (\d+) runs", done.stderr)
    assert tried is not None, done.stderr[-2000:]
    assert int(tried[1]) > 100
    covered = [int(number) for number in re.findall(r"cov: (\d+)", done.stderr)]
    assert covered[-1] > 150, "the changes reach what is behind the unpacking"
    sys.stdout.write(f"importers: {tried[1]} workbooks, {covered[-1]} branches, crashes 0\n")
