"""Small tests of change in a process that hides its truth."""
