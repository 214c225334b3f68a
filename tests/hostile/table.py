"""The permission table: what answers an address → for whom it exists.

Written from requirements.md (people and what each may do), apart from the application's own
predicates. ``PUBLIC`` needs no account; a name that stands in neither fails the crawler.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests.hostile import rules
from tests.hostile import rules_after as after
from tests.hostile.facts import Facts, Who

Rule = Callable[[Facts, Who, Mapping[str, Any]], bool]

_PUBLIC = """accounts.sign_in opinions.service_worker opinions.offline_form opinions.offline
    hall.phone_ask hall.phone_send hall.phone_ask_part hall.phone_take_back hall.screen
    hall.screen_part hall.phone hall.phone_part hall.phone_conclusions hall.phone_why
    hall.phone_time publishing.results publishing.result publishing.notice_results
    feeds.calendar accounts.sign_in_code care.alive care.ready"""
PUBLIC = frozenset(_PUBLIC.split())

_BY_RULE: dict[Rule, str] = {
    rules.anybody: """accounts.sign_out accounts.me accounts.password accounts.end_sessions
        notifications.index plans.meeting plans.index plans.show plans.programme_sheet
        documents.of_meeting home.index feeds.show feeds.open_feed
        feeds.end_feed mail.mine mail.trial""",
    rules.proves_by_phone: "accounts.two_step_page accounts.two_step_off",
    rules.own_sign_in: "accounts.end_session",
    rules.admin: """accounts.end_anothers_sessions accounts.two_step_take_off care.system
        accounts.index accounts.new accounts.show accounts.edit accounts.role
        accounts.end_role accounts.reset_password accounts.lock accounts.unlock accounts.ward
        documents.templates documents.parent_line documents.template documents.template_file
        documents.default_file documents.version_file documents.sample
        documents.back_to_default documents.restore""",
    rules.office_or_admin: """privacy.index privacy.search privacy.export privacy.erase
        accounts.units accounts.new_unit accounts.unit deadlines.calendar
        deadlines.new_day deadlines.save_day deadlines.remove_day deadlines.year
        deadlines.moves deadlines.move""",
    rules.office_or_chair: """followup.unit_work chasing.remove_step publishing.publish
        publishing.withdraw publishing.put_back""",
    rules.office: """plans.nudge plans.announce plans.duties plans.end_duty plans.new_meeting
        plans.next_year plans.edit plans.issue plans.renumber plans.rule_set plans.task_lines
        plans.new_line plans.edit_line plans.withdraw_line plans.give_to_new_units
        plans.edit_meeting plans.drop_meeting plans.programme plans.edit_item plans.move_item
        plans.drop_item plans.usual_programme plans.house_rules plans.close_meeting plans.closing
        plans.show_report_to plans.new_task plans.edit_task plans.withdraw_task
        plans.restore_task plans.reopen attendance.invitations
        attendance.places attendance.allot
        attendance.invite opinions.reorder opinions.bulk opinions.desk opinions.compare
        opinions.merge_beside opinions.tell_apart opinions.compare_again opinions.filters
        opinions.save_filter opinions.rename_filter opinions.drop_filter opinions.paper
        opinions.enter_paper opinions.nothing_on_paper opinions.classify
        opinions.return_to_sender opinions.refuse opinions.refer opinions.merge
        opinions.ask_preparation opinions.unclassify opinions.restore opinions.unmerge
        opinions.unsplit opinions.select opinions.unselect opinions.cancel_preparation
        opinions.split consolidation.return_to_unit consolidation.take_back
        consolidation.work recurrence.link recurrence.unlink recurrence.tell_apart
        recurrence.compare_again recurrence.found recurrence.select followup.compose_notice
        followup.notice_text followup.notice_item followup.notice_scan followup.reply_scan
        followup.move_item followup.submit_notice followup.recall_notice
        followup.issue_notice followup.issue_reply corrections.begin
        corrections.edit corrections.submit corrections.recall corrections.drop
        corrections.issue""",
    rules.chair: """plans.delegate plans.take_back followup.end_delegation""",
    rules.leaders_and_office: """plans.board plans.board_print opinions.missing followup.overdue
        followup.delegations followup.register chasing.index publishing.publication
        publishing.preview documents.invitations documents.invitations_pdf tables.register
        tables.statistics dashboard.index recurrence.index recurrence.print_list""",
    rules.part: """plans.tasks hall.my_answer hall.my_answer_part followup.assignments
        opinions.agenda opinions.index tables.opinions tables.tasks tables.assignments
        opinions.preparations documents.messages plans.reports reports.index""",
    rules.senders: """opinions.new opinions.create opinions.draft opinions.outbox_token
        opinions.deliver opinions.deliver_nothing opinions.nothing opinions.all_sent
        opinions.undo_report consolidation.start imports.upload recurrence.alike""",
    rules.senders_and_leaders: "consolidation.index",
    rules.unit_with_texts: "followup.texts",
    rules.writes_text: "followup.edit_text followup.end_text",
    rules.presider_or_office: "plans.open_meeting plans.end_meeting plans.resume_meeting",
    after.due_date: "deadlines.why",
    after.file: "files.show",
    after.document: "documents.download documents.download_pdf",
    rules.opinion: "opinions.show opinions.slip recurrence.thread",
    rules.opinion_of_own_unit: """opinions.receipt opinions.edit opinions.resend
        opinions.discard opinions.drop_photo opinions.withdraw opinions.deliver_again""",
    rules.opinion_of_own_unit_or_office: "opinions.consent",
    rules.contact: "opinions.contact",
    rules.own_list: "imports.show imports.take imports.drop",
    rules.preparation: "opinions.preparation",
    rules.preparation_led: "opinions.write_preparation",
    rules.preparation_reviewed: "opinions.ask_more",
    rules.follows_meeting: """figures.meeting minutes.page minutes.part minutes.block
        minutes.print_minutes opinions.answers followup.conclusions
        hall.console hall.console_part""",
    rules.reads_record: "hall.record checkin.overview checkin.counts_part",
    rules.operates: """hall.paper hall.enter hall.conclusion_place hall.rules hall.set_rules
        hall.group hall.make_group hall.place hall.change_place hall.more_time hall.extend
        hall.hand hall.hand_over""",
    rules.commands: "hall.command",
    rules.desk: """hall.desk hall.desk_part hall.desk_opinion hall.register hall.withdrawal
        hall.withdraw hall.desk_undo hall.request_form hall.accept_request hall.refusal
        hall.refuse_request checkin.check_in checkin.walk_in_form checkin.walk_in""",
    rules.desk_of_turn: "hall.slip",
    rules.door_of_row: "checkin.take_back",
    rules.counts_of_row: "checkin.gone",
    rules.door_of_code: "checkin.by_code",
    rules.has_list_or_sees_all: "attendance.index tables.attendance",
    rules.sees_lists: "attendance.printed",
    rules.list_seen: "attendance.roll",
    rules.list_kept: "attendance.add attendance.send attendance.upload",
    rules.delegate_kept: """attendance.delegate attendance.edit attendance.remove
        attendance.restore attendance.answer attendance.unanswer""",
    rules.delegate_file: """attendance.preview attendance.take attendance.drop
        attendance.refused""",
    rules.reviews: "plans.new_report",
    rules.task: "plans.task",
    rules.task_done: "plans.complete plans.undo plans.take_back_task plans.add_evidence",
    rules.programme_file: "plans.replace_report plans.remove_report",
    rules.consolidation: "consolidation.show consolidation.print_page",
    rules.consolidation_of_own_unit: """consolidation.add_heading consolidation.edit_heading
        consolidation.drop_heading consolidation.move_heading consolidation.move_item
        consolidation.put consolidation.send consolidation.receipt""",
    after.conclusion: "followup.conclusion",
    after.concludes: "followup.conclude followup.revoke_conclusion",
    after.assignment: "followup.assignment",
    after.assignment_given: "followup.reassign followup.remind",
    after.assignment_led: "followup.accept followup.ask followup.new_reply",
    after.assignment_worked_on: "progress.note",
    after.assignment_led_or_office: "progress.ask_part progress.refer",
    after.part_of_assignment: "progress.step_part",
    after.referral: "progress.step_referral",
    after.request: "followup.asked followup.decide followup.withdraw",
    after.reply: "followup.reply",
    after.reply_worked_on: "followup.print_reply",
    after.reply_led: "followup.edit_reply followup.recall_reply",
    after.reply_approved: "followup.return_reply followup.approve_reply",
    after.verdict: "followup.give_verdict",
    after.notice: "followup.notice followup.print_notice",
    after.notice_approved: "followup.return_notice followup.approve_notice",
    after.correction: "corrections.correction corrections.print_correction",
    after.correction_approved: "corrections.approve corrections.give_back corrections.move_date",
    rules.minutes_written: """minutes.token minutes.add minutes.submit minutes.recall""",
    rules.minutes_signed: "minutes.sign minutes.give_back minutes.reopen",
    rules.minutes_line_read: "minutes.line",
    rules.minutes_line: "minutes.save minutes.remove minutes.restore",
    after.report_begun: "reports.begin",
    after.report_written: "reports.edit",
    after.report: "reports.report reports.take_step reports.give_back reports.issue",
}

TABLE: dict[str, Rule] = {
    endpoint: rule for rule, endpoints in _BY_RULE.items() for endpoint in endpoints.split()
}


def allows(facts: Facts, who: Who | None, endpoint: str, args: Mapping[str, Any]) -> bool:
    """Whether the thing exists for ``who`` (None: nobody is signed in)."""
    if endpoint in PUBLIC:
        return True
    return who is not None and TABLE[endpoint](facts, who, args)
