"""What handing in late costs, by nbgrader's plug-in where a course run sets one."""

from __future__ import annotations

from collections.abc import Callable

from traitlets.config import Config

# (student, points, seconds late) -> points taken off, or None
LatePenalty = Callable[[str, float, float], float | None]

_SETTINGS = ("AssignLatePenalties", "LateSubmissionPlugin")


def late_penalty(config: Config) -> LatePenalty | None:
    """Return the penalty a course run asks for.

    Parameters
    ----------
    config : Config
        nbgrader's settings.

    Returns
    -------
    callable or None
        None where nothing is taken off, which is nbgrader's own default.

    Examples
    --------
    >>> late_penalty(Config())
    >>> config = Config()
    >>> config.LateSubmissionPlugin.penalty_method = "zero"
    >>> late_penalty(config)("amira", 7.5, 60.0)
    7.5
    """
    if not any(name in config for name in _SETTINGS):
        return None
    # Three seconds, and only where somebody asks for it.
    from nbgrader.preprocessors import AssignLatePenalties

    assigning = AssignLatePenalties(config=config)
    assigning.init_plugin()
    plugin = assigning.plugin_inst

    def penalty(student: str, points: float, seconds_late: float) -> float | None:
        asked = plugin.late_submission_penalty(student, points, seconds_late)
        return None if asked is None else min(max(float(asked), 0.0), points)

    return penalty
