"""What mails about groups say, in the reader's language."""

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from networks.models import Group, JoinRule, Membership, PeopleShown


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The parts of a mail. `quotes` is Markdown; `button` leads to a page, `says_no` to the same with a no; `facts` are label and value."""

    subject: str
    preheader: str
    title: str
    paragraphs: tuple[str, ...]
    quotes: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    button: str = ""
    says_no: str = ""
    after_button: str = ""
    names: tuple[str, ...] = ()


def invited(group: Group, membership: Membership) -> Words:
    who = membership.asked_by.name if membership.asked_by else _("A colleague")
    return Words(
        subject=_("Would you like to join %(group)s?", group=group.name),
        preheader=_("Yes or no, without signing in. A no needs no reason."),
        title=group.name,
        paragraphs=(_("%(name)s would like you to be part of the group “%(group)s”.", name=who, group=group.name),),
        quotes=group.purpose,
        facts=((_("Looks after it"), names_of(group)), (_("Who sees you there"), who_sees(group))),
        button=_("Yes, I’d like to"),
        says_no=_("No, thanks"),
        after_button=_("Without signing in. A no needs no reason, and you are not asked again soon."),
    )


def asked(group: Group, names: tuple[str, ...]) -> Words:
    first = ngettext(
        "%(num)d colleague asks to come into “%(group)s”.",
        "%(num)d colleagues ask to come into “%(group)s”.",
        len(names),
        group=group.name,
    )
    return Words(
        subject=_("Asks to come in: %(group)s", group=group.name),
        preheader=first,
        title=group.name,
        paragraphs=(first, _("You look after this group, so it is for you to say.")),
        names=names,
        button=_("Let them in, or not"),
    )


def let_in(group: Group) -> Words:
    first = _("You belong to “%(group)s” now.", group=group.name)
    return Words(
        subject=_("Welcome to %(group)s", group=group.name),
        preheader=first,
        title=group.name,
        paragraphs=(first, _("You can leave at any time, without a reason.")),
        quotes=group.purpose,
        facts=((_("Looks after it"), names_of(group)), (_("Who sees you there"), who_sees(group))),
        button=_("To the group"),
    )


def names_of(group: Group) -> str:
    """Who looks after it, by name."""
    return ", ".join(steward.person.name for steward in group.stewards if steward.person.active) or _("nobody at the moment")


def who_sees(group: Group) -> str:
    """Said before anybody comes in."""
    return {
        PeopleShown.EVERYBODY: _("Every colleague who is signed in, unless you hide your name."),
        PeopleShown.MEMBERS: _("The members, unless you hide your name; and who looks after the group."),
        PeopleShown.NOBODY: _("Only who looks after the group."),
    }[group.shows_people]


def way_in(group: Group) -> str:
    """How one comes in."""
    return {
        JoinRule.OPEN: _("Open to everybody"),
        JoinRule.REQUEST: _("On request"),
        JoinRule.INVITATION: _("By invitation"),
    }[group.join_rule]
