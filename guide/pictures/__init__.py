"""Draws the guide's pictures from real outputs of the project: ``bin/guide pictures``.

`scenes` defines each picture, `tools` builds the editor and opens the browser, `workbooks` draws
the Excel files. There are no pictures of GitLab's own screens.
"""
