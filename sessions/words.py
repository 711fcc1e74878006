"""What each mail says, in the reader's language and zone. Says what is true now, then what happens next (look: voice)."""

from dataclasses import dataclass, replace
from datetime import datetime

from flask_babel import gettext as _

from look import date_words, in_words, ordinal_words, plain_text, time_words
from mail.words import error_words
from sessions import reminders
from sessions.changes import MOVES
from sessions.copies import Copy
from sessions.courses import places
from sessions.models import Answer, Rsvp, Seat

Known = tuple[datetime, datetime] | None  # start and end, as the reader knows them


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The parts of a mail. `asks`: the three answers stand in it. `door`: open, waits or in. `quotes` is Markdown from a host.

    `has_page`: its reader may open the page of the session. `says_why`: on account of which group or filter it came.
    """

    subject: str
    preheader: str
    paragraphs: tuple[str, ...]
    door: str = "open"
    asks: bool = False
    has_page: bool = True
    says_why: bool = False
    quotes: str = ""
    facts: tuple[tuple[str, str], ...] = ()


def when(copy: Copy) -> str:
    """'Tuesday 8 December, 12:00–13:00', with the zone when the reader's differs."""
    return _at(copy, copy.session.starts_at, copy.session.ends_at)


def _at(copy: Copy, start: datetime, end: datetime) -> str:
    return time_words(start, end, copy.session.timezone, str(reminders.zone_of(copy.rsvp.person)))


def day(copy: Copy) -> str:
    """'Tuesday 8 December', in the zone of the place."""
    return date_words(copy.session.starts_at, copy.session.zone)


def facts(copy: Copy) -> tuple[tuple[str, str], ...]:
    """When, where, how many seats: the rows below the words."""
    session = copy.session
    rows = [(_("When"), when(copy))]
    place = ", ".join(part for part in (session.place, session.address) if part)
    if place:
        rows.append((_("Where"), place))
    if session.online_url:
        rows.append((_("Online"), session.online_url))
    rows.append((_("Host"), copy.host_name))
    if session.capacity and copy.rsvp.answer is Answer.NEEDS_ACTION:
        rows.append((_("Seats"), in_words(session.capacity).capitalize()))
    if session.last_moment_to_answer and copy.rsvp.answer is Answer.NEEDS_ACTION:
        rows.append((_("Answer by"), date_words(session.last_moment_to_answer, session.zone)))
    return tuple(rows)


def invitation(copy: Copy) -> Words:
    return Words(
        subject=_("%(title)s, %(day)s", title=copy.session.title, day=day(copy)),
        preheader=_("%(when)s. Yes, maybe or no: one press answers.", when=when(copy)),
        paragraphs=_in_place_of(copy) or (_("%(host)s would like you at the table.", host=copy.host_name),),
        quotes=copy.session.description,
        door="waits",
        asks=True,
        says_why=copy.sent_by is None,
        facts=facts(copy),
    )


def _in_place_of(copy: Copy) -> tuple[str, ...]:
    """To whom a colleague sends instead; () for everybody else."""
    if copy.sent_by is None:
        return ()
    first = _("%(name)s cannot come and would like you to come instead.", name=copy.sent_by.name)
    if copy.rsvp.seat is Seat.SEATED:
        return (first, _("The seat is kept for you. With a no it goes back to %(name)s.", name=copy.sent_by.name))
    return (first,)


def update(copy: Copy, changed: set[str], known: Known = None) -> Words:
    """Moved (from what the reader `known`), or in other words; who is asked again reads that, who is not reads that too."""
    moved = bool(changed & MOVES)
    if moved:
        subject = _("New time: %(title)s, %(day)s", title=copy.session.title, day=day(copy))
    elif "place" in changed:
        subject = _("New place: %(title)s, %(day)s", title=copy.session.title, day=day(copy))
    else:
        subject = _("Changed: %(title)s, %(day)s", title=copy.session.title, day=day(copy))
    asks = copy.rsvp.answer is Answer.NEEDS_ACTION
    return Words(
        subject=subject,
        preheader=when(copy),
        paragraphs=(*_what_changed(copy, changed, known), *_what_stands(copy, has_seat_now="seat" in changed)),
        quotes="" if moved or "place" in changed else copy.session.description,
        door=door(copy),
        asks=asks or copy.rsvp.answer is Answer.DECLINED,
        facts=facts(copy),
    )


def with_news(text: Words, copy: Copy, changed: set[str], known: Known = None) -> Words:
    """The same words, and what the mail says that these took the place of, before it left: the session had changed."""
    if not changed & MOVES and "place" not in changed:
        return text
    return replace(text, paragraphs=(*_what_changed(copy, changed, known), *text.paragraphs))


