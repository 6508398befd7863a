"""The records of handed-over shared mailboxes (Article 14.2), which both sides sign.

A mail host writes numbers down when a right passes to others; `playbooks/handovers.yml` fetches
them. `records` reads them, `printing` adds the decision from the roster and makes a PDF of each.
"""
