from datetime import timedelta

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from database import db, transaction
from mail.models import OutgoingMail
from people import people, sign_in
from people.errors import LinkInvalid
from people.models import Person, SignInLink

USED_OR_OLD = "This link has been used or is too old. Ask for a new one."
INCOMPLETE = "This link is not complete. Open it from the mail once more."


@pytest.fixture
def link_of(now):
    """The token of a new link."""

    def made(person, at=now):
        with transaction():
            link = sign_in.make_link(person, now=at)
        return sign_in.address_of(link).rpartition("/")[2]

    return made


def use(token, at):
    with transaction():
        return sign_in.use(token, now=at)


def test_link_signs_in_once(ada, link_of, now):
    # given
    token = link_of(ada)

    # when
    first = use(token, now)

    # then
    assert first.id == ada.id
    with pytest.raises(LinkInvalid, match=USED_OR_OLD):
        use(token, now)


def test_looking_at_a_link_uses_nothing_up(ada, link_of, now):
    # given
    token = link_of(ada)

    # when
    seen = [sign_in.person_of(token, now=now).id for _ in range(3)]

    # then
    assert (seen, use(token, now).id) == ([ada.id] * 3, ada.id)


@pytest.mark.parametrize(("minutes", "works"), [(0, True), (29.99, True), (30, False), (60 * 24, False)])
def test_link_works_for_half_an_hour(ada, link_of, now, minutes, works):
    # given
    token = link_of(ada)
    later = now + timedelta(minutes=minutes)

    # when
    try:
        signed_in = use(token, later).id == ada.id
    except LinkInvalid as error:
        signed_in, said = False, error.message
        assert said == USED_OR_OLD

    # then
    assert signed_in == works


def test_a_newer_link_ends_the_older_of_the_same_person_only(ada, bo, link_of, now):
    # given
    older, of_bo, newer = link_of(ada), link_of(bo), link_of(ada)

    # then
    with pytest.raises(LinkInvalid):
        use(older, now)
    assert [use(newer, now).id, use(of_bo, now).id] == [ada.id, bo.id]


@pytest.mark.parametrize(
    "change",
    [
        lambda token: token[:-1] + ("z" if token[-1] in "ABCD" else "A"),  # of base64 the last sign has bits that say nothing
        lambda token: "A" + token[1:],
        lambda token: token.partition(".")[0],
        lambda token: token + "A",
        lambda token: "." + token.partition(".")[2],
        lambda token: token[::-1],
        lambda token: "nonsense",
        lambda token: "x" * 100_000,
        lambda token: "ünï.cödé",
    ],
)
def test_a_link_that_was_altered_signs_nobody_in(ada, link_of, now, change):
    # given
    token = link_of(ada)

    # when
    with pytest.raises(LinkInvalid) as refused:
        use(change(token), now)

    # then
    assert (refused.value.message, use(token, now).id) == (INCOMPLETE, ada.id)


def test_a_link_cannot_be_turned_into_another_persons(ada, bo, link_of, now):
    # given
    of_ada, of_bo = link_of(ada), link_of(bo)

    # when
    crossed = [
        of_ada.partition(".")[0] + "." + of_bo.partition(".")[2],
        of_bo.partition(".")[0] + "." + of_ada.partition(".")[2],
    ]

    # then
    for token in crossed:
        with pytest.raises(LinkInvalid, match=INCOMPLETE):
            use(token, now)


@pytest.mark.parametrize("content", [[1], [1, 2, 3], "x", 7, None, ["1", "x"], [None, None], {"a": 1}])
def test_even_a_signed_token_has_to_name_a_link(ada, now, content):
    # given
    token = sign_in._serializer().dumps(content)

    # then
    with pytest.raises(LinkInvalid):
        use(token, now)


def test_a_link_signed_with_another_key_signs_nobody_in(ada, link_of, app, now):
    # given
    token = link_of(ada)
    other = app.config["FOYER"].model_copy(update={"secret_key": SecretStr("another key" * 4)})

    # when
    app.config["FOYER"] = other

    # then
    with pytest.raises(LinkInvalid, match=INCOMPLETE):
        use(token, now)


def test_a_link_of_somebody_who_left_signs_nobody_in(ada, link_of, now):
    # given
    token = link_of(ada)

    # when
    with transaction():
        people.deactivate(db.session.get_one(Person, ada.id))

    # then
    with pytest.raises(LinkInvalid, match=USED_OR_OLD):
        use(token, now)


def test_a_link_used_by_many_at_once_signs_in_one(ada, link_of, at_once, now):
    # given
    token = link_of(ada)

    # when
    found = at_once(*[lambda: use(token, now).id for _ in range(5)])

    # then
    assert sorted(str(result) for result in found if isinstance(result, int)) == [str(ada.id)]
    assert {type(result) for result in found if not isinstance(result, int)} == {LinkInvalid}


def test_no_history_of_sign_ins_is_kept(ada, bo, link_of, now):
    # given
    link_of(bo)

    # when
    for minute in range(5):
        use(link_of(ada, now + timedelta(minutes=minute)), now + timedelta(minutes=minute))

    # then
    assert [link.person_id for link in db.session.scalars(select(SignInLink).order_by(SignInLink.id))] == [bo.id, ada.id]


def test_nothing_that_is_kept_is_the_link_itself(ada, link_of, now):
    # given
    token = link_of(ada)

    # when
    with transaction():
        sign_in.mail_link(ada, now=now)

    # then
    newest = db.session.scalars(select(SignInLink).order_by(SignInLink.id.desc())).first()
    mail = db.session.scalars(select(OutgoingMail)).one()
    assert (mail.payload, mail.subject, mail.recipient) == ({"link_id": newest.id}, None, ada.email)
    assert token not in newest.secret_hash


def test_a_second_mail_takes_the_place_of_one_that_has_not_left(ada, bo, now):
    # when
    with transaction():
        sign_in.mail_link(ada, now=now)
        sign_in.mail_link(bo, now=now)
        sign_in.mail_link(ada, now=now)

    # then
    rows = db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id))
    assert [(mail.recipient.partition("@")[0], mail.state.value) for mail in rows] == [
        ("ada", "replaced"),
        ("bo", "queued"),
        ("ada", "queued"),
    ]
