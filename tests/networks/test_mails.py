"""Mails about groups, as they arrive."""

from database import transaction
from networks import groups, invitations, links, requests
from tests.infra.groups import membership_of


def test_the_invitation_asks_and_says_who_sees_what(group, deliver, smtp_sink, words_of, ada, bo, now, clock):
    # given
    made = group(join_rule="invitation")
    with transaction():
        invitations.invite(made.id, [ada.id], by=bo, now=now)

    # when
    deliver()

    # then
    (mail,) = smtp_sink.to(ada.email)
    words = words_of(mail)
    assert mail.message["Subject"] == "Would you like to join Lunch walkers?"
    assert all(
        part in words
        for part in (
            "Bo Lindqvist would like you to be part of the group",
            "A walk at noon",
            f"{links.path_of(membership_of(made, ada))}?answer=yes",
            "?answer=no",
            "Who sees you there: The members, unless you hide your name",
        )
    )


def test_who_was_answered_meanwhile_gets_no_mail(group, deliver, smtp_sink, ada, bo, chen, dana, now, clock):
    # given
    made = group(join_rule="request")
    closed = group(name="Readers")
    with transaction():
        invitations.invite(made.id, [ada.id, chen.id], by=bo, now=now)
        invitations.decline(made.id, ada, now=now)
        invitations.withdraw(made.id, chen.id, by=bo, now=now)
        requests.ask(made.id, dana, now=now)
        requests.take_back(made.id, dana, now=now)
        invitations.invite(closed.id, [dana.id], by=bo, now=now)
        groups.close(closed.id, now=now)

    # when
    deliver()

    # then
    assert [mail for person in (ada, bo, chen, dana) for mail in smtp_sink.to(person.email)] == []


def test_one_mail_names_everybody_who_asks(group, deliver, smtp_sink, words_of, ada, bo, dana, now, clock):
    # given
    made = group(join_rule="request")
    with transaction():
        requests.ask(made.id, ada, now=now)
        requests.ask(made.id, dana, now=now)

    # when
    deliver()

    # then
    (mail,) = smtp_sink.to(bo.email)
    assert "2 colleagues ask to come into" in words_of(mail)
    assert all(part in words_of(mail) for part in ("- Ada Okafor", "- Dana Petrov", f"/groups/{made.id}/people"))


def test_who_is_let_in_is_welcomed_in_their_language(group, deliver, smtp_sink, add_person, bo, now, clock):
    # given
    joris = add_person("Joris Bakker", language="nl")
    made = group(join_rule="request")
    with transaction():
        requests.ask(made.id, joris, now=now)
        requests.let_in(made.id, joris.id, by=bo, now=now)

    # when
    deliver()

    # then
    assert [mail.message["Subject"] for mail in smtp_sink.to(joris.email)] == ["Welkom bij Lunch walkers"]


def test_the_mail_page_names_no_group_and_nobody_in_it(group, client_of, deliver, ada, bo, chen, dana, admin, now):
    """Who manages would read there which groups are not listed, who was asked and who was let in."""
    # given
    made = group(name="Quiet room", visibility="unlisted", join_rule="request")
    with transaction():
        invitations.invite(made.id, [ada.id], by=bo, now=now)
        requests.ask(made.id, dana, now=now)
        requests.let_in(made.id, dana.id, by=bo, now=now)
    deliver()

    # then
    for person in (chen, admin):
        page = client_of(person).get("/mail").text
        assert [words for words in ("Quiet room", "group:", ada.email, dana.email) if words in page] == []
