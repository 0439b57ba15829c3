"""The plan of a real organisation: who is to know how much, and how it gets there."""
