"""Answers merge requests in GitLab and deploys what was reviewed.

Everything here runs with the main branch's code and has secrets. The files of a merge request are
only read as data through Git. None of them is executed, imported or checked out. The core
(`congvu`) does not use this package.
"""
