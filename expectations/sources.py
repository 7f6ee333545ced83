"""The rules of each raw table: one row a rule, with its column, thresholds and a sentence of why.

Put here what is asked of a source, and of which share of its records. Keep out questions that sources share
(``kinds``), the shapes of values (``patterns``), and whatever needs a value to be read: age, residence, duplicates,
whether a pupil is current, which provision counts (dbt settles those).
"""

from __future__ import annotations

from expectations import patterns
from expectations.kinds import (
    DATE_FORM,
    FORM,
    GIVEN,
    KNOWN,
    LINEAGE,
    NOT_EMPTY,
    ONCE,
    SCHOOL_NUMBER_FORM,
    SEND_AGAIN,
    SUPPLIER_TAKES_PART,
    UPN_FORM,
    birth_date,
    name,
    postcode,
)
from expectations.rules import Rule, TableRules

# Children are looked for from this extract, so a wrong file makes hundreds of families look as if their children
# were in no school: whatever says 'wrong file' blocks, for the whole and for each authority's file.
NHS = TableRules(
    "nhs",
    (
        NOT_EMPTY(stop=1, why="An extract with no record would clear nobody and say so."),
        *LINEAGE,
        *name("surname", warn=0.995),
        *name("forenames", warn=0.995),
        *birth_date("date_of_birth", warn=0.99),
        *postcode(warn=0.97),
        GIVEN(
            "address_line_1",
            stop=0.50,
            warn=0.97,
            why="The address distinguishes two children of one name, and is where a letter would go.",
        ),
        SUPPLIER_TAKES_PART("supplier_la_code", warn=1.0),
    ),
    file_severity="critical",
)

# Nearly every child is found here, so a wrong file of one authority would leave tens of thousands of pupils
# unmatched. Enrolment status and leaving date decide who is on a roll now, so they block too.
PLASC = TableRules(
    "plasc",
    (
        NOT_EMPTY(stop=1, why="An authority has maintained schools, so it has pupils."),
        *LINEAGE,
        *name("surname", warn=0.995),
        *name("forename", warn=0.995),
        *birth_date("dob", warn=0.99),
        *postcode(warn=0.97),
        GIVEN(
            "upn",
            stop=0.60,
            warn=0.98,
            why="Every pupil of a maintained school has a UPN; new arrivals may wait for one.",
        ),
        UPN_FORM("upn", stop=0.70, warn=0.98),
        GIVEN("enrol_status", stop=0.90, warn=0.99, why="The status proves that the child is a registered pupil."),
        KNOWN(
            "enrol_status",
            pattern=patterns.ENROL_STATUS,
            stop=0.90,
            warn=0.995,
            why="C, M, S and G prove registration; another letter proves nothing, so the child stays open.",
            remedy="Ask which statuses the authority's system writes, and for C, M, S or G instead.",
        ),
        DATE_FORM(
            "leaving_date",
            stop=0.50,
            why="A leaving date that cannot be read would keep a child who left on the roll.",
        ),
        DATE_FORM("entry_date", why="The entry date settles which of two schools is the later."),
        GIVEN("school_number", stop=0.50, warn=0.98, why="It says which school to ask about the child."),
        SCHOOL_NUMBER_FORM("school_number"),
        KNOWN(
            "nc_year",
            pattern=patterns.NC_YEAR,
            warn=0.95,
            why="N1, N2, R and 1 to 14: the year helps to see a slipped column, and matches nobody.",
            remedy=SEND_AGAIN,
        ),
        SUPPLIER_TAKES_PART("supplier_la_code", stop=1.0),
    ),
    file_severity="critical",
)

