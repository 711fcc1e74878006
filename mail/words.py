"""What went wrong with a message, in the reader's language. It is kept as it was said, the mail server's own line in it."""

import re
from functools import cache

from flask_babel import gettext as _


def gettext_noop(text: str) -> str:
    """Marks a text for translators that is translated later."""
    return text


# As the rules say it; the more particular first.
SAID = (
    gettext_noop("Tried for two days: %(rest)s"),
    gettext_noop("The connection to the mail server broke: %(line)s"),
    gettext_noop("The mail server closed the connection: %(line)s"),
    gettext_noop("The mail server wants another sign-in: %(line)s"),
    gettext_noop("The mail server cannot be reached: %(line)s"),
    gettext_noop("The mail server did not take %(what)s yet: %(line)s"),
    gettext_noop("The mail server refused the user or password: %(line)s"),
    gettext_noop("The mail server refused %(what)s: %(line)s"),
    gettext_noop("This address cannot be written to: %(address)s"),
    gettext_noop("It came back from %(server)s: %(line)s"),
    gettext_noop("It could not be written (%(fault)s). This is a fault of Foyer."),
    gettext_noop("It could not be handed over (%(fault)s). This is a fault of Foyer."),
    gettext_noop("Foyer failed on it (%(fault)s). This is a fault of Foyer; the message is kept."),
    gettext_noop("There is no such mailbox (%(code)s)."),
    gettext_noop("The mailbox is full (%(code)s)."),
    gettext_noop("The mailbox takes no mail (%(code)s)."),
    gettext_noop("Their mail server cannot be reached (%(code)s)."),
    gettext_noop("Their mail server refuses our mail (%(code)s)."),
    gettext_noop("Their mail server does not say why."),
)
# What a status code says (RFC 3463): the beginning of its second and third number, the more particular first.
STATUS = (
    ("1.7", "Their mail server refuses our mail (%(code)s)."),  # these two are about our own address
    ("1.8", "Their mail server refuses our mail (%(code)s)."),
    ("1.", "There is no such mailbox (%(code)s)."),
    ("2.2", "The mailbox is full (%(code)s)."),
    ("2.3", "Their mail server refuses our mail (%(code)s)."),  # too large
    ("2.", "The mailbox takes no mail (%(code)s)."),
    ("4.", "Their mail server cannot be reached (%(code)s)."),
    ("", "Their mail server refuses our mail (%(code)s)."),
)
CODE = re.compile(r"[245]\.(\d{1,3}\.\d{1,3})", re.ASCII)
PARTS = (gettext_noop("our sender address"), gettext_noop("the message"), gettext_noop("their mail server"))


def status_words(status: str) -> str:
    """What a mail server means by a status code, in words of ours alone: what it says besides, anybody can have written."""
    code = CODE.match(status)
    if code is None:
        return "Their mail server does not say why."
    template = next(words for beginning, words in STATUS if code[1].startswith(beginning))
    return template % {"code": code[0]}


def error_words(error: str) -> str:
    """The same in the reader's language; what nobody of us said stays as it is."""
    for template in SAID:
        found = _pattern(template).fullmatch(error)
        if found:
            return str(_(template, **{name: _part(name, text) for name, text in found.groupdict().items()}))
    return error


def _part(name: str, text: str) -> str:
    if name == "rest":
        return error_words(text)
    return str(_(text)) if text in PARTS else text


@cache
def _pattern(template: str) -> re.Pattern[str]:
    """`%(what)s` takes as little as fits."""
    return re.compile(re.sub(r"%\\\((\w+)\\\)s", r"(?P<\1>.*?)", re.escape(template)), re.DOTALL)
