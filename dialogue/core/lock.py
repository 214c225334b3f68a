"""One holder at a time of a ward's folder: the server, or a restore."""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType

if os.name == "nt":  # pragma: no cover (written down, not run there)
    import msvcrt
else:
    import fcntl


class Held(Exception):
    """Another process holds the folder."""


class FolderLock:
    """Held from ``take`` until ``release`` or the end of the process, a kill included.

    The lock file stays; only the operating system's lock on it counts.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / "server.lock"
        self._handle: int | None = None

    def take(self) -> FolderLock:
        """Raises ``Held`` when another process has it."""
        handle = os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            if os.name == "nt":  # pragma: no cover
                msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
            else:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as problem:
            os.close(handle)
            raise Held(str(self._path)) from problem
        self._handle = handle
        return self

    def release(self) -> None:
        """Let go; twice does no harm."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def __enter__(self) -> FolderLock:
        return self.take()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()
