"""Whether the invented population is like what the pilot met: rates, families, names, errors."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from datetime import date, datetime

import numpy as np
import pytest

from orchestration.synthetic import slips, write_sample
from orchestration.synthetic.population import compulsory_age_births

from .conftest import read_csv

FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%b-%Y", "%d.%m.%y", "%Y%m%d", "%d %B %Y", "%d/%m/%y")


def day(text: str) -> date | None:
    for form in FORMS:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return date.fromordinal(date(1899, 12, 30).toordinal() + int(text)) if re.fullmatch(r"\d{5}", text) else None


def fold(text: str) -> str:
    return re.sub("[^a-z0-9]", "", unicodedata.normalize("NFD", text.lower().replace("ł", "l")))


def key(row: dict[str, str], forename: str, born: str) -> tuple:
    return fold(row["surname"]), fold(row[forename]), day(row[born]), fold(row["postcode"])


def agreement(landing, truth) -> tuple[float, float]:
    """Shares of NHS rows in scope that agree exactly with a current record, and that nobody's record proves."""
    true = {(row["sourcefile"], int(row["sourcerow"])): row for row in truth}
    keys, present = set(), {row["personid"] for row in truth if row["sourcefile"].startswith("independent")}
    for path in [*landing.glob("local_authorities/*/*.csv"), *landing.glob("neighbouring_authorities/*.csv")]:
        if path.name == "cme.csv":
            continue
        for number, row in enumerate(read_csv(path), start=2):
            fact = true[path.relative_to(landing).as_posix(), number]
            if "not_current" not in fact["errors"]:
                present.add(fact["personid"])
                keys.add(key(row, "forename", "dob"))
    exact = absent = total = 0
    for path in landing.glob("nhs/*.csv"):
        for number, row in enumerate(read_csv(path), start=2):
            fact = true[path.relative_to(landing).as_posix(), number]
            if re.search("duplicate|out_of|birth_", fact["errors"]):
                continue
            total += 1
            exact += key(row, "forenames", "dateofbirth") in keys
            absent += fact["personid"] not in present
    return exact / total, absent / total


def test_exact_agreement_and_absence_are_near_the_pilot(landing, truth):
    exact, absent = agreement(landing, truth)
    assert exact == pytest.approx(0.68, abs=0.04)
    assert absent == pytest.approx(0.06, abs=0.025)


def test_without_noise_only_true_absence_is_left(tmp_path):
    made = write_sample(tmp_path / "data", las=["W06000015"], scale=0.02, seed=3, noise=0)
    exact, absent = agreement(made.out / "landing" / made.cycle, read_csv(made.truth_file))
    independent_only = 0.07  # children whose only record is an independent school's, not read here
    assert 1 - absent - independent_only < exact <= 1 - absent + 0.005


def test_twins_share_birth_date_and_home_but_not_forename(landing, truth):
    people = {row["personid"] for row in truth}
    twins = {row["personid"] for row in truth if row["twinsetid"]}
    assert 0.018 < len(twins) / len(people) < 0.042
    sets = defaultdict(dict)
    true = {(row["sourcefile"], int(row["sourcerow"])): row for row in truth if row["sourcefile"].startswith("nhs/")}
    for path in landing.glob("nhs/*.csv"):
        for number, row in enumerate(read_csv(path), start=2):
            fact = true[path.relative_to(landing).as_posix(), number]
            if fact["twinsetid"] and not fact["errors"]:
                sets[fact["twinsetid"]][fact["personid"]] = row
    pairs = [list(rows.values())[:2] for rows in sets.values() if len(rows) >= 2]
    assert len(pairs) > 15
    for first, second in pairs:
        assert day(first["dateofbirth"]) == day(second["dateofbirth"])
        assert first["forenames"] != second["forenames"]
        assert first["postcode"] == second["postcode"]
    assert any(a["forenames"][0] == b["forenames"][0] for a, b in pairs)


