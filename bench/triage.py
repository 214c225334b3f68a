"""How often the desk's suggestions are given and right, on real opinions.

Leave one out: every opinion but one has been classified by its field; what would have been
suggested for that one, whose field nobody has told yet?
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import select

from dialogue import cli, create_app
from dialogue.accounts.models import Account
from dialogue.core.unit_of_work import unit_of_work
from dialogue.demo import people
from dialogue.extensions import db
from dialogue.opinions import actions, queries
from dialogue.opinions.models import Field, Opinion
from dialogue.plans.models import Meeting
from dialogue.plans.plan_2024 import load_plan_2024

REAL = Path(__file__).resolve().parents[2] / "shared" / "data" / "opinions-real.jsonl"
# The topics of the real opinions → the ward's own fields.
FIELD_OF = {
    "ha_tang_duong": "duong",
    "van_hoa_the_thao": "nha_van_hoa",
    "chuyen_doi_so_dvc": "dich_vu_cong",
    "tn_chuyen_doi_so": "thanh_nien",
    "tn_khoi_nghiep": "thanh_nien",
    "ho_tich_chung_thuc": "ho_tich",
    "ho_tich_cu_tru": "cu_tru",
    "chinh_sach_xa_hoi": "chinh_sach",
    "kinh_te_cho": "khac",
    "tthc_thai_do": "tthc",
    "an_ninh_trat_tu": "an_ninh",
}


def competence_of(answering: str) -> str:
    """Whose it was, by who answered: most of what is not told apart is the ward's."""
    for words, code in (
        ("Điện lực", "power"),
        ("cấp nước", "water"),
        ("Công an", "police"),
        ("môi trường", "environment"),
        ("tỉnh", "superior"),
        ("Sở ", "superior"),
        ("thành phố", "superior"),
        ("quận", "superior"),
        ("huyện", "superior"),
    ):
        if words in answering and not answering.startswith(("UBND phường", "UBND xã")):
            return code
    return "ward"


def measure() -> dict[str, Any]:
    """Coverage and precision for field and competence over the real opinions."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app({"SECRET_KEY": "only measured", "TESTING": True}, Path(folder))
        with app.app_context():
            cli.upgrade()
            people.load()
            office = db.session.scalars(select(Account).where(Account.username == "vanphong")).one()
            made = load(office)
            figures = leave_one_out(office, made)
            db.session.remove()
            db.engine.dispose()
    return figures


def load(office: Account) -> list[Opinion]:
    """Every real opinion, sent and classified."""
    load_plan_2024()
    meeting = db.session.scalars(select(Meeting).where(Meeting.ordinal == 1)).one()
    fields = {field.code: field for field in db.session.scalars(select(Field))}
    made = []
    with unit_of_work():
        for number, line in enumerate(REAL.read_text(encoding="utf-8").splitlines()):
            row = json.loads(line)
            sender = db.session.scalars(
                select(Account).where(Account.username == f"to{number % 8 + 1}")
            ).one()
            opinion = actions.submit(
                actor=sender,
                client_key=f"real {number:04d}",
                meeting=meeting,
                content=actions.Content(words=row["text"]),
            )
            code = FIELD_OF.get(row["topic"], row["topic"])
            actions.classify(
                opinion,
                field=fields[code],
                competence=competence_of(row["unit_answering"]),
                actor=office,
            )
            made.append(opinion)
    return made


def leave_one_out(office: Account, opinions: Iterable[Opinion]) -> dict[str, Any]:
    """Ask for a suggestion for each as if it alone were new."""
    opinions = list(opinions)
    told = {one.id: (one.field_id, one.competence) for one in opinions}
    known: dict[Any, int] = {}
    for field_id, _competence in told.values():
        known[field_id] = known.get(field_id, 0) + 1
    given = {"field": [0, 0], "competence": [0, 0]}
    for one in opinions:
        with db.session.no_autoflush:
            one.field_id = None
            suggested = queries.suggest(office, one)
            db.session.rollback()
        for at, name in enumerate(given):
            vote = getattr(suggested, name)
            if vote is not None:
                given[name][0] += 1
                given[name][1] += vote.value == told[one.id][at]
    figures: dict[str, Any] = {
        "opinions": len(opinions),
        "with_another_of_their_field": sum(known[f] > 1 for f, _c in told.values()),
    }
    for name, (count, right) in given.items():
        figures[name] = {
            "suggested": count,
            "right": right,
            "coverage": round(count / len(opinions), 3),
            "precision": round(right / count, 3) if count else None,
        }
    return figures


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
