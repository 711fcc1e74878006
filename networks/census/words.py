"""What pages and mails say of networks, in the reader's language."""

from flask_babel import gettext as _

from networks.census.models import KeeperAsk, Network, NetworkPerson, NetworkState, Openness, Purpose, Rhythm
from networks.census.still_so import Asked
from networks.words import Words
from people.privacy import shown


def purpose_words(purpose: Purpose) -> str:
    """In a word or two."""
    return {
        Purpose.LEARNING: _("Learning"),
        Purpose.EXCHANGE: _("Exchange"),
        Purpose.WORK: _("Work"),
        Purpose.SOCIAL: _("Being together"),
    }[purpose]


def rhythm_words(rhythm: Rhythm) -> str:
    """How often."""
    return {
        Rhythm.WEEKLY: _("every week"),
        Rhythm.FORTNIGHTLY: _("every two weeks"),
        Rhythm.MONTHLY: _("every month"),
        Rhythm.NOW_AND_THEN: _("now and then"),
    }[rhythm]


def state_words(state: NetworkState) -> str:
    """How sure it is, and whether it meets."""
    return {
        NetworkState.SPOTTED: _("Seen, not confirmed yet"),
        NetworkState.CONFIRMED: _("Confirmed"),
        NetworkState.MIRRORED: _("Also a group here"),
        NetworkState.SLEEPING: _("Sleeps at the moment"),
        NetworkState.CLOSED: _("Has come to an end"),
    }[state]


def openness_words(openness: Openness) -> str:
    """Whether one can come along."""
    return {Openness.OPEN: _("Open: anybody can come along"), Openness.CLOSED: _("Closed: one is asked to join")}[openness]


def meets_words(network: Network) -> str:
    """'every week, over soup, Test kitchen'"""
    return ", ".join(part for part in (rhythm_words(network.rhythm), network.how, network.place) if part)


def size_words(network: Network) -> str:
    """About how many, by the rule of small numbers."""
    if network.about_how_many is None:
        return ""
    number = shown(network.about_how_many)
    return str(_("about %(number)s", number=number)) if number is not None else str(_("a few"))


def keeper_asked(asked: KeeperAsk) -> Words:
    """Do you keep it together?"""
    network = asked.network
    who = asked.asked_by.name if asked.asked_by else _("A colleague")
    return Words(
        subject=_("Do you keep “%(network)s” together?", network=network.name),
        preheader=_("Yes or no, without signing in. A no needs no reason."),
        title=network.name,
        paragraphs=(
            _("%(name)s says that you keep “%(network)s” together.", name=who, network=network.name),
            _("If that is so, say yes: then colleagues read your name beside it, and you say what is true of it."),
        ),
        quotes=network.what_for,
        facts=((_("Meets"), meets_words(network)),),
        button=_("Yes, I do"),
        says_no=_("No, not me"),
        after_button=_("Without signing in. A no needs no reason, and you are not asked again."),
    )


def keeper_reminded(asked: KeeperAsk) -> Words:
    """The same, once more."""
    first = keeper_asked(asked)
    return Words(
        subject=_("Once more: do you keep “%(network)s” together?", network=asked.network.name),
        preheader=first.preheader,
        title=first.title,
        paragraphs=(*first.paragraphs, _("We ask this once more and then no more.")),
        quotes=first.quotes,
        facts=first.facts,
        button=first.button,
        says_no=first.says_no,
        after_button=first.after_button,
    )


def named(row: NetworkPerson, keeper: str) -> Words:
    """You are on a list."""
    name = row.network.name
    return Words(
        subject=_("You are on the list of “%(network)s”", network=name),
        preheader=_("Only who keeps it together and community managers read that."),
        title=name,
        paragraphs=(
            _("%(name)s says that you belong to “%(network)s”.", name=keeper, network=name),
            _(
                "Only who keeps it together and community managers read the list. You can take yourself off, for good and without a reason."
            ),
        ),
        facts=((_("Meets"), meets_words(row.network)),),
        button=_("Look, or take me off"),
        after_button=_("Without signing in; the link is yours alone. It is fine to do nothing."),
    )


def still_asked(asked: Asked) -> Words:
    """Is it still so? About one network with its two answers, about several with the way to the page."""
    several = len(asked.open) > 1
    network = asked.open[0]
    return Words(
        subject=_("Is this still so?") if several else _("Is “%(network)s” still so?", network=network.name),
        preheader=_("One press, without signing in. It is fine to do nothing."),
        title=_("Networks you keep together") if several else network.name,
        paragraphs=(
            _("You keep these networks together, and they are groups in Foyer. Does what stands there still hold?")
            if several
            else _(
                "You keep “%(network)s” together, and it is a group in Foyer. Does what stands there still hold?",
                network=network.name,
            ),
        ),
        names=tuple(f"{one.name}: {meets_words(one)}" for one in asked.open) if several else (),
        facts=() if several else ((_("Meets"), meets_words(network)),),
        button=_("Look at them") if several else _("Yes, still so"),
        says_no="" if several else _("It does not meet any more"),
        after_button=_("Without signing in, once a month at most. Nobody else is told whether you answer."),
    )
