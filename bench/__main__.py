"""``make bench``: run every measurement, print JSON with ratios."""

from __future__ import annotations

import json

from bench import live, triage

if __name__ == "__main__":
    print(json.dumps({"live": live.measure(), "triage": triage.measure()}, indent=2))
