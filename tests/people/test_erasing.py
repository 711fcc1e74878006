"""Erasing: nothing of that person is left in any table, and nothing else is gone."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import JSON, Boolean, Date, Enum, Float, ForeignKey, Integer, LargeBinary, String, Time, cast, select

from calendars.replies import read_mail
from database import Base, UtcDateTime, db, transaction
from mail.models import IncomingMail, OutgoingMail
from people import erasing, people
from people.errors import PeopleError
from people.models import FurtherAddress, ImportPart, PeopleImport, Person, Role

# Tables that go with a person and have rows below them. What stands below these is that person's, or is about that person, each time.
OWN = {
    "ambassadors",
    "busy_sources",
    "commitments",
    "hand_overs",
    "invitations",
    "journey_followers",
    "mentorships",
    "poll_people",
    "question_replies",
    "round_hosts",
    "rsvps",
    "series_rsvps",
    "sign_ups",
    "stories",
    "thanks",
    "voices",
}
# Below these stands what others said: they are handed over, not erased.
HANDED_OVER = {"polls"}
# These go by a rule, as long as nobody else has said anything to them: by the person in this column.
TAKEN_BACK = {"questions": "by_id"}
ADDRESSES = {"email", "recipient", "sender", "envelope_from"}


def cascading(table):
    """The foreign keys by which a row of this table goes with another."""
    return [key for column in table.columns for key in column.foreign_keys if key.ondelete == "CASCADE"]


def goes_with(key: ForeignKey) -> str:
    return key.column.table.name


def erase(person):
    with transaction():
        erasing.erase(db.session.get_one(Person, person.id, populate_existing=True), now=datetime.now(UTC))


def rows():
    """Every row of every table, by table and primary key."""
    db.session.rollback()
    return {
        (table.name, tuple(row[column.name] for column in table.primary_key)): dict(row)
        for table in Base.metadata.sorted_tables
        for row in db.session.execute(select(table)).mappings()
    }


def names(words):
    """Where in any table one of these words stands."""
    db.session.rollback()
    found = []
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            text = column if isinstance(column.type, LargeBinary) else cast(column, String)
            for value in db.session.scalars(select(text)):
                plain = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
                found += [f"{table.name}.{column.name}: {word}" for word in words if word.lower() in plain.lower()]
    return sorted(set(found))


def fill(world: str, parents: dict) -> dict:
    """A row of this world in every table, each foreign key filled; returns the rows by table."""
    made = dict(parents)
    for table in Base.metadata.sorted_tables:
        if table.name in made or (table.name == "company_calendars" and world != "ada"):  # there is one
            continue
        row = {column.name: value(column, number, world, made) for number, column in enumerate(table.columns)}
        row = {name: given for name, given in row.items() if given is not ...}
        key = db.session.execute(table.insert().values(**row)).inserted_primary_key
        made[table.name] = {**row, **dict(zip([column.name for column in table.primary_key], key, strict=True))}
    return made


def value(column, number, world, made):
    for key in column.foreign_keys:
        parent = made.get(goes_with(key))
        return parent[key.column.name] if parent else None
    if column.primary_key and isinstance(column.type, Integer):
        return ...
    if column.name in ADDRESSES:
        return f"{world}@brink-waal.example"
    if column.nullable:
        return None
    return plain_value(column, number, world)


def plain_value(column, number, world):
    kind = column.type
    if isinstance(kind, Enum):
        return kind.enums[0]
    if isinstance(kind, String):
        return f"{world} {column.table.name} {column.name}"[-(kind.length or 200) :]
    at = datetime(2026, 12, 1, tzinfo=UTC) + timedelta(hours=number)  # later columns are later
    plain = {
        LargeBinary: world.encode(),
        JSON: {},
        UtcDateTime: at,
        Date: at.date() + timedelta(days=len(world)),  # there is one row of some days
        Time: at.time(),
        Boolean: False,
        Integer: 1,
        Float: 1.0,
    }
    return next(given for known, given in plain.items() if isinstance(kind, known))


def test_every_table_is_gone_through(app, admin):
    """A row of Ada's and one of Bo's in every table, and Bo's answers in what Ada looks after."""
    # given
    with transaction():
        ada, bo = fill("ada", {}), fill("bo", {})
        polls = {name: row for name, row in bo.items() if name not in {"poll_dates", "poll_people", "poll_marks"}}
        fill("bo with ada", {**polls, "polls": ada["polls"], "poll_dates": ada["poll_dates"]})
    before = rows()
    hers = {("people", (ada["people"]["id"],))}
    hers |= {key for key, row in before.items() if key[0] in TAKEN_BACK and row[TAKEN_BACK[key[0]]] == ada["people"]["id"]}
    for table in Base.metadata.sorted_tables:
        for key, row in before.items():
            if key[0] == table.name and table.name not in HANDED_OVER:
                hers |= {key for above in cascading(table) if (goes_with(above), (row[above.parent.name],)) in hers}
    hers |= {key for key, row in before.items() if "ada@brink-waal.example" in row.values()}

    # when
    with transaction():
        erasing.erase(db.session.get_one(Person, ada["people"]["id"]), now=datetime.now(UTC))
    after = rows()

    # then: her rows are gone, all others are there
    assert set(before) - set(after) == hers
    assert set(after) <= set(before)
    # ... the tables they are in are all that lead to a person
    assert {name for name, _key in hers} >= {table.name for table in Base.metadata.sorted_tables if leads_to_a_person(table)}
    # ... Bo's are as they were, and where Ada stood in others', nobody does
    heirs = {("polls", (ada["polls"]["id"],)): {"host_id": admin.id}}
    expected = {key: {**without(hers, key[0], before[key]), **heirs.get(key, {})} for key in after}
    assert after == expected
    assert names(["ada@brink-waal.example", "ada people name"]) == []


