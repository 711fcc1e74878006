"""What each mail about a series says, and its rhythm as people say it."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import get_day_names
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from look import capital, clock_words, date_words, in_words, ordinal_words, plain_text, span_words, time_words
from sessions import reminders
from sessions.copies import Copy
from sessions.models import Answer, Seat
from sessions.series.copies import SeriesCopy
from sessions.series.models import Series
from sessions.series.rhythms import Every, Rhythm, read
from sessions.words import Words

DATES_NAMED = 12


def rhythm_words(rhythm: Rhythm) -> str:
    """'every second Tuesday', 'the first Thursday of every month'."""
    if rhythm.every is Every.DAY:
        return _("every day") if rhythm.between == 1 else _("every %(count)s days", count=in_words(rhythm.between))
    if rhythm.every is Every.WEEK:
        days = _listed([_day(day) for day in sorted(rhythm.weekdays)])
        if rhythm.between == 1:
            return _("every %(day)s", day=days)
        if rhythm.between == 2:
            return _("every second %(day)s", day=days)
        return _("every %(count)s weeks on %(day)s", count=in_words(rhythm.between), day=days)
    if rhythm.every is Every.MONTH:
        nth = _("last") if rhythm.nth == -1 else ordinal_words(rhythm.nth or 1)
        which = _("the %(nth)s %(day)s", nth=nth, day=_day(rhythm.weekdays[0]))
    else:
        which = _("day %(day)s", day=rhythm.monthday)
    if rhythm.between == 1:
        return _("%(which)s of every month", which=which)
    return _("%(which)s, every %(count)s months", which=which, count=in_words(rhythm.between))


def _day(number: int) -> str:
    return str(get_day_names("wide", locale=get_locale() or "en")[number])


def _listed(words: list[str]) -> str:
    if len(words) == 1:
        return words[0]
    return _("%(first)s and %(last)s", first=", ".join(words[:-1]), last=words[-1])


def when(series: Series) -> str:
    """'Every second Tuesday, 12:00-13:00'."""
    return capital(when_within(series))


def when_within(series: Series) -> str:
    """'every second Tuesday, 12:00-13:00': the same, inside a sentence."""
    start = series.first_at
    span = span_words(start, start + timedelta(minutes=series.minutes), series.zone)
    return _("%(rhythm)s, %(span)s", rhythm=rhythm_words(read(series.recur)), span=span)


def dates_words(copies: Iterable[Copy], zone: ZoneInfo) -> str:
    """'8 December, 22 December, and 4 more'."""
    return days_words([copy.session.starts_at for copy in copies], zone)


def days_words(instants: Iterable[datetime], zone: ZoneInfo) -> str:
    """The same, of these instants."""
    days = [date_words(at, zone) for at in instants]
    named = ", ".join(days[:DATES_NAMED])
    rest = len(days) - DATES_NAMED
    return named if rest <= 0 else _("%(days)s, and %(count)s more", days=named, count=in_words(rest))


def _date_lines(copies: Sequence[Copy], zone: ZoneInfo, whole: Answer) -> str:
    """How many, then each on a line of its own; a moved one with its time and where it stood, one answered by itself with that."""
    count = ngettext("One date", "%(count)s dates", len(copies), count=capital(in_words(len(copies))))
    lines = [_date_line(copy, zone, whole) for copy in copies[:DATES_NAMED]]
    rest = len(copies) - DATES_NAMED
    more = [_("and %(count)s more", count=in_words(rest))] if rest > 0 else []
    return "\n".join([count, *lines, *more])


def _date_line(copy: Copy, zone: ZoneInfo, whole: Answer) -> str:
    day = _moved_words(copy, zone)
    if copy.rsvp.answer in {whole, Answer.NEEDS_ACTION}:
        return day
    return _("%(day)s: %(state)s", day=day, state=state_words(copy))


def _moved_words(copy: Copy, zone: ZoneInfo) -> str:
    session, regular = copy.session, copy.session.recurrence_id
    day = date_words(session.starts_at, zone)
    if regular is None or session.starts_at == regular:
        return day
    was = date_words(regular, zone)
    span = span_words(session.starts_at, session.ends_at, zone)
    return _("%(day)s, %(span)s instead of %(was)s", day=day, span=span, was=clock_words(regular, zone) if was == day else was)


def invitation(copy: SeriesCopy, now: datetime) -> Words:
    """The question: all dates at once."""
    ahead = copy.ahead(now)
    count = ngettext("%(num)s date", "%(num)s dates", len(ahead))
    return Words(
        subject=_("%(title)s: %(when)s", title=copy.series.title, when=when_within(copy.series)),
        preheader=_(
            "%(when)s, %(count)s. Yes, maybe or no: one press answers for all of them.", when=when(copy.series), count=count
        ),
        paragraphs=(
            *(
                _in_place_of(copy, now)
                or (_("%(host)s would like you at the table, and again after that.", host=host_name(copy)),)
            ),
            _("Your answer counts for every date. A single one that does not suit you can be skipped at any time."),
        ),
        quotes=copy.series.description,
        door="waits",
        asks=True,
        says_why=copy.sent_by is None,
        facts=facts(copy, now),
    )


def _in_place_of(copy: SeriesCopy, now: datetime) -> tuple[str, ...]:
    """To whom a colleague sends instead; () for everybody else."""
    if copy.sent_by is None:
        return ()
    first = _("%(name)s cannot come and would like you to come instead.", name=copy.sent_by.name)
    if any(date.rsvp.seat is Seat.SEATED for date in copy.ahead(now)):
        return (first, _("The seats are kept for you. With a no they go back to %(name)s.", name=copy.sent_by.name))
    return (first,)


def facts(copy: SeriesCopy, now: datetime) -> tuple[tuple[str, str], ...]:
    """When, which dates, where: the rows below the words."""
    series, ahead = copy.series, copy.ahead(now)
    rows = [(_("When"), when(series)), (_("Dates"), _date_lines(ahead, series.zone, copy.answer.answer))]
    place = ", ".join(part for part in (series.place, series.address) if part)
    if place:
        rows.append((_("Where"), place))
    if series.online_url:
        rows.append((_("Online"), series.online_url))
    rows.append((_("Host"), host_name(copy)))
    return tuple(rows)


def host_name(copy: SeriesCopy) -> str:
    return copy.dates[0].host_name if copy.dates else copy.invitation.organizer_name


def changed(copy: SeriesCopy, fields: set[str], dates: set[int], now: datetime) -> Words:
    """Something about the series, or about some of its dates, is not as it was."""
    title = copy.series.title
    first = _("Something about %(title)s has changed. This is how it stands now.", title=title)
    if fields & {"starts_at", "ends_at", "timezone"} and not dates:
        first = _("%(title)s has a new time: %(when)s.", title=title, when=when_within(copy.series))
    elif "rhythm" in fields:
        first = _("%(title)s meets in a new rhythm: %(when)s.", title=title, when=when_within(copy.series))
    elif "place" in fields and not dates:
        first = _("%(title)s has a new place: %(place)s.", title=title, place=copy.series.place or _("online"))
    asks = any(date.rsvp.answer is Answer.NEEDS_ACTION for date in copy.ahead(now))
    note = (_("Does that suit you?"),) if asks else ()
    return Words(
        subject=_("Changed: %(title)s", title=title),
        preheader=first,
        paragraphs=(first, *_of_dates(copy, dates), *note),
        quotes="" if dates else copy.series.description,
        door=door(copy, now),
        asks=asks,
        facts=facts(copy, now),
    )


def _of_dates(copy: SeriesCopy, dates: set[int]) -> tuple[str, ...]:
    """One sentence for each date that something happened to."""
    return tuple(_of_date(date) for date in copy.dates if date.session.id in dates)


def _of_date(copy: Copy) -> str:
    session, reader = copy.session, str(reminders.zone_of(copy.rsvp.person))
    day = date_words(session.recurrence_id or session.starts_at, session.zone)
    if session.is_published and copy.rsvp.seat is not Seat.WAITING and session.starts_at != session.recurrence_id:
        now_at = time_words(session.starts_at, session.ends_at, session.timezone, reader)
        return _("%(day)s moves to %(when)s.", day=day, when=now_at)
    return _standing_of(copy, day)


def _standing_of(copy: Copy, day: str) -> str:
    if not copy.session.is_published:
        return _("%(day)s does not take place.", day=day)
    if copy.rsvp.seat is Seat.WAITING:
        return _("%(day)s: you are %(place)s in line.", day=day, place=ordinal_words(copy.place_in_line or 1))
    return _("%(day)s: %(state)s", day=day, state=state_words(copy))


def state_words(copy: Copy) -> str:
    """How it stands for one date, in a word or two."""
    rsvp = copy.rsvp
    if rsvp.seat is Seat.WAITING:
        return _("waiting list")
    if rsvp.seat is Seat.SEATED:
        return _("you have a seat")
    return {
        Answer.NEEDS_ACTION: _("not answered"),
        Answer.ACCEPTED: _("you said yes"),
        Answer.TENTATIVE: _("you said maybe"),
        Answer.DECLINED: _("you said no"),
    }[rsvp.answer]


def answered(copy: SeriesCopy, why: str, dates: set[int], now: datetime) -> Words:
    """The answer for the series stands, a seat in the group came free, or the calendar is told the true state once more."""
    title, waits = copy.series.title, [date for date in copy.ahead(now) if date.rsvp.seat is Seat.WAITING]
    if why == "promoted" and copy.answer.seat is Seat.SEATED:
        subject, first = _("A seat for you: %(title)s", title=title), _("A seat came free and it is yours.")
    elif why == "returned":
        subject = _("Yours again: %(title)s", title=title)
        first = _("Whoever was to come in your place cannot. You are asked again.")
    elif waits:
        subject = _("Waiting list: %(title)s", title=title)
        days = dates_words(waits, copy.series.zone)
        first = _("All seats are taken at: %(days)s. We write as soon as one frees.", days=days)
    else:
        subject, first = _noted(copy, now)
    answers = (
        _standing_of(one, date_words(one.session.starts_at, one.session.zone)) for one in copy.dates if one.session.id in dates
    )
    return Words(
        subject=subject,
        preheader=first,
        paragraphs=(first, *answers),
        door=door(copy, now),
        asks=copy.answer.answer is not Answer.DECLINED,
        facts=facts(copy, now),
    )


def _noted(copy: SeriesCopy, now: datetime) -> tuple[str, str]:
    title, ahead = copy.series.title, copy.ahead(now)
    skipped = [date for date in ahead if date.rsvp.seat is not Seat.SEATED]
    if copy.answer.answer is Answer.ACCEPTED and len(skipped) < len(ahead):
        return _("You are in: %(title)s", title=title), _kept(copy, skipped)
    if copy.answer.answer is Answer.TENTATIVE:
        return _("Noted as maybe: %(title)s", title=title), _("Noted as maybe.")
    if copy.answer.answer is Answer.DECLINED and copy.sends is not None:
        instead = _("%(name)s comes in your place. If they cannot, we ask you again.", name=copy.sends.name)
        return _("Noted: %(title)s", title=title), instead
    if copy.answer.answer is Answer.DECLINED:
        return _("Noted: %(title)s", title=title), _("Noted, and no reason needed.")
    return _("%(title)s: this is how it stands", title=title), _("This is how it stands with us.")


def _kept(copy: SeriesCopy, skipped: Sequence[Copy]) -> str:
    days = dates_words(skipped, copy.series.zone)
    if not skipped:
        return _("Your seat is kept at every date.")
    if copy.series.keeps_group:
        return _("Your seat in the group stays yours, also while you miss %(days)s.", days=days)
    return _("Your seat is kept at every date but %(days)s.", days=days)


def cancellation(copy: SeriesCopy) -> Words:
    first = _("%(title)s does not take place any more: no date of it.", title=copy.series.title)
    return Words(
        subject=_("Cancelled: %(title)s", title=copy.series.title),
        preheader=first,
        paragraphs=(first, _("We take it out of your calendar.")),
        quotes=copy.series.cancel_reason,
    )


def replaced(copy: SeriesCopy) -> Words:
    first = _("%(title)s goes on as a new entry in your calendar. Another mail brings it.", title=copy.series.title)
    return Words(
        subject=_("Changed: %(title)s", title=copy.series.title),
        preheader=first,
        paragraphs=(first, _("We take the old one out.")),
    )


def ended(copy: SeriesCopy, next_one: Copy, now: datetime) -> Words:
    """The entry ends; its dates go on in another. Nothing is asked, and nothing is off."""
    day = date_words(next_one.session.starts_at, next_one.session.zone)
    first = _(
        "From %(day)s on %(title)s stands in your calendar as a new entry. Another mail brings it.",
        day=day,
        title=copy.series.title,
    )
    return Words(
        subject=_("From %(day)s on a new entry: %(title)s", day=day, title=copy.series.title),
        preheader=first,
        paragraphs=(first, _("The dates before that stay as they are.")),
        door=door(copy, now),
    )


def withdrawal(copy: SeriesCopy) -> Words:
    first = _("You are not invited to %(title)s any more.", title=copy.series.title)
    return Words(
        subject=_("Withdrawn: %(title)s", title=copy.series.title),
        preheader=first,
        paragraphs=(first, _("We take it out of your calendar.")),
        has_page=False,
    )


def description(copy: SeriesCopy, url: str) -> str:
    """What stands in the calendar entry of the series."""
    lines = []
    if copy.answer.seat is Seat.WAITING:
        lines.append(_("You are on the waiting list. We write as soon as a seat frees."))
    if copy.series.description:
        lines.append(plain_text(copy.series.description))
    if copy.series.online_url:
        lines.append(_("Online: %(url)s", url=copy.series.online_url))
    lines.append(_("With %(host)s. Your dates: %(url)s", host=host_name(copy), url=url))
    return "\n\n".join(lines)


def door(copy: SeriesCopy, now: datetime) -> str:
    seats = {date.rsvp.seat for date in copy.ahead(now)}
    if Seat.SEATED in seats:
        return "in"
    return "waits" if copy.answer.answer is Answer.NEEDS_ACTION else "open"
