"""A hub for a class on one machine: its people, its folders, what it refuses."""
