"""Whether an opinion said again is found, and what is called "có thể trùng" is so.

The real opinions stand in the database as those of the years before. Each line of
``tests/recurrence/paraphrases.toml`` asks: those said again for their original, the hard
negatives for nothing. Thresholds were tuned on the lines of odd originals; the even ones are
held back. Both were written by the same hand that wrote the lists of names, so even the held
half is kinder than the years will be.
"""

from __future__ import annotations

import json
import random
import statistics
import tempfile
import time
import tomllib
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from bench.triage import load
from dialogue import cli, create_app
from dialogue.accounts.models import Account
from dialogue.core.text import fold
from dialogue.core.unit_of_work import unit_of_work
from dialogue.demo import people
from dialogue.extensions import db
from dialogue.opinions import queries
from dialogue.opinions.likeness.judge import Text
from dialogue.opinions.models import Opinion

LINES = Path(__file__).resolve().parents[1] / "tests" / "recurrence" / "paraphrases.toml"
MANY = 20_000  # 1,000 opinions a year for 20 years


def measure() -> dict[str, Any]:
    """Recall, precision and time, on a database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app({"SECRET_KEY": "only measured", "TESTING": True}, Path(folder))
        with app.app_context():
            cli.upgrade()
            people.load()
            office = db.session.scalars(select(Account).where(Account.username == "vanphong")).one()
            made = load(office)
            figures = {
                **rates(office, made),
                "time": times(office, made),
            }
            db.session.remove()
            db.engine.dispose()
    return figures


def tell(figures: dict[str, Any]) -> list[str]:
    """One line for each target, over all lines and over the half that nothing was tuned on."""
    found = []
    for half in ("all", "held_back"):
        one = figures[half]
        for name, target in (("recall_at_5", 0.98), ("precision_of_likely", 0.7)):
            says = "ok" if one[name] >= target else "SHORT"
            what = f"found again, {half.replace('_', ' ')}: {name.replace('_', ' ')}"
            found.append(f"{says:<5} {what} {one[name]:.3f} (at least {target})")
    return found


def rates(office: Account, originals: list[Opinion]) -> dict[str, Any]:
    """The figures of both halves and of all lines; whoever asks has told no field."""
    lines = tomllib.loads(LINES.read_text(encoding="utf-8"))

    def ask(words: str) -> list[queries.Similar]:
        return queries.similar_to_texts(office, {-1: Text(words)})[-1]

    again = [(line["of"], ask(line["words"])) for line in lines["again"]]
    other = [(line["near"], ask(line["words"])) for line in lines["other"]]
    ids = [one.id for one in originals]
    return {
        name: _figures(
            [(ids[number - 1], found) for number, found in again if number % 2 in half],
            [found for number, found in other if number % 2 in half],
        )
        for name, half in (("tuned", (1,)), ("held_back", (0,)), ("all", (0, 1)))
    }


def _figures(
    again: list[tuple[int, list[queries.Similar]]], other: list[list[queries.Similar]]
) -> dict[str, Any]:
    right = [
        [s.id for s in found].index(wanted) + 1 for wanted, found in again if _has(found, wanted)
    ]
    likely = [(wanted, s.id) for wanted, found in again for s in found if s.is_likely]
    wrong = sum(s.is_likely for found in other for s in found)
    true = sum(wanted == found for wanted, found in likely)
    return {
        "paraphrases": len(again),
        "negatives": len(other),
        "recall_at_1": round(sum(rank == 1 for rank in right) / len(again), 3),
        "recall_at_5": round(sum(rank <= 5 for rank in right) / len(again), 3),
        "said_likely": len(likely) + wrong,
        "precision_of_likely": round(true / (len(likely) + wrong), 3),
        "likely_among_paraphrases": round(true / len(again), 3),
        "negatives_said_likely": wrong,
    }


def _has(found: list[queries.Similar], wanted: int) -> bool:
    return any(s.id == wanted for s in found)


def times(office: Account, originals: list[Opinion]) -> dict[str, Any]:
    """One question among ``MANY`` opinions put together from pieces of the real ones."""
    chance = random.Random(7)
    pieces = [p.strip() for one in originals for p in one.words.split(".") if len(p) > 20]
    first = originals[0]
    same = {
        "meeting_id": first.meeting_id, "unit_id": first.unit_id, "author_id": first.author_id,
        "state": "sent",
    }  # fmt: skip
    rows = []
    for number in range(MANY):
        words = ". ".join(chance.sample(pieces, 2))
        key = f"many {number}"
        rows.append(
            {**same, "client_key": key, "receipt": key, "words": words, "folded": fold(words)}
        )
    with unit_of_work() as session:
        session.execute(insert(Opinion), rows)
    asked = tomllib.loads(LINES.read_text(encoding="utf-8"))["again"][:40]
    taken = []
    for line in asked:
        start = time.perf_counter()
        queries.similar_to_texts(office, {-1: Text(line["words"])})
        taken.append((time.perf_counter() - start) * 1000)
    return {
        "opinions": MANY + len(originals),
        "p50_ms": round(statistics.median(taken), 1),
        "max_ms": round(max(taken), 1),
    }


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
