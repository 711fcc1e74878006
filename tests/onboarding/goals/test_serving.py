"""What serves a goal: sessions, series, rounds, groups and thanks that name it; what names none is activity only."""

from sqlalchemy import select

from champions.thanks import thanks
from champions.thanks.subjects import Subject
from database import db, transaction
from networks.models import Group
from onboarding.evidence import queries
from onboarding.goals import goals, happenings, serving, standings
from onboarding.goals.models import GoalLink, Outcome
from onboarding.stories import stories
from onboarding.stories.stories import About, Telling
from people.serving import Thing
from sessions.models import ScheduledSession
from sessions.rounds import proposing, publishing
from sessions.rounds.models import RoundGroup
from tests.infra.goals import fresh
from tests.infra.pages import said, text

WORDS = Telling("Photos of the jig", "I never knew who needed them.", "I post one a shift.", "The night shift builds from them.")


def test_titles_are_read_by_who_may_see_them(client_of, begun, meetup, group, ada, chen, dana, now):
    # given
    goal = begun()
    session, hidden = meetup(title="Finding answers", invited=[ada]), group(name="Night desk", visibility="unlisted")
    with transaction():
        serving.serve(Thing.SESSION, session.id, goal.id, by=chen, now=now)
        serving.serve(Thing.GROUP, hidden.id, goal.id, by=chen, now=now)

    # when
    pages = {person.name: text(client_of(person).get(f"/goals/{goal.id}")) for person in (ada, dana)}

    # then
    assert ["Session: Finding answers" in page for page in pages.values()] == [True, False]
    assert [part in pages[dana.name] for part in ("A session", "A group began", "Night desk")] == [True, True, False]


def test_forms_of_things_offer_the_goal_and_keep_it(client_of, begun, chen):
    # given
    goal, client = begun(), client_of(chen)

    # when
    offered = "Answers in 4 h" in client.get("/groups/new").text
    client.post(
        "/groups",
        data={
            "name": "Answer desk",
            "kind": "open",
            "stewards": chen.email,
            "visibility": "listed",
            "join_rule": "open",
            "shows_people": "members",
            "serves": str(goal.id),
        },
    )
    client.post(
        "/groups",
        data={
            "name": "Choir",
            "kind": "open",
            "stewards": chen.email,
            "visibility": "listed",
            "join_rule": "open",
            "shows_people": "members",
            "serves": "999",
        },
    )

    # then
    named = dict(
        db.session.execute(select(Group.name, GoalLink.goal_id).outerjoin(GoalLink, GoalLink.group_id == Group.id)).all()
    )
    assert (offered, named) == (True, {"Answer desk": goal.id, "Choir": None})


def test_what_names_none_is_activity_only_where_figures_stand(client_of, begun, round_, sign_up, propose, ada, bo, chen, dana):
    # given
    goal, made = begun(), round_(hosts=[bo])
    for person in (ada, dana):
        sign_up(made, person)
    propose(made, [[ada, dana]], hosts=[bo])
    client = client_of(chen)

    # when
    before = text(client.get(f"/rounds/{made.id}"))
    client.post(f"/goals/serving/round/{made.id}", data={"serves": str(goal.id)})
    after = text(client.get(f"/rounds/{made.id}"))

    # then
    assert [("Activity only" in page, "It serves the goal: Answers in 4 h" in page) for page in (before, after)] == [
        (True, False),
        (False, True),
    ]


def test_a_date_of_a_series_serves_what_its_series_serves(begun, weekly, chen, now):
    # given
    goal, series = begun(), weekly()
    first = db.session.scalars(select(ScheduledSession).where(ScheduledSession.series_id == series.id)).first()

    # when
    with transaction():
        serving.serve(Thing.SERIES, series.id, goal.id, by=chen, now=now)

    # then
    assert serving.goal_of(Thing.SESSION, first.id) == fresh(goal)


def test_a_date_or_a_series_can_serve_none_whatever_is_said_above_it(client_of, begun, weekly, chen, now):
    # given: a series with a goal, and its first date
    goal, series = begun(), weekly()
    first = db.session.scalars(select(ScheduledSession).where(ScheduledSession.series_id == series.id)).first()
    with transaction():
        serving.serve(Thing.SERIES, series.id, goal.id, by=chen, now=now)
    before = queries.unnamed().sessions
    client, path = client_of(chen), f"/goals/serving/session/{first.id}"

    # when: none, and then again what its series says
    client.post(path, data={"serves": "none"})
    page, none = text(client.get(path)), serving.word_of(Thing.SESSION, first.id)
    counted, around = queries.unnamed().sessions, happenings.around(fresh(goal), fresh(chen))
    client.post(path, data={"serves": ""})

    # then
    assert "It serves no goal, although its series or its round of training groups serves one." in page
    assert (none, counted) == (serving.Word(None, itself=True, above=fresh(goal)), before + 1)
    assert first.id not in [one.number for one in around if one.kind is happenings.Kind.SERIES]
    assert serving.word_of(Thing.SESSION, first.id) == serving.Word(fresh(goal), itself=False, above=fresh(goal))


