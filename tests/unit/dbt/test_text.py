"""Names, addresses, postcodes and pupil numbers: what is folded, what is kept, what is refused."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ("Siôn", "sion"),
        ("SION", "sion"),
        ("O’Neill", "oneill"),
        ("O'NEILL", "oneill"),
        ("Davies-Lloyd", "davieslloyd"),
        (" davies  lloyd ", "davieslloyd"),
        ("Ŵyn", "wyn"),
        ("Sio\u0302n", "sion"),
        ("Łucja", "lucja"),
        ("-", None),
        ("", None),
        (None, None),
        ("محمد", "محمد"),
    ],
)
def test_fold_name(evaluate, given, key):
    assert evaluate("fold_name('x')", [given]) == [key]


def test_tidy_keeps_what_was_given(evaluate):
    assert evaluate("tidy('x')", ["  Mali\u00a0  Haf\t", "   ", None]) == ["Mali Haf", None, None]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (" Jones ", "Jones"),
        ("-", None),
        ("N/A", None),
        ("not  known", None),
        ("Anhysbys", None),
        ("Notknown", None),
        ("Na", "Na"),  # somebody's name
        ("", None),
        ("Baby", "Baby"),  # no name yet, but something was given
        ("Null-Jones", "Null-Jones"),
        (None, None),
    ],
)
def test_words_for_nothing_are_nothing(evaluate, given, kept):
    assert evaluate("given_or_null('x')", [given]) == [kept]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12 Heol y Bryn, Aberdâr", "12 HEOL-Y-BRYN, ABERDARE"),
        ("3 Glyn-coch", "3 Glyncoch"),
        ("Stryd Fawr 4", "Street Fawr 4"),
        ("Tŷ Gwyn, Ffordd Las", "House Gwyn, Road Las"),
        ("5 Hewl y Nant", "5 Heol-y-nant"),
        ("6 Cwrt Glas", "6 Ct Glas"),
        ("8 Sørens Pl", "8 Sorens Place"),
    ],
)
def test_addresses_that_are_one(evaluate, one, other):
    keys = evaluate("fold_address('x')", [one, other])
    assert keys[0] == keys[1]


def test_addresses_that_differ(evaluate):
    keys = evaluate("fold_address('x')", ["1 Heol y Bryn", "2 Heol y Bryn", "1 Stryd y Bryn", None])
    assert len(set(keys)) == 4


@pytest.mark.parametrize(
    ("given", "postcode"),
    [
        ("zz1 1ab", "ZZ1 1AB"),
        ("ZZ11AB", "ZZ1 1AB"),
        (" Z Z 1-1AB ", "ZZ1 1AB"),
        ("zz99 3vz", "ZZ99 3VZ"),
        ("Z1A 1AB", "Z1A 1AB"),
        ("ZZI 1AB", None),
        ("ZZ1 OAB", None),  # a letter in the place of a digit is not corrected
        ("ZZ1", None),
        ("", None),
        ("unknown", None),
        (None, None),
    ],
)
def test_read_postcode(evaluate, given, postcode):
    assert evaluate("read_postcode('x')", [given]) == [postcode]


@pytest.mark.parametrize(
    ("upn", "valid"),
    [
        ("R201100018042", True),
        ("A201100018042", False),  # wrong check letter
        ("R201100018043", False),
        ("R20110001804", False),
        ("I201100018042", False),
        (None, None),
    ],
)
def test_upn(evaluate, upn, valid):
    assert evaluate("upn_is_valid('x')", [upn]) == [valid]


def test_temporary_upn_counts_its_last_letter(evaluate):
    letters = "ABCDEFGHJKLMNPQRTUVWXYZ"
    body = "20110001804"
    total = sum(int(digit) * place for place, digit in enumerate(body, start=2))
    for value, last in enumerate(letters):
        check = letters[(total + 13 * value) % 23]
        wrong = letters[(total + 13 * value + 1) % 23]
        assert evaluate("upn_is_valid('x')", [check + body + last, wrong + body + last]) == [
            True,
            False,
        ]


@pytest.mark.parametrize(
    ("full_name", "surname", "forenames"),
    [
        ("JONES, Siôn Rhys", "JONES", " Siôn Rhys"),
        ("Mali Jones", "Jones", "Mali"),
        ("Mali Haf Jones-Evans", "Jones-Evans", "Mali Haf"),
        ("Rhys ap Gwilym", "ap Gwilym", "Rhys"),
        ("Lowri ferch Huw", "ferch Huw", "Lowri"),
        ("Ana Maria de la Cruz", "de la Cruz", "Ana Maria"),
        ("Ian Mc Donald", "Mc Donald", "Ian"),
        ("Sunniva ten Brink", "ten Brink", "Sunniva"),
        ("Ana do Carmo", "do Carmo", "Ana"),
        ("Omar Abu Bakr", "Abu Bakr", "Omar"),
        ("Pilar Ortega y Gasset", "y Gasset", "Pilar Ortega"),
        # a child has a forename before it has a particle
        ("Al Jones", "Jones", "Al"),
        ("Della Rees", "Rees", "Della"),
        ("O de la Cruz", "de la Cruz", "O"),
        ("Ieuan Ab Owen", "Ab Owen", "Ieuan"),
        ("Rhys ap Gwilym Jones", "Jones", "Rhys ap Gwilym"),
        ("Mohamed", "Mohamed", None),
    ],
)
def test_full_names(evaluate, full_name, surname, forenames):
    assert evaluate("surname_of('x')", [full_name]) == [surname]
    assert (evaluate("forenames_of('x')", [full_name])[0] or None) == forenames


@pytest.mark.parametrize(
    ("given", "placed"),
    [
        ("Yes", True),
        ("y", True),
        ("TRUE", True),
        ("1", True),
        ("Ie", True),
        ("OES", True),
        ("Yes - statement", True),
        ("Cardiff Council", True),
        ("Cyngor Gwynedd", True),
        ("Caerdydd", True),
        ("Vale of Glamorgan", True),
        ("W06000015", True),
        ("LA placed", True),
        ("Shropshire", True),
        ("No", False),
        ("n", False),
        ("0", False),
        ("Nac oes", False),
        ("Not LA", False),
        ("-", False),
        ("Parents", False),
        (None, False),
        ("to be asked", False),
    ],
)
def test_placed_by_la(evaluate, given, placed):
    assert evaluate("is_placed_by_la('x')", [given]) == [placed]


@pytest.mark.parametrize(
    ("reason", "died"),
    [
        ("Died", True),
        ("Deceased", True),
        ("Pupil has died", True),
        ("Wedi marw", True),
        ("Bu farw", True),
        ("Moved after death of mother", False),
        ("Bereavement (father died)", False),
        ("Moved to Marwell", False),
        ("Moved away", False),
        (None, False),
    ],
)
def test_leaving_reasons_that_say_the_child_died(evaluate, reason, died):
    assert evaluate("says_child_died('x')", [reason]) == [died]


@pytest.mark.parametrize(
    ("field", "given", "code"),
    [
        ("enrol_status", " c ", "C"),
        ("enrol_status", "Guest", "G"),
        ("enrol_status", "X", None),
        ("suitability", "NOT YET ASSESSED", "not_yet_assessed"),
        ("suitability", "un-suitable", "unsuitable"),
        ("suitability", "Anaddas", "unsuitable"),
        ("suitability", "fine", None),
        ("suitability", None, None),
    ],
)
def test_wording_becomes_a_code(evaluate, field, given, code):
    assert evaluate(f"code_for('{field}', 'x')", [given]) == [code]


def test_seed_keys_are_folded(con, render):
    """A key that is not in folded form would never be found."""
    key = render("fold('variant_key')")
    phrase = render("phrase('phrase')")
    assert con.execute(f"select count(*) from seeds.code_variants where variant_key <> {key}").fetchone() == (0,)
    assert con.execute(f"select count(*) from seeds.placeholder_phrases where phrase <> {phrase}").fetchone() == (0,)
