"""The page on which people mind their own account: password, mail programs, second factor.

A service of its own (Starlette, Debian's packages alone). It reads what the roster decides from the
published `people.sqlite` and keeps what a person decides in `login.sqlite` and
`app_passwords.sqlite`. It knows nothing of the accounts store and of the package `congvu`: on a
mail host it stands alone.
"""
