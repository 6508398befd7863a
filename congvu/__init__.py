"""The core of congvu in plain Python: names, addresses, roster, register, lifecycle.

Data flows one way: roster -> register -> accounts and directory. This package does not depend on
Ansible, MkDocs or a mail server. Filters, modules, the site and the command line call it.
"""
