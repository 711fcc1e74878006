"""What the mail that asks for backing says, and the page behind its link."""

from flask_babel import gettext as _

from champions.models_backings import Backing
from champions.words import Words


def asked(backing: Backing) -> Words:
    """Is the time fine with you?"""
    name = backing.person.name
    return Words(
        subject=_("%(name)s asks for your backing as an ambassador", name=name),
        preheader=_("One press answers."),
        heading=_("%(name)s asks for your backing", name=name),
        paragraphs=(
            _(
                "%(name)s helps a few colleagues with the platform as an ambassador, or would like to. It takes about five minutes a "
                "week, now and then an hour. Is that fine with you?",
                name=name,
            ),
        ),
        quotes=((backing.words, name),) if backing.words else (),
        button=_("Have a look, and answer"),
        small=_("Only %(name)s reads your answer; it is kept in no list and changes nothing by itself.", name=name),
    )
