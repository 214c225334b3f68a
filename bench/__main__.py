"""``make bench``: run every measurement, print JSON with ratios and a line for each target.

``python -m bench live`` runs only that one.
"""

from __future__ import annotations

import json
import sys

from bench import documents, live, recurrence, triage

# Documents first: their memory is measured in children of a still small process.
RUNS = {
    "documents": documents.measure,
    "recurrence": recurrence.measure,
    "live": live.measure,
    "triage": triage.measure,
}
TOLD = {"documents": documents.tell, "recurrence": recurrence.tell, "live": live.tell}

if __name__ == "__main__":
    wanted = sys.argv[1:] or list(RUNS)
    unknown = set(wanted) - set(RUNS)
    if unknown:
        sys.exit(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(RUNS)}")
    figures = {name: run() for name, run in RUNS.items() if name in wanted}
    print(json.dumps(figures, indent=2))
    for name, say in TOLD.items():
        if name in figures:
            print("\n".join(say(figures[name])))
