"""What pages, mails and rooms say about channels, in the reader's language."""

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from config import settings
from look import date_words, span_words, zone_words
from networks.channels.announcing import Date, dates_of
from networks.channels.models import (
    Announcement,
    Became,
    Channel,
    ChannelChange,
    ChannelPerson,
    ChannelRun,
    News,
    RunState,
    Stands,
    Stop,
    Why,
)
from networks.channels.queries import RunLine, groups_on
from networks.mirroring.models import Act, MirrorState, Rule
from networks.models import Visibility
from networks.platforms import words as platform_words
from networks.platforms.models import PlatformConnection
from networks.words import Words


def state(channel: Channel) -> str:
    """Whether it works by itself."""
    return {
        MirrorState.ACTIVE: _("It looks every day."),
        MirrorState.STOPPED: _("It has stopped, and asks."),
        MirrorState.PAUSED: _("It rests: nothing happens by itself."),
    }[channel.state]


def rule(channel: Channel) -> str:
    """How far it goes by itself."""
    return {
        Rule.SUGGEST: _("It only says what it would do, and somebody presses."),
        Rule.ADD: _("It brings the members of the group in, and takes nobody out."),
        Rule.AUTHORITATIVE: _("It brings the members in, and takes out whom it brought in and who left the group here."),
    }[channel.rule]


def brake(found: Stop) -> str:
    """Why it has stopped, and what to do."""
    return {
        Stop.FAILING: _("The platform does not do it, or has been away for long. Read what it says, then try again."),
        Stop.ACCESS: _("The platform does not let Foyer in any more. An administrator has to look at its access."),
        Stop.ROOM: _("The room is not there any more. If that is meant, take the group off the platform here as well."),
        Stop.EMPTY: _(
            "Nobody belongs to the group here. Nobody was taken out for it: an empty list is mostly a mistake. Invite somebody, or take the group off the platform."
        ),
        Stop.NOBODY: _("Nobody looks after this group any more. Somebody has to take it over."),
        Stop.RENAMED: _("Many people would go while about as many come: it looks like another group. Look at the names first."),
        Stop.REMOVALS: _(
            "More people would go at once than you allow; those of the last seven days count with them. Look at the names first."
        ),
        Stop.EMPTIED: _(
            "Many of those who were brought in are gone from the room at once. Has somebody emptied it, or is it another room? If you go on, all of them count as having left, and nobody asks them again."
        ),
        Stop.PUBLIC: _(
            "This group is not listed any more, and everybody on the platform finds its room. Nobody was taken out for it. List the group again, or take it off the platform here and close the room there."
        ),
    }[found]


def why(found: Why) -> str:
    """Why a person comes, stays or goes."""
    return {
        Why.LISTED: _("belongs to the group"),
        Why.BOTH: _("in the group and in the room"),
        Why.BY_HAND: _("in the room by themselves or by somebody’s hand; not in the group"),
        Why.ONLY_ADDS: _("does not belong to the group any more; nobody is taken out"),
        Why.INVITED: _("was asked by the platform, has not answered yet"),
        Why.NOT_LISTED: _("does not belong to the group any more"),
        Why.INVITED_ONLY: _("does not belong to the group any more, and has not answered the platform yet"),
        Why.OUT: _("is left alone"),
        Why.UNSURE: _(
            "does not belong to the group any more; an answer of the platform was lost, so they may be there by themselves"
        ),
        Why.NO_ACCOUNT: _("has no account there yet"),
        Why.UNDOING: _("an earlier run is undone"),
        Why.DECIDED: _("had decided for themselves by then"),
    }[found]


def outcome(change: ChannelChange) -> str:
    """What became of one change, beside its reason."""
    if change.state is Became.DONE:
        return _("came in") if change.act is Act.ADD else _("was taken out")
    if change.state is Became.ALREADY:
        return _("was in the room already") if change.act is Act.ADD else _("was gone already")
    said = {
        Became.WAITS: _("is still to come"),
        Became.CALLED: _("the platform was asked, and has not answered"),
        Became.ASKED: _("was asked by the platform"),
        Became.UNSURE: _("is in the room; an answer of the platform was lost"),
        Became.REFUSED: _("the platform refused"),
        Became.PASSED_OVER: _("passed over: it was not so any more when the turn came"),
    }[change.state]
    return f"{said} ({change.said})" if change.said else said


def counts(line: RunLine) -> str:
    """How many came and went by a run."""
    said = [
        ngettext("%(num)d came in", "%(num)d came in", line.came) if line.came else "",
        ngettext("%(num)d was asked by the platform", "%(num)d were asked by the platform", line.asked) if line.asked else "",
        ngettext("%(num)d was taken out", "%(num)d were taken out", line.went) if line.went else "",
        ngettext("%(num)d was refused", "%(num)d were refused", line.refused) if line.refused else "",
    ]
    return ", ".join(part for part in said if part) or _("nobody came or went")


