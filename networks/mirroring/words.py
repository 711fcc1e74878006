"""What pages and mails say about mirrors, in the reader's language."""

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import ngettext

from networks.mirroring.models import Act, Brake, ChangeState, Mirror, MirrorChange, MirrorState, Reason, Rule
from networks.words import Words


def state(mirror: Mirror) -> str:
    """Whether it works by itself."""
    return {
        MirrorState.ACTIVE: _("It looks every day."),
        MirrorState.STOPPED: _("It has stopped, and asks."),
        MirrorState.PAUSED: _("It rests: nothing happens by itself."),
    }[mirror.state]


def rule(mirror: Mirror) -> str:
    """How far it goes by itself."""
    return {
        Rule.SUGGEST: _("It only says what it would do, and somebody presses."),
        Rule.ADD: _("It brings people in, and removes nobody."),
        Rule.AUTHORITATIVE: _("It brings people in, and takes out whom it brought in and the list has no more."),
    }[mirror.rule]


def consent(mirror: Mirror) -> str:
    """Who says yes."""
    if mirror.is_automatic:
        return _("Everybody on the list belongs (%(basis)s).", basis=mirror.basis)
    return _("Everybody is invited by mail and says yes or no.")


def brake(found: Brake) -> str:
    """Why it has stopped, and what to do."""
    return {
        Brake.FAILING: _(
            "What it follows cannot be read: it is closed, not there any more, or its directory does not answer. Nobody was removed for it. Look again, or let it follow something else."
        ),
        Brake.EMPTY: _(
            "The list is empty. Nobody was removed for it: an empty list is mostly a mistake. Fill it, or let the group follow nothing."
        ),
        Brake.NOBODY: _(
            "Nobody who looks after this group reads the names of what it follows. Somebody who does has to take it over."
        ),
        Brake.RENAMED: _(
            "Many people would go while about as many come: the list looks like another one. Look at the names first."
        ),
        Brake.REMOVALS: _(
            "More people would go at once than you allow; those of the last seven days count with them. Look at the names first."
        ),
    }[found]


def reason(found: Reason) -> str:
    """Why a person comes, stays or goes."""
    return {
        Reason.LISTED: _("on the list"),
        Reason.ASKED: _("asked to come in, and is on the list"),
        Reason.BOTH: _("on the list and in the group"),
        Reason.BY_HAND: _("in the group by their own yes or by hand; not on the list"),
        Reason.ONLY_ADDS: _("not on the list any more; this mirror removes nobody"),
        Reason.INVITED: _("invited, has not answered yet"),
        Reason.NOT_LISTED: _("not on the list any more"),
        Reason.INVITED_ONLY: _("not on the list any more, and has not answered yet"),
        Reason.OUT: _("is left alone"),
    }[found]


def outcome(change: MirrorChange) -> str:
    """What became of one change, beside its reason."""
    if change.state is ChangeState.DONE:
        return {Act.ADD: _("came in"), Act.INVITE: _("was invited")}.get(change.act, _("was taken out"))
    return {
        ChangeState.WAITS: _("is still to come"),
        ChangeState.PASSED_OVER: _("passed over: it was not so any more when the turn came"),
        ChangeState.UNDONE: _("undone"),
        ChangeState.STAYS: _("stays: they had decided themselves by then"),
    }[change.state]


def counts(done: Mapping[Act, int]) -> str:
    """How many came and went by a run."""
    said = []
    if number := done.get(Act.ADD):
        said.append(ngettext("%(num)d came in", "%(num)d came in", number))
    if number := done.get(Act.INVITE):
        said.append(ngettext("%(num)d was invited", "%(num)d were invited", number))
    if number := done.get(Act.REMOVE):
        said.append(ngettext("%(num)d was taken out", "%(num)d were taken out", number))
    return ", ".join(said) or _("nobody came or went")


def drift(mirror: Mirror) -> str:
    """How many would come and go, as of the last look; "" when nobody."""
    said = []
    if number := mirror.drift.get(Act.ADD):
        said.append(ngettext("%(num)d would come in", "%(num)d would come in", number))
    if number := mirror.drift.get(Act.INVITE):
        said.append(ngettext("%(num)d would be invited", "%(num)d would be invited", number))
    if number := mirror.drift.get(Act.REMOVE):
        said.append(ngettext("%(num)d would be taken out", "%(num)d would be taken out", number))
    return ", ".join(said)


def stopped(mirror: Mirror, source: str) -> Words:
    """The mail to those who look after it."""
    first = _(
        "“%(group)s” does not follow “%(source)s” any more for now.", group=mirror.group.name, source=source or _("its list")
    )
    return Words(
        subject=_("Stopped, and asks you: %(group)s", group=mirror.group.name),
        preheader=first,
        title=mirror.group.name,
        paragraphs=(first, brake(mirror.brake) if mirror.brake else "", _("Until you say so, nobody comes or goes by it.")),
        button=_("Look at it"),
    )
