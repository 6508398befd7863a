"""Draws the guide's pictures from what the project really shows: ``bin/guide pictures``.

`scenes` says what is on each picture, `tools` builds the editor and opens the browser, `workbooks`
draws the Excel files, `letters` what is printed. Nothing is drawn of GitLab's own screens.
"""
