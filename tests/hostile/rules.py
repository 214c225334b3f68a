"""Each rule of the permission table: ``(facts, who, args of the address) -> bool``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.hostile.facts import Facts, Who

Args = Mapping[str, Any]


# --- by role alone


def anybody(_f: Facts, _who: Who, _a: Args) -> bool:
    return True


def admin(_f: Facts, who: Who, _a: Args) -> bool:
    return who.has("admin")


def office(_f: Facts, who: Who, _a: Args) -> bool:
    return who.has("office")


def chair(_f: Facts, who: Who, _a: Args) -> bool:
    return who.has("chair")


def office_or_admin(_f: Facts, who: Who, _a: Args) -> bool:
    return who.has("office", "admin")


def office_or_chair(_f: Facts, who: Who, _a: Args) -> bool:
    return who.has("office", "chair")


def leaders_and_office(_f: Facts, who: Who, _a: Args) -> bool:
    return who.sees_everything


def part(_f: Facts, who: Who, _a: Args) -> bool:
    return who.takes_part


def senders(_f: Facts, who: Who, _a: Args) -> bool:
    return who.sends


def senders_and_leaders(_f: Facts, who: Who, _a: Args) -> bool:
    return who.sends or who.sees_everything


def proves_by_phone(_f: Facts, who: Who, _a: Args) -> bool:
    """A second step at sign-in: for chair, vice chair, office and administrator."""
    return who.has("chair", "vice_chair", "office", "admin")


def own_sign_in(f: Facts, who: Who, a: Args) -> bool:
    row = f.row("sign_in", a["sign_in_id"])
    return row is not None and row["account_id"] == who.id


def unit_with_texts(_f: Facts, who: Who, _a: Args) -> bool:
    return who.has("department", "office", "front", "youth_union")


def writes_text(f: Facts, who: Who, a: Args) -> bool:
    row = f.row("reply_text", a["text_id"])
    return row is not None and unit_with_texts(f, who, a) and row["unit_id"] == who.unit_id


# --- by meeting


def presider_or_office(f: Facts, who: Who, a: Args) -> bool:
    return who.has("office") or f.presides(who, a["meeting_id"])


def _looks(f: Facts, who: Who, meeting_id: int) -> bool:
    duty = f.presides(who, meeting_id) or f.holds(who, meeting_id, "secretary")
    return who.sees_everything or duty


def _serves(f: Facts, who: Who, meeting_id: int) -> bool:
    """At the desk, for which the office stands in, or presiding."""
    desk = who.has("office") or f.holds(who, meeting_id, "desk")
    return desk or f.presides(who, meeting_id)


def _presses(f: Facts, who: Who, meeting_id: int) -> bool:
    named = who.has("office") and f.holds(who, meeting_id, "presider", "secretary", "desk")
    return f.presides(who, meeting_id) or named


def follows_meeting(f: Facts, who: Who, a: Args) -> bool:
    return _looks(f, who, a["meeting_id"])


def reads_record(f: Facts, who: Who, a: Args) -> bool:
    return _looks(f, who, a["meeting_id"]) or _serves(f, who, a["meeting_id"])


def operates(f: Facts, who: Who, a: Args) -> bool:
    return _presses(f, who, a["meeting_id"])


def desk(f: Facts, who: Who, a: Args) -> bool:
    return _serves(f, who, a["meeting_id"])


def desk_of_turn(f: Facts, who: Who, a: Args) -> bool:
    return _serves(f, who, f.meeting_of("turn", a["turn_id"]))


def door_of_row(f: Facts, who: Who, a: Args) -> bool:
    return _serves(f, who, f.meeting_of("check_in", a["row_id"]))


def counts_of_row(f: Facts, who: Who, a: Args) -> bool:
    meeting_id = f.meeting_of("check_in", a["row_id"])
    return _looks(f, who, meeting_id) or _serves(f, who, meeting_id)


def door_of_code(f: Facts, who: Who, a: Args) -> bool:
    found = f.rows("select meeting_id from delegate where code = ?", a["code"].upper())
    return bool(found) and _serves(f, who, found[0]["meeting_id"])


def minutes_written(f: Facts, who: Who, a: Args) -> bool:
    return who.has("office") or f.holds(who, a["meeting_id"], "secretary")


def minutes_signed(f: Facts, who: Who, a: Args) -> bool:
    return f.presides(who, a["meeting_id"])


def minutes_line(f: Facts, who: Who, a: Args) -> bool:
    found = f.rows(
        "select m.meeting_id from minutes m join minutes_line l on l.minutes_id = m.id"
        " where l.id = ?",
        a["line_id"],
    )
    return bool(found) and minutes_written(f, who, {"meeting_id": found[0]["meeting_id"]})


def minutes_line_read(f: Facts, who: Who, a: Args) -> bool:
    found = f.rows(
        "select m.meeting_id from minutes m join minutes_line l on l.minutes_id = m.id"
        " where l.id = ?",
        a["line_id"],
    )
    return bool(found) and _looks(f, who, found[0]["meeting_id"])


def commands(f: Facts, who: Who, a: Args) -> bool:
    """Whoever looks on may turn the screen; the office opens and ends it on the presider's word;
    the rest presses who presides."""
    if a["verb"] == "layout":
        return follows_meeting(f, who, a)
    if a["verb"] in ("open", "end"):
        return presider_or_office(f, who, a)
    return operates(f, who, a)


def reviews(f: Facts, who: Who, a: Args) -> bool:
    """The office places any report; a unit that was asked for a review its own."""
    asked = f.rows(
        "select id from task where meeting_id = ? and unit_id = ? and kind = 'review'",
        a["meeting_id"],
        who.unit_id,
    )
    return who.has("office") or (who.takes_part and bool(asked))


# --- people of a list


def has_list_or_sees_all(f: Facts, who: Who, a: Args) -> bool:
    return names_people(who) or sees_lists(f, who, a)


def names_people(who: Who) -> bool:
    return who.has("front", "youth_union", "group_leader", "department")


def sees_lists(f: Facts, who: Who, a: Args) -> bool:
    desk_duty = f.holds(who, a["meeting_id"], "desk")
    return who.sees_everything or desk_duty


def list_kept(_f: Facts, who: Who, a: Args) -> bool:
    return who.has("office") or (names_people(who) and a["who"] == str(who.unit_id))


def list_seen(f: Facts, who: Who, a: Args) -> bool:
    if list_kept(f, who, a) or who.sees_everything:
        return True
    unit_id = None if a["who"] == "guests" else int(a["who"])
    sent = f.rows(
        "select id from delegate_list where meeting_id = ? and unit_id is ? and state = 'sent'",
        a["meeting_id"],
        unit_id,
    )
    return bool(sent) and f.holds(who, a["meeting_id"], "desk")


def delegate_kept(f: Facts, who: Who, a: Args) -> bool:
    found = f.rows(
        "select l.unit_id from delegate_list l join delegate d on d.list_id = l.id where d.id = ?",
        a["delegate_id"],
    )
    if not found:
        return False
    return list_kept(f, who, {"who": str(found[0]["unit_id"])})


def delegate_file(f: Facts, who: Who, a: Args) -> bool:
    row = f.row("delegate_import", a["upload_id"])
    return row is not None and row["account_id"] == who.id


# --- opinions before the meeting


def opinion(f: Facts, who: Who, a: Args) -> bool:
    return f.sees_opinion(who, a["opinion_id"])


def opinion_of_own_unit(f: Facts, who: Who, a: Args) -> bool:
    """The sender's; the office's too for what it typed in from paper."""
    row = f.row("opinion", a["opinion_id"])
    if row is None or not who.sends:
        return False
    return row["unit_id"] == who.unit_id or (row["channel"] == "paper" and who.has("office"))


def opinion_of_own_unit_or_office(f: Facts, who: Who, a: Args) -> bool:
    visible = f.sees_opinion(who, a["opinion_id"])
    return visible and (who.has("office") or opinion_of_own_unit(f, who, a))


def contact(f: Facts, who: Who, a: Args) -> bool:
    """Phone and address: the office, the unit that sent it, the units that are to answer."""
    row = f.row("opinion", a["opinion_id"])
    if row is None or not f.sees_opinion(who, row["id"]):
        return False
    known = row["resident_phone"] or row["resident_address"]
    phones = f.rows("select 1 from opinion_voice where opinion_id = ? and phone != ''", row["id"])
    if not (known or phones):
        return False
    given = f.units_given(row["id"])
    if row["merged_into_id"]:
        given |= f.units_given(row["merged_into_id"])
    own = who.sends and row["unit_id"] == who.unit_id
    return who.has("office") or own or (row["state"] != "draft" and who.unit_id in given)


def own_list(f: Facts, who: Who, a: Args) -> bool:
    row = f.row("opinion_import", a["import_id"])
    return row is not None and row["account_id"] == who.id


def _units_preparing(f: Facts, number: int) -> set[int]:
    return f.units(
        "select lead_unit_id from preparation where id = ?1"
        " union select unit_id from preparation_support where preparation_id = ?1",
        number,
    )


def preparation(f: Facts, who: Who, a: Args) -> bool:
    units = _units_preparing(f, a["preparation_id"])
    return bool(units) and who.takes_part and (who.sees_everything or who.unit_id in units)


def preparation_led(f: Facts, who: Who, a: Args) -> bool:
    row = f.row("preparation", a["preparation_id"])
    return row is not None and who.takes_part and row["lead_unit_id"] == who.unit_id


def preparation_reviewed(f: Facts, who: Who, a: Args) -> bool:
    return preparation(f, who, a) and who.sees_everything


def consolidation(f: Facts, who: Who, a: Args) -> bool:
    row = f.row("consolidation", a["consolidation_id"])
    if row is None:
        return False
    own = who.sends and row["unit_id"] == who.unit_id
    return own or (who.sees_everything and row["state"] != "draft")


def consolidation_of_own_unit(f: Facts, who: Who, a: Args) -> bool:
    row = f.row("consolidation", a["consolidation_id"])
    return row is not None and who.sends and row["unit_id"] == who.unit_id


def task(f: Facts, who: Who, a: Args) -> bool:
    row = f.row("task", a["task_id"])
    own = row is not None and who.takes_part and row["unit_id"] == who.unit_id
    return row is not None and (own or who.sees_everything)


def task_done(f: Facts, who: Who, a: Args) -> bool:
    row = f.row("task", a["task_id"])
    if row is None or not who.takes_part:
        return False
    if row["account_id"] is not None:
        return bool(row["account_id"] == who.id)
    return row["unit_id"] == who.unit_id or who.has("office")


def programme_file(f: Facts, who: Who, a: Args) -> bool:
    row = f.row("programme_file", a["file_id"])
    own = row is not None and who.takes_part and row["unit_id"] == who.unit_id
    return own or (row is not None and who.has("office"))
