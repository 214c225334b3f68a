"""The rules for what follows a meeting: conclusions, notices, assignments, replies, papers."""

from __future__ import annotations

from tests.hostile import rules
from tests.hostile.facts import Facts, Who
from tests.hostile.rules import Args

# A paper of a meeting → for whom it exists.
OF_MEETING = {
    "programme": rules.anybody,
    "house_rules": rules.anybody,
    "speaker_slip": rules.anybody,
    "run_sheet": rules.follows_meeting,
    "summary": rules.follows_meeting,
    "report": rules.follows_meeting,
    "minutes": rules.reads_record,
    "delegates": rules.sees_lists,
    "invitation": rules.leaders_and_office,
}


def due_date(f: Facts, who: Who, a: Args) -> bool:
    """Of a meeting, for all; of a task or an assignment, for whom that is and who waits."""
    due = f.row("due_date", a["due_id"])
    while due is not None:  # a date that was moved is explained by the one it became
        newer = f.rows("select * from due_date where replaces_id = ?", due["id"])
        if not newer:
            break
        due = newer[0]
    if due is None:
        return False
    tasks = f.rows("select id from task where due_id = ?", due["id"])
    given = f.rows("select id from assignment where due_id = ?", due["id"])
    if tasks:
        return any(rules.task(f, who, {"task_id": one["id"]}) for one in tasks)
    if given:
        return any(
            f.sees_assignment(who, one["id"])
            or (who.takes_part and who.unit_id in f.units_that_sent(one["id"]))
            for one in given
        )
    return True


def file(f: Facts, who: Who, a: Args) -> bool:
    row = f.row("attachment", a["attachment_id"])
    if row is None or not who.takes_part:
        return False
    owner = row["owner_id"]
    if row["owner_type"] == "opinion":
        return f.sees_opinion(who, owner)
    if row["owner_type"] == "task":
        return rules.task(f, who, {"task_id": owner})
    if row["owner_type"] == "reply":  # the signed paper bears the resident's name
        reply = f.row("reply", owner)
        return reply is not None and f.sees_assignment(who, reply["assignment_id"])
    if row["owner_type"] == "conclusion_notice":
        return f.sees_notice(who, owner)
    if row["owner_type"] == "programme_file":
        return _programme_file_shown(f, who, owner)
    assert row["owner_type"] == "issued_document", f"no rule for files of {row['owner_type']}"
    return False  # leaves by its document alone


def _programme_file_shown(f: Facts, who: Who, number: int) -> bool:
    row = f.row("programme_file", number)
    if row is None:
        return False
    serves = f.holds(who, row["meeting_id"], "presider", "secretary", "desk")
    shown = row["audience"] == "units" and row["state"] == "current"
    return who.sees_everything or row["unit_id"] == who.unit_id or serves or shown


def document(f: Facts, who: Who, a: Args) -> bool:
    kind, number = a["kind"], a["subject_id"]
    if kind == "plan":
        return True
    if kind in OF_MEETING:
        return OF_MEETING[kind](f, who, {"meeting_id": number})
    if kind in ("posting", "broadcast"):
        issued = "select id from conclusion_notice where meeting_id = ? and state = 'issued'"
        return who.takes_part and bool(f.rows(issued, number))
    if kind == "notice":
        return f.sees_notice(who, number)
    if kind == "reminder":
        return who.sees_everything
    if kind in ("reply", "interim_reply"):
        return reply_worked_on(f, who, {"reply_id": number})
    if kind == "correction":
        return correction(f, who, {"correction_id": number})
    raise AssertionError(f"no rule for documents of kind {kind}")


def conclusion(f: Facts, who: Who, a: Args) -> bool:
    row = f.row("opinion", a["opinion_id"])
    if row is None:
        return False
    return rules.follows_meeting(f, who, {"meeting_id": row["meeting_id"]})


def concludes(f: Facts, who: Who, a: Args) -> bool:
    row = f.row("opinion", a["opinion_id"])
    return row is not None and (who.has("office") or f.presides(who, row["meeting_id"]))


