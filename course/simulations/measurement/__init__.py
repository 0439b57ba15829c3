"""What a measure sees, and what it misses."""