def run_state(run: ChannelRun) -> str:
    """How far a run is; "" for one that is done."""
    return {
        RunState.CHECKING: _("the room is being read"),
        RunState.APPLYING: _("at work"),
        RunState.HELD: _("stopped in the middle"),
        RunState.DONE: "",
        RunState.OUTDATED: _("something had changed: nothing was done"),
        RunState.BROKEN_OFF: _("broken off before anything was done"),
        RunState.UNDONE: _("undone"),
    }[run.state]


def drift(channel: Channel) -> str:
    """How many would come and go, as of the last look; "" when nobody."""
    said = []
    if number := channel.drift.get(Act.ADD):
        said.append(ngettext("%(num)d would come in", "%(num)d would come in", number))
    if number := channel.drift.get(Act.REMOVE):
        said.append(ngettext("%(num)d would be taken out", "%(num)d would be taken out", number))
    return ", ".join(said)


def told(said: str) -> str:
    """What the platform said, as far as it is ours to translate."""
    return platform_words.told(said)


def own(row: ChannelPerson | None) -> str:
    """The reader's own row; "" when the channel knows nothing of them."""
    if row is None:
        return ""
    since = date_words(row.since, row_zone())
    return {
        Stands.COMING: _("You are being brought in there."),
        Stands.AGAIN: _("You are being brought in there."),
        Stands.IN: _("Foyer brought you in there on %(day)s, because you belong to this group.", day=since),
        Stands.ASKED: _("The platform asked you for this group on %(day)s. Yes or no is yours to say there.", day=since),
        Stands.UNSURE: _("You are in the room there."),
        Stands.GOING: _("You are being taken out there, because you do not belong to this group any more."),
        Stands.OUT: _("Foyer took you out there on %(day)s, because you did not belong to this group any more.", day=since),
        Stands.THERE: _("You are in the room there, by your own doing or a colleague’s. Foyer never takes you out."),
        Stands.LEFT: _("You left there; nobody asks you again. You can come back by yourself at any time."),
    }[row.stands]


def hanging_on(platform: PlatformConnection) -> list[str]:
    """The groups that stand there, for who is about to cut it off. One that is not listed is named to nobody else."""
    groups = groups_on(platform)
    listed = [group.name for group in groups if group.visibility is Visibility.LISTED]
    others = len(groups) - len(listed)
    return [
        *listed,
        *([ngettext("%(num)d group that is not listed", "%(num)d groups that are not listed", others)] if others else []),
    ]


def row_zone() -> str:
    """The company's: a day is a day."""
    return settings().timezone


def stopped(channel: Channel) -> Words:
    """The mail to those who look after the group."""
    first = _("“%(group)s” is not kept right on %(platform)s for now.", group=channel.group.name, platform=channel.platform.name)
    said = _("The platform says: %(words)s", words=told(channel.told)) if channel.told else ""
    asks = brake(channel.brake) if channel.brake else ""
    return Words(
        subject=_("Stopped, and asks you: %(group)s", group=channel.group.name),
        preheader=first,
        title=channel.group.name,
        paragraphs=tuple(part for part in (first, asks, said, _("Until you say so, nobody comes or goes by it.")) if part),
        button=_("Look at it"),
    )


def announcement(found: Announcement, *, now: datetime) -> str:
    """What the room reads: what, when with the zone, where, and the page here. Nobody is named."""
    title, dates = found.facts["title"], [one for one in dates_of(found) if one.ends_at > now] or dates_of(found)
    lines = [_head(found.news, title, several=found.facts["count"] > 1)]
    lines += [_when(one, found.facts["timezone"]) for one in dates]
    if (more := found.facts["count"] - len(dates_of(found))) > 0:
        lines.append(ngettext("and %(num)d more", "and %(num)d more", more))
    place_is_a_link = "://" in found.facts["place"]  # the room may hold others than the group: no link to join is given there
    if found.facts["place"] and found.news is not News.CANCELLED and not place_is_a_link:
        lines.append(found.facts["place"])
    return "\n".join([*lines, f"{settings().base_url}{found.facts['path']}"])


def _head(news: News, title: str, *, several: bool) -> str:
    if several:
        return {
            News.SET: _("New dates: %(title)s", title=title),
            News.MOVED: _("Dates moved: %(title)s. They are now:", title=title),
            News.CANCELLED: _("These dates are off: %(title)s", title=title),
        }[news]
    return {
        News.SET: _("A new date: %(title)s", title=title),
        News.MOVED: _("Moved: %(title)s. It is now:", title=title),
        News.CANCELLED: _("This date is off: %(title)s", title=title),
    }[news]


def _when(one: Date, zone: str) -> str:
    place = zone_words(zone)
    when = f"{date_words(one.starts_at, zone)}, {span_words(one.starts_at, one.ends_at, zone)}"
    return _("%(when)s (time in %(place)s)", when=when, place=place)
