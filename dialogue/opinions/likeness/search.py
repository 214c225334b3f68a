"""Candidates among all opinions of all years, by the words that they share.

SQLite: FTS5 and its bm25 over the folded column (migration 0002). PostgreSQL: the same terms
as a tsquery over the same column, with pg_trgm's similarity for what has no word in common;
it wants ``CREATE EXTENSION pg_trgm`` and a GIN index on ``to_tsvector('simple', folded)``.
Only SQLite is tested; of the PostgreSQL query only that it is chosen and compiles.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Float, Integer, Subquery, bindparam, column, select, text, union_all

from dialogue.core.text import fold
from dialogue.extensions import db
from dialogue.opinions.likeness.words import concepts, other_names, plain, words_of

CANDIDATES = 120
TERMS = 60  # of each: words and pairs, other names

_SQLITE = (
    "SELECT :asker AS asker, rowid AS id, bm25(opinion_fts) AS rank FROM opinion_fts "
    "WHERE opinion_fts MATCH :q ORDER BY rank LIMIT :n"
)
_POSTGRESQL = (
    "SELECT :asker AS asker, id, -ts_rank_cd(to_tsvector('simple', folded), "
    "to_tsquery('simple', :q)) - similarity(folded, :t) AS rank FROM opinion "
    "WHERE to_tsvector('simple', folded) @@ to_tsquery('simple', :q) OR folded % :t "
    "ORDER BY rank LIMIT :n"
)


def terms_of(words: str) -> list[str]:
    """What to look for: the words and pairs of ``words``, folded, and other names of the same
    things ("đèn đường" for "chiếu sáng")."""
    written = plain(words)
    found = words_of(fold(written))[: TERMS * 2]
    return list(dict.fromkeys([*found, *other_names(concepts(written))[:TERMS]]))


def candidates(
    asked: Sequence[tuple[int, str]], limit: int = CANDIDATES, dialect: str | None = None
) -> Subquery | None:
    """Columns ``asker``, ``id`` and ``rank`` (the smaller the better), ``limit`` for each.

    ``asked``: (a number of one's own, what to find the like of). One statement for all, so
    that a page of many costs as many queries as a page of one. None if no word tells anything.
    """
    dialect = dialect or db.engine.dialect.name
    parts = []
    for asker, words in asked:
        terms = terms_of(words)
        if not terms:
            continue
        values: dict[str, str | int] = {"asker": asker, "n": limit}
        if dialect == "postgresql":
            query = text(_POSTGRESQL)
            values |= {"q": _tsquery(terms), "t": fold(words)}
        else:
            query = text(_SQLITE)
            values["q"] = " OR ".join(f'"{term}"' for term in terms)
        bound = query.bindparams(*(bindparam(k, v, unique=True) for k, v in values.items()))
        parts.append(
            bound.columns(
                column("asker", Integer), column("id", Integer), column("rank", Float)
            ).subquery()
        )
    if not parts:
        return None
    return union_all(*(select(p.c.asker, p.c.id, p.c.rank) for p in parts)).subquery("hits")


def _tsquery(terms: list[str]) -> str:
    return " | ".join(term.replace(" ", " <-> ") for term in terms)
