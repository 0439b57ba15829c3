"""Conversations in which a reply has consequences."""
