"""Every rule of the roster: one small function a rule, all listed in one place.

A check takes the `State` and yields findings; its docstring says what it ensures and names the
Article. Findings of all checks are reported at once, in file and line order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from congvu.checks import addresses, decisions, identity, mailboxes, personal_data, register
from congvu.findings import Finding
from congvu.roster.load import with_lines
from congvu.state import State

Check = Callable[[State], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    identity.unit_ids_are_unique,
    identity.person_ids_are_unique,
    identity.section_ids_are_unique,
    identity.file_is_named_after_its_unit,
    identity.kind_has_what_it_needs,
    identity.names_are_written_normally,
    decisions.units_are_established,
    decisions.people_are_recruited,
    decisions.decisions_come_in_a_possible_order,
    decisions.dissolved_units_are_empty,
    decisions.successors_exist,
    mailboxes.managers_work_in_the_unit,
    mailboxes.delegates_work_in_the_unit,
    addresses.every_holder_has_an_address,
    register.register_holders_are_known,
    register.register_is_unique_and_lawful,
    register.addresses_change_by_decision,
    register.register_is_up_to_date,
    personal_data.personal_data_is_needed,
)


def run_checks(state: State) -> list[Finding]:
    """Run every check; return all findings with their lines, in file and line order.

    While a file can't be read, checks across files would only report what follows from that:
    then the findings of reading are all.
    """
    findings = list(state.load_findings)
    if not findings:
        findings = [finding for check in CHECKS for finding in check(state)]
    return with_lines(findings)
