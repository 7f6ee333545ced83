"""How the invented population is made: every rate in one place, each with where it comes from.

Put here numbers that a reader may want to question or change, and nothing that computes. Facts that differ by
local authority (LA) are in ``tables/local_authorities.csv``: pupils (schools' census January 2024, rounded),
centre and radius (approximate), unit postcodes (order of magnitude of Code-Point Open) and shares (assumptions
except where the comment on the national rate below names a source).

"Pilot" is the evaluation of the children missing education database pilot, GSR 56/2026. "Assumption" marks a
number that no source gives; it was chosen so that the sample as a whole comes near the pilot's results.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Parameters:
    """Shares of children, households or rows (0 to 1) unless the comment says otherwise.

    ``noise`` multiplies all of `Errors` but the loss of diacritics, and here the old addresses, the changed
    surnames and the duplicates.
    """

    # size of the population
    # residents born in one school year for each pupil on roll: 167,000 NHS rows in the seven pilot LAs (pilot)
    # over 11.58 compulsory school years and about 176,000 pupils of all ages (census), ghosts included
    cohort_per_pupil: float = 0.0806
    birth_years: int = 15  # nursery to year 13: ages of pupils in the schools' census

    # households
    # one child 73 %, ...: gives about 45 % of children a brother or sister in the data (assumption from 2021 census)
    household_sizes: tuple[float, ...] = (0.710, 0.232, 0.047, 0.011)
    # 14 to 15 maternities in 1,000 are multiple (ONS birth characteristics): 2.9 % of children
    twin_maternities: float = 0.0149
    look_alike_twins: float = 0.33  # a third of twin pairs share a first initial or rhyme (assumption)
    half_sibling_surname: float = 0.03  # a younger child carries another surname (assumption)
    double_surname: float = 0.10  # 8 to 12 % of young children (assumption, wide agreement)
    patronymic: float = 0.03  # ap, ab or ferch, in Welsh-speaking households (assumption)
    surname_changed: float = 0.048  # surname differs between sources, 4 to 6 % (ALSPAC found more over 20 years)
    # families who moved in the last two years and whose NHS address is the old one: 8 to 12 % (pilot: "outdated")
    nhs_address_old: float = 0.100
    surname_kept_by_nhs: float = 0.86  # where it changed, the NHS still has the earlier one (assumption)
    surname_kept_by_school: float = 0.04
    school_address_old: float = 0.015  # the school has the old one (assumption)
    moved_between_las: float = 0.20  # of those who moved: 2.5 to 3.5 % of children change LA in a year
    house_name_rural: float = 0.42  # addresses with a name and no number are the norm in rural Wales
    house_name_urban: float = 0.03
    flat_urban: float = 0.06

    # where children are educated (tables/local_authorities.csv holds what differs by LA)
    neighbours_answering: float = 0.60  # 0 to 30 % at the pilot's first run; more once asked
    ehe_split: tuple[float, float, float] = (0.72, 0.21, 0.07)  # suitable, not yet assessed, unsuitable (assumption)
    # 5.5 per 1,000 pupils EOTAS in all (Welsh Government 2023/24), split in three
    eotas_main: float = 0.0030
    eotas_and_school: float = 0.0012  # subsidiary registration in a school
    independent_placed: float = 0.0025  # LA-funded place in an independent school; 47 of 80 schools are special
    out_of_county: float = 0.0025  # assumption
    known_cme: float = 0.0026  # 348 known before the pilot in five LAs with 93,024 records (pilot)
    missing_unknown: float = 0.0030  # truly missing, not known: 0.15 to 0.4 % (assumption)
    died: float = 0.0001  # deaths at 5 to 15 are about 10 per 100,000 a year; few not yet flagged
    under_age_not_on_roll: float = 0.08
    over_age_not_on_roll: float = 0.62  # no sixth form in many areas: further education college
    dual_registration: float = 0.008  # main and subsidiary (assumption)
    year_retained: float = 0.006  # taught a year above or below: 0.5 to 1 %
    leaver_moved_school: float = 0.015  # non-standard moves leave a leaver's row (assumption)
    leaver_gone: float = 0.35
    leaver_missing: float = 0.40
    leaver_ehe: float = 0.30
    case_open_but_enrolled: float = 0.0007
    case_open_over_age: float = 0.004
    case_closed: float = 0.004
    incoming_from_neighbour: float = 0.022  # pupils on LA rolls who live in a non-participating Welsh LA
    incoming_from_england: float = 0.010

    # independent schools (pilot: 84 asked; late, never, wrong ages, boarders)
    pupils_per_independent_school: int = 115  # 9,698 pupils in 79 schools, 2020/21
    school_never_returns: float = 0.12  # 10 to 15 %
    school_late: float = 0.20
    return_out_of_age: float = 0.20  # of its pupils outside compulsory age, how many a school reports
    return_out_of_area: float = 0.03
    school_forms: tuple[float, float, float, float] = (0.70, 0.22, 0.04, 0.04)  # xlsx, csv, docx, eml
    school_welsh_headings: float = 0.15
    school_extra_columns: float = 0.30

    # the NHS list
    nhs_out_of_age: float = 0.012  # of children outside the ages asked for, how many slip in (assumption)
    nhs_out_of_area: float = 0.03  # of pupils living elsewhere, how many slip in (assumption)
    nhs_duplicate: float = 0.004  # 0.3 to 0.5 % (assumption; Welsh list inflation is about 5 % in all)


@dataclass(frozen=True)
class Errors:
    """Rates of error in a row of one kind of source, multiplied by ``noise``. Sources as in `Parameters`."""

    surname_typo: float = 0.0  # 1 to 1.5 % of names over both sources
    forename_typo: float = 0.0
    variant_forename: float = 0.0  # legal, preferred and Welsh-English forms: 4 to 6 % over both sources
    half_surname: float = 0.0  # of double surnames: one half only
    surname_form: float = 0.0  # of double surnames: hyphen, space or run together
    middle_appended: float = 0.0  # FORENAMES holds middle names too
    other_spelling: float = 0.0  # transliteration, minority-ethnic names only (ECHILD: misses concentrate here)
    swapped_names: float = 0.0  # surname and forename change places, minority-ethnic names only
    swapped_names_any: float = 0.0
    one_name: float = 0.0
    diacritics_lost: float = 0.0
    birth_day_month: float = 0.0  # 0.3 to 0.6 % of birth dates are wrong in some way
    birth_digit: float = 0.0
    birth_year: float = 0.0
    birth_default: float = 0.0  # 1 January
    birth_missing: float = 0.0
    birth_unreadable: float = 0.0
    postcode_missing: float = 0.0  # missing or unreadable 0.5 %
    postcode_typo: float = 0.0
    postcode_placeholder: float = 0.0  # ZZ99: 0.05 %
    surgery_address: float = 0.0  # 0.1 to 0.2 % (pilot: children at surgery addresses)
    placeholder_name: float = 0.0  # Baby, Twin 1
    forename_missing: float = 0.0
    surname_missing: float = 0.0


NHS = Errors(
    surname_typo=0.008,
    forename_typo=0.009,
    variant_forename=0.020,
    half_surname=0.16,
    surname_form=0.25,
    middle_appended=0.055,
    other_spelling=0.050,
    swapped_names=0.020,
    swapped_names_any=0.0010,
    one_name=0.006,
    diacritics_lost=0.97,
    birth_day_month=0.0012,
    birth_digit=0.0022,
    birth_year=0.0006,
    birth_default=0.0006,
    birth_missing=0.0004,
    birth_unreadable=0.0005,
    postcode_missing=0.004,
    postcode_typo=0.003,
    postcode_placeholder=0.0006,
    surgery_address=0.0016,
    placeholder_name=0.0006,
    forename_missing=0.0004,
    surname_missing=0.0002,
)

SCHOOLS = Errors(  # PLASC and what schools hold: cleaner, but preferred names creep in
    surname_typo=0.004,
    forename_typo=0.004,
    variant_forename=0.026,
    half_surname=0.06,
    surname_form=0.20,
    other_spelling=0.020,
    swapped_names=0.004,
    swapped_names_any=0.0003,
    diacritics_lost=0.30,
    birth_day_month=0.0004,
    birth_digit=0.0008,
    birth_year=0.0002,
    birth_default=0.00005,
    birth_missing=0.0001,
    postcode_missing=0.002,
    postcode_typo=0.002,
)

LISTS = Errors(  # lists kept by hand: EHE, EOTAS, out of county, CME, independent schools
    surname_typo=0.012,
    forename_typo=0.014,
    variant_forename=0.045,
    half_surname=0.10,
    surname_form=0.25,
    other_spelling=0.030,
    swapped_names=0.010,
    swapped_names_any=0.0010,
    diacritics_lost=0.40,
    birth_day_month=0.0025,
    birth_digit=0.0030,
    birth_year=0.0012,
    birth_default=0.0002,
    birth_missing=0.0010,
    birth_unreadable=0.0010,
    postcode_missing=0.012,
    postcode_typo=0.006,
    forename_missing=0.0006,
)

# LAs whose NHS extract writes middle names after the forename far more often; the pilot saw one LA with half
# its records matched perfectly where others had two thirds
MIDDLE_NAMES_APPENDED = {"W06000002": 4.2, "W06000023": 1.6}
