"""Sentences about goals, in the reader's language: each as strong as its rung and no stronger (promise 6).

`STRONG` lists words that only a higher rung allows; tests hold every sentence against it, in both languages.
"""

import math

from flask_babel import gettext as _

from onboarding.evidence.cases import Sight
from onboarding.evidence.claims import Finding, Rung, finding
from onboarding.evidence.estimates import Estimate
from onboarding.goals import words
from onboarding.goals.models import Goal
from onboarding.surveys.questions import What
from onboarding.surveys.words import what_words
from people.privacy import Share

NEVER = ("prove", "proof", "guarantee", "certain", "undoubted", "caus", "thanks to", "because", "bewijs", "bewez", "garand", "zeker",
         "ongetwijfeld", "veroorza", "dankzij", "doordat", "omdat")  # fmt: skip
STRONG: dict[Rung, tuple[str, ...]] = {  # from this rung on
    Rung.REPORTED_HELP: ("help", "say ", "zeggen", "zegt"),
    Rung.BEFORE_AFTER: ("lower", "higher", "better", "worse", "lager", "hoger", "beter", "slechter", "before", "ervoor"),
    Rung.COMPARED: ("waited", "wachtten", "took part", "meededen", "than those", "dan bij"),
    Rung.DIFFERENCE: ("effect", "moved", "bewoog", "points to", "wijst op"),
    Rung.STAGGERED: (
        "made a difference",
        "verschil gemaakt",
        "several rounds",
        "meer rondes",
        "hard to explain",
        "moeilijk anders",
    ),
}


def sentence(sight: Sight) -> str:
    """The strongest that the data allow."""
    return of_rung(sight, sight.claim.rung)


def of_rung(sight: Sight, rung: Rung) -> str:
    """What may be said on one rung that is reached."""
    standing = sight.rungs[rung]
    if rung is Rung.ACTIVITY:
        return _activity(sight)
    if rung is Rung.REPORTED_HELP:
        return _reported(sight, standing.said or Share())
    return _measured(sight, rung, standing.estimate or Estimate(0, 0, 0))


def _activity(sight: Sight) -> str:
    if not sight.served.things:
        return _("Nothing that was done names this goal yet.")
    return _("Activity only: things were done for this goal, and no more is known.")


def _reported(sight: Sight, said: Share) -> str:
    what, of = _what(sight), _of(sight, said)
    if said.at_least is not None:
        return _("At least %(number)s of %(of)s people who answered say that %(what)s helped them with it.", number=said.at_least, of=of, what=what)  # fmt: skip
    if said.most:
        return _("More than half of %(of)s people who answered say that %(what)s helped them with it.", of=of, what=what)
    return _("Of %(of)s people who answered, half or fewer say that %(what)s helped them with it.", of=of, what=what)


def _of(sight: Sight, said: Share) -> str:
    """Of how many: a number that stands as before may have moved since."""
    is_about = sight.case.helped is not None and sight.case.helped.off
    return _("about %(number)s", number=said.of) if is_about else str(said.of)


def _what(sight: Sight) -> str:
    question = sight.reported.question if sight.reported else None
    if question is None:
        return _("this")
    return f"“{question.about}”" if question.about else what_words(What(question.what)).lower()


def _measured(sight: Sight, rung: Rung, estimate: Estimate) -> str:
    found = finding(estimate, sight.case.better)
    values = {**_values(sight.goal, estimate), "day": words.on_words(sight.starts_on) if sight.starts_on else ""}
    return " ".join([_fact(rung, found, values, is_lower=estimate.value < 0), _verdict(rung, found)]).strip()


