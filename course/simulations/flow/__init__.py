"""Patients on their way through a clinic."""