def assignment(f: Facts, who: Who, a: Args) -> bool:
    return f.sees_assignment(who, a["assignment_id"])


def assignment_given(f: Facts, who: Who, a: Args) -> bool:
    return assignment(f, who, a) and who.has("office", "chair")


def assignment_led(f: Facts, who: Who, a: Args) -> bool:
    row = f.row("assignment", a["assignment_id"])
    return row is not None and who.takes_part and row["lead_unit_id"] == who.unit_id


def assignment_led_or_office(f: Facts, who: Who, a: Args) -> bool:
    return assignment(f, who, a) and (who.has("office") or assignment_led(f, who, a))


def assignment_worked_on(f: Facts, who: Who, a: Args) -> bool:
    works = who.takes_part and who.unit_id in f.units_on(a["assignment_id"])
    return assignment(f, who, a) and (who.has("office") or works)


def part_of_assignment(f: Facts, who: Who, a: Args) -> bool:
    row = f.row("support_part", a["part_id"])
    return row is not None and assignment_worked_on(f, who, row)


def referral(f: Facts, who: Who, a: Args) -> bool:
    row = f.row("referral", a["referral_id"])
    return row is not None and assignment_led_or_office(f, who, row)


def request(f: Facts, who: Who, a: Args) -> bool:
    row = f.row("assignment_request", a["request_id"])
    return row is not None and (assignment_given(f, who, row) or row["by_unit_id"] == who.unit_id)


def reply(f: Facts, who: Who, a: Args) -> bool:
    return f.sees_reply(who, a["reply_id"])


def reply_worked_on(f: Facts, who: Who, a: Args) -> bool:
    row = f.row("reply", a["reply_id"])
    return row is not None and f.sees_assignment(who, row["assignment_id"])


def reply_led(f: Facts, who: Who, a: Args) -> bool:
    row = f.row("reply", a["reply_id"])
    return row is not None and assignment_led(f, who, row)


def reply_approved(f: Facts, who: Who, a: Args) -> bool:
    """The chair; a vice chair with the chair's standing delegation; never one's own draft."""
    row = f.row("reply", a["reply_id"])
    if row is None or row["drafted_by_id"] == who.id:
        return False
    delegated = f.rows(
        "select id from reply_delegation where account_id = ? and ended_at is null", who.id
    )
    return who.has("chair") or (who.has("vice_chair") and bool(delegated))


def verdict(f: Facts, who: Who, a: Args) -> bool:
    row = f.row("reply", a["reply_id"])
    if row is None or not who.takes_part:
        return False
    return who.has("office") or who.unit_id in f.units_that_sent(row["assignment_id"])


def notice(f: Facts, who: Who, a: Args) -> bool:
    return f.sees_notice(who, a["notice_id"])


def notice_approved(f: Facts, who: Who, a: Args) -> bool:
    row = f.row("conclusion_notice", a["notice_id"])
    if row is None or row["drafted_by_id"] == who.id:
        return False
    return who.has("chair") or f.presides(who, row["meeting_id"])


def correction(f: Facts, who: Who, a: Args) -> bool:
    row = f.row("notice_correction", a["correction_id"])
    if row is None or not who.takes_part:
        return False
    return who.sees_everything or row["state"] == "issued"


def correction_approved(f: Facts, who: Who, a: Args) -> bool:
    row = f.row("notice_correction", a["correction_id"])
    return row is not None and notice_approved(f, who, row)


def report_begun(f: Facts, who: Who, a: Args) -> bool:
    if a["kind"] == "result":
        return who.has("office")
    if a["kind"] == "presider":
        return f.holds(who, a["meeting_id"], "presider")
    return who.takes_part


def report(f: Facts, who: Who, a: Args) -> bool:
    row = f.row("report", a["report_id"])
    if row is None or not who.takes_part:
        return False
    return row["unit_id"] == who.unit_id or (who.sees_everything and row["state"] != "draft")


def report_written(f: Facts, who: Who, a: Args) -> bool:
    row = f.row("report", a["report_id"])
    return row is not None and who.takes_part and row["unit_id"] == who.unit_id
