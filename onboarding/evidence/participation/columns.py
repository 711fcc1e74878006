"""Which column of a file is what: by its heading, in English, Dutch or German, or as somebody says."""

from collections import Counter
from collections.abc import Mapping, Sequence

from onboarding.evidence.participation.errors import ParticipationInvalid
from onboarding.evidence.participation.lines import NEEDED, OF_EVENTS, OF_TOTALS
from onboarding.evidence.participation.models import What
from people.csv_files import HEADINGS as OF_PEOPLE
from people.csv_files import Shape

LONGEST_MAPPING = 2_000
HEADINGS: Mapping[str, Sequence[str]] = {
    "person": (
        *OF_PEOPLE["email"],
        *("person", "persoon", "user", "username", "gebruiker", "actor", "author", "userid", "personid", "employeeid"),
    ),
    "day": ("day", "date", "dag", "datum", "timestamp", "time", "createdat", "occurredat", "tijdstip", "tag"),
    "act": ("act", "action", "activity", "event", "eventtype", "type", "actie", "activiteit", "soort", "aktion"),
    "group": ("group", "groep", "community", "groupname", "groepsnaam", "channel", "kanaal", "gruppe"),
    "other": ("other", "with", "met", "target", "targetuser", "recipient", "to", "repliedto", "aan", "ander", "mit"),
    "week": ("week", "isoweek", "weeknumber", "woche"),
    "kind": ("kind", "segmentkind", "segmenttype", "soortsegment", "soort", "type", "art"),
    "segment": ("segment", "name", "naam", "segmentname"),
    "people": ("people", "persons", "users", "mensen", "personen", "headcount", "members", "leden", "medewerkers"),
    "consume": ("consume", "consumed", "readers", "lezers", "consumers", "lezen", "consumeren"),
    "contribute": ("contribute", "contributed", "contributors", "bijdragers", "bijdragen"),
    "create": ("create", "created", "creators", "makers", "maken", "creëren"),
    "contacts": ("contacts", "interactions", "contacten", "interacties", "kontakte"),
    "across": (
        "across",
        "acrossdepartments",
        "interactionsacrossdepartments",
        "contactsacross",
        "overafdelingen",
        "tussenafdelingen",
    ),
    "people_across": ("peopleacross", "mensenover", "mensenoverafdelingen"),
    "people_within": ("peoplewithin", "mensenbinnen", "mensenbinnenafdelingen"),
}


def mapping(shape: Shape, called: str) -> tuple[What, dict[str, int]]:
    """What the file tells, and the number of the column of each field. Raises ParticipationInvalid naming `file` or `called`."""
    if not shape.has_headings:
        raise ParticipationInvalid("The first line has to say what each column is.", field="file")
    plain = [_plain(column) for column in shape.columns]
    said = _said(called, plain)
    found = {what: said | _guessed(fields, plain, said) for what, fields in FIELDS.items()}
    for what, needed in zip((What.EVENTS, What.TOTALS), NEEDED, strict=True):
        if needed <= found[what].keys():
            mine = {name: at for name, at in found[what].items() if name in FIELDS[what]}
            _guard_twice(plain, mine)
            return what, mine
    raise ParticipationInvalid(
        "This file needs a column for the person, the day and the act; or for the week, the people, and those who consume, contribute "
        "and create. Say below which ones they are.",
        field="file",
    )


FIELDS = {What.EVENTS: OF_EVENTS, What.TOTALS: OF_TOTALS}


def _guessed(fields: Sequence[str], plain: Sequence[str], said: Mapping[str, int]) -> dict[str, int]:
    """By heading, the most likely first; no column twice."""
    taken, found = set(said.values()), {}
    for name in fields:
        at = next((plain.index(word) for word in HEADINGS[name] if word in plain and plain.index(word) not in taken), None)
        if name not in said and at is not None:
            found[name] = at
            taken.add(at)
    return found


def _said(called: str, plain: Sequence[str]) -> dict[str, int]:
    found = {}
    for line in called[:LONGEST_MAPPING].splitlines():
        name, _equals, heading = (part.strip() for part in line.partition("="))
        if not name:
            continue
        if name.casefold() not in HEADINGS:
            raise ParticipationInvalid(
                "Write a field, an equals sign and a heading. Fields: %(fields)s.", field="called", fields=", ".join(HEADINGS)
            )
        if not _plain(heading) or _plain(heading) not in plain:
            raise ParticipationInvalid("No column of this file is called what is said of “%(name)s”.", field="called", name=name)
        found[name.casefold()] = plain.index(_plain(heading))
    return found


def _guard_twice(plain: Sequence[str], mine: Mapping[str, int]) -> None:
    counted = Counter(plain)
    for name, at in mine.items():
        if counted[plain[at]] > 1:
            raise ParticipationInvalid(
                "Two columns have the heading that “%(name)s” is read from. Rename one of them.", field="file", name=name
            )


def _plain(heading: str) -> str:
    return "".join(sign for sign in heading.casefold() if sign.isalnum())
