"""Childbed fever in Vienna, as Ignaz Semmelweis published it in 1861.

The figures lie beside this module. `semmelweis.csv` holds the first obstetric clinic
month by month from January 1841 to March 1849; December 1841 is absent in the source.
`semmelweis_clinics.csv` holds the two clinics year by year: physicians and students
attended the first, midwives the second. Washing hands in chlorinated lime began at the
first clinic in the middle of May 1847.

References
----------
.. [1] Semmelweis, I. P. (1861). Die Aetiologie, der Begriff und die Prophylaxis des
   Kindbettfiebers. Pest, Wien und Leipzig: C. A. Hartleben.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent

# Year and month in which chlorine washing began.
WASHING_BEGAN = (1847, 5)


@dataclass(frozen=True, slots=True)
class ClinicMonth:
    """One month at the first clinic.

    Attributes
    ----------
    year, month : int
        The month counted from 1, January.
    births, deaths : int
        Deaths of mothers.
    """

    year: int
    month: int
    births: int
    deaths: int

    @property
    def deaths_per_100(self) -> float:
        """Deaths per 100 births."""
        return 100 * self.deaths / self.births


@dataclass(frozen=True, slots=True)
class ClinicYear:
    """One year at one of the two clinics.

    Attributes
    ----------
    clinic : {"first", "second"}
    year : int
    births, deaths : int
        Deaths of mothers.
    """

    clinic: str
    year: int
    births: int
    deaths: int

    @property
    def deaths_per_100(self) -> float:
        """Deaths per 100 births."""
        return 100 * self.deaths / self.births


@cache
def first_clinic() -> tuple[ClinicMonth, ...]:
    """Births and deaths at the first clinic, month by month.

    Returns
    -------
    tuple of ClinicMonth
        98 months from January 1841 to March 1849, oldest first.

    Examples
    --------
    >>> first_clinic()[0]
    ClinicMonth(year=1841, month=1, births=254, deaths=37)
    """
    return tuple(
        ClinicMonth(*(int(row[name]) for name in ("year", "month", "births", "deaths")))
        for row in _rows("semmelweis.csv")
    )


@cache
def by_clinic_and_year() -> tuple[ClinicYear, ...]:
    """Births and deaths at both clinics, year by year.

    Returns
    -------
    tuple of ClinicYear
        1841 to 1846, the first clinic and then the second.

    Examples
    --------
    >>> by_clinic_and_year()[-1]
    ClinicYear(clinic='second', year=1846, births=3754, deaths=105)
    """
    return tuple(
        ClinicYear(
            row["clinic"], int(row["year"]), int(row["births"]), int(row["deaths"])
        )
        for row in _rows("semmelweis_clinics.csv")
    )


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))
