"""Who knows what in an organisation, and for how long."""
