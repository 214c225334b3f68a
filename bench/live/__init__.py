"""From a command's answer to every watcher: the hall's stream beside a bare broadcaster."""

from bench.live.measure import measure, tell

__all__ = ["measure", "tell"]
