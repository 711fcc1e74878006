"""Whatever happens to groups, departments and audiences, in any order: who is invited has a reason, or was named; and nobody twice."""

import random
from datetime import timedelta

import pytest
from sqlalchemy import select

from database import db, transaction
from networks import memberships
from people import people
from people.directory import Filter
from people.models import Person
from people.people import Details
from sessions import invitations
from sessions.courses import answers as course_answers
from sessions.courses import members
from sessions.living import audiences, following, queries, targets
from sessions.models import Answer, Invitation, Via
from sessions.notices import INVITATION
from sessions.rsvps import record_answer
from sessions.series.models import SeriesRsvp
from tests.infra.courses import parts_of

STEPS, PEOPLE = 40, 4
TEAMS, PLACES = ("Door seals", "Purchasing"), ("Deventer", "Zwolle")
FILTERS = (Filter(departments=("Purchasing",)), Filter(departments=("Door seals",), locations=("Zwolle",)))


class Session:
    """A session: how it is invited to, and who stands on its list."""

    def __init__(self, session):
        self.id, self.target, self.objects = session.id, targets.of_session(session), [session.calendar_object_id]

    def invite(self, person, by, now):
        invitations.invite(self.id, [person.id], by=by, now=now)

    def withdraw(self, person, by, now):
        invitations.withdraw(self.id, person.id, by=by, now=now)

    def decline(self, person, now):
        record_answer(self.id, person.id, Answer.DECLINED, via=Via.WEB, now=now)

    def everybody(self):
        return standing(self.objects[0])


class Course:
    """The same of a course: its list, which each part has to agree with."""

    def __init__(self, made):
        self.id, self.target = made.id, targets.of_course(made)
        self.objects = [part.calendar_object_id for part in parts_of(made)]

    def invite(self, person, by, now):
        members.invite(self.id, [person.id], by=by, now=now)

    def withdraw(self, person, by, now):
        members.withdraw(self.id, person.id, by=by, now=now)

    def decline(self, person, now):
        course_answers.record_all(self.id, person.id, Answer.DECLINED, via=Via.WEB, now=now)

    def everybody(self):
        inside = set(db.session.scalars(select(SeriesRsvp.person_id).where(SeriesRsvp.series_id == self.id)))
        assert [standing(object_id) for object_id in self.objects] == [inside] * len(self.objects)
        return inside


def standing(object_id):
    query = select(Invitation.person_id).where(Invitation.calendar_object_id == object_id, Invitation.withdrawn_at.is_(None))
    return set(db.session.scalars(query))


class House:
    """What ought to be true, kept in sets beside what is done through the rules."""

    def __init__(self, place, groups, crowd, by, now):
        self.place, self.groups, self.crowd, self.by, self.now = place, groups, crowd, by, now
        self.members = [set() for _group in groups]
        self.works = {person.id: ("Door seals", "Deventer") for person in crowd}
        self.living, self.named, self.barred, self.declined, self.times = {}, set(), set(), set(), 0

    def of(self, source):
        if source < len(self.groups):
            return self.members[source]
        chosen = FILTERS[source - len(self.groups)]
        return {
            id_
            for id_, (team, place) in self.works.items()
            if team in chosen.departments and (place in chosen.locations or not chosen.locations)
        }

    def ought(self):
        reasons = set().union(*(self.of(source) for source in self.living))
        return self.named | (reasons - self.barred)

    def step(self, chance):
        before = self.ought()
        act = chance.choice(
            [self.come_or_go, self.come_or_go, self.move, self.move, self.name, self.take_back, self.switch, self.say_no]
        )
        with transaction():
            act(chance, chance.choice(self.crowd))
        self.work()
        # Who said no and went by an audience is not brought back by one.
        gone = before - self.ought()
        self.barred |= gone & self.declined
        self.declined -= gone
        self.times += len(self.ought() - before)
        self.now += timedelta(days=2)

    def come_or_go(self, chance, person):
        number = chance.randrange(len(self.groups))
        mine = self.members[number]
        if person.id in mine:
            memberships.leave(self.groups[number].id, person, now=self.now)
            mine.remove(person.id)
        else:
            memberships.join(self.groups[number].id, person, now=self.now)
            mine.add(person.id)

    def move(self, chance, person):
        team, place = chance.choice(TEAMS), chance.choice(PLACES)
        people.update_person(db.session.get_one(Person, person.id), Details(department=team, location=place))
        self.works[person.id] = (team, place)

    def name(self, _chance, person):
        self.place.invite(person, self.by, self.now)
        self.named.add(person.id)
        self.barred.discard(person.id)

    def take_back(self, _chance, person):
        if person.id in self.ought():
            self.place.withdraw(person, self.by, self.now)
            self.named.discard(person.id)
            self.barred.add(person.id)
            self.declined.discard(person.id)

    def say_no(self, _chance, person):
        if person.id in self.ought():
            self.place.decline(person, self.now)
            self.declined.add(person.id)

    def switch(self, chance, _person):
        source = chance.randrange(len(self.groups) + len(FILTERS))
        if source in self.living:
            withdraws = chance.random() < 0.5
            audiences.switch_off_at(self.place.target, self.living[source], withdraws=withdraws, by=self.by, now=self.now)
            if not withdraws:
                self.named |= self.of(source) & self.ought()
            del self.living[source]
            return
        what = self.groups[source] if source < len(self.groups) else FILTERS[source - len(self.groups)]
        audiences.open_at(self.place.target, what, by=self.by, now=self.now)
        known = set(self.living.values())
        (self.living[source],) = {one.id for one in queries.audiences_at(self.place.target) if one.ending_at is None} - known

    def work(self):
        more = True
        while more:
            with transaction():
                more = following.check_some(now=self.now) | audiences.withdraw_some(now=self.now)
        self.now += following.STANDS  # whoever fits no more is let go now
        with transaction():
            following.check_some(now=self.now)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("kind", ["session", "course"])
def test_who_is_invited_is_who_has_a_reason(course, meetup, group, add_person, bo, chen, dana, now, posted_to, kind, seed):
    # given: somebody works everywhere, so that every filter can be chosen
    chance, far = random.Random(seed), now + timedelta(days=300)
    for team, at in (("Purchasing", "Utrecht"), ("Door seals", "Utrecht"), ("Planning", "Zwolle")):
        add_person(f"{team[0]}{at[0]}x Elsewhere", department=team, location=at)
    crowd = [add_person(f"P{number} Person", department="Door seals", location="Deventer") for number in range(PEOPLE)]
    if kind == "session":
        place = Session(meetup(starts_at=far, ends_at=far + timedelta(hours=1)))
    else:
        place = Course(course(parts=2, minimum=None, first=far))
    house = House(place, [group(), group(name="Readers")], crowd, bo, now)
    ids = {person.id for person in crowd}

    # when
    for _step in range(STEPS):
        house.step(chance)

        # then
        db.session.rollback()
        db.session.expire_all()
        assert place.everybody() & ids == house.ought()
    assert posted_to(ids, INVITATION) == house.times * len(place.objects)


@pytest.fixture
def posted_to():
    """How many invitations were posted to these people."""
    from mail.models import OutgoingMail

    def count(person_ids, kind):
        query = select(OutgoingMail.id).where(OutgoingMail.person_id.in_(person_ids), OutgoingMail.kind == kind)
        return len(db.session.scalars(query).all())

    return count
