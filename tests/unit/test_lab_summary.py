"""What `summary.json` says of shared mailboxes."""

import json
from dataclasses import replace

from ansible.module_utils import accounts_store as store
from mail_hosts import AN, BINH, DAY, SHARED, MailHost, wanted

from lab import up
from lab.settings import Lab
from lab.summary import Summary


def test_shared_mailboxes_stand_there_with_those_who_may_open_them(tmp_path):
    host = MailHost.bare(tmp_path, ("", ""))
    other = store.StoredAccount("phong-y-te", "shared", "Phòng Y tế", "yte@x.vn", "active", 1)
    asked = host.request(wanted(SHARED, other, AN, BINH, rights=["ts-2", "ts-1"]))
    host.run(replace(asked, recipients=()), DAY)
    shared = up._local_shared(Lab("x", "10.0.0", tmp_path))
    summary = Summary("x.vn", [], 4, "https://x/", None, [], shared=shared)
    assert json.loads(json.dumps(summary.as_dict()))["shared"] == [
        {"address": "noivu@x.vn", "name": "Phòng Nội vụ", "people": ["annv@x.vn", "binhlt@x.vn"]},
        {"address": "yte@x.vn", "name": "Phòng Y tế", "people": []},
    ]
