"""Groups whose customers wait two days for an answer, before and after they start."""

import random
from datetime import date, timedelta

from onboarding.evidence.claims import Case
from onboarding.evidence.weeks import Group, Week
from onboarding.goals.models import Direction

FIRST = date(2026, 1, 5)  # a Monday
WEEK = timedelta(days=7)
HOURS = {"unit": "h", "better": Direction.LOWER}


def on(number):
    return FIRST + number * WEEK


def group(name, starts=None, *, effect=-6.0, weeks=range(40), people=30, seed=None, noise=0.5, trend=0.0, waiting=False):
    """Thirty people whose answers take 48 h, and `effect` more from their start on."""
    draw = random.Random(seed or name)
    starts_on = None if starts is None else on(starts)
    figures = []
    for number in weeks:
        value = 48 + trend * number + draw.gauss(0, noise) + (effect if starts is not None and number >= starts else 0)
        figures.append(Week(on(number), value, people))
    return Group(name, tuple(figures), starts_on, waiting)


ROUND = group("round", 24)
NEVER = group("others")
WAITING = group("waiting", waiting=True)
SECOND = group("second", 32)


def case(*groups, **more):
    return Case(groups=groups, **HOURS, **more)
