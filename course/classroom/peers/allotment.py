"""Who reviews whose project: never one's own, and each project equally often."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Collection, Mapping, Sequence

import numpy as np

Dealt = Mapping[str, Sequence[str]]


def allot(
    projects: Collection[str],
    reviewers: Collection[str],
    each: int,
    rng: np.random.Generator,
    held: Dealt | None = None,
) -> dict[str, list[str]]:
    """Deal projects to reviewers.

    Parameters
    ----------
    projects : collection of str
        Each named by its author.
    reviewers : collection of str
        Authors, and whoever else reviews.
    each : int
        Projects for a reviewer, where there are so many that are not their own.
    rng : Generator
    held : mapping of str to sequence of str, optional
        Reviewer to what they were dealt before and keep. What is no longer among
        `projects` is taken out, and they get another one for it.

    Returns
    -------
    dict of str to list of str
        Reviewer to projects: what they keep, then what is new.

    Notes
    -----
    Whoever needs projects gets those that have the fewest reviews. Then new ones are
    passed on along chains of reviewers from a project with many reviews to one with at
    least two fewer, until no such chain is left. Since each chain lowers the sum of
    squared counts, and one exists wherever that sum is not the lowest, counts end as
    equal as they can [1]_. Where what is kept stands in the way, as for a project that
    comes late and alone, the reviewers who have the fewest get one more.

    References
    ----------
    .. [1] Harvey, N. J. A., Ladner, R. E., Lovász, L. and Tamir, T. (2006).
       Semi-matchings for bipartite graphs and load balancing. Journal of Algorithms
       59(1): 53-78.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> dealt = allot("abcd", "abcd", 2, rng)
    >>> sorted("".join(sum(dealt.values(), [])))
    ['a', 'a', 'b', 'b', 'c', 'c', 'd', 'd']
    >>> later = allot("abcde", "abcde", 2, rng, dealt)
    >>> all(later[one][:2] == dealt[one] for one in "abcd")
    True
    """
    projects = sorted(projects)
    table = _Table(projects, sorted(reviewers), held or {}, rng)
    for reviewer in table.shuffled(table.kept):
        while len(table.of(reviewer)) < each and table.deal_to(reviewer):
            pass
    table.level()
    table.add_where_too_few(each)
    return {reviewer: table.of(reviewer) for reviewer in table.kept}


class _Table:
    """Who has what so far: what stays, and what may still be passed on."""

    def __init__(
        self,
        projects: list[str],
        reviewers: list[str],
        held: Dealt,
        rng: np.random.Generator,
    ):
        self._projects, self._rng = projects, rng
        self.kept = {
            one: [project for project in held.get(one, ()) if project in projects]
            for one in reviewers
        }
        self._new: dict[str, list[str]] = {one: [] for one in reviewers}
        self._count = Counter(p for mine in self.kept.values() for p in mine)

    def of(self, reviewer: str) -> list[str]:
        return self.kept[reviewer] + self._new[reviewer]

    def shuffled(self, names: Collection[str]) -> list[str]:
        names = list(names)
        return [names[at] for at in self._rng.permutation(len(names)).tolist()]

    def _may_have(self, reviewer: str, project: str) -> bool:
        return project != reviewer and project not in self.of(reviewer)

    def deal_to(self, reviewer: str) -> bool:
        """Give the project with the fewest reviews; False where there is none."""
        offered = [p for p in self._projects if self._may_have(reviewer, p)]
        if not offered:
            return False
        self._give(reviewer, min(self.shuffled(offered), key=self._count.__getitem__))
        return True

    def _give(self, reviewer: str, project: str) -> None:
        self._new[reviewer].append(project)
        self._count[project] += 1

    def level(self) -> None:
        """Pass projects on until counts are as equal as they can be."""
        while chain := self._chain():
            for reviewer, away, instead in chain:
                self._new[reviewer].remove(away)
                self._count[away] -= 1
                self._give(reviewer, instead)

    def _chain(self) -> list[tuple[str, str, str]]:
        """Steps (reviewer, gives up, takes) from many reviews to two fewer, or none."""
        for many in sorted(self._projects, key=lambda p: -self._count[p]):
            came: dict[str, tuple[str, str, str]] = {}
            waiting = deque([many])
            while waiting:
                away = waiting.popleft()
                for reviewer, new in self._new.items():
                    if away not in new:
                        continue
                    for instead in self._projects:
                        if (
                            instead in came
                            or instead == many
                            or not self._may_have(reviewer, instead)
                        ):
                            continue
                        came[instead] = (reviewer, away, instead)
                        if self._count[instead] <= self._count[many] - 2:
                            return _steps(came, many, instead)
                        waiting.append(instead)
        return []

    def add_where_too_few(self, each: int) -> None:
        """Ask reviewers with the fewest for one more, as long as one is left behind."""
        while self._projects:
            fewest = min(self._projects, key=self._count.__getitem__)
            most = max(self._count[project] for project in self._projects)
            willing = [
                one
                for one in self.shuffled(self.kept)
                if self._may_have(one, fewest) and len(self.of(one)) <= each
            ]
            if self._count[fewest] >= most - 1 or not willing:
                return
            self._give(min(willing, key=lambda one: len(self.of(one))), fewest)


def _steps(
    came: Mapping[str, tuple[str, str, str]], first: str, last: str
) -> list[tuple[str, str, str]]:
    steps = []
    while last != first:
        steps.append(came[last])
        last = came[last][1]
    return steps