def _what_changed(copy: Copy, changed: set[str], known: Known) -> tuple[str, ...]:
    title, said = copy.session.title, []
    if changed & MOVES and known and known != (copy.session.starts_at, copy.session.ends_at):
        moved = _(
            "%(title)s has a new time: %(when)s. It was %(before)s.", title=title, when=when(copy), before=_at(copy, *known)
        )
        said.append(moved)
    elif changed & MOVES:
        said.append(_("%(title)s has a new time: %(when)s.", title=title, when=when(copy)))
    if "place" in changed:
        said.append(_("%(title)s has a new place: %(place)s.", title=title, place=copy.session.place or _("online")))
    return tuple(said) or (_("Something about %(title)s has changed. This is how it stands now.", title=title),)


def _what_stands(copy: Copy, *, has_seat_now: bool) -> tuple[str, ...]:
    """`has_seat_now`: a seat came free for this person, and no mail has said so yet."""
    rsvp = copy.rsvp
    if rsvp.seat is Seat.WAITING:
        place = ordinal_words(copy.place_in_line or 1)
        return (_("You keep your place on the waiting list: %(place)s in line.", place=place),)
    if rsvp.seat is Seat.SEATED and has_seat_now:
        freed = _("A seat came free and it is yours.")
        return (freed, _("Does that suit you?")) if rsvp.answer is Answer.NEEDS_ACTION else (freed,)
    return (_what_you_said(rsvp),)


def _what_you_said(rsvp: Rsvp) -> str:
    if rsvp.answer is Answer.NEEDS_ACTION:
        return _("Your seat stays yours. Does it still suit you?") if rsvp.seat is Seat.SEATED else _("Does that suit you?")
    if rsvp.answer is Answer.ACCEPTED:
        return _("Your seat is kept.")
    if rsvp.answer is Answer.TENTATIVE:
        return _("You said maybe, and maybe it stays.")
    return _("You said no, and nothing is asked of you. Should it suit you now, you are welcome.")


def seat(copy: Copy, why: str) -> Words:
    """The answer stands, the line moved, a seat came free."""
    title, rsvp = copy.session.title, copy.rsvp
    if why == "refreshed" and rsvp.seat is Seat.NONE and rsvp.answer is Answer.NEEDS_ACTION:
        return invitation(copy)  # nothing was answered and nothing has changed
    if why == "sent" and copy.sent_by is not None:
        return invitation(copy)  # whoever was invited before is asked to come in somebody's place
    if rsvp.seat is Seat.WAITING:
        subject = _("Waiting list: %(title)s, %(day)s", title=title, day=day(copy))
        place = ordinal_words(copy.place_in_line or 1)
        first = _("All seats are taken. You are %(place)s in line; we write as soon as one frees.", place=place)
        note = _("Your calendar gets the event as tentative until then. You can leave the line at any time.")
    elif why == "returned":
        subject = _("Yours again: %(title)s, %(day)s", title=title, day=day(copy))
        first = _("Whoever was to come in your place cannot. You are asked again.")
        note = _("Your seat stays yours. Does it still suit you?") if rsvp.seat is Seat.SEATED else _("Does it suit you?")
    elif why == "promoted" and rsvp.seat is Seat.SEATED:
        subject = _("A seat for you: %(title)s, %(day)s", title=title, day=day(copy))
        first = _("A seat came free and it is yours.")
        note = _("Not convenient any more? One press gives it on.")
    else:
        subject, first, note = _answer_noted(copy)
    return Words(
        subject=subject,
        preheader=first,
        paragraphs=(first, note) if note else (first,),
        door=door(copy),
        asks=rsvp.answer is not Answer.DECLINED,
        facts=facts(copy),
    )


def _answer_noted(copy: Copy) -> tuple[str, str, str]:
    title = copy.session.title
    if copy.rsvp.seat is Seat.SEATED:
        note = _("Does it still suit you?") if copy.rsvp.answer is Answer.NEEDS_ACTION else ""
        return _("You have a seat: %(title)s, %(day)s", title=title, day=day(copy)), _("Your seat is kept."), note
    if copy.rsvp.answer is Answer.TENTATIVE:
        return _("Noted as maybe: %(title)s, %(day)s", title=title, day=day(copy)), _("Noted as maybe."), ""
    if copy.rsvp.answer is Answer.DECLINED:
        return _("Noted: %(title)s, %(day)s", title=title, day=day(copy)), _("Noted, and no reason needed."), ""
    return (
        _("Open again: %(title)s, %(day)s", title=title, day=day(copy)),
        _("Your answer is open again."),
        _("Does it suit you?"),
    )