# Suitability decides whether a match clears a child, so it blocks like a name does. Many authorities keep the list by
# hand, so other thresholds are a little lower.
EHE = TableRules(
    "ehe",
    (
        NOT_EMPTY(warn=1, why="A small authority may know of no home educated child."),
        *LINEAGE,
        *name("surname", warn=0.99),
        *name("forename", warn=0.99),
        *birth_date("dob", warn=0.98),
        *postcode(warn=0.95),
        UPN_FORM("upn"),
        GIVEN(
            "suitability",
            stop=0.80,
            warn=0.98,
            why="Without it nobody can say whether home education clears the child.",
        ),
        KNOWN(
            "suitability",
            pattern=patterns.SUITABILITY,
            stop=0.80,
            warn=0.98,
            why="Suitable, Not yet assessed, Unsuitable: any other word clears nobody.",
            remedy="Ask the authority to choose one of the three words for each child.",
        ),
        GIVEN("local_id", warn=0.95, why="It is how the authority finds the child in its own list."),
        DATE_FORM(
            "end_date",
            stop=0.50,
            why="An end date that cannot be read would keep a child home educated who no longer is.",
        ),
        DATE_FORM("start_date", why="The start date shows how long the child has been known."),
        SUPPLIER_TAKES_PART("supplier_la_code", stop=1.0),
    ),
    file_severity="critical",
)

# A match clears a child, so a wrong file blocks.
EOTAS = TableRules(
    "eotas",
    (
        NOT_EMPTY(warn=1, why="A small authority may fund none on the reference date."),
        *LINEAGE,
        *name("surname", warn=0.99),
        *name("forename", warn=0.99),
        *birth_date("dob", warn=0.98),
        *postcode(warn=0.95),
        UPN_FORM("upn"),
        GIVEN("provision_type", warn=0.95, why="It says what education the child is given."),
        DATE_FORM(
            "end_date",
            stop=0.50,
            why="An end date that cannot be read would keep a child in provision that has ended.",
        ),
        DATE_FORM("start_date", why="The start date shows whether provision had begun."),
        SUPPLIER_TAKES_PART("supplier_la_code", stop=1.0),
    ),
    file_severity="critical",
)

# A match clears a child, so a wrong file blocks. School numbers may be English, and only warn.
OOC = TableRules(
    "ooc",
    (
        NOT_EMPTY(warn=1, why="An authority may know of no child educated elsewhere."),
        *LINEAGE,
        *name("surname", warn=0.99),
        *name("forename", warn=0.99),
        *birth_date("dob", warn=0.98),
        *postcode(warn=0.95),
        UPN_FORM("upn"),
        GIVEN("host_la", warn=0.95, why="It says which authority could confirm that the child attends."),
        SCHOOL_NUMBER_FORM("school_number"),
        SUPPLIER_TAKES_PART("supplier_la_code", stop=1.0),
    ),
    file_severity="critical",
)

# Registers run from case systems to spreadsheets, and some hold no dates or addresses, so only what makes a case
# unusable blocks.
CME_REGISTER = TableRules(
    "cme_register",
    (
        NOT_EMPTY(warn=1, why="An authority may have no open case and keep no closed one."),
        *LINEAGE,
        *name("surname", warn=0.99),
        *name("forename", warn=0.99),
        *birth_date("dob", stop=0.80, warn=0.98),
        # a child whose whereabouts are not known has no address: that is what the register is for
        *postcode(stop=None, warn=0.50),
        UPN_FORM("upn"),
        GIVEN(
            "case_ref",
            stop=0.80,
            warn=0.99,
            why="The reference identifies a case from one cycle to the next.",
        ),
        Rule(
            name="case_ref_once",
            test="unique",
            column="supplier_la_code",
            also=("case_ref",),
            warn_below=0.99,
            why="Two cases of one reference in one authority would be counted as two and closed as one.",
            remedy="Ask the authority which of the cases keeps the reference.",
        ),
        GIVEN("opened_date", warn=0.80, why="Days missing are counted from it; some registers never recorded it."),
        DATE_FORM("opened_date", why="Days missing are counted from it."),
        DATE_FORM(
            "closed_date",
            stop=0.50,
            why="A closing date that cannot be read would count a closed case as known before.",
        ),
        SUPPLIER_TAKES_PART("supplier_la_code", stop=1.0),
    ),
    file_severity="critical",
)

