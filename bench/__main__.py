"""``make bench``: run every measurement, print JSON with ratios."""

from __future__ import annotations

import json

from bench import live, recurrence, triage

if __name__ == "__main__":
    figures = {
        "live": live.measure(),
        "triage": triage.measure(),
        "recurrence": recurrence.measure(),
    }
    print(json.dumps(figures, indent=2))
