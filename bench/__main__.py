"""``make bench``: run every measurement, print JSON with ratios and a line for each document."""

from __future__ import annotations

import json

from bench import documents, live, triage

if __name__ == "__main__":
    papers = documents.measure()
    figures = {"live": live.measure(), "triage": triage.measure(), "documents": papers}
    print(json.dumps(figures, indent=2))
    print("\n".join(documents.tell(papers)))
