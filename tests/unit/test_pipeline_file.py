"""The rights of each job in `.gitlab-ci.yml`: there are only trusted and untrusted jobs."""

import re

import pytest
import yaml

from congvu.office import PROJECT

KEYWORDS = {"stages", "default", "variables", "workflow", "include", "image", "services"}
# The variables that untrusted jobs may use. These jobs run a request's own files.
UNTRUSTED_NAMES = {
    "CI_MERGE_REQUEST_DIFF_BASE_SHA",
    "CI_PIPELINE_SOURCE",
    "CI_COMMIT_BRANCH",
    "CI_DEFAULT_BRANCH",
    "failed",
}
PREDEFINED = UNTRUSTED_NAMES | {"CI_COMMIT_REF_PROTECTED", "CI_PIPELINE_SCHEDULE_DESCRIPTION"}
PROTECTED = '$CI_COMMIT_REF_PROTECTED == "true" && $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH &&'


FILE = yaml.safe_load((PROJECT / ".gitlab-ci.yml").read_text(encoding="utf-8"))


def job(name):
    """Return a job merged with the jobs that it extends, like in GitLab."""
    data = dict(FILE[name])
    parent = data.pop("extends", None)
    if parent is None:
        return data
    merged = job(parent)
    for key, value in data.items():
        both = isinstance(value, dict) and isinstance(merged.get(key), dict)
        merged[key] = {**merged[key], **value} if both else value
    return merged


JOBS = {name: job(name) for name in FILE if name not in KEYWORDS and not name.startswith(".")}
UNTRUSTED = {"check", "guide", "plan"}
TRUSTED = sorted(set(JOBS) - UNTRUSTED)


def names(value):
    """Return every variable that a job uses, in any form of the shell."""
    text = yaml.safe_dump(value, allow_unicode=True, width=10_000)
    return set(re.findall(r"\$\{?([A-Za-z_]\w*)", text))


@pytest.mark.parametrize("name", sorted(UNTRUSTED))
def test_jobs_that_run_a_requests_own_files_are_given_no_secret(name):
    found = JOBS[name]
    assert names(found) <= UNTRUSTED_NAMES
    # They also get no environment, trusted runner, identity token or file of another job.
    forbidden = {"environment", "tags", "id_tokens", "secrets", "trigger", "resource_group",
                 "dependencies", "cache", "services", "inherit", "identity"}  # fmt: skip
    assert not forbidden & set(found)
    assert found["needs"] == []


def test_what_all_jobs_get_is_no_secret_either():
    assert set(FILE["variables"]) == {"GIT_DEPTH", "TZ"}
    assert set(FILE["default"]) == {"image", "timeout"}
    assert not {"include", "services"} & set(FILE)


@pytest.mark.parametrize("name", TRUSTED)
def test_jobs_with_secrets_run_on_the_protected_default_branch_alone(name):
    found = JOBS[name]
    assert found["rules"]
    for rule in found["rules"]:
        condition = " ".join(rule["if"].split())
        assert condition.startswith(PROTECTED)
        # The rest is one comparison or is in brackets, so that no `||` allows another branch.
        rest = condition.removeprefix(PROTECTED).strip()
        assert "||" not in rest or (rest[0] == "(" and rest[-1] == ")" and rest.count("(") == 1)
        assert "merge_request_event" not in condition
    assert found["tags"] == ["congvu-trusted"]
    assert found["interruptible"] is False
    assert found["variables"]["GIT_STRATEGY"] == "clone"
    assert "cache" not in found


@pytest.mark.parametrize("name", TRUSTED)
def test_jobs_with_secrets_run_the_default_branchs_files(name):
    """No trusted job fetches, checks out or runs files of a request."""
    found = JOBS[name]
    script = yaml.safe_dump([found["before_script"], found["script"]], width=10_000)
    assert not re.search(r"git (fetch|checkout|switch|pull|merge|worktree|clone)", script)
    assert names(found) <= PREDEFINED | {
        "CONGVU_INVENTORY", "CONGVU_SSH_KEY", "CONGVU_KNOWN_HOSTS"
    }  # fmt: skip
    commands = [line.split()[0] for line in found["script"]]
    assert set(commands) <= {"bin/merge-requests", "bin/congvu"}


def test_hosts_are_changed_by_one_job_at_a_time():
    of_hosts = {name for name in JOBS if JOBS[name].get("resource_group") == "mail-hosts"}
    assert of_hosts == set(TRUSTED) - {"answer"}
    assert all(JOBS[name]["environment"]["name"] == "production" for name in of_hosts)
    assert JOBS["answer"]["resource_group"] == "answers"


def test_today_is_vietnams():
    assert FILE["variables"]["TZ"] == "ICT-7"
