"""The demo's ward, made once for the fuzzing, and every form that its people are shown."""

from __future__ import annotations

from tests.demo.conftest import demo_folder

__all__ = ["demo_folder"]
