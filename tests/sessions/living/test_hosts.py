"""Who hosts a session to which a group is invited writes what it came to, for a while."""

from datetime import timedelta

from networks import meeting_notes


def test_who_hosted_a_session_of_the_group_writes_what_it_came_to(group, meetup, follow, bo, chen, dana):
    # given
    walkers, elsewhere = group(stewards=[chen], members=[bo, dana]), group(name="Elsewhere", stewards=[chen], members=[bo])
    session = meetup()
    follow(session, walkers)
    after = session.ends_at + timedelta(hours=1)

    # then
    assert [meeting_notes.may_write(walkers, one, now=after) for one in (bo, chen, dana)] == [True, True, False]
    moments = (session.ends_at - timedelta(minutes=1), after + timedelta(days=70))
    assert [meeting_notes.may_write(walkers, bo, now=at) for at in moments] == [False, False]
    assert meeting_notes.may_write(elsewhere, bo, now=after) is False
