"""Runs the module mailboxes in this process, options as JSON: what Ansible starts on a host.

Ansible sends the module's parts in an archive; here they are where they stand. It says «begun» when
the module's own code begins.
"""

import json
import runpy
import sys
from pathlib import Path

import ansible.module_utils

PLUGINS = Path(__file__).resolve().parents[2] / "plugins"
ansible.module_utils.__path__.append(str(PLUGINS / "module_utils"))

from ansible.module_utils import basic, dovecot_sessions  # noqa: E402

# There is no Dovecot that would have to look at its files.
dovecot_sessions.SETTLE_S = 0
# Nor a role `postfix` that put this in its place; like doveadm it is looked for in PATH.
dovecot_sessions.SMTP_SESSIONS = Path(dovecot_sessions.SMTP_SESSIONS).name
basic._ANSIBLE_ARGS = json.dumps({"ANSIBLE_MODULE_ARGS": json.loads(sys.argv[1])}).encode()
basic._ANSIBLE_PROFILE = "legacy"
print("begun", flush=True)
runpy.run_path(str(PLUGINS / "modules" / "mailboxes.py"), run_name="__main__")
