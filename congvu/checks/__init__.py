"""Every rule of the roster: one small function for each rule, all listed in one place.

A check takes the `State` and yields findings. Its docstring says what it ensures and names the
Article. The findings of all checks are reported together, in the order of files and lines. Rules
about the text of one file are in `congvu.roster.file_checks`, rules that compare with an earlier
revision are in `congvu.checks.history`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from congvu.checks import (
    addresses,
    decisions,
    history,
    identity,
    leaves,
    letters,
    mailboxes,
    not_needed,
    office_settings,
    personal_data,
    register,
    units,
)
from congvu.findings import Finding
from congvu.roster.load import with_lines
from congvu.state import State

Check = Callable[[State], Iterator[Finding]]

# Checks that need only the file of one unit.
UNIT_CHECKS: tuple[Check, ...] = (
    identity.section_ids_are_unique,
    identity.file_is_named_after_its_unit,
    identity.names_are_written_normally,
    units.kind_has_what_it_needs,
    units.leaders_stand_with_the_leadership,
    units.names_have_letters,
    decisions.units_are_established,
    decisions.people_are_recruited,
    decisions.people_decisions_come_in_a_possible_order,
    decisions.unit_decisions_come_in_a_possible_order,
    decisions.decisions_start_when_they_can,
    decisions.decisions_stand_once,
    decisions.dissolved_units_are_empty,
    decisions.former_names_stand_with_renames,
    leaves.leaves_have_an_end,
    leaves.leaves_follow_each_other,
    letters.new_letters_can_be_asked_for,
    letters.new_letters_can_be_made,
    mailboxes.mailboxes_have_a_manager,
    mailboxes.managers_work_in_the_unit,
    mailboxes.delegates_work_in_the_unit,
    mailboxes.delegates_are_needed,
    mailboxes.heads_run_their_mailbox,
    not_needed.exceptions_are_needed,
)

# Checks that need all files.
ROSTER_CHECKS: tuple[Check, ...] = (
    identity.unit_ids_are_unique,
    identity.person_ids_are_unique,
    identity.person_ids_are_not_reused,
    identity.people_stand_once,
    decisions.successors_exist,
    addresses.every_holder_has_an_address,
    addresses.addresses_look_different,
    register.register_holders_are_known,
    register.register_is_unique_and_lawful,
    register.addresses_change_by_decision,
    register.register_is_up_to_date,
    not_needed.entries_are_needed,
    personal_data.personal_data_is_needed,
    office_settings.the_contact_is_open,
    office_settings.words_belong_to_functions,
    office_settings.operators_are_people,
)

CHECKS: tuple[Check, ...] = UNIT_CHECKS + ROSTER_CHECKS


def run_checks(state: State, before: State | None = None) -> list[Finding]:
    """Run every check; return all findings with their lines, in file and line order.

    If a file can't be read, only the checks that need one file are run on the others. Checks
    across files would report errors that only follow from the unreadable file.

    Args:
        state: the roster to check.
        before: an earlier revision of the roster, for the rules that compare two revisions.
    """
    checks = CHECKS if state.readable else UNIT_CHECKS
    findings = list(state.load_findings)
    findings += [finding for check in checks for finding in check(state)]
    if before is not None and state.readable:
        findings += [
            finding for check in history.HISTORY_CHECKS for finding in check(before, state)
        ]
    return with_lines(findings)