# A neighbour is under no duty to send anything, so one poor return warns and does not stop the others; only when the
# returns as a whole are wrong is the run blocked.
NEIGHBOURING = TableRules(
    "neighbouring",
    (
        NOT_EMPTY(warn=1, why="A neighbour may teach no child from here."),
        *LINEAGE,
        *name("surname", warn=0.99),
        *name("forename", warn=0.99),
        *birth_date("dob", warn=0.98),
        *postcode(warn=0.95),
        UPN_FORM("upn"),
        GIVEN("home_la", warn=0.95, why="It says to which authority the neighbour thinks the child belongs."),
        Rule(
            name="home_la_takes_part",
            test="participating",
            column="home_la",
            warn_below=0.90,
            why="A return should hold children who live in an authority that takes part.",
            remedy="Ask the neighbour for children living in the participating authorities only.",
        ),
        KNOWN(
            "enrol_status",
            pattern=patterns.ENROL_STATUS,
            warn=0.95,
            why="English systems write other letters; those children still count as on the roll sent.",
            remedy="Ask the neighbour what its statuses mean.",
        ),
        SCHOOL_NUMBER_FORM("school_number"),
    ),
    file_severity="warning",
)

# Schools send spreadsheets, documents and e-mails, typed by hand. A return with gaps is a question to that school and
# never a failed file, so one poor return warns; only when the returns as a whole are wrong is the run blocked.
INDEPENDENT_SCHOOLS = TableRules(
    "independent_schools",
    (
        NOT_EMPTY(warn=1, why="A school may have no pupil living in Wales."),
        *LINEAGE,
        *name("surname_or_full_name", warn=0.98),
        *birth_date("dob", stop=0.80, warn=0.97),
        *postcode(stop=0.50, warn=0.95),
        UPN_FORM("upn", warn=0.85),
    ),
    file_severity="warning",
    # a child's name may come in two columns or in one
    derived={"surname_or_full_name": "coalesce(surname, full_name)"},
)

_CURRENT_EDITION = "Take a current edition of the ONS postcode directory, with its own headings."

# Published lists without people: a missing list warns, because a run goes on without it; a list that came and is
# wrong blocks, because it would place every child wrongly.
POSTCODES = TableRules(
    "postcodes",
    (
        NOT_EMPTY(warn=1, why="Without postcodes a child's authority is the one that the file names."),
        FORM(
            "postcode",
            pattern=patterns.POSTCODE_AS_STORED,
            stop=0.99,
            why="Records are looked up by it, in capitals with one space.",
            remedy=_CURRENT_EDITION,
        ),
        ONCE(
            "postcode",
            stop=1.0,
            why="A postcode listed twice would double every child who lives there.",
            remedy=_CURRENT_EDITION,
        ),
        GIVEN("la_code", stop=0.90, warn=0.99, why="It settles where a child lives.", remedy=_CURRENT_EDITION),
        FORM(
            "la_code",
            pattern=patterns.LA_CODE,
            stop=0.99,
            why="GSS codes are a letter and eight figures; another coding matches no authority.",
            remedy=_CURRENT_EDITION,
        ),
        Rule(
            name="covers_wales",
            test="matches",
            column="la_code",
            pattern=patterns.WELSH_LA_CODE,
            stop_below=0.02,
            why="About 5 % of a full United Kingdom list is Welsh; a list of England alone has none.",
            remedy="Take an edition that covers Wales.",
        ),
        GIVEN("easting", warn=0.95, why="Distance between two addresses is evidence in linkage."),
    ),
)

SCHOOLS = TableRules(
    "schools",
    (
        NOT_EMPTY(warn=1, why="Without it nobody knows which school to ask."),
        ONCE(
            "school_number",
            stop=1.0,
            why="A school listed twice would double its pupils wherever its name is looked up.",
            remedy="Take the second line of the school out of schools.csv.",
        ),
        GIVEN("school_number", stop=0.80, warn=0.99, why="It is how a school is found."),
        SCHOOL_NUMBER_FORM("school_number"),
        GIVEN("name", warn=0.99, why="Letters and lists name the school."),
        GIVEN("la_code", warn=0.95, why="It says which authority the school belongs to."),
        FORM(
            "email",
            pattern=patterns.EMAIL,
            warn=0.95,
            why="Questions about single rows go to it.",
            remedy="Correct the address in schools.csv.",
        ),
    ),
)

RULES: dict[str, TableRules] = {
    rules.table: rules
    for rules in (
        NHS,
        PLASC,
        EHE,
        EOTAS,
        OOC,
        CME_REGISTER,
        NEIGHBOURING,
        INDEPENDENT_SCHOOLS,
        POSTCODES,
        SCHOOLS,
    )
}
"""The rules of each raw table, by the table's name."""
