"""Certificates: what they say, how they are signed, and how a real one is told."""
