"""The page of a round after publishing: who waits is placed, the round is closed and opened again."""

import pytest

from database import db, transaction
from sessions.rounds import placing, proposing, publishing
from tests.infra.pages import said
from tests.infra.sign_ups import round_link, sign_up_of


@pytest.fixture
def published(round_, sign_up, propose, crowd, bo, chen, now):
    """Eve and Finn are in a group with Bo, Gus waits."""
    made = round_(hosts=[bo])
    for person in crowd[:3]:
        sign_up(made, person)
    propose(made, [crowd[:2]], hosts=[bo])
    with transaction():
        proposing.ask(made.id, now=now)
    with transaction():
        placing.answer(made.id, sign_up_of(made, crowd[0]).id, yes=True, now=now)
    with transaction():
        publishing.publish(made.id, by=db.session.merge(chen), now=now)
    return made


def test_who_waits_is_placed_from_the_page(client, client_of, published, crowd, chen, clock):
    # given
    browser, base = client_of(chen), f"/rounds/{published.id}"
    gus = sign_up_of(published, crowd[2])
    group = f"{base}/sign-ups/{gus.id}"
    clock.shift(3600)

    # when
    page = browser.get(base)
    asking = browser.get(group)
    asked = browser.post(f"{group}/group", data={"group": str(sign_up_of(published, crowd[0]).group_id)}, follow_redirects=True)
    own = client.get(round_link(published, crowd[2]))
    answer = {"answer": "yes", "group": str(sign_up_of(published, crowd[0]).group_id)}
    taken = client.post(f"{round_link(published, crowd[2])}/answer", data=answer, follow_redirects=True)

    # then
    assert (f"/sign-ups/{gus.id}" in page.text, "Ask about this one" in asking.text) == (True, True)
    assert said(asked) == ["Gus Test is being asked about this group, and is in it once they say yes."]
    assert "Does it suit you?" in own.text
    assert "You are in. The invitation to its dates is on its way to your calendar." in taken.text


def test_who_is_in_a_group_is_not_offered_another(client_of, published, crowd, chen):
    # when
    page = client_of(chen).get(f"/rounds/{published.id}/sign-ups/{sign_up_of(published, crowd[0]).id}")

    # then
    assert page.status_code == 404


def test_leaving_a_group_is_asked_first_and_leads_to_the_waiting_list(client, published, crowd, clock):
    # given
    link = round_link(published, crowd[0])
    clock.shift(3600)

    # when
    page = client.get(link)
    group = {"answer": "no", "group": str(sign_up_of(published, crowd[0]).group_id)}
    left = client.post(f"{link}/answer", data=group, follow_redirects=True)

    # then
    assert "This group does not suit me any more" in page.text
    assert "Noted, and no reason needed. No other group fits at the moment." in left.text
    assert "You stay on the waiting list of this round" in left.text


def test_round_is_closed_and_opened_again(client, client_of, published, crowd, chen):
    # given
    browser, base = client_of(chen), f"/rounds/{published.id}"

    # when
    closed = browser.post(f"{base}/end", follow_redirects=True)
    listed = browser.get("/rounds")
    own = client.get(round_link(published, crowd[2]))
    opened = browser.post(f"{base}/end/undo", follow_redirects=True)

    # then
    assert "The round is closed. Its groups go on, and nobody is placed by it any more." in said(closed)
    assert "its groups go on, and nobody is placed any more" in closed.text
    assert "Closed on " in listed.text
    assert "This round is over. You can still withdraw; when another round opens, you can sign up again." in own.text
    assert "The round is open again: who waits can be placed." in said(opened)


@pytest.mark.parametrize("what", ["end", "end/undo"])
def test_nobody_but_community_managers_closes_a_round(client_of, published, dana, admin, what):
    # when
    codes = [client_of(person).post(f"/rounds/{published.id}/{what}").status_code for person in (dana, admin)]

    # then
    assert codes == [403, 403]


def test_group_that_has_become_too_small_is_said_before_publishing(client_of, round_, sign_up, propose, crowd, bo, chen, now):
    # given
    made = round_(hosts=[bo], smallest=2)
    for person in crowd[:2]:
        sign_up(made, person)
    propose(made, [crowd[:2]], hosts=[bo])
    with transaction():
        proposing.ask(made.id, now=now)
    path, told = f"/rounds/{made.id}/publication", "Fewer people than you set as the least."
    before = client_of(chen).get(path).text

    # when
    with transaction():
        placing.answer(made.id, sign_up_of(made, crowd[1]).id, yes=False, now=now)

    # then
    assert (told in before, told in client_of(chen).get(path).text) == (False, True)


def test_figures_that_cannot_be_said_yet_say_when(client_of, published, chen):
    assert "Not before ten people have written it down." in client_of(chen).get(f"/rounds/{published.id}").text
