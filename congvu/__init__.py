"""The domain of congvu in plain Python: names, addresses, roster, register, lifecycle.

Data flows one way: roster -> register -> accounts and directory. Nothing here knows of Ansible,
MkDocs or a mail server; filters, modules, the site and the command line call this package.
"""
