"""Chance at work: what a stable process does, and what people make of it."""

from course.simulations.variation.clinic import ClinicWeek, DropInClinic
from course.simulations.variation.false_alarms import expected_share, false_alarm_share
from course.simulations.variation.funnel import (
    correct_by_fraction,
    drop_marbles,
    spread_ratio,
)
from course.simulations.variation.red_beads import RedBeadPlant, draw_days
from course.simulations.variation.ward_series import (
    SeriesPlan,
    WardSeries,
    draw_plan,
    draw_read_series,
    draw_series,
)

__all__ = [
    "ClinicWeek",
    "DropInClinic",
    "RedBeadPlant",
    "SeriesPlan",
    "WardSeries",
    "correct_by_fraction",
    "draw_days",
    "draw_plan",
    "draw_read_series",
    "draw_series",
    "drop_marbles",
    "expected_share",
    "false_alarm_share",
    "spread_ratio",
]
