"""Sets the mail hosts up after a change of roles, and publishes the directory.

`python -m merge_requests.site` is started by hand. It does not change accounts; only the jobs that
require a reviewed plan do.
"""

from __future__ import annotations

import sys

from merge_requests.playbooks import play
from merge_requests.settings import SettingsError


def main() -> int:
    """Run the playbooks; return 0 if all succeeded."""
    try:
        return int(not (play("mail_hosts.yml") and play("directory.yml")))
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
