"""Carries out the reviewed plan on the mail hosts, and nothing else.

`python -m merge_requests.deploy` runs for every commit of the protected default branch. The
hosts compute the plan themselves and refuse any other than the one in the request's comment. What
is a mass change is what the branch said before the commit: nobody raises the limit to get through
with the same request.
"""

from __future__ import annotations

import os
import sys
from dataclasses import asdict

from congvu.accounts_plan import Limits
from congvu.office import DEFAULT_ROSTER, OfficeError, load_office
from congvu.plan.model import NewLimits
from congvu.plan.sentences import judged
from congvu.revision import RevisionError, at_revision
from merge_requests.gitlab_project import GitLabError, Project
from merge_requests.playbooks import Value, inventory, play
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
        commit = os.environ.get("CI_COMMIT_SHA", "")
        plan = _reviewed(settings, commit)
    except (SettingsError, GitLabError) as error:
        print(error, file=sys.stderr)
        return 1
    print(plan.sentence, flush=True)
    before = limits_before(commit, os.environ.get("CI_COMMIT_BEFORE_SHA", ""))
    after = load_office().mass_change.limits
    if before != after:
        print(judged(NewLimits(before, after)), flush=True)
    given: dict[str, Value] = {
        "plan_checksum": plan.checksum,
        "mailboxes_mass_change": asdict(before),
    }
    if play("mailboxes.yml", **given) and play("directory.yml"):
        return 0
    print(WHAT_TO_DO, file=sys.stderr)
    return 1


def limits_before(commit: str, before: str) -> Limits:
    """Return what the office allowed before a commit; the default where that can't be read.

    Args:
        commit: of the default branch.
        before: where the branch stood, as GitLab tells it; zeros or empty where it does not, and
            then the commit's first parent is asked.
    """
    try:
        with at_revision(DEFAULT_ROSTER, before if before.strip("0") else f"{commit}^") as revision:
            return revision.office.mass_change.limits
    except (RevisionError, OfficeError):
        return Limits()


def _reviewed(settings: Settings, commit: str) -> Reviewed:
    project = Project(settings)
    bot = project.bot().id
    request = merged_request(project.requests_of(commit), commit, settings.main)
    notes = list(project.notes(request.number)) if request else []
    return reviewed(request, notes, bot)


if __name__ == "__main__":
    sys.exit(main())
