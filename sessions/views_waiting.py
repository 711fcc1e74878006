"""Lines of the home page about whatever waits here: invitations, hosting, dates to find, training groups, groups, letters."""

from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from flask import url_for
from flask_babel import gettext as _

from look import date_words
from networks.models import Membership
from sessions import links_cohosts, words_home
from sessions.home_parts import Waiting
from sessions.models_cohosts import HostRequest
from sessions.polls.models import PollPerson
from sessions.queries_incoming import Letter, Queue
from sessions.queries_mine import MySession
from sessions.rounds.models import Round, SignUp


def invitations(items: Iterable[MySession], zone: ZoneInfo) -> list[Waiting]:
    """A line for each invitation; one for a series."""
    return [_invitation(item, zone) for item in items]


def _invitation(item: MySession, zone: ZoneInfo) -> Waiting:
    session = item.session
    said = [words_home.when(session.starts_at, session.ends_at, zone)]
    if session.hosts:
        said.append(_("with %(host)s", host=session.hosts[0].person.name))
    if item.state == "in":
        said.append(_("your seat is kept: does the new time suit you?"))
    url = (
        url_for("sessions.series", series_id=item.series.id)
        if item.series
        else url_for("sessions.session", session_id=session.id)
    )
    by = words_home.day_of(session.last_moment_to_answer or session.starts_at, session.zone)
    return Waiting(title=session.title, about=", ".join(said), action=_("Answer"), url=url, by=by)


def hosting(requests: Iterable[HostRequest], zone: ZoneInfo) -> list[Waiting]:
    """A line for each question whether somebody would host."""
    return [
        Waiting(
            title=asked.session.title,
            about=_(
                "%(name)s asks whether you would host, %(day)s",
                name=asked.asked_by.name,
                day=date_words(asked.session.starts_at, zone),
            )
            if asked.asked_by
            else _("Would you host, %(day)s?", day=date_words(asked.session.starts_at, zone)),
            action=_("Look, and answer"),
            url=links_cohosts.path_of(asked),
            by=words_home.day_of(asked.session.starts_at, zone),
        )
        for asked in requests
    ]


def dates_to_find(asked: Iterable[PollPerson]) -> list[Waiting]:
    """A line for each poll."""
    return [
        Waiting(
            title=one.poll.title,
            about=_("%(name)s asks which dates suit you", name=one.poll.host.name),
            action=_("Mark dates"),
            url=url_for("polls.marks", poll_id=one.poll_id),
            by=words_home.day_of(one.poll.last_moment_to_answer, one.poll.zone),
        )
        for one in asked
    ]


def training_groups(places: Iterable[SignUp], rounds: Iterable[Round]) -> list[Waiting]:
    """Groups that are proposed to somebody, and rounds for which they could sign up."""
    proposed = [
        Waiting(
            title=kept.round.title,
            about=_("A training group is proposed to you"),
            action=_("Look, and answer"),
            url=url_for("rounds.sign_up", round_id=kept.round_id),
        )
        for kept in places
    ]
    offered = [
        Waiting(
            title=one.title,
            about=_("Training groups"),
            action=_("Sign up"),
            url=url_for("rounds.sign_up", round_id=one.id),
            by=words_home.day_of(one.last_moment_to_sign_up, one.zone),
            offered=True,
        )
        for one in rounds
    ]
    return [*proposed, *offered]


def groups(memberships: Iterable[Membership]) -> list[Waiting]:
    """Groups that would like somebody to join."""
    return [
        Waiting(
            title=one.group.name,
            about=_("This group would like you to join"),
            action=_("Look, and answer"),
            url=url_for("networks.group", group_id=one.group_id),
        )
        for one in memberships
    ]


def letters(queue: Queue) -> list[Waiting]:
    """What colleagues wrote to dates that somebody looks after; and one line for all that is not shown by itself."""
    lines = [
        Waiting(
            title=_letter(letter),
            about=letter.subject,
            action=_("Read"),
            url=url_for("sessions.incoming_message", incoming_id=letter.id),
        )
        for letter in queue.letters
    ]
    return [*lines, *_other_letters(queue)]


def _letter(letter: Letter) -> str:
    if letter.reason == "counter":
        return _("%(name)s proposes another time", name=letter.by)
    if letter.reason == "delegated":
        return _("%(name)s would send somebody else", name=letter.by)
    if letter.reason in ("colleague", "held"):
        return _("%(name)s answers without an invitation of their own", name=letter.by)
    return _("A message from %(name)s", name=letter.by)


def _other_letters(queue: Queue) -> Sequence[Waiting]:
    if not queue.unclear and queue.count <= len(queue.letters):
        return ()
    title = _("What we could not read or trust") if queue.unclear else _("Everything else that came in")
    about = _("Mail to dates that you look after")
    return (Waiting(title=title, about=about, action=_("Look"), url=url_for("sessions.incoming")),)