def _fact(rung: Rung, found: Finding, values: dict[str, str], *, is_lower: bool) -> str:
    if found is Finding.UNSURE:
        return {
            Rung.BEFORE_AFTER: _("After the start on %(day)s it is not clear whether anything is different: the figure lies between %(from_)s and %(to)s, compared with the weeks before.", **values),
            Rung.COMPARED: _("After the start on %(day)s it is not clear whether those who took part differ from those who waited for the same: between %(from_)s and %(to)s.", **values),
            Rung.DIFFERENCE: _("From the start on %(day)s it is not clear whether the figure moved otherwise among those who took part than among the others: between %(from_)s and %(to)s.", **values),
            Rung.STAGGERED: _("Over several rounds it is not clear whether the figure moved otherwise among those who took part than among the others: between %(from_)s and %(to)s.", **values),
        }[rung]  # fmt: skip
    if is_lower:
        return {
            Rung.BEFORE_AFTER: _("After the start on %(day)s the figure was %(by)s lower on average than in the weeks before (between %(least)s and %(most)s).", **values),
            Rung.COMPARED: _("After the start on %(day)s the figure of those who took part was %(by)s lower on average than of those who waited for the same (between %(least)s and %(most)s).", **values),
            Rung.DIFFERENCE: _("From the start on %(day)s the figure of those who took part moved down %(by)s further than that of the others, with whom it had moved alike (between %(least)s and %(most)s).", **values),
            Rung.STAGGERED: _("In several rounds that started at different times the figure of those who took part moved down %(by)s further than that of the others (between %(least)s and %(most)s).", **values),
        }[rung]  # fmt: skip
    return {
        Rung.BEFORE_AFTER: _("After the start on %(day)s the figure was %(by)s higher on average than in the weeks before (between %(least)s and %(most)s).", **values),
        Rung.COMPARED: _("After the start on %(day)s the figure of those who took part was %(by)s higher on average than of those who waited for the same (between %(least)s and %(most)s).", **values),
        Rung.DIFFERENCE: _("From the start on %(day)s the figure of those who took part moved up %(by)s further than that of the others, with whom it had moved alike (between %(least)s and %(most)s).", **values),
        Rung.STAGGERED: _("In several rounds that started at different times the figure of those who took part moved up %(by)s further than that of the others (between %(least)s and %(most)s).", **values),
    }[rung]  # fmt: skip


def _verdict(rung: Rung, found: Finding) -> str:
    """Better and worse are said alike."""
    if found is Finding.UNSURE:
        return ""
    if rung is Rung.DIFFERENCE:
        return (
            _("That points to an effect for the better.")
            if found is Finding.BETTER
            else _("That points to an effect for the worse.")
        )
    if rung is Rung.STAGGERED:
        better = _("That is hard to explain otherwise: taking part made a difference for the better.")
        return (
            better
            if found is Finding.BETTER
            else _("That is hard to explain otherwise: taking part made a difference for the worse.")
        )
    return _("That is better.") if found is Finding.BETTER else _("That is worse.")


def _values(goal: Goal, estimate: Estimate) -> dict[str, str]:
    """How far, and between what: without signs where it is on one side, with "lower" and "higher" where it is on both."""
    digits = digits_of(estimate)
    least, most = sorted((abs(estimate.low), abs(estimate.high)))
    plain = {"by": abs(estimate.value), "least": least, "most": most}
    return {
        **{name: amount_words(goal, value, digits) for name, value in plain.items()},
        "from_": _signed(goal, estimate.low, digits),
        "to": _signed(goal, estimate.high, digits),
    }


def _signed(goal: Goal, value: float, digits: int) -> str:
    amount = amount_words(goal, abs(value), digits)
    return _("%(amount)s lower", amount=amount) if value < 0 else _("%(amount)s higher", amount=amount)


def digits_of(estimate: Estimate) -> int:
    """So many decimals as its width bears: two digits of it, at most four decimals."""
    width = estimate.high - estimate.low
    return min(max(1 - math.floor(math.log10(width)), 0), 4) if width > 0 else 2


def amount_words(goal: Goal, value: float, digits: int) -> str:
    """A difference: of shares in percentage points."""
    number = words.number_words(round(value, digits))
    if goal.unit == "%":
        return _("%(number)s percentage points", number=number)
    return f"{number}\u00a0{goal.unit}" if goal.unit else number


def people_words(people: int | None) -> str:
    """Behind each figure; nothing where no number is known."""
    return _("Behind each figure stand at least %(number)s people.", number=people) if people else ""
