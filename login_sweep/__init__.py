"""Clears away what `account_page` and `login_guard` keep of accounts that are deleted."""
