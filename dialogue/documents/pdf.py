"""A Word file as PDF, by LibreOffice where the server has it.

LibreOffice is a process of its own with a profile of its own, one at a time, for a bounded time:
a file that it cannot read takes neither the server nor another person's page with it.
"""

from __future__ import annotations

import logging
import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from threading import BoundedSemaphore, Lock

from flask import current_app

from dialogue.core.errors import InvalidInput

SECONDS = 60  # for one conversion; a long document on a slow machine takes about ten
WAIT = 20  # seconds that a person waits while another's is made
PLACES = 2  # one being made, one waiting
MEDIA_TYPE = "application/pdf"
_WORD = "Xin tải bản Word."
_one = Lock()
_places = BoundedSemaphore(PLACES)
log = logging.getLogger(__name__)


def find() -> str | None:
    """Where LibreOffice is, if the server has it."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def converter() -> str | None:
    """The program in use (``PDF_FINDER`` of the settings finds it), or None."""
    finder = current_app.config["PDF_FINDER"]
    found: str | None = finder()
    return found


def offers_pdf() -> bool:
    """Whether pages show a button for PDF."""
    return converter() is not None


def kept(word: bytes, sha256: str) -> bytes:
    """The PDF of an issued file, made once: its bytes never change. Raises as ``convert``."""
    path = Path(current_app.instance_path) / "pdf" / f"{sha256}.pdf"
    with suppress(FileNotFoundError):
        return path.read_bytes()
    data = convert(word)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    handle, part = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    Path(part).replace(path)
    return data


def convert(word: bytes) -> bytes:
    """The PDF of a Word file. ``InvalidInput`` in plain words where none came of it."""
    program = converter()
    if program is None:
        raise InvalidInput(f"Máy chủ chưa có LibreOffice nên chưa tạo được PDF. {_WORD}")
    busy = InvalidInput(f"Máy chủ đang tạo các tệp PDF khác. Xin thử lại sau ít phút. {_WORD}")
    if not _places.acquire(blocking=False):
        raise busy
    try:
        if not _one.acquire(timeout=WAIT):
            raise busy
        try:
            return _converted(program, word)
        finally:
            _one.release()
    finally:
        _places.release()


def _converted(program: str, word: bytes) -> bytes:
    with tempfile.TemporaryDirectory(prefix="pdf-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source, target = folder / "document.docx", folder / "document.pdf"
        source.write_bytes(word)
        try:
            code = _run(program, folder, source)
        except OSError as problem:
            log.warning("LibreOffice did not start: %s", problem)
            raise InvalidInput(f"Máy chủ không mở được LibreOffice. {_WORD}") from problem
        except subprocess.TimeoutExpired as problem:
            log.warning("LibreOffice was ended after %s s", SECONDS)
            raise InvalidInput(f"Tạo PDF quá lâu nên đã dừng. {_WORD}") from problem
        data = target.read_bytes() if target.exists() else b""
    if code != 0 or not data.startswith(b"%PDF-"):
        # LibreOffice answers 0 also for a file that it could not open.
        log.warning("LibreOffice ended with %s and %s bytes", code, len(data))
        raise InvalidInput(f"Không tạo được PDF từ văn bản này. {_WORD}")
    return data


def _run(program: str, folder: Path, source: Path) -> int:
    process = subprocess.Popen(  # noqa: S603 (our own words, no shell)
        [
            program,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--convert-to",
            "pdf:writer_pdf_Export",
            "--outdir",
            str(folder),
            str(source),
        ],
        cwd=folder,
        env={**os.environ, "HOME": str(folder)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return process.wait(SECONDS)
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End it with all that it started; ``soffice`` is a script that starts the real one."""
    with suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()
