"""Ansible filter that returns the local part of a person's name by Article 6."""

from __future__ import annotations

DOCUMENTATION = r"""
name: local_part
short_description: A person's name to its local part (Article 6)
description:
  - Gives the form that the regulation has for a name, without looking at who holds it already.
  - Which address somebody really gets is decided by the register; see the filter
    C(desired_accounts).
positional: form
options:
  _input:
    description: The name, as text, or in parts (C(family), C(middle), C(given), C(full)).
    type: raw
    required: true
  form:
    description: >-
      Which form. V(general) is 6.2.c, V(leader) 6.2.a, V(middle-name) the second step of a
      collision.
    type: str
    choices: [general, leader, middle-name]
    default: general
author: congvu
"""

# Each key is the result of its filter; docs/bo-loc-ansible.md has a playbook.
EXAMPLES = r"""
annv: "{{ 'Nguyễn Văn An' | local_part }}"
dovansy: "{{ 'Đỗ Văn Sỹ' | local_part('leader') }}"
vanann: "{{ 'Nguyễn Văn An' | local_part('middle-name') }}"
ninhtnt: "{{ {'family': 'Tôn Nữ', 'middle': 'Thị', 'given': 'Ninh'} | local_part }}"
"""

RETURN = r"""
_value:
  description: The local part, C(a-z0-9).
  type: str
"""

from collections.abc import Mapping
from typing import Any

from ansible.errors import AnsibleFilterError


def local_part(name: str | Mapping[str, str], form: str = "general") -> str:
    """Return the local part of a name in the given form.

    Raises:
        AnsibleFilterError: the text is not a name, or the name does not have this form.
    """
    from congvu.names import InvalidNameError, PersonName
    from congvu.office import load_office
    from congvu.policies import PersonFacts

    try:
        parsed = (
            PersonName.from_parts(**{"given": "", **name})
            if isinstance(name, Mapping)
            else PersonName.parse(str(name))
        )
    except (InvalidNameError, TypeError) as error:
        raise AnsibleFilterError(f"local_part: {error}") from error
    rules = load_office().rules
    facts = PersonFacts(parsed, leader=form == "leader")
    if form in ("general", "leader"):
        return rules.person_base(facts).local_part
    if form == "middle-name":
        middle = rules.person_middle_name(facts)
        if middle is None:
            raise AnsibleFilterError(f"local_part: «{parsed}» không có tên lót")
        return middle.local_part
    raise AnsibleFilterError(f"local_part: form phải là general, leader hoặc middle-name: {form}")


class FilterModule:
    """The filter, for Ansible."""

    def filters(self) -> dict[str, Any]:
        """Return the filter by name."""
        return {"local_part": local_part}
