"""The data protection sheet is complete: every table of the database, every part of "What Foyer knows about me", once each."""

from collections import Counter

from database import Base
from onboarding.evidence.reports.sheet import REGISTER, lines
from people import profile_parts


def test_every_table_stands_in_the_sheet_once(app):
    kept = Counter(table for one in REGISTER for table in one.tables)
    assert kept == Counter(Base.metadata.tables.keys())


def test_every_part_of_a_persons_data_stands_in_the_sheet_once(app, ada):
    kept = Counter(name for one in REGISTER for name in one.names)
    assert kept == Counter(profile_parts.data_of(ada).keys())


def test_times_are_those_that_jobs_go_by(app):
    with app.test_request_context():
        said = " ".join(line.how_long for line in lines())
    assert "180 days after its end" in said  # expiring.KEPT_FOR
