"""Dutch to the last word: what reads the same in both languages is data, or was forgotten. Rendered without a browser."""

import email
import email.policy
import re
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from flask import url_for
from sqlalchemy import JSON, String, Text, select, update

from calendars import attendee
from database import Base, db, transaction
from people.models import Person
from sessions import invitations, reminders, scheduling
from sessions.details import details_of
from sessions.kits import shipped
from tests.browser.places import visits

# What is the same word in both languages (an agenda in English; the calendar, in the navigation, in Dutch).
SAME = {
    "Foyer",
    "Agenda",
    "Online",
    "Mail",
    "mail",
    "Week",
    "Outlook",
    "Markdown",
    "JSON",
    "CSV",
    "LDAP",
    "ldaps",
    "SCIM",
    "https",
    "scim",
    "Discourse",
    "Matrix",
    "Mattermost",
    "Microsoft",
    "Slack",
    "Platform",
    "Platforms",
    "Token",
    "November",
    "December",
    "Nederlands",
    "English",
}
OURS = re.compile(r"http://127\.0\.0\.1:8000\S*")  # where a poster or a report leads
READ_ALOUD = {"aria-label", "alt", "title", "placeholder", "value"}
SILENT = {"script", "style", "option", "textarea", "code", "pre"}


class Words(HTMLParser):
    """Everything a page says, piece by piece."""

    def __init__(self) -> None:
        super().__init__()
        self.found, self.inside = set(), []

    def handle_starttag(self, tag, attributes):
        self.inside.append(tag)
        given = dict(attributes)
        if tag != "input" or given.get("type") in {"submit", "button"}:
            self.found |= {value for name, value in given.items() if name in READ_ALOUD - {"value"} and value}

    def handle_endtag(self, tag):
        while self.inside and self.inside.pop() != tag:
            pass

    def handle_data(self, data):
        if not SILENT & set(self.inside):
            self.found.add(" ".join(data.split()))


def said(html: str) -> set[str]:
    parser = Words()
    parser.feed(html)
    return parser.found


def kept() -> list[str]:
    """Every text in the database, the longest first."""
    columns = [
        column for table in Base.metadata.tables.values() for column in table.c if isinstance(column.type, (String, Text, JSON))
    ]
    found = {text for column in columns for value in db.session.scalars(select(column)) if value for text in texts_in(value)}
    pieces = {line.strip(" -'") for value in found for line in re.split(r"\n|\*\*|[][()]|, ", value)}
    names = {word for name in db.session.scalars(select(Person.name)) for word in name.split()}
    return sorted({*found, *pieces, *names} - {""}, key=len, reverse=True)


def texts_in(value) -> list[str]:
    """Every text in what a column holds."""
    if isinstance(value, dict | list):
        inner = value.values() if isinstance(value, dict) else value
        return [str(value), *(text for one in inner for text in texts_in(one))]
    return [str(value)]


def whole(value: str) -> re.Pattern[str]:
    """Where it stands as a whole: "form" is a word of data, and no part of "platform"."""
    before, after = ("(?<!\\w)" if value[0].isalnum() else ""), ("(?!\\w)" if value[-1].isalnum() else "")
    return re.compile(before + re.escape(value) + after)


def left_over(pieces: set[str], data: list[str]) -> list[str]:
    """What of these pieces are words, once data and names are taken out."""
    left = []
    for piece in pieces:
        rest = OURS.sub(" ", piece)
        for value in (value for value in data if len(value) > 2 and value in rest):
            rest = whole(value).sub(" ", rest)
        if piece not in SAME and set(re.findall(r"[^\W\d_]{3,}", rest)) - SAME:
            left.append(piece)
    return sorted(left)


def speak(language: str) -> None:
    with transaction() as database:
        database.execute(update(Person).values(language=language))


