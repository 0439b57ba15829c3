"""Module 1, Improvement knowledge: its exercises, in the order of the lesson."""

TASKS = {}

SIMULATIONS = {"ward-week": "ward_week.WardForAWeek"}