def test_families_move_together(truth):
    moved = defaultdict(set)
    for row in truth:
        if row["sourcefile"].startswith("nhs/") and "duplicate" not in row["errors"]:
            moved[row["householdid"]].add((row["personid"], "old_address" in row["errors"]))
    families = [rows for rows in moved.values() if len(rows) > 1]
    share = sum(stale for rows in moved.values() for _, stale in rows) / sum(len(rows) for rows in moved.values())
    together = [all(s for _, s in rows) for rows in families if any(s for _, s in rows)]
    assert 0.05 < share < 0.13
    assert sum(together) / len(together) > 0.7


def test_names_are_welsh_names_and_more(landing):
    surnames = Counter(fold(row["surname"]) for path in landing.glob("nhs/*.csv") for row in read_csv(path))
    total = sum(surnames.values())
    assert surnames.most_common(1)[0][0] == "jones" and 0.04 < surnames["jones"] / total < 0.075
    assert len(surnames) > 700
    written = " ".join(
        row["surname"] for path in landing.glob("local_authorities/*/plasc.csv") for row in read_csv(path)
    )
    assert (
        re.search(r"\b(ap|ab|ferch) [A-Z]", written)
        and re.search(r"\bO'[A-Z]", written)
        and re.search(r"[a-z]-[A-Z]", written)
    )


def test_every_state_and_the_common_errors_occur(truth):
    states = {row["educationstate"] for row in truth}
    assert states >= {
        "la_school",
        "other_la_school",
        "independent",
        "independent_placed",
        "ehe_suitable",
        "ehe_not_assessed",
        "ehe_unsuitable",
        "eotas",
        "eotas_and_school",
        "out_of_county",
        "known_cme",
        "missing",
        "gone",
    }
    planted = Counter(error for row in truth for error in row["errors"].split(";") if error)
    for name in (
        "surname_typo",
        "variant_forename",
        "middle_appended",
        "surname_changed",
        "old_address",
        "diacritics_lost",
        "half_surname",
    ):
        assert planted[name] >= 5, name
    missing = {row["educationstate"] for row in truth if row["ismissing"] == "true"}
    assert missing == {"missing", "known_cme", "ehe_unsuitable"}


def test_leavers_and_dual_registrations_are_on_the_rolls(landing):
    rows = [row for path in landing.glob("local_authorities/*/plasc.csv") for row in read_csv(path)]
    assert {"C", "M", "S"} <= {row["enrolstatus"] for row in rows}
    left = [row for row in rows if row["leavingdate"]]
    assert {bool(row["destinationschool"]) for row in left} == {True, False}
    main = {row["upn"] for row in rows if row["enrolstatus"] == "M"}
    assert main & {row["upn"] for row in rows if row["enrolstatus"] == "S"}


@pytest.mark.parametrize(
    ("on", "first", "last"),
    [
        ("2025-04-30", "2008-09-01", "2020-03-31"),
        ("2025-07-01", "2009-09-01", "2020-03-31"),
        ("2026-01-20", "2009-09-01", "2020-12-31"),
        ("2025-06-27", "2008-09-01", "2020-03-31"),
        ("2025-06-28", "2009-09-01", "2020-03-31"),
    ],
)
def test_compulsory_school_age(on, first, last):
    days = [int(np.datetime64(text).astype(int)) for text in (first, last)]
    assert list(compulsory_age_births(np.datetime64(on))) == days


@pytest.mark.parametrize("draw", [0.0, 0.3, 0.7, 0.999])
@pytest.mark.parametrize("kind", [0.1, 0.4, 0.6, 0.8, 0.95])
@pytest.mark.parametrize("name", ["Jones", "Ng", "O'Brien", "Siôn"])
def test_a_typo_is_one_slip(name, draw, kind):
    wrong = slips.typo(name, draw, kind)
    assert wrong and abs(len(wrong) - len(name)) <= 1
    assert sum((Counter(name) - Counter(wrong)).values()) <= 2
