"""Eleven files as people have them: each untidy in its own way. All figures invented.

`FILES` has for each name a function that gives the bytes of the file, and `FIGURES` the
figures that a careful person would read from it. No ward, clinic or person is behind
any of them.
"""

from __future__ import annotations

import io
from datetime import date, datetime

import openpyxl

SWEDISH_MONTHS = (
    "januari februari mars april maj juni juli augusti september oktober november "
    "december"
).split()


def _workbook(**sheets):
    """Make a workbook of rows, or of what a function does to a sheet."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, content in sheets.items():
        sheet = book.create_sheet(name.replace("_", " "))
        if callable(content):
            content(sheet)
            continue
        for row in content:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


# 1. Falls and bed days: a title, decimal commas, a sum and a mean at the bottom, in
# Windows' western alphabet.

FALLS = (5, 3, 6, 4, 7, 2, 5, 4, 3, 6, 5, 4, 6, 3)
BED_DAYS = (612, 580, 634, 601, 655, 560, 540, 598, 610, 640, 625, 603, 648, 571)


def falls_and_bed_days() -> bytes:
    """Swedish months, semicolons, cp1252."""
    months = [f"{name} 2026" for name in SWEDISH_MONTHS] + ["jan-27", "feb-27"]
    rows = zip(months, FALLS, BED_DAYS, strict=True)
    lines = [
        "Fallrapport avdelning Östra;;",
        "uttagen 2027-03-02;;",
        ";;",
        "Månad;Antal fall;Vårddygn",
        *(f"{month};{falls};{days},0" for month, falls, days in rows),
        f"Summa;{sum(FALLS)};{sum(BED_DAYS)},0",
        "Genomsnitt;4,5;605,5",
    ]
    return "\r\n".join(lines).encode("cp1252")


# 2. Hand hygiene: a header in two rows with merged cells, the year merged down beside
# its months, a total.

WASHED = (41, 38, 44, 40, 39, 43, 45, 42, 46, 44, 47, 45, 46, 44)
OBSERVED = (52, 50, 55, 51, 52, 54, 55, 53, 56, 55, 56, 54, 55, 54)


def hand_hygiene() -> bytes:
    """A worksheet laid out for the eye."""

    def fill(sheet):
        sheet["A1"] = "Handhygien, medicinkliniken"
        sheet.merge_cells("A1:E1")
        sheet["A3"], sheet["B3"], sheet["C3"], sheet["E3"] = (
            "År",
            "Månad",
            "Observationer",
            "Anmärkning",
        )
        sheet.merge_cells("A3:A4")
        sheet.merge_cells("B3:B4")
        sheet.merge_cells("C3:D3")
        sheet["C4"], sheet["D4"] = "Rätt", "Alla"
        months = [*SWEDISH_MONTHS, "januari", "februari"]
        for at, (month, washed, all_of_them) in enumerate(
            zip(months, WASHED, OBSERVED, strict=True), start=5
        ):
            sheet.cell(at, 2, month.capitalize())
            sheet.cell(at, 3, washed)
            sheet.cell(at, 4, all_of_them)
        sheet["A5"], sheet["A17"] = 2026, 2027
        sheet.merge_cells("A5:A16")
        sheet.merge_cells("A17:A18")
        sheet["E9"] = "ny rutin"
        sheet["A19"], sheet["C19"], sheet["D19"] = "Totalt", sum(WASHED), sum(OBSERVED)

    return _workbook(Handhygien=fill)


# 3. Waiting times with notes in the cells, in UTF-16 as old exports write it.

WAITS = (34, 41, 29, None, 38, 45, 31, None, 36, 40, 33, None, 37, 35, None, 39)
_WAIT_NOTES = {4: "syk", 8: "ca 12", 12: "*", 15: "12 (prel.)"}


def waits_with_notes() -> bytes:
    """Norwegian weeks, tabs, UTF-16."""
    lines = ["Uke\tVentetid (min)\tKommentar"]
    for week, wait in enumerate(WAITS, start=1):
        cell = _WAIT_NOTES.get(week, wait)
        lines.append(f"uke {week} 2027\t{cell}\t{'ferie' if week == 8 else ''}")
    return "\n".join(lines).encode("utf-16")


# 4. Pressure ulcers, one row each, the day as the number Excel stores.

ULCER_DAYS = (
    *(date(2026, 1, 4), date(2026, 1, 31), date(2026, 2, 12), date(2026, 3, 29)),
    *(date(2026, 4, 2), date(2026, 5, 17), date(2026, 5, 17), date(2026, 7, 1)),
    *(date(2026, 7, 30), date(2026, 9, 14), date(2026, 9, 20), date(2026, 11, 8)),
    *(date(2026, 12, 1), date(2027, 1, 21), date(2027, 2, 3)),
)


def ulcers_as_serials() -> bytes:
    """A column whose date format was lost."""
    zero = date(1899, 12, 30)
    rows = [["Nr", "Dato", "Grad"]]
    rows += [
        [number, (day - zero).days, 2 + number % 2]
        for number, day in enumerate(ULCER_DAYS, start=1)
    ]
    return _workbook(Tryksår=rows)


# 5. Complaints on its side: the months are columns with real dates, the wards rows.

COMPLAINTS = (7, 4, 6, 9, 5, 8, 6, 7, 3, 6, 8, 5)


def complaints_on_its_side() -> bytes:
    """Months as columns, and "I alt" as the last of them."""
    months = [datetime(2026, month, 1) for month in range(1, 13)]
    east = [*COMPLAINTS, sum(COMPLAINTS)]
    west = [3, 2, 4, 3, 1, 2, 5, 2, 3, 4, 2, 3, 34]
    return _workbook(
        Klager=[["Afdeling", *months, "I alt"], ["Øst", *east], ["Vest", *west]]
    )


# 6. Several sheets, the first of them a letter; months are missing.

INFECTIONS = (4, 6, 3, 5, 7, 4, 5, 6, 3, 4, 6, 5, 4)
INFECTION_MONTHS = (1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12, 14, 15)


def infections_with_gaps() -> bytes:
    """May of 2026 and January of 2027 have no row."""
    rows = [["Kuukausi", "Infektiot"]]
    names = (
        "tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu".split()
    )
    for month, infections in zip(INFECTION_MONTHS, INFECTIONS, strict=True):
        year, within = 2026 + (month - 1) // 12, (month - 1) % 12
        rows.append([f"{names[within]}kuu {year}", infections])
    rows.append(["Yhteensä", sum(INFECTIONS)])
    return _workbook(
        Lue_minut=[["Taulukko on toisella välilehdellä."]],
        Infektiot=rows,
        Vanha=[["Kuukausi", "Infektiot"], ["tammikuu 2020", 9]],
    )


# 7. Length of stay, the newest week first, with the mark Excel writes before UTF-8.

STAYS = (4.5, 5.25, 4.75, 6.0, 5.5, 4.25, 5.0, 5.75, 4.5, 6.25, 5.0, 4.75, 5.5, 5.25)


def stays_newest_first() -> bytes:
    """Danish weeks, decimal commas; week 53 of 2026 comes before week 1."""
    weeks = [f"uge {week} 2026" for week in range(47, 54)]
    weeks += [f"uge {week} 2027" for week in range(1, 8)]
    rows = [
        f"{week};{stay:.2f}".replace(".", ",")
        for week, stay in zip(weeks, STAYS, strict=True)
    ]
    text = "\n".join(["Uge;Liggetid (dage)", *reversed(rows), "Gennemsnit;5,16"])
    return text.encode("utf-8-sig")


# 8. Health centres side by side, with a total among them.

CENTRES = {
    "Kemi": (31, 120),
    "Inari": (9, 24),
    "Sodankylä": (22, 80),
    "Oulu Tuira": (88, 410),
    "Oulu Kaijonharju": (70, 260),
    "Rovaniemi": (64, 300),
}


def centres_side_by_side() -> bytes:
    """Finnish, with "Yhteensä" as the last row and thousands with a space."""
    lines = ["Terveysasema,Ajoissa,Kaikki"]
    lines += [f"{name},{on_time},{all_}" for name, (on_time, all_) in CENTRES.items()]
    on_time = sum(pair[0] for pair in CENTRES.values())
    all_ = sum(pair[1] for pair in CENTRES.values())
    lines.append(f"Yhteensä,{on_time},1 {all_ - 1000}")
    return "\n".join(lines).encode()


# 9. One row for each visit: several in a week.


def visits() -> list[tuple[date, int]]:
    """Forty-two visits through fourteen weeks."""
    minutes = (12, 19, 15, 22, 14, 18, 25, 11, 17, 20, 13, 16, 24, 15)
    return [
        (date.fromordinal(date(2027, 1, 4).toordinal() + 7 * week + day), base + day)
        for week, base in enumerate(minutes)
        for day in (0, 2, 3)
    ]


def visits_one_by_one() -> bytes:
    """Day/month-year, and two dates that say which it is."""
    lines = ["Dag|Minuter|Läkare"]
    lines += [
        f"{day.day}/{day.month}-{day.year}|{minutes}|A" for day, minutes in visits()
    ]
    return "\n".join(lines).encode()


# 10. One row for each patient with yes or no, and real dates.


def assessed() -> list[tuple[datetime, str]]:
    """Ten patients in each of thirteen months, of whom some were assessed in time."""
    yes = (7, 8, 6, 9, 7, 8, 7, 6, 8, 9, 8, 7, 9)
    return [
        (datetime(2026 + month // 12, month % 12 + 1, 2 + 2 * at, 9, 30), answer)
        for month, count in enumerate(yes)
        for at, answer in enumerate(["Ja"] * count + ["nei"] * (10 - count))
    ]


def assessed_yes_or_no() -> bytes:
    """Norwegian yes and no below each other, the headings in the second row."""
    rows = [["Vurdert innen 24 timer"], ["Innlagt", "Vurdert"], *assessed()]
    return _workbook(Ark1=rows)


# 11. A template with percentages for all of the year: the last are still to come.

SHARES = (87.5, 90, 84, 91.2, 88, 86.5, 89, 92, 85, 90.5, 88.5, 87, 91)


def shares_in_a_template() -> bytes:
    """Text as in "87,5 %", "#DIV/0!" where nothing was counted, empty months ahead."""
    rows = [["Månad", "Andel i tid"]]
    for month in range(18):
        name = f"{SWEDISH_MONTHS[month % 12][:3]} {2026 + month // 12}"
        if month < len(SHARES):
            cell = f"{SHARES[month]} %".replace(".", ",")
        else:
            cell = "#DIV/0!"
        rows.append([name, cell])
    return _workbook(Blad1=rows)


FILES = {
    "fall-östra.csv": falls_and_bed_days,
    "handhygien.xlsx": hand_hygiene,
    "ventetid.txt": waits_with_notes,
    "tryksår.xlsx": ulcers_as_serials,
    "klager.xlsx": complaints_on_its_side,
    "infektiot.xlsx": infections_with_gaps,
    "liggetid.csv": stays_newest_first,
    "terveysasemat.csv": centres_side_by_side,
    "besök.csv": visits_one_by_one,
    "vurdert.xlsx": assessed_yes_or_no,
    "andel.xlsx": shares_in_a_template,
}
