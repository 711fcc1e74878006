"""What the mail to a thanked person says, and who reads thanks."""

from flask_babel import gettext as _

from champions.thanks.models import Thanks
from champions.words import Words


def thanked(thanks: Thanks, *, names_session: bool) -> Words:
    """Somebody thanks you; who may read it?"""
    name = thanks.by.name
    about = about_words(thanks, names_session=names_session)
    return Words(
        subject=_("A word of thanks for you"),  # without the name: a subject is kept longer than thanks that are taken back
        preheader=_("%(name)s thanks you", name=name),
        heading=_("%(name)s thanks you", name=name),
        paragraphs=(
            *((about,) if about else ()),
            _("So far only you and %(name)s read it.", name=name) + " " + if_shared(thanks),
        ),
        quotes=((thanks.words, name),),
        button=_("Say whether others may read it"),
        small=_("Keeping it to yourself is just as fine, and so is no answer. You can change it at any time."),
    )


def about_words(thanks: Thanks, *, names_session: bool) -> str:
    """What it is for, as far as it is linked to something that the reader may see."""
    if thanks.session is not None and names_session:
        return str(_("For “%(title)s”.", title=thanks.session.title))
    return str(_("For the group “%(title)s”.", title=thanks.group.name)) if thanks.group is not None else ""


def if_shared(thanks: Thanks) -> str:
    """Who would read it, and where."""
    if thanks.group is not None:
        return str(_("If you like, others may: who belongs to “%(group)s” then reads it on the page of that group.", group=thanks.group.name))  # fmt: skip
    return str(_("If you like, others may: every colleague then reads it on the page of thanks."))


def taken_off(thanks: Thanks) -> str:
    """Why others do not read it, though the thanked person said so."""
    if thanks.group is not None:
        return str(_("Whoever looks after “%(group)s” took it off the page of that group. Only you and %(name)s read it.", group=thanks.group.name, name=thanks.by.name))  # fmt: skip
    return str(_("A community manager took it off the page of thanks. Only you and %(name)s read it.", name=thanks.by.name))


def readers(thanks: Thanks) -> str:
    """Who reads what is shared."""
    if thanks.group is not None:
        return str(_("Who belongs to “%(group)s” reads it.", group=thanks.group.name))
    return str(_("Every colleague reads it."))
