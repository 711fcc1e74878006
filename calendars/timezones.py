"""Time zones."""

from functools import cache
from zoneinfo import available_timezones


@cache
def selectable_zones() -> tuple[str, ...]:
    return tuple(sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "posix", "right", "SystemV"))) ) + ("UTC",)


def is_zone(name: str) -> bool:
    return name in available_timezones()