def test_what_belongs_to_nothing_keeps_no_word_that_it_serves_none(begun, meetup, chen, now):
    goal, session = begun(), meetup()
    with transaction():
        serving.serve(Thing.SESSION, session.id, goal.id, by=chen, now=now)
        serving.leave(Thing.SESSION, session.id, fresh(goal), by=chen, now=now)
    assert db.session.scalars(select(GoalLink)).all() == []


def test_what_a_round_publishes_serves_what_the_round_serves_unless_it_says_otherwise(
    client_of, begun, round_, sign_up, propose, ada, bo, chen, dana, now
):
    # given
    goal, other, made = begun(), begun(), round_(hosts=[bo])
    for person in (ada, dana):
        sign_up(made, person)
    propose(made, [[ada, dana]], hosts=[bo])
    with transaction():
        serving.serve(Thing.ROUND, made.id, goal.id, by=chen, now=now)
        proposing.ask(made.id, now=now)
    with transaction():
        publishing.publish(made.id, by=chen, now=now)
    published = db.session.scalars(select(RoundGroup)).one()
    first = db.session.scalars(select(ScheduledSession).order_by(ScheduledSession.starts_at)).first()
    things = ((Thing.SERIES, published.series_id), (Thing.GROUP, published.formed_group_id), (Thing.SESSION, first.id))

    # when
    inherited = [serving.goal_of(*thing).id for thing in things]
    page = text(client_of(chen).get(f"/series/{published.series_id}"))
    with transaction():
        serving.serve(Thing.SERIES, published.series_id, other.id, by=chen, now=now)
    otherwise = [serving.goal_of(*thing).id for thing in things]

    # then
    assert "It serves the goal: Answers in 4 h as its series or its round of training groups says" in page
    assert (inherited, otherwise) == ([goal.id] * 3, [other.id, goal.id, other.id])


def test_thanks_are_read_at_the_goal_once_they_are_shared(client_of, begun, ada, bo, dana, now):
    # given
    goal = begun()
    with transaction():
        given = thanks.thank(bo, "You found the drawing in an hour.", Subject(), by=ada, now=now)
    client_of(ada).post(f"/goals/serving/thanks/{given.id}", data={"serves": str(goal.id)})

    # when
    before = text(client_of(dana).get(f"/goals/{goal.id}"))
    with transaction():
        thanks.decide(given.id, shared=True, by=bo, now=now)
    after = text(client_of(dana).get(f"/goals/{goal.id}"))

    # then: and whoever reads them reads what they are for
    assert ["You found the drawing" in page for page in (before, after)] == [False, True]
    assert "It serves the goal: Answers in 4 h" in text(client_of(dana).get("/thanks"))
    assert client_of(bo).get(f"/goals/serving/thanks/{given.id}").status_code == 404  # who is thanked has not written it


def test_a_closed_goal_takes_nothing_new(client_of, begun, meetup, chen, now):
    # given
    goal, session = begun(), meetup()
    with transaction():
        goals.close(goal.id, Outcome.NOT_MEASURED, "Nobody measured.", by=chen, now=now)

    # when
    page = client_of(chen).post(f"/goals/serving/session/{session.id}", data={"serves": str(goal.id)}, follow_redirects=True)

    # then
    assert said(page) == ["This goal is closed. Open it again first."]
    assert standings.goal(goal.id).is_closed


def test_a_story_names_a_goal_and_stands_on_its_page_while_every_colleague_reads_it(client_of, begun, ada, dana, now):
    # given
    goal = begun()
    with transaction():
        story = stories.tell(fresh(ada), WORDS, About(), now=now)
    with transaction():
        story = stories.own(story.id, fresh(ada))
        stories.publish(story.id, seen=stories.fingerprint(story), by=fresh(ada), now=now)

    # when
    offered = "Name a goal" in client_of(ada).get(f"/stories/{story.id}").text
    kept = client_of(ada).post(f"/goals/serving/story/{story.id}", data={"serves": str(goal.id)}).status_code
    others = client_of(dana).post(f"/goals/serving/story/{story.id}", data={"serves": ""}).status_code
    read = WORDS.title in client_of(dana).get(f"/goals/{goal.id}").text
    with transaction():
        stories.withdraw(story.id, by=fresh(ada))

    # then
    assert (offered, kept, others, read) == (True, 303, 404, True)
    assert WORDS.title not in client_of(dana).get(f"/goals/{goal.id}").text
