"""Carries out the reviewed plan on the mail hosts, and nothing else.

`python -m merge_requests.deploy` runs for every commit of the protected default branch. Each host
computes the plan itself, and refuses it if it differs from the plan in the request's comment.
"""

from __future__ import annotations

import os
import sys

from merge_requests.gitlab_project import GitLabError, Project
from merge_requests.playbooks import inventory, play
from merge_requests.reviewed import Reviewed, merged_request, reviewed
from merge_requests.settings import Settings, SettingsError, settings_from

WHAT_TO_DO = """\
=> Chưa triển khai xong. Hãy xem lý do ở trên. Nếu máy từ chối vì kế hoạch khác với kế hoạch đã
   duyệt, hoặc chưa có kế hoạch nào được duyệt: bấm chạy job «plan-live» của pipeline này, đọc kỹ
   từng thay đổi, rồi nếu đúng thì bấm chạy «deploy-anyway»: nó làm đúng kế hoạch vừa xem."""


def main() -> int:
    """Deploy; return 0 if accounts and directory now agree with the roster."""
    try:
        settings = settings_from(os.environ)
        inventory()
        plan = _reviewed(settings, os.environ.get("CI_COMMIT_SHA", ""))
    except (SettingsError, GitLabError) as error:
        print(error, file=sys.stderr)
        return 1
    print(plan.sentence, flush=True)
    if play("mailboxes.yml", plan_checksum=plan.checksum) and play("directory.yml"):
        return 0
    print(WHAT_TO_DO, file=sys.stderr)
    return 1


def _reviewed(settings: Settings, commit: str) -> Reviewed:
    project = Project(settings)
    bot = project.bot().id
    request = merged_request(project.requests_of(commit), commit, settings.main)
    notes = list(project.notes(request.number)) if request else []
    return reviewed(request, notes, bot)


if __name__ == "__main__":
    sys.exit(main())
