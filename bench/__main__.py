"""``make bench``: run every measurement, print JSON with ratios."""

from __future__ import annotations

import json

from bench import live

if __name__ == "__main__":
    print(json.dumps({"live": live.measure()}, indent=2))