@pytest.mark.settings(demo=True, smtp_url="", base_url="http://127.0.0.1:8000")
def test_no_page_says_anything_the_same_in_both_languages(app, house, client_of):
    # given
    clients = {name: client_of(person) for name, person in house.people.items()}
    clients["nobody"] = app.test_client()
    with app.test_request_context():
        # Links to feedback, to a story and to a report carry their language, and nobody's name: their own tests read them in Dutch.
        carried = {"feedback.link", "stories.read", "evidence_reports.shared"}
        places = [(visit, url_for(visit.endpoint, **visit.values)) for visit in visits(house) if visit.endpoint not in carried]

    # when
    spoken = {}
    for language in ("en", "nl"):
        speak(language)
        spoken[language] = [
            said(clients[visit.who].get(path, headers={"Accept-Language": language}, follow_redirects=True).text)
            for visit, path in places
        ]

    # then
    # A raw message, who wrote another, who Ada was, what a method is called, an excerpt, and the titles of formats.
    titles = [text.title for come in shipped.formats().values() for text in come.texts.values()]
    data = [
        "Is there a vegetarian soup? Until then.",
        "eve@elsewhere.example",
        "Ada Okafor",
        "Door seals",
        "1-2-4-All",
        "On the portal, under Travel. Ask...",
        *kept(),
        *titles,
    ]
    forgotten = {
        visit.name: left
        for (visit, _path), english, dutch in zip(places, spoken["en"], spoken["nl"], strict=True)
        if (left := left_over(english & dutch, data))
    }
    assert forgotten == {}


def lines(mail) -> set[str]:
    """What a mail says, in each of its parts; the calendar's lines without their names."""
    message = email.message_from_bytes(mail.raw, policy=email.policy.default)
    found = {str(message["Subject"])}
    for part in message.walk():
        if part.get_content_type() == "text/html":
            found |= said(part.get_content())
        elif part.get_content_type() == "text/plain":
            found |= {" ".join(line.split()) for line in part.get_content().splitlines()}
    calendar = (attendee.calendar_of(mail.raw) or b"").replace(b"\r\n ", b"").decode()
    wordy = re.findall(r"^(?:SUMMARY|DESCRIPTION|LOCATION|COMMENT)[^:]*:(.*)$", calendar, re.MULTILINE)
    return found | {piece for line in wordy for piece in line.strip().split("\\n")}


def test_no_mail_says_anything_the_same_in_both_languages(app, add_person, bo, chen, meetup, say, deliver, smtp_sink, now, clock):
    # given
    english = add_person("Eve One", email="eve@brink-waal.example", language="en", quiet_from_hour=3, quiet_until_hour=3)
    dutch = add_person("Ned Two", email="ned@brink-waal.example", language="nl", quiet_from_hour=3, quiet_until_hour=3)
    both = (english, dutch)
    session = meetup(invited=both, capacity=2)
    deliver()

    # when
    def change(**changes):
        details = details_of(db.session.get(type(session), session.id))
        with transaction():
            scheduling.change(session.id, replace(details, **changes), by=chen, now=now)
        deliver()

    for word in ("accepted", "tentative", "declined", "accepted"):
        for person in both:
            say(session, person, word)
        deliver()
    change(starts_at=session.starts_at + timedelta(hours=2), ends_at=session.ends_at + timedelta(hours=2))
    change(place="Attic")
    change(description="Cake first.")
    for person in both:
        say(session, person, "accepted")
    deliver()
    clock.move_to(session.starts_at - timedelta(hours=20))
    with transaction():
        reminders.post_due(now=session.starts_at - timedelta(hours=20))
    deliver()
    with transaction():
        for person in both:
            invitations.withdraw(session.id, person.id, by=chen, now=now)
    deliver()

    # then
    letters = [sorted(smtp_sink.to(person.email), key=lambda mail: smtp_sink.received.index(mail)) for person in both]
    assert len(letters[0]) == len(letters[1]) >= 9
    data = [*kept(), "http://foyer.example", "Canteen", "Soup first."]
    forgotten = [left_over(lines(first) & lines(second), data) for first, second in zip(*letters, strict=True)]
    assert [left for left in forgotten if left] == []
