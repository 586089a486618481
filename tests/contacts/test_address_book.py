import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.contacts.address_book import AddressBook, read_address_book
from tests.cast import BENS_PHONE, DAN, DANA
from tests.quick import examples


def people(content: str | bytes) -> dict[str, str]:
    return read_address_book(content.encode() if isinstance(content, str) else content, "US").people


BOOKS: list[tuple[str, str | bytes, dict[str, str]]] = [
    ("numbers alone", "512-555-0111\n(512) 555-0112\n", {DAN: "", DANA: ""}),
    ("a name beside", "Dan Miller,512.555.0111\n", {DAN: "Dan Miller"}),
    ("semicolons", "Name;Phone\nDan Miller;5125550111\n", {DAN: "Dan Miller"}),
    ("tabs", "Phone\tName\n5125550111\tDan Miller\n", {DAN: "Dan Miller"}),
    (
        "two parts of a name, two phones",
        "First Name,Last Name,Mobile Phone,Home Phone,Zip\nDan,Miller,+1 512 555 0111,5125550112,787011234\n",
        {DAN: "Dan Miller", DANA: "Dan Miller"},
    ),
    (
        "titles with types beside them",
        "First Name,Last Name,Phone 1 - Type,Phone 1 - Value\nDan,,Mobile,512-555-0111 ::: 512-555-0112\n",
        {DAN: "Dan", DANA: "Dan"},
    ),
    ("a company without a person", "Company,Phone\nMiller Supply,512-555-0111\n", {DAN: "Miller Supply"}),
    ("Spanish titles", "Nombre,Teléfono\nDaniela,512-555-0112\n", {DANA: "Daniela"}),
    ("quotes and commas", 'Name,Phone\n"Miller, Dan","(512) 555-0111"\n', {DAN: "Miller, Dan"}),
    ("UTF-16 of a spreadsheet", "Name,Phone\nDaniël,5125550111\n".encode("utf-16"), {DAN: "Daniël"}),
    ("eight bits of Windows", "Name,Phone\nDaniël,5125550111\n".encode("cp1252"), {DAN: "Daniël"}),
    ("a mark before", b"\xef\xbb\xbfName,Phone\nDan,5125550111\n", {DAN: "Dan"}),
    ("twice, named once", "5125550111\nDan,5125550111\n5125550111\n", {DAN: "Dan"}),
    (
        "vCard 4",
        "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Dan Miller\r\nTEL;VALUE=uri;TYPE=cell:tel:+1-512-555-0111;ext=7\r\n"
        "END:VCARD\r\nBEGIN:VCARD\r\nFN:Ben\r\nTEL:512-555-0144\r\nEND:VCARD\r\n",
        {DAN: "Dan Miller", BENS_PHONE: "Ben"},
    ),
    (
        "vCard 3 of a phone, folded and grouped",
        "BEGIN:VCARD\nN:Miller;Dan;;;\nitem1.TEL;type=CELL;type=pref:(512)\n  555-0111\n"
        "item2.TEL:5125550112\nEND:VCARD\n",
        {DAN: "Dan Miller", DANA: "Dan Miller"},
    ),
    (
        "vCard 2.1, quoted",
        "begin:vcard\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Dani=C3=\n=ABl\nTEL;CELL:5125550111\nend:vcard\n",
        {DAN: "Daniël"},
    ),
    (
        "vCard with escapes",
        "BEGIN:VCARD\nFN:Miller\\, Dan\nTEL:5125550111\nEND:VCARD\n",
        {DAN: "Miller, Dan"},
    ),
    ("a first row that only looks like titles", "Mobile Repair,512-555-0111\n", {DAN: "Mobile Repair"}),
    ("nothing", "", {}),
]  # fmt: skip


@pytest.mark.parametrize(("content", "found"), [book[1:] for book in BOOKS], ids=[book[0] for book in BOOKS])
def test_people_are_read_as_their_owners_keep_them(content: str | bytes, found: dict[str, str]) -> None:
    assert people(content) == found


def test_what_cannot_be_read_is_named_and_the_rest_is_taken() -> None:
    book = read_address_book(b"Name,Phone\nDan,5125550111\nEve,12\nMallory,\n\nDana,512-555-0112\n", "US")
    assert book == AddressBook(
        {DAN: "Dan", DANA: "Dana"},
        ['Row 3: "12" is not a phone number.', "Row 4: there is no phone number."],
        2,
    )


def test_a_cell_without_end_does_not_cost_the_rest() -> None:
    book = read_address_book(b'Dan,5125550111\nx,"' + b"a" * 200_000, "US")
    assert (book.people, book.problems) == (
        {DAN: "Dan"}, ["From some row on this is not a table; what comes before was taken."],
    )  # fmt: skip


def test_only_the_first_problems_are_told() -> None:
    book = read_address_book(b"Phone\n" + b"12\n" * 50, "US")
    assert (len(book.problems), book.unread) == (20, 50)


def test_numbers_without_a_plus_are_of_the_shops_country() -> None:
    assert read_address_book(b"020 7946 0018\n", "GB").people == {"+442079460018": ""}


@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_no_file_is_too_strange(content: bytes) -> None:
    book = read_address_book(content, "US")
    assert all(number.startswith("+") for number in book.people)


@given(st.text(max_size=200))
@examples(50)
def test_no_card_is_too_strange(content: str) -> None:
    read_address_book(f"BEGIN:VCARD\n{content}\nEND:VCARD".encode(errors="replace"), "US")
