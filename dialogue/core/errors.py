"""What can go wrong in an act, in words for the person who did it."""

from __future__ import annotations

STALE = "Đã có người xử lý trước. Dưới đây là tình trạng mới nhất."


class DomainError(Exception):
    """An act that cannot be done; ``message`` is a Vietnamese line for the reader."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotAllowed(DomainError):
    """The person may not do this; answered as 404, as if the thing did not exist."""

    def __init__(self, message: str = "Không tìm thấy.") -> None:
        super().__init__(message)


class Conflict(DomainError):
    """The step is no longer possible; answered as 409 with the fresh state."""

    def __init__(self, message: str = STALE) -> None:
        super().__init__(message)


class InvalidInput(DomainError):
    """A value that cannot be taken; answered as 422 beside ``field``."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field
