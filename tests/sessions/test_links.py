"""Answer links: signed, one person's own, valid until the session is over, and safe from whatever follows links."""

import pytest
from itsdangerous import URLSafeSerializer
from sqlalchemy import select

from config import settings
from database import db
from sessions import links
from sessions.errors import LinkExpired, LinkInvalid
from sessions.models import Rsvp


def link_of(session, person):
    query = select(Rsvp).where(Rsvp.session_id == session.id, Rsvp.person_id == person.id)
    return links.answer_path(db.session.scalars(query.execution_options(populate_existing=True)).one())


def token(path):
    return path.rpartition("/")[2]


def signed(content):
    key = settings().secret_key.get_secret_value()
    return URLSafeSerializer(key, salt="foyer.answer").dumps(content)


def test_a_link_leads_to_its_own_person(meetup, ada, dana, now):
    # given
    session = meetup(invited=[ada, dana])

    # then
    read = [links.read(token(link_of(session, person)), now=now) for person in (ada, dana)]
    assert [(invited.session_id, invited.person_id) for invited in read] == [(session.id, ada.id), (session.id, dana.id)]


def test_a_link_that_was_altered_or_made_up_leads_nowhere(meetup, ada, dana, now):
    # given: Ada's link with Dana's number in it, ends cut off, other keys, and what only we could have signed but never would
    session = meetup(invited=[ada, dana])
    hers, his = token(link_of(session, ada)), token(link_of(session, dana))
    body, _dot, signature = hers.rpartition(".")
    invitation_token = db.session.scalars(select(Rsvp).where(Rsvp.person_id == ada.id)).one().invitation.token[:8]
    other_key = URLSafeSerializer("another secret that is long enough to be one", salt="foyer.answer").dumps(
        [1, invitation_token]
    )
    attempts = [
        f"{his.rpartition('.')[0]}.{signature}",
        f"{body}.{his.rpartition('.')[2]}",
        hers[:-1],
        body,
        "",
        ".",
        other_key,
        signed([999, invitation_token]),
        signed([2, invitation_token]),
        signed(["1", invitation_token]),
        signed([1]),
        signed({"rsvp": 1}),
        signed(7),
    ]

    # when
    refused = []
    for attempt in attempts:
        with pytest.raises(LinkInvalid):
            links.read(attempt, now=now)
        refused.append(attempt)

    # then
    assert refused == attempts


def test_a_link_ends_with_the_session(meetup, ada):
    # given
    session = meetup(invited=[ada])
    hers = token(link_of(session, ada))

    # when
    with pytest.raises(LinkExpired):
        links.read(hers, now=session.ends_at)

    # then
    assert links.read(hers, now=session.starts_at).person_id == ada.id
