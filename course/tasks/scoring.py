"""Scores that give chance about nothing, and the steps that round them.

Every function takes what was given and what is true and returns a number that is 1 for
a perfect answer and about 0, or below, for a blind one.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from itertools import combinations
from operator import eq

# (at least, share of the points). Below the last step an answer earns nothing, so
# that luck, which seldom reaches a half, is seldom paid.
STEPS = ((0.90, 1.0), (0.75, 0.75), (0.50, 0.5))


def stepped(score: float) -> float:
    """Round a score down to a step.

    Examples
    --------
    >>> [stepped(score) for score in (1, 0.89, 0.6, 0.49, -1)]
    [1.0, 0.75, 0.5, 0.0, 0.0]
    """
    for at_least, share in STEPS:
        # A hair of slack: 0.9 reached by division may print as 0.8999999999999999.
        if score >= at_least - 1e-9:
            return share
    return 0.0


def kappa(given: Mapping[str, Hashable], truth: Mapping[str, Hashable]) -> float:
    """Cohen's kappa of two classifications of the same items.

    Parameters
    ----------
    given, truth : mapping of item to class
        An item that was not classified counts as a disagreement of its own class.

    Returns
    -------
    float
        1 for full agreement, 0 for what chance gives, at most 1.

    References
    ----------
    .. [1] Cohen, J. (1960). A coefficient of agreement for nominal scales.
       Educational and Psychological Measurement 20(1): 37-46.

    Examples
    --------
    >>> kappa({"a": 1, "b": 2}, {"a": 1, "b": 2})
    1.0
    >>> kappa({"a": 1, "b": 1}, {"a": 1, "b": 2})
    0.0
    """
    n = len(truth)
    if n == 0:
        return 0.0
    answers = [given.get(item, _NOT_GIVEN) for item in truth]
    wanted = list(truth.values())
    observed = sum(map(eq, answers, wanted)) / n
    expected = sum(answers.count(c) / n * wanted.count(c) / n for c in set(wanted))
    if expected == 1.0:
        return 0.0
    return (observed - expected) / (1 - expected)


_NOT_GIVEN = object()


def weighted_kappa(first: Sequence[int], second: Sequence[int]) -> float:
    """Cohen's kappa of two readers' levels, where two levels apart count double.

    Parameters
    ----------
    first, second : sequence of int
        The level each reader gave each text, counted from the lowest.

    Returns
    -------
    float
        1 for full agreement, 0 for what chance gives.

    Raises
    ------
    ValueError
        If the two have not as many levels, or none, or both gave one and the same
        level to every text.

    References
    ----------
    .. [1] Cohen, J. (1968). Weighted kappa: nominal scale agreement with provision for
       scaled disagreement or partial credit. Psychological Bulletin 70(4): 213-220.

    Examples
    --------
    >>> weighted_kappa([0, 1, 2], [0, 1, 2])
    1.0
    >>> round(weighted_kappa([0, 1, 2, 2], [0, 1, 2, 1]), 2)
    0.71
    >>> weighted_kappa([0, 0], [1, 1])
    0.0
    """
    if not first or len(first) != len(second):
        raise ValueError("Kappa needs two levels for each text.")
    apart = sum(abs(a - b) for a, b in zip(first, second, strict=True)) / len(first)
    by_chance = sum(abs(a - b) for a in first for b in second) / len(first) ** 2
    if by_chance == 0:
        raise ValueError("Kappa needs texts at more than one level.")
    return 1 - apart / by_chance


def youden(marked: Collection[int], true: Collection[int], all_: int) -> float:
    """Youden's J: the share of signals found minus the share of the rest marked.

    Parameters
    ----------
    marked, true : collection of int
        What was marked, and what is a signal; `true` is not empty.
    all_ : int
        Number of places that could have been marked.

    Returns
    -------
    float
        1 for exactly the signals, 0 for all or none.

    Raises
    ------
    ValueError
        If `true` is empty: then `empty_or_not` is the rule.

    References
    ----------
    .. [1] Youden, W. J. (1950). Index for rating diagnostic tests. Cancer 3(1): 32-35.

    Examples
    --------
    >>> youden({1, 2}, {1, 2}, 10)
    1.0
    >>> youden(set(range(1, 11)), {1, 2}, 10)
    0.0
    """
    if not true:
        raise ValueError("Youden's J needs at least one true signal.")
    marked, true = set(marked), set(true)
    rest = all_ - len(true)
    found = len(marked & true) / len(true)
    false = len(marked - true) / rest if rest else 0.0
    return found - false


def tau(given: Sequence[str], truth: Sequence[str]) -> float:
    """Kendall's tau between two orders of the same cards.

    Parameters
    ----------
    given, truth : sequence of str
        Each card once.

    Returns
    -------
    float
        1 for the same order, -1 for the reverse.

    Raises
    ------
    ValueError
        If the two do not hold the same cards.

    References
    ----------
    .. [1] Kendall, M. G. (1938). A new measure of rank correlation.
       Biometrika 30(1/2): 81-93.

    Examples
    --------
    >>> tau(["a", "b", "c"], ["a", "b", "c"])
    1.0
    >>> tau(["c", "b", "a"], ["a", "b", "c"])
    -1.0
    """
    if sorted(given) != sorted(truth) or len(set(truth)) != len(truth):
        raise ValueError("Both orders must hold the same cards, each once.")
    place = {card: i for i, card in enumerate(given)}
    pairs = list(combinations(truth, 2))
    if not pairs:
        return 1.0
    same_way = sum(place[a] < place[b] for a, b in pairs)
    return 2 * same_way / len(pairs) - 1


def brier_skill(given: Mapping[str, float], truth: Mapping[str, float]) -> float:
    """How much closer predictions are to the true chances than "half" for all.

    Parameters
    ----------
    given, truth : mapping of claim to chance
        Chances in [0, 1]. A claim without a prediction counts as one half.

    Returns
    -------
    float
        1 for the true chances, 0 for one half throughout, negative for worse.

    Notes
    -----
    The expected Brier score of a prediction p when the true chance is q is
    q(1 - q) + (p - q)^2; the first term is nobody's fault, so it is left out.

    References
    ----------
    .. [1] Brier, G. W. (1950). Verification of forecasts expressed in terms of
       probability. Monthly Weather Review 78(1): 1-3.

    Examples
    --------
    >>> brier_skill({"a": 0.9, "b": 0.1}, {"a": 0.9, "b": 0.1})
    1.0
    >>> brier_skill({"a": 0.5, "b": 0.5}, {"a": 0.9, "b": 0.1})
    0.0
    """
    missed = sum((given.get(claim, 0.5) - q) ** 2 for claim, q in truth.items())
    at_half = sum((0.5 - q) ** 2 for q in truth.values())
    return 1 - missed / at_half if at_half else 0.0
