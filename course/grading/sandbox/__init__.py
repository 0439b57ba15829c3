"""Running code that a learner wrote, for a teacher's own test cells, behind walls."""
