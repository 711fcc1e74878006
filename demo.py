"""The demo company: a quarter at Brink & Waal, written only through the rules, so that every page has something true to show.

Nobody here exists. Addresses end in .example and lead nowhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

import demo_ambassadors
import demo_attendance
import demo_coffee
import demo_courses
import demo_discovery
import demo_evidence
import demo_feedback
import demo_goals
import demo_groups
import demo_journeys
import demo_kits
import demo_mentorships
import demo_mirrors
import demo_networks
import demo_pairings
import demo_participation
import demo_polls
import demo_proposals
import demo_questions
import demo_rounds
import demo_series
import demo_stories
import demo_surveys
import demo_thanks
import demo_voices
from database import db, transaction
from demo_colleagues import COLLEAGUES, ON_THE_ROAD
from people import passwords, people
from people.models import Person, Role
from sessions import invitations, rsvps, scheduling
from sessions.details import SessionDetails
from sessions.kits import uses
from sessions.models import Answer, SessionKind, Via

COMPANY = "Brink & Waal"
PASSWORD = "warm-welcome"  # noqa: S105  (of people who do not exist)
ZONE = ZoneInfo("Europe/Amsterdam")
DOMAIN = "brink-waal.example"

CAST: dict[str, tuple[str, str, str, str, str, str]] = {  # name, function, department, location, language, zone
    "ada": ("Ada Okafor", "Fitter", "Door seals", "Deventer", "en", "Europe/Amsterdam"),
    "bo": ("Bo Lindqvist", "Service engineer", "Field service", "Deventer", "en", "Europe/Amsterdam"),
    "chen": ("Chen Meijer", "Communication adviser", "Communication", "Deventer", "en", "Europe/Amsterdam"),
    "dana": ("Dana Petrov", "Buyer", "Purchasing", "Zwolle", "en", "Europe/Amsterdam"),
    "marieke": ("Marieke van der Velde", "Managing director", "Management", "Deventer", "nl", "Europe/Amsterdam"),
}
ROLES = {"chen": Role.COMMUNITY_MANAGER, "marieke": Role.ADMINISTRATOR}

FORMATS = {"First hour on the Square": "first-steps"}
ZONES = {"Lisbon": "Europe/Lisbon", "Istanbul": "Europe/Istanbul"}


@dataclass(frozen=True)
class _Plan:
    """One session of the demo: days from today (moved off the weekend), wall-clock times, who is asked and who said what."""

    title: str
    days: int
    at: tuple[time, time]
    place: str
    description: str
    host: str
    asked: Sequence[str]
    kind: SessionKind = SessionKind.TRAINING
    address: str = ""
    online_url: str = ""
    capacity: int | None = None
    answer_days_before: int | None = None
    shows_who_comes: bool = False
    said: Sequence[tuple[str, Answer, Via]] = field(default_factory=tuple)
    comments: dict[str, str] = field(default_factory=dict)
    draft: bool = False
    cancelled: str = ""


def is_empty() -> bool:
    """Whether nobody exists yet."""
    return db.session.scalar(select(Person.id).limit(1)) is None


def fill(*, now: datetime) -> None:
    """The demo company exists. One transaction a step, each through the same rules as everything else."""
    with transaction():
        cast = _people(now=now - timedelta(days=70))
    made = {plan.title: _session(plan, cast, now=now) for plan in _plans()}
    lunch, clinic = made["Lunch and learn: finding who knows what"], made["Profile clinic: be found for what you know"]
    demo_proposals.fill(cast, lunch, now=now)
    demo_kits.fill(cast, clinic=clinic, lunch=lunch, now=now)
    demo_polls.fill(cast, now=now)
    demo_series.fill(cast, now=now)
    demo_courses.fill(cast, now=now)
    demo_groups.fill(cast, now=now)
    demo_networks.fill(cast, now=now)
    demo_mirrors.fill(cast, now=now)
    demo_discovery.fill(cast, now=now)
    for part in (demo_rounds, demo_ambassadors, demo_mentorships, demo_pairings, demo_coffee):
        part.fill(cast, now=now)
    for part in (
        demo_thanks,
        demo_goals,
        demo_stories,
        demo_voices,
        demo_journeys,
        demo_questions,
        demo_surveys,
        demo_participation,
    ):
        part.fill(cast, now=now)
    demo_attendance.fill(now=now)
    demo_feedback.fill(now=now)
    demo_evidence.fill(cast, now=now)


def _people(*, now: datetime) -> dict[str, int]:
    """The colleagues, by a short key; the cast can sign in with PASSWORD."""
    ids: dict[str, int] = {}
    for key, (name, function, department, location, language, zone) in CAST.items():
        person = people.add_person(
            f"{key}@{DOMAIN}",
            name,
            now=now,
            role=ROLES.get(key, Role.EMPLOYEE),
            function=function,
            department=department,
            location=location,
            language=language,
            timezone=zone,
        )
        passwords.set_password(person, PASSWORD)
        ids[key] = person.id
    for name, function, department, location in (*COLLEAGUES, *ON_THE_ROAD):
        key = _key(name)
        language = "nl" if location == "Deventer" and len(name) % 3 == 0 else "en"
        person = people.add_person(
            f"{key}@{DOMAIN}",
            name,
            now=now,
            function=function,
            department=department,
            location=location,
            timezone=ZONES.get(location, "Europe/Amsterdam"),
            language=language,
        )
        ids[key] = person.id
    return ids


def _key(name: str) -> str:
    plain = name.lower().translate(str.maketrans("ńøễàéüıŞşçğ", "noeaeuisscg"))
    return ".".join("".join(c for c in word if c.isascii() and c.isalnum()) for word in plain.split()[:2])


def _plans() -> list[_Plan]:
    """Past and coming; among them one that waits for Ada, one with a seat for her, one where she waits in line."""
    yes, maybe, no = Answer.ACCEPTED, Answer.TENTATIVE, Answer.DECLINED
    cal, link, web = Via.CALENDAR, Via.LINK, Via.WEB
    keys = [_key(name) for name, *_rest in COLLEAGUES]
    first, second, third = keys[:12], keys[12:24], keys[24:]
    square = "The Square is our new platform. We make your account together, find your team, and read one thing that is about your own work."
    return [
        _Plan(
            "First hour on the Square",
            -41,
            (time(9, 30), time(10, 30)),
            "Room Spelt",
            square,
            "fatima.el",
            first[:8],
            capacity=8,
            said=[(k, yes, cal) for k in first[:6]] + [(first[6], no, link)],
        ),
        _Plan(
            "Lunch and learn: asking out loud",
            -14,
            (time(12), time(13)),
            "Canteen",
            "Everybody says one question from their week. We look for who knows.",
            "bo",
            [*second, "ada"],
            kind=SessionKind.MEETUP,
            capacity=9,
            said=[(k, yes, cal) for k in second[:7]] + [("ada", yes, web), (second[8], maybe, link)],
        ),
        _Plan(
            "Ask the board: one shift roster for all",
            -7,
            (time(16), time(17)),
            "Canteen",
            "Marieke answers, also the hard ones.",
            "marieke",
            third,
            kind=SessionKind.MEETUP,
            cancelled="Marieke is ill. A new date follows; your questions stay on the list.",
        ),
        _Plan(
            "First hour on the Square",
            3,
            (time(9, 30), time(10, 30)),
            "Room Spelt",
            square,
            "fatima.el",
            [*first[:7], "ada"],
            address="First floor, lift beside the stairs",
            capacity=8,
            said=[("ada", yes, web)] + [(k, yes, cal) for k in first[:4]] + [(first[5], maybe, link)],
        ),
        _Plan(
            "Lunch and learn: finding who knows what",
            8,
            (time(12), time(13)),
            "Canteen, Deventer plant",
            "Bring a question you would normally phone three people for. We look for the answer together, over soup.\n\n"
            "Bring your phone or borrow a tablet from us. You need no account beforehand; we make it at the table.",
            "bo",
            [*first, *second[:8], "ada"],
            kind=SessionKind.MEETUP,
            address="Ground floor, step-free from the main gate. Hearing loop at the window tables.",
            capacity=12,
            answer_days_before=4,
            shows_who_comes=True,
            said=[(k, yes, cal if i % 2 else link) for i, k in enumerate(first[:7])]
            + [(second[0], no, cal), (second[1], no, link), (second[2], maybe, cal)],
            comments={first[2]: "I come straight from the early shift, five minutes late.", second[1]: "Another time gladly."},
        ),
        _Plan(
            "Ask the board: the new shift roster",
            15,
            (time(16), time(17)),
            "Canteen",
            "Half an hour of answers, half an hour of your questions. Anonymous cards are on the tables.",
            "marieke",
            [*third, "ada", "bo"],
            kind=SessionKind.MEETUP,
            online_url="https://meet.brink-waal.example/board",
            capacity=6,
            said=[(k, yes, cal) for k in third[:6]] + [(third[6], yes, cal), ("ada", yes, cal), (third[7], yes, link)],
        ),
        _Plan(
            "Field service guild: winter meetup",
            17,
            (time(13), time(15)),
            "Zwolle workshop",
            "Show what you fixed this quarter, and how. Cake by Kasper.",
            "samuel.osei",
            ["ada", "bo", "kasper.holm", *second[8:]],
            kind=SessionKind.MEETUP,
            said=[("ada", maybe, web), ("kasper.holm", yes, cal), ("bo", yes, cal)],
        ),
        _Plan(
            "Profile clinic: be found for what you know",
            22,
            (time(10), time(11)),
            "Room Rye",
            "Twenty minutes on your profile, with somebody beside you.",
            "fatima.el",
            second,
            capacity=6,
            draft=True,
        ),
    ]


def _session(plan: _Plan, ids: dict[str, int], *, now: datetime) -> int:
    """Planned three weeks ahead, answered on the days after: told in the order in which it would have happened. Returns its number."""
    starts_at = _instant(now, plan.days, plan.at[0])
    planned_at = min(now - timedelta(days=2), starts_at - timedelta(days=21))
    until = starts_at - timedelta(days=plan.answer_days_before) if plan.answer_days_before else None
    with transaction():
        chen = db.session.get_one(Person, ids["chen"])
        session = scheduling.draft(
            SessionDetails(
                title=plan.title,
                kind=plan.kind,
                description=plan.description,
                starts_at=starts_at,
                ends_at=_instant(now, plan.days, plan.at[1]),
                timezone="Europe/Amsterdam",
                place=plan.place,
                address=plan.address,
                online_url=plan.online_url,
                capacity=plan.capacity,
                rsvp_until=until,
                shows_who_comes=plan.shows_who_comes,
                host_ids=(ids[plan.host],),
            ),
            by=chen,
            now=planned_at,
        )
        session_id = session.id
        uses.plan_from(session, FORMATS.get(plan.title))
        invitations.invite(session_id, [ids[key] for key in dict.fromkeys(plan.asked)], by=chen, now=planned_at)
        if not plan.draft:
            scheduling.publish(session_id, by=chen, now=planned_at)
    for step, (key, answer, via) in enumerate(plan.said):
        at = planned_at + timedelta(hours=5 + 3 * step)
        with transaction():
            comment, shows_name = plan.comments.get(key), plan.shows_who_comes
            rsvps.record_answer(session_id, ids[key], answer, via=via, now=min(at, now), comment=comment, shows_name=shows_name)
    if plan.cancelled:
        with transaction():
            chen = db.session.get_one(Person, ids["chen"])
            scheduling.cancel(session_id, reason=plan.cancelled, by=chen, now=starts_at - timedelta(days=2))
    return session_id


def _instant(now: datetime, days: int, at: time) -> datetime:
    """That many days from today in the plant's zone, moved to Monday when it falls on a weekend."""
    day = now.astimezone(ZONE).date() + timedelta(days=days)
    if day.weekday() >= 5:
        day += timedelta(days=7 - day.weekday())
    return datetime.combine(day, at, tzinfo=ZONE).astimezone(UTC)
