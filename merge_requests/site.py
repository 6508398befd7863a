"""Sets the mail hosts up anew after a change of roles, and publishes the directory.

`python -m merge_requests.site` is started by hand. Accounts are left alone: what changes them was
reviewed, and goes through the jobs that ask for the reviewed plan.
"""

from __future__ import annotations

import sys

from merge_requests.playbooks import play
from merge_requests.settings import SettingsError


def main() -> int:
    """Run the playbooks; 0 where all went well."""
    try:
        return int(not (play("mail_hosts.yml") and play("directory.yml")))
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
