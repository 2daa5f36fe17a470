"""One file that holds all of a site: the database and the uploaded files. docs/recovery.md describes its form."""


class BackupError(Exception):
    """A backup cannot be made, read or put back; the message says why and what to do. Nothing was changed."""


class NotMigratedError(Exception):
    """All of a backup is put back, but could not be brought to this version; the message says what to do."""
