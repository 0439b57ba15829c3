"""How a change spreads, and whether its gain holds."""
