"""Which pairs are compared at all.

Put here the blocking rules, each with a name and a sentence saying which true pairs it is there for.
Keep out scores. A pair that no rule reaches is lost for good, so rules overlap: a true pair with any
one field broken, and most with two, is reached by several. Rules on names alone grow with the square
of the file and therefore carry a second, weaker key.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from orchestration.linkage.stages import sql

WIDE_PAIRS = 200_000
"""So many pairs are scored in a fraction of a second."""


@dataclass(frozen=True)
class Rule:
    """A blocking rule: an equality of columns, so that the database can hash instead of compare."""

    name: str
    left: tuple[str, ...]
    why: str
    right: tuple[str, ...] | None = None

    @property
    def sql(self) -> str:
        right = self.right or self.left
        return " and ".join(f"l.{a} = r.{b}" for a, b in zip(self.left, right, strict=True))


def blocking_rules() -> tuple[Rule, ...]:
    """The rules used for scoring, built again at each call. The first are the most productive."""
    return (
        Rule("birth_date_and_surname", ("dob", "sn"), "Forename given otherwise; moved."),
        Rule("birth_date_and_forename", ("dob", "fn_first"), "Surname changed; moved."),
        Rule("birth_date_and_postcode", ("dob", "pc"), "Both names changed or misspelt, same home."),
        Rule(
            "birth_date_and_district",
            ("dob", "pc_outcode"),
            "Both names misspelt and the postcode mistyped or moved near by.",
        ),
        Rule(
            "birth_date_and_forename_start",
            ("dob", "fn_3"),
            "Forename shortened or its end misspelt; surname changed; moved.",
        ),
        Rule(
            "birth_date_and_surname_start",
            ("dob", "sn_4"),
            "Double-barrelled or misspelt surname and another forename; moved.",
        ),
        Rule("postcode_and_forename", ("pc", "fn_first"), "Birth date wrong and surname changed."),
        Rule("postcode_surname_year", ("pc", "sn", "dob_y"), "Day or month wrong and forename given otherwise."),
        Rule("postcode_surname_day", ("pc", "sn", "dob_m", "dob_d"), "Year wrong and forename given otherwise."),
        Rule("postcode_year_month", ("pc", "dob_y", "dob_m"), "Both names changed and the day wrong."),
        Rule("name_and_year", ("fn_first", "sn", "dob_y"), "Moved, and day or month wrong."),
        Rule("name_and_district", ("fn_first", "sn", "pc_outcode"), "Birth date wrong throughout; moved near by."),
        Rule("name_and_month_day", ("fn_first", "sn", "dob_m", "dob_d"), "Moved, and the year wrong."),
        Rule(
            "swapped_names",
            ("fn_first", "sn_first", "dob_y"),
            "Forename and surname exchanged.",
            ("sn_first", "fn_first", "dob_y"),
        ),
        Rule("swapped_date_and_surname", ("dob_swap", "sn"), "Day and month exchanged; moved.", ("dob", "sn")),
        Rule(
            "swapped_date_and_forename",
            ("dob_swap", "fn_first"),
            "Day and month exchanged and surname changed.",
            ("dob", "fn_first"),
        ),
        Rule(
            "birth_date_and_swapped_forename",
            ("dob", "fn_first"),
            "Forename and surname exchanged, the other one misspelt or doubled.",
            ("dob", "sn_first"),
        ),
        Rule(
            "birth_date_and_swapped_surname", ("dob", "sn_first"), "The same, the other way round.", ("dob", "fn_first")
        ),
        Rule(
            "house_and_forename",
            ("house_street", "fn_first"),
            "Birth date wrong, surname changed and postcode mistyped.",
        ),
        Rule("upn", ("upn",), "The pupil number is the same, whatever else differs."),
    )


def wide_rules() -> tuple[Rule, ...]:
    """Rules with one key and no second: for files so small, or keys so rare, that it costs nothing."""
    return (
        Rule("postcode", ("pc",), "All that a wrong or missing birth date leaves."),
        Rule("house", ("house_street",), "The same, and the postcode mistyped or missing."),
        Rule("name", ("fn_first", "sn"), "No birth date; moved."),
        Rule(
            "swapped_name",
            ("fn_first", "sn_first"),
            "The same, forename and surname exchanged.",
            ("sn_first", "fn_first"),
        ),
        Rule("birth_date", ("dob",), "Both names misspelt; moved."),
        Rule("surname_and_year", ("sn", "dob_y"), "Forename given otherwise, birth date wrong; moved."),
        Rule("forename_and_year", ("fn_first", "dob_y"), "Surname changed, birth date wrong; moved."),
        Rule("surname", ("sn",), "Forename given otherwise, no birth date; moved."),
        Rule("forename", ("fn_first",), "Surname changed, no birth date; moved."),
    )


def rules_of_run(con: duckdb.DuckDBPyConnection) -> tuple[Rule, ...]:
    """The rules that the records in ``con`` are compared by."""
    return (*blocking_rules(), *affordable_rules(con))


def affordable_rules(con: duckdb.DuckDBPyConnection) -> tuple[Rule, ...]:
    """The wide rules that bring at most ``WIDE_PAIRS`` pairs each in this run.

    In the files of one authority they are; in those of a nation they are not, and a pair that has but one key
    left could not be distinguished from chance there.
    """

    def pairs(rule: Rule) -> int:
        sides = {"left": rule.left, "right": rule.right or rule.left}
        return sql.rows(con, "blocking/pairs_of_rule", sides=sides)[0][0]

    return tuple(rule for rule in wide_rules() if pairs(rule) <= WIDE_PAIRS)


def training_rules() -> tuple[Rule, ...]:
    """Rules under which m is learnt; each comparison is learnt where its own fields do not block.

    Every rule holds two fields fixed, so that a good share of the pairs are true ones and the sample
    needed is small.
    """
    return (
        Rule("birth_date_and_surname", ("dob", "sn"), "Teaches forename and place."),
        Rule("birth_date_and_forename", ("dob", "fn_first"), "Teaches surname and place."),
        Rule("postcode_and_forename", ("pc", "fn_first"), "Teaches surname and birth date."),
    )


def prior_rules() -> tuple[Rule, ...]:
    """Rules that are almost only met by true pairs: they count records that almost certainly have a partner."""
    return (
        Rule("name_and_birth_date", ("fn_first", "sn", "dob"), "The child as known to most people."),
        Rule("forename_birth_date_postcode", ("fn_first", "dob", "pc"), "Surname changed."),
        Rule("surname_birth_date_postcode", ("sn", "dob", "pc"), "Forename given otherwise."),
    )
