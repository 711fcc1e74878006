"""What pages say of directories, in the reader's language."""

from flask_babel import gettext as _

from networks.directories.errors import Why
from networks.directories.models import Directory, DirectoryKind
from networks.directories.reading import Tried


def step_words(line: Tried) -> str:
    """What was tried."""
    return {
        "reach": _("It answers, and what is said is encrypted"),
        "sign-in": _("Foyer is let in"),
        "groups": _("Groups are found"),
        "people": _("People with an e-mail address are found"),
    }[line.step]


def why_words(why: Why) -> str:
    """Why it does not work, and exactly what is missing."""
    return {
        Why.UNREACHABLE: _("Nobody answers there in time. Is the address right, and may this server reach it?"),
        Why.NOT_SECURE: _("The connection cannot be trusted: the certificate is of another name, expired, or signed by somebody this server does not know. If your company signs its own, paste the certificate of whoever signs."),
        Why.SIGN_IN: _("The account and its password, or the token, are not accepted. Look whether it has expired."),
        Why.BASE: _("There is nothing below the base, or the account may not see it. It needs the right to read there."),
        Why.FILTER: _("The directory does not take the filter."),
        Why.NOT_ALLOWED: _("The account may not read this. It needs the right to read groups and people."),
        Why.ELSEWHERE: _("It points to another server. Give the address of that one."),
        Why.LIMITED: _("It gives fewer entries than there are. Let the account read without a limit; what is half would look like people who left."),
        Why.GARBLED: _("It answers with something that is no directory. Is the address right?"),
        Why.TOO_MUCH: _("There is more in it than Foyer reads. Choose a base further down, or a narrower filter."),
        Why.SEALED: _("What opens it cannot be read any more. Write the password or the token once more."),
        Why.NO_GROUPS: _("No group is found. Is the base right, and does the filter let any through?"),
        Why.NO_ADDRESSES: _("Nobody with an e-mail address is found. The account needs the right to read “mail”, and people stand below the same base."),
        Why.GONE: _("The group is not there any more."),
        Why.TOO_DEEP: _("Groups stand within groups more than ten deep. It is not read."),
    }[why]  # fmt: skip


def kind_words(directory: Directory) -> str:
    """How it is asked."""
    return {DirectoryKind.LDAP: "LDAP", DirectoryKind.SCIM: "SCIM"}[directory.kind]
