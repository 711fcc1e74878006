"""What an ambassador offers: topics, languages, places, times, and to how many colleagues at a time."""

from dataclasses import dataclass

from champions import weeks
from champions.errors import OfferInvalid
from champions.models import Ambassador
from people.plain_text import can_be_seen, one_line

# Languages of people in European companies, by their codes (ISO 639-1).
LANGUAGES = ("nl", "en", "ar", "bg", "de", "es", "fr", "it", "pl", "pt", "ro", "tr", "uk")
MOST_WORDS, LONGEST_WORD = 12, 60
MOST_MENTEES = 20
LONGEST_ABOUT = 1000


@dataclass(frozen=True, slots=True)
class Offer:
    """`times` are parts of the week (`weeks.py`). `capacity` 0: helps in other ways, and accompanies nobody for now."""

    topics: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    times: tuple[int, ...] = ()
    capacity: int = 2
    about: str = ""


def apply(ambassador: Ambassador, offer: Offer) -> None:
    """The ambassador offers this. Raises OfferInvalid naming the field."""
    if not 0 <= offer.capacity <= MOST_MENTEES:
        raise OfferInvalid("From none to %(most)s colleagues at a time.", field="capacity", most=MOST_MENTEES)
    if len(offer.about) > LONGEST_ABOUT:
        raise OfferInvalid("Too long: at most %(longest)s characters.", field="about", longest=LONGEST_ABOUT)
    ambassador.topics, ambassador.places = chosen_words(offer.topics, "topics"), chosen_words(offer.places, "places")
    ambassador.languages = [code for code in LANGUAGES if code in offer.languages]
    ambassador.times = weeks.known(offer.times)
    ambassador.capacity, ambassador.about = offer.capacity, offer.about.strip()


def offer_of(ambassador: Ambassador) -> Offer:
    """What this ambassador offers now."""
    return Offer(
        tuple(ambassador.topics),
        tuple(ambassador.languages),
        tuple(ambassador.places),
        tuple(ambassador.times),
        ambassador.capacity,
        ambassador.about,
    )


def chosen_words(given: tuple[str, ...], field: str) -> list[str]:
    """Each once, whatever its capitals, as it was first written. Raises OfferInvalid naming the field."""
    kept: dict[str, str] = {}
    for word in map(one_line, given):
        if can_be_seen(word):
            kept.setdefault(word.casefold(), word)
    if len(kept) > MOST_WORDS:
        raise OfferInvalid("At most %(most)s, please: a few are easier to choose from.", field=field, most=MOST_WORDS)
    if any(len(word) > LONGEST_WORD for word in kept.values()):
        raise OfferInvalid("Each at most %(longest)s characters long.", field=field, longest=LONGEST_WORD)
    return list(kept.values())
