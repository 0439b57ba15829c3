"""A course run in one file, and back: its whole directory, and its gradebook."""

from __future__ import annotations


class BackupProblem(Exception):
    """Nothing could be backed up or restored; the message is a sentence."""
