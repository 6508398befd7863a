"""Letters with first passwords, printed on the controller.

A mail host makes first passwords and keeps them as letters encrypted to the office's key;
`playbooks/letters.yml` fetches these files. `opening` decrypts them in memory, `selection` says
which letters are to be printed, `printed` remembers which were, `printing` makes the PDF files,
`folders` says where all this lies.
"""
