"""What platforms answer, taken apart with care: all of it is hostile until it has come through here."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from networks.platforms.protocol import AccessDenied, Finding, Garbled, PlatformFault, Sought, Unavailable
from networks.platforms.protocol import gettext_noop as _

PASSES = 3  # through pages that shift while they are read
LONGEST_ID = 255
MOST_PAGES = 10_000  # of one list; whoever has more of them has no end
NOT_PROMISED = _("The platform answered with something other than its interface promises.")
NOBODY_MEANT = _("The platform answered without saying which one it means.")
NO_LIST = _("The platform answered with something other than a list.")
ENDLESS = _("The platform gives the same page of its list again and again.")
RESTLESS = _("The members changed while they were read. Foyer tries again by itself.")


def text(value: object, name: str) -> str:
    """The words under `name`, "" when there are none. Raises Garbled when it is something else."""
    found = value.get(name) if isinstance(value, dict) else None
    if found is None:
        return ""
    if not isinstance(found, str):
        raise Garbled(NOT_PROMISED)
    return found


def identity(value: object, name: str = "id") -> str:
    """The identifier under `name`, a number as its digits. Raises Garbled when there is none."""
    found = value.get(name) if isinstance(value, dict) else None
    if isinstance(found, int) and not isinstance(found, bool):
        found = str(found)
    if not isinstance(found, str) or not 0 < len(found) <= LONGEST_ID:
        raise Garbled(NOBODY_MEANT)
    return found


def rows(value: object, name: str = "") -> list[dict[str, Any]]:
    """The objects in the list `value`, or in the list under `name`. Raises Garbled."""
    if name:
        value = value.get(name) if isinstance(value, dict) else None
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise Garbled(NO_LIST)
    return value


def batches(accounts: Sequence[str], size: int) -> Iterator[list[str]]:
    """Each account once, `size` at a time, in the order given."""
    once = list(dict.fromkeys(accounts))
    return (once[start : start + size] for start in range(0, len(once), size))


def by_address(sought: Iterable[Sought], found: Iterable[tuple[str, str]]) -> dict[int, str]:
    """The account of each person whose address exactly one account has. `found`: address and account."""
    accounts: dict[str, set[str]] = {}
    for address, account in found:
        accounts.setdefault(address.strip().casefold(), set()).add(account)
    matches = (
        (person.person_id, accounts.get(person.email.strip().casefold(), set())) for person in sought if person.email.strip()
    )
    return {person_id: next(iter(those)) for person_id, those in matches if len(those) == 1}


def shifting_pages(page: Callable[[int], Sequence[str]], size: int, total: Callable[[], int]) -> Iterator[str]:
    """Each name once, on pages of `size` counted from 0, also when somebody leaves while they are read and the pages close up.

    Whoever would be overlooked would look as if they had left: where `total`, how many there are, is another one afterwards, or more
    than were read, they are read again. Raises Unavailable when they do not hold still, Garbled when they have no end.
    """
    told: set[str] = set()
    before = total()
    for _pass in range(PASSES):
        read: set[str] = set()
        names: Sequence[str] = ()
        for number in range(MOST_PAGES):
            names = page(number)
            yield from (name for name in dict.fromkeys(names) if name not in told)
            told.update(names)
            if len(names) < size or read.issuperset(names):
                break
            read.update(names)
        else:
            raise Garbled(ENDLESS)
        now = total()
        if before == now <= len(read.union(names)):
            return
        before = now
    raise Unavailable(RESTLESS)


def tried(what: str, missing: str, act: Callable[[], object]) -> Finding:
    """What came of trying: `missing` says what is missing and where to give it, for when the platform does not let us in."""
    try:
        act()
    except AccessDenied as fault:
        _words, says, theirs = str(fault).partition(" It says: ")
        return Finding(what, works=False, missing=f"{missing}{says}{theirs}")
    except PlatformFault as fault:
        return Finding(what, works=False, missing=str(fault))
    return Finding(what, works=True)