def late(copy: Copy) -> Words:
    first = _("Your answer reached us after the date to answer, so it could not count any more.")
    return Words(
        subject=_("Too late to change: %(title)s, %(day)s", title=copy.session.title, day=day(copy)),
        preheader=first,
        paragraphs=(first, state_line(copy), _("This is how it stands with us.")),
        door=door(copy),
        facts=facts(copy),
    )


def state_line(copy: Copy) -> str:
    """The person's state in a sentence."""
    rsvp = copy.rsvp
    if rsvp.seat is Seat.SEATED:
        return _("You have a seat.")
    if rsvp.seat is Seat.WAITING:
        return _("You are on the waiting list.")
    return {
        Answer.NEEDS_ACTION: _("You have not answered."),
        Answer.ACCEPTED: _("You said yes."),
        Answer.TENTATIVE: _("You said maybe."),
        Answer.DECLINED: _("You said no."),
    }[rsvp.answer]


def cancellation(copy: Copy) -> Words:
    first = _("%(title)s on %(day)s does not take place.", title=copy.session.title, day=day(copy))
    return Words(
        subject=_("Cancelled: %(title)s, %(day)s", title=copy.session.title, day=day(copy)),
        preheader=first,
        paragraphs=(first, _("We take it out of your calendar.")),
        quotes=copy.session.cancel_reason,
    )


def new_entry(copy: Copy) -> Words:
    """Nothing is off: the date stands in another entry since."""
    first = _(
        "%(title)s on %(day)s stands in your calendar as a new entry. Another mail brings it.",
        title=copy.session.title,
        day=day(copy),
    )
    return Words(
        subject=_("Changed: %(title)s, %(day)s", title=copy.session.title, day=day(copy)),
        preheader=first,
        paragraphs=(first, _("We take the old one out.")),
    )


def withdrawal(copy: Copy) -> Words:
    first = _("You are not invited to %(title)s on %(day)s any more.", title=copy.session.title, day=day(copy))
    return Words(
        subject=_("Withdrawn: %(title)s, %(day)s", title=copy.session.title, day=day(copy)),
        preheader=first,
        paragraphs=(first, _("We take it out of your calendar.")),
        has_page=False,
    )


def reminder(copy: Copy) -> Words:
    first = _("You have a seat at %(title)s: %(when)s.", title=copy.session.title, when=when(copy))
    return Words(
        subject=_("Soon: %(title)s, %(day)s", title=copy.session.title, day=day(copy)),
        preheader=first,
        paragraphs=(first, _("Not convenient any more? One press gives your seat on.")),
        door="in",
        asks=True,
        facts=facts(copy),
    )


def nudge(copy: Copy) -> Words:
    first = _("%(host)s would still like you at the table. We ask this once; after that it is quiet.", host=copy.host_name)
    return Words(
        subject=_("Will you come? %(title)s, %(day)s", title=copy.session.title, day=day(copy)),
        preheader=when(copy),
        paragraphs=(first,),
        quotes=copy.session.description,
        door="waits",
        asks=True,
        facts=facts(copy),
    )


def bounce_note(copy: Copy, recipient: str, error: str) -> Words:
    first = _(
        "Our mail to %(recipient)s came back, so this person may not know of %(title)s.",
        recipient=recipient,
        title=copy.session.title,
    )
    return Words(
        subject=_("A mail came back: %(title)s", title=copy.session.title),
        preheader=first,
        paragraphs=(first, _("You may know another way to reach them."), error_words(error)),
    )


def event_description(copy: Copy, url: str) -> str:
    """What stands in the calendar entry: the state where it matters, the host's words, the page."""
    lines = []
    if copy.rsvp.seat is Seat.WAITING:
        lines.append(_("You are on the waiting list. We write as soon as a seat frees."))
    if copy.part:
        lines.append(part_of(copy.part))
    if copy.session.description:
        lines.append(plain_text(copy.session.description))
    if copy.session.online_url:
        lines.append(_("Online: %(url)s", url=copy.session.online_url))
    lines.append(_("With %(host)s. Your page: %(url)s", host=copy.host_name, url=url))
    return "\n\n".join(lines)


def part_of(place: places.Place) -> str:
    """Which part of which course a date is."""
    return _("Part %(number)s of %(all)s of the course “%(title)s”.", number=place.number, all=place.of, title=place.course.title)


def door(copy: Copy) -> str:
    if copy.rsvp.seat is Seat.SEATED:
        return "in"
    return "waits" if copy.rsvp.answer is Answer.NEEDS_ACTION else "open"
