from ringback.accounts import passwords


def test_a_hash_costs_what_a_guesser_should_pay() -> None:
    """The least that OWASP recommends, and what tests of pages do without."""
    assert passwords.hashed("correct horse").startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_the_right_password_fits_and_no_other() -> None:
    stored = passwords.hashed("correct horse")
    assert passwords.fits("correct horse", stored)
    assert not passwords.fits("Correct horse", stored)


def test_nothing_fits_where_nothing_is_stored() -> None:
    assert not passwords.fits("", "")
    assert not passwords.fits("nobody has this password", "")


def test_nothing_fits_what_is_no_hash() -> None:
    assert not passwords.fits("correct horse", "correct horse")
