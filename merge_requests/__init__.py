"""Answers merge requests in GitLab and deploys what was reviewed.

Everything here runs with the main branch's code and with secrets. What a merge request brings is
read as data through Git: nothing of it is ever executed, imported or checked out. The core
(`congvu`) knows nothing of this package.
"""
