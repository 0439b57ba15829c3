"""One week at one workplace, to be looked at through four lenses."""
