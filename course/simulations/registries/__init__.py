"""Invented quality registries: plans first, then figures that show them."""