def without(gone, table, row):
    """The row as it is when nobody and nothing stands where one of those that are gone stood."""
    columns = Base.metadata.tables[table].columns
    empty = {name for name in row if any((goes_with(key), (row[name],)) in gone for key in columns[name].foreign_keys)}
    return {name: None if name in empty else given for name, given in row.items()}


def leads_to_a_person(table):
    return table.name not in HANDED_OVER and any(
        goes_with(key) == "people" or leads_to_a_person(key.column.table) for key in cascading(table)
    )


def test_what_goes_with_a_person_is_that_persons_all_the_way_down():
    """A new table below which others' rows stand has to be handed over first, as a poll is."""
    # when
    above = {goes_with(key) for table in Base.metadata.sorted_tables for key in cascading(table)} - {"people"}

    # then
    assert {name for name in above if any(goes_with(key) == "people" for key in cascading(Base.metadata.tables[name]))} == (
        OWN | HANDED_OVER
    )


def test_no_table_keeps_a_person_from_being_erased():
    # when
    keys = {
        f"{table.name}.{column.name}": key.ondelete
        for table in Base.metadata.sorted_tables
        for column in table.columns
        for key in column.foreign_keys
        if goes_with(key) == "people"
    }

    # then
    assert {name: rule for name, rule in keys.items() if rule not in {"CASCADE", "SET NULL"}} == {}


def test_a_busy_life_leaves_no_trace(meetup, say, reply, deliver, smtp_sink, ada, bo, dana, admin, clock, now):  # fmt: skip
    """Through the doors: hosted, invited, answered by mail and on the page, with an address of her own, in a file that waits."""
    # given
    hosted, other = meetup(invited=[bo, dana], host_ids=(ada.id,), title="Tea"), meetup(invited=[ada, dana], title="Soup")
    say(hosted, bo, "accepted")
    say(other, ada, "accepted", comment="I bring bread.")
    deliver()
    reply(ada, "DECLINED")
    with transaction() as session:
        session.add(FurtherAddress(person_id=ada.id, email="ada@home.example", asked_at=now, confirmed_at=now))
        import_ = PeopleImport(
            file_name="people.csv",
            encoding="utf-8",
            separator=",",
            columns=["email", "name"],
            preview={"changed": [["ada@brink-waal.example", "Ada Okafor", {}], ["eve@x.org", "Eve Mulder", {}]]},
            created_at=now,
        )
        session.add(import_)
        session.flush()
        lines = [[2, ["ADA@home.example", "Ada Okafor"]], [3, ["eve@x.org", "Eve Mulder"]]]
        session.add(ImportPart(import_id=import_.id, number=0, rows=lines, refused={"2": ["email", "Taken: %(a)s", {"a": "ada@home.example"}]}))  # fmt: skip

    # when
    erase(ada)

    # then
    assert names([ada.email, "Ada Okafor", "ada@home.example", "I bring bread."]) == []
    assert [part.rows for part in db.session.scalars(select(ImportPart))] == [[[3, ["eve@x.org", "Eve Mulder"]]]]
    assert {mail.person_id for mail in db.session.scalars(select(OutgoingMail))} == {bo.id, dana.id}
    assert list(db.session.scalars(select(IncomingMail))) == []


@pytest.mark.parametrize("encoded", [False, True], ids=["plain", "base64"])
def test_who_was_to_come_instead_is_named_no_more(meetup, say, answer, comes_in, ada, dana, admin, now, encoded):
    """Ada's calendar said so, in a message that is hers and stays."""
    # given
    lunch = meetup(invited=[ada])
    said = answer(
        lunch,
        ada,
        "DELEGATED",
        parameters=';CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;DELEGATED-TO="mailto:Dana@brink-\r\n waal.example"',
    )
    raw = said.raw
    if encoded:
        head, _blank, body = raw.partition(b"\r\n\r\n")
        raw = head + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(body)
    became = comes_in(raw, token=said.token)

    # when
    erase(dana)

    # then
    kept = db.session.get_one(IncomingMail, became.id)
    assert (became.reason, kept.details["delegated_to"]) == ("handed-on", "(erased)")
    message = read_mail(kept.raw)
    assert message.from_addresses == (ada.email,)
    assert [one.components[0].attendees[0].delegated_to for one in message.calendars] == ([] if encoded else [("(erased)",)])
    assert names([dana.email]) == []


def test_the_last_administrator_stays(admin):
    # when
    with pytest.raises(PeopleError) as raised, transaction():
        erasing.erase(db.session.get_one(Person, admin.id), now=datetime.now(UTC))

    # then
    assert raised.value.message == "Somebody has to stay administrator. Make another person one first."
    assert people.by_email(admin.email) is not None


def test_who_has_left_is_erased_too(add_person):
    # given
    gone = add_person("Gone Away", active=False, role=Role.EMPLOYEE)

    # when
    erase(gone)

    # then
    assert people.by_email(gone.email) is None
