"""``make bench``: run every measurement, print JSON with ratios and a line for each target."""

from __future__ import annotations

import json

from bench import documents, live, recurrence, triage

if __name__ == "__main__":
    # Documents first: their memory is measured in children of a still small process.
    papers, again = documents.measure(), recurrence.measure()
    figures = {
        "live": live.measure(),
        "triage": triage.measure(),
        "recurrence": again,
        "documents": papers,
    }
    print(json.dumps(figures, indent=2))
    print("\n".join([*recurrence.tell(again), *documents.tell(papers)]))
