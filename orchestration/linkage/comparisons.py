"""How two records are compared: five comparisons, each a short list of named levels.

Put here the levels (SQL over the features of features/) and nothing else: which pairs are compared is
blocking.py, what a level weighs is the model file. Levels are tried from the top; the first that is
true counts. Names of levels are part of the contract with decide/reasons.py and with stored explanations.

Sex is not compared: it is not asked for. Postcode and address are one comparison, because they agree
or differ together and counting both would count one fact twice.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from orchestration.linkage.features.forenames import misspelt_sql, sounds_alike_sql


@dataclass(frozen=True)
class Level:
    """One way in which a pair may agree.

    ``tf`` names the column whose frequency adjusts the weight. A level that training did not meet is
    not impossible: ``m_floor`` and ``u_floor`` keep its weight within reason.
    """

    name: str
    sql: str
    says: str
    tf: str | None = None
    m: float | None = None
    u: float | None = None
    m_floor: float = 1e-5
    u_floor: float = 1e-6


@dataclass(frozen=True)
class Comparison:
    """A field of comparison. ``trained`` is False where m and u are set here, not learnt."""

    name: str
    null_sql: str
    levels: tuple[Level, ...]
    tf_floor: float = 0.0
    trained: bool = True

    def weights(self, parameters: dict[str, tuple[float, float]]) -> dict[str, float]:
        """log2(m / u) by level, before any adjustment for frequency."""
        return {level.name: math.log2(m / u) for level in self.levels for m, u in [parameters[level.name]]}

    def distinct(self, parameters: dict[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
        """The parameters, with m moved by one part in 50,000 where two levels would weigh the same.

        Scoring distinguishes levels by their weight (Splink drops the level itself from its output
        unless all compared columns, names included, are kept for every pair).
        """
        result: dict[str, tuple[float, float]] = {"": (1.0, 1.0)}  # not comparable: weight 0
        for level in self.levels:
            m, u = parameters[level.name]
            while any(abs(math.log2(m / u) - math.log2(a / b)) < 1e-5 for a, b in result.values()):
                m *= 1.00002
            result[level.name] = (m, u)
        return {name: value for name, value in result.items() if name}


def _either(template: str, a: str = "l", b: str = "r") -> str:
    """The condition read both ways round: ``{a}`` and ``{b}`` are the two sides."""
    return f"({template.format(a=a, b=b)} or {template.format(a=b, b=a)})"


def _distance_below(metres: int) -> str:
    return (
        "((easting_l - easting_r) * (easting_l - easting_r)"
        f" + (northing_l - northing_r) * (northing_l - northing_r)) < {metres**2}"
    )


# hamming() raises on unequal lengths even behind an AND, hence the CASE
_ONE_DIGIT = "case when length(dob_l) = length(dob_r) then hamming(dob_l, dob_r) <= 1 else false end"
# sw_fn and sw_sn repeat fn_first and sn_first under other names: Splink does not learn a comparison under a
# blocking rule that shares a column with it, and this one level would stop both names being learnt
# One of the two may be misspelt as well (Olivia Parry, Parry Olviia), or half of a double surname left out
_FORENAME_SWAPPED = (
    "(list_contains(sw_parts_r, fn_first_l) and jaro_winkler_similarity(sw_sn_l, fn_first_r) >= 0.84"
    " or list_contains(sw_parts_l, fn_first_r) and jaro_winkler_similarity(fn_first_l, sw_sn_r) >= 0.84)"
)
_SURNAME_SWAPPED = (
    "(list_contains(sn_parts_l, sw_fn_r) and jaro_winkler_similarity(sw_fn_l, sn_first_r) >= 0.84"
    " or list_contains(sn_parts_r, sw_fn_l) and jaro_winkler_similarity(sn_first_l, sw_fn_r) >= 0.84)"
)
# letters in another order (Nia, Nai), a beginning (Clem, Clementine), an initial: Jaro-Winkler is
# harsh on these, above all in the short names that are common in Wales
_REORDERED = "fn_letters_l = fn_letters_r"
_BEGINNING = (
    "(least(length(fn_first_l), length(fn_first_r)) >= 3"
    " and (starts_with(fn_first_l, fn_first_r) or starts_with(fn_first_r, fn_first_l)))"
)
_INITIAL = "((length(fn_first_l) = 1 or length(fn_first_r) = 1) and fn_initial_l = fn_initial_r)"


def comparisons() -> tuple[Comparison, ...]:
    """All comparisons, built again at each call (Splink changes what it is given)."""
    return _forename(), _surname(), _dob(), _place(), _upn()


def _forename() -> Comparison:
    return Comparison(
        "forename",
        "fn_first_l is null or fn_first_r is null",
        (
            Level(
                "full",
                "fn_first_l = fn_first_r and list_has_any(fn_middles_l, fn_middles_r)",
                "the first forename and a middle name are the same",
                tf="fn_first",
            ),
            Level(
                "other_middle",
                "fn_first_l = fn_first_r and fn_middle_initial_l <> fn_middle_initial_r",
                "the first forename is the same, but the middle names differ",
                tf="fn_first",
            ),
            Level("first", "fn_first_l = fn_first_r", "the first forename is the same", tf="fn_first"),
            Level(
                "variant",
                "fn_joined_l = fn_joined_r or list_has_any(fn_alias_l, fn_alias_r) or "
                + _either("fn_preferred_{a} = fn_first_{b}")
                + f" or {sounds_alike_sql()}",
                "the forenames are forms of one name, or the preferred name is the same",
            ),
            Level("swapped", _FORENAME_SWAPPED, "forename and surname stand in each other's place", m_floor=2e-4),
            Level(
                "similar_92",
                f"jaro_winkler_similarity(fn_first_l, fn_first_r) >= 0.92 or {misspelt_sql()}",
                "the first forenames are spelt nearly alike",
            ),
            Level(
                "other_forename",
                _either("list_contains(fn_tokens_{a}, fn_first_{b})"),
                "one child's first forename is among the other's forenames",
            ),
            Level(
                "similar_84",
                "jaro_winkler_similarity(fn_first_l, fn_first_r) >= 0.84"
                f" or {_REORDERED} or {_BEGINNING} or {_INITIAL}",
                "the first forenames resemble each other, or one is the beginning or initial of the other",
            ),
            Level(
                "similar_70",
                "jaro_winkler_similarity(fn_first_l, fn_first_r) >= 0.70",
                "the first forenames resemble each other a little",
            ),
            Level("else", "ELSE", "the forenames differ"),
        ),
        tf_floor=0.0002,
    )


def _surname() -> Comparison:
    return Comparison(
        "surname",
        "sn_l is null or sn_r is null",
        (
            Level("exact", "sn_l = sn_r", "the surname is the same", tf="sn"),
            Level(
                "shared_rare",
                "list_has_any(sn_rare_l, sn_rare_r)",
                "a part of the surname, or a former surname, is the same and uncommon",
            ),
            Level("similar_92", "jaro_winkler_similarity(sn_l, sn_r) >= 0.92", "the surnames are spelt nearly alike"),
            Level(
                "shared_common",
                "list_has_any(sn_parts_l, sn_parts_r)",
                "a part of the surname, or a former surname, is the same and common",
            ),
            Level("swapped", _SURNAME_SWAPPED, "forename and surname stand in each other's place", m_floor=2e-4),
            Level("similar_84", "jaro_winkler_similarity(sn_l, sn_r) >= 0.84", "the surnames resemble each other"),
            Level("else", "ELSE", "the surnames differ"),
        ),
        tf_floor=0.00005,
    )


def _dob() -> Comparison:
    return Comparison(
        "dob",
        "dob_l is null or dob_r is null",
        (
            # 1 January stands for "some day of that year" in many systems: agreeing on it says less
            Level("exact", "dob_l = dob_r and not dob_default_l", "the birth date is the same"),
            Level(
                "exact_default",
                "dob_l = dob_r",
                "the birth date is the same, but 1 January, which often stands for unknown",
                u_floor=2e-5,
            ),
            Level("day_month_swapped", "dob_swap_l = dob_r", "day and month are exchanged"),
            Level("one_digit", _ONE_DIGIT, "the birth dates differ in one digit"),
            Level(
                "default_same_year",
                "dob_y_l = dob_y_r and (dob_default_l or dob_default_r)",
                "the year is the same and one date is 1 January, which often stands for unknown",
            ),
            Level(
                "two_parts",
                "(dob_y_l = dob_y_r)::int + (dob_m_l = dob_m_r)::int + (dob_d_l = dob_d_r)::int = 2",
                "two of day, month and year are the same",
            ),
            Level("else", "ELSE", "the birth dates differ"),
        ),
    )


def _place() -> Comparison:
    return Comparison(
        "place",
        "(pc_l is null or pc_r is null) and (house_street_l is null or house_street_r is null)",
        (
            Level("postcode_house", "pc_l = pc_r and house_l = house_r", "postcode and house are the same", tf="pc"),
            Level(
                "house_street_outcode",
                "house_street_l = house_street_r and pc_outcode_l = pc_outcode_r",
                "house and street are the same, in one postal district",
            ),
            Level("postcode", "pc_l = pc_r", "the postcode is the same", tf="pc"),
            Level(
                "postcode_one_letter",
                "case when length(pc_l) = length(pc_r) then hamming(pc_l, pc_r) = 1 else false end"
                " and (street_l = street_r or house_l = house_r)",
                "the postcodes differ in one place and the house or street is the same",
            ),
            Level("house_street", "house_street_l = house_street_r", "house and street are the same"),
            Level(
                "near",
                f"{_distance_below(500)} or pc_sector_l = pc_sector_r",
                "the addresses are within half a kilometre, or in one postcode sector",
            ),
            Level(
                "district",
                f"{_distance_below(5000)} or pc_outcode_l = pc_outcode_r",
                "the addresses are within five kilometres, or in one postal district",
            ),
            Level("region", _distance_below(20_000), "the addresses are within twenty kilometres"),
            Level("else", "ELSE", "the addresses are far apart"),
        ),
        tf_floor=0.000002,
    )


def _upn() -> Comparison:
    # Few records carry a UPN on both sides, too few to learn from. Issue and copying are careful but
    # not perfect: two UPNs for one child after a move, a sibling's UPN on a form.
    return Comparison(
        "upn",
        "upn_l is null or upn_r is null",
        (
            Level("exact", "upn_l = upn_r", "the unique pupil number is the same", m=0.97, u=0.000002),
            Level("else", "ELSE", "the unique pupil numbers differ", m=0.03, u=0.999998),
        ),
        trained=False,
    )


def splink_comparison(comparison: Comparison, weights: dict[str, tuple[float, float]] | None) -> dict[str, Any]:
    """One comparison in Splink's form; ``weights`` gives (m, u) by level, None leaves them to training."""
    levels: list[dict[str, Any]] = [
        {"sql_condition": comparison.null_sql, "label_for_charts": "not comparable", "is_null_level": True}
    ]
    for level in comparison.levels:
        item: dict[str, Any] = {"sql_condition": level.sql, "label_for_charts": level.name}
        if level.tf is not None:
            item |= {
                "tf_adjustment_column": level.tf,
                "tf_minimum_u_value": comparison.tf_floor,
            }
        if weights is not None:
            item["m_probability"], item["u_probability"] = weights[level.name]
        levels.append(item)
    return {"output_column_name": comparison.name, "comparison_levels": levels}
