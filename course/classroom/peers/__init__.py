"""Colleagues review each other's projects: dealt out, collected, and brought back."""
