"""What a filter is called, and why somebody is invited, in the reader's words."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from people.directory import Filter
from people.models import Person
from sessions.living import filters, queries, why
from sessions.living.models import AudienceValue, Field, LivingAudience
from sessions.living.moves import Move
from sessions.living.targets import Target
from sessions.living.why import Why, Whys


@dataclass(frozen=True, slots=True)
class WhyWords:
    """One plain sentence. `path` leads to where it can be changed, `label` says what for; `ends`: with the reason the dates go, too."""

    text: str
    label: str
    path: str
    ends: bool


def language_name(code: str) -> str:
    """'Dutch'."""
    return {"en": _("English"), "nl": _("Dutch")}.get(code, code)


def filter_words(chosen: Filter) -> str:
    """'Planning or Quality, Deventer, reads Dutch'."""
    lists = [chosen.departments, chosen.functions, chosen.locations]
    if chosen.languages:
        lists.append(tuple(_("reads %(language)s", language=language_name(code)) for code in chosen.languages))
    return ", ".join(_(" or ").join(values) for values in lists if values)


def title_of(audience: LivingAudience, names: dict[int, str]) -> str:
    """The group, as far as it exists for the reader (`names`), or the filter."""
    if audience.group_id is None:
        return filter_words(filters.filter_of(audience))
    return names.get(audience.id) or _("A group that is not listed")


def lapsed_words(value: AudienceValue) -> str:
    """'Nobody works in Purchasing any more.'"""
    if value.field is Field.DEPARTMENT:
        return _("Nobody works in %(department)s any more.", department=value.value)
    if value.field is Field.FUNCTION:
        return _("Nobody has the function %(function)s any more.", function=value.value)
    if value.field is Field.LOCATION:
        return _("Nobody has %(location)s as their place of work any more.", location=value.value)
    return _("Nobody reads %(language)s any more.", language=language_name(value.value))


def move_words(move: Move) -> str:
    """'Several people who are invited on that account work in Metal now.'"""
    if move.field is Field.DEPARTMENT:
        return _("Several people who are invited on that account work in %(department)s now.", department=move.value)
    if move.field is Field.FUNCTION:
        return _("Several people who are invited on that account have the function %(function)s now.", function=move.value)
    return _("Several people who are invited on that account have %(location)s as their place of work now.", location=move.value)


def titles_at(target: Target, reader: Person) -> list[str]:
    """What is followed there, as far as it exists for the reader."""
    living = queries.audiences_at(target)
    names = queries.names_of(living, reader)
    return [title_of(audience, names) for audience in living]


def why_in_mail(whys: Whys, person: Person) -> WhyWords | None:
    """None for who was named by somebody: that is why. A mail may be passed on, so it says of no private group which it is."""
    if whys.by_hand:
        return None
    reasons = _said(whys.reasons, person, in_mail=True)
    return _words(_("You get this because %(reasons)s.", reasons=_and(reasons)), whys) if reasons else None


def why_on_page(whys: Whys, person: Person) -> WhyWords | None:
    """On the person's own page, with every group by name."""
    reasons = _said(whys.reasons, person, in_mail=False)
    return _words(_("You are invited because %(reasons)s.", reasons=_and(reasons)), whys) if reasons else None


def _words(text: str, whys: Whys) -> WhyWords:
    groups = [one for one in whys.reasons if one.group_id is not None]
    only = groups[0] if len(groups) == 1 and not groups[0].is_private else None
    ends = not whys.by_hand
    if groups:
        return WhyWords(text, _("Stay in it or leave it"), f"/groups/{only.group_id}" if only else "/groups", ends)
    return WhyWords(text, _("See what is known of you"), "/me#team", ends)


def _said(reasons: Sequence[Why], person: Person, *, in_mail: bool) -> list[str]:
    said = [_reason(one, person, in_mail=in_mail) for one in reasons if one.still_fits(person)]
    return list(dict.fromkeys(said))


def _reason(one: Why, person: Person, *, in_mail: bool) -> str:
    if one.group_id is not None:
        return (
            _("you are in a group that is invited")
            if in_mail and one.is_private
            else _("you are in the group %(group)s", group=one.group)
        )
    return _and([_fit(field, why.own(person, field)) for field in one.fields])


def _fit(field: Field, value: str) -> str:
    if field is Field.DEPARTMENT:
        return _("you work in %(department)s", department=value)
    if field is Field.FUNCTION:
        return _("your function is %(function)s", function=value)
    if field is Field.LOCATION:
        return _("your place of work is %(location)s", location=value)
    return _("you read %(language)s", language=language_name(value))


def _and(parts: Sequence[str]) -> str:
    return _(" and ").join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
