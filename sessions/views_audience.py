"""Naming people on a page, for invitations, courses and polls alike: a form, a look at the names, and only then the press that counts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from flask import flash, request
from flask_babel import gettext as _

from people import naming
from people.current import me
from people.naming import Look, Pasted
from sessions import audiences
from sessions.audiences import Audience
from sessions.forms_inviting import InviteForm, audience_of, invite_form

UNKNOWN_SHOWN = 50


class Page(Protocol):
    """Draws the page with what was named so far."""

    def __call__(self, form: InviteForm, *, pasted: Pasted | None = None, look: Look | None = None) -> str: ...


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whom the press means."""

    audience: Audience
    pasted: Pasted

    def person_ids(self, *, now: datetime) -> list[int]:
        """Their numbers; in a transaction, for strangers who are to be added then are."""
        if me().may_manage and request.form.get("add_unknown") == "yes":
            audiences.add_unknown(self.audience, self.pasted, now=now)
        return audiences.person_ids(self.audience)


def choose(page: Page, look: Callable[[Audience], Look], *, act: str) -> Chosen | str | tuple[str, int]:
    """Whom `do=act` means; as long as something else was pressed, or nobody is named, the page to show."""
    form = invite_form()
    if not form.validate():
        return page(form), 422
    pasted = naming.with_colleagues(naming.read_addresses(form.addresses.data or ""))
    audience = audience_of(form, pasted)
    if not audience.emails and not audience.has_filter:
        if not (pasted.unreadable or pasted.unclear):  # the page says of each what is wrong with it
            flash(_("Nobody is named yet. Write names or addresses, or choose a department, function or location."), "warning")
        return page(form, pasted=pasted), 422
    if request.form.get("do") != act:
        return page(form, pasted=pasted, look=look(audience))
    return Chosen(audience, pasted)


def shown(form: InviteForm, pasted: Pasted | None, look: Look | None) -> dict[str, Any]:
    """What the templates of such a page have in common."""
    return {
        "form": form,
        "look": look,
        "unreadable": pasted.unreadable[:UNKNOWN_SHOWN] if pasted else (),
        "unknown_shown": UNKNOWN_SHOWN,
        "unclear": pasted.unclear if pasted else {},
        "alike_shown": naming.ALIKE_SHOWN,
    }
