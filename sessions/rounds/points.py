"""What a group is worth to its members: resemblance against bridging, and people who came together.

Counted in hundredths of a point, so that sums are exact and the same everywhere. Resemblance: people trust those who resemble them, and
nobody likes to be the only one; a second and a third of the same function make that, more add nothing. Bridging: what is new comes from
other departments; of two others it comes. Who wished to be with a host counts as half a pair: the host has no wish of that kind.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from sessions.rounds.compositions import Candidate, Terms

UNITS = 100  # in a point
ONE_OTHER, TWO_OTHERS, SAME_WISH = 35, 25, 40  # points for resemblance: of the function (both of them add up), of the wish
ANOTHER_DEPARTMENT, TWO_DEPARTMENTS = 60, 40  # points for bridging
PAIR = 600  # points of two who wished each other, when pairs count in full: as much as all that a group of six can have
NOTHING: Mapping[int, int] = MappingProxyType({})
_WORD = re.compile(r"[^\W\d_]{4,}")
_STEM = 6  # letters: "document" and "documents", "collega" and "collega's"
# English and Dutch words of four letters and more that say nothing about what somebody would like to be able to do.
_SAID_BY_ALL = (
    "able about also and because being better could does doing find from good have help here into just know learn like make more "
    "most much need people really share should some something than that their them then there they thing things this through "
    "understand using very want well what when where which while with without work would your "
    "alle alles andere beter deze doen door echt eens even gaan goed graag haar hebben heel hier hoeven iets ieder kunnen "
    "kennen leren maar maken meer mensen met mijn moet moeten naar niet nieuwe omdat onze over samen soms toch vaak vinden "
    "voor waar wanneer want wat weten werken werk wie wil willen worden zelf zijn zodat zonder zoals zou"
)


@dataclass(frozen=True)
class Points:
    """How the members of one round weigh, under its terms."""

    candidates: Mapping[int, Candidate]
    terms: Terms

    @cached_property
    def weights(self) -> tuple[int, int, int, int, int]:
        """Units for: one other of the function, two others, the same wish, another department, two other departments."""
        alike = round(UNITS * self.terms.resemblance)
        other = UNITS - alike
        return alike * ONE_OTHER, alike * TWO_OTHERS, alike * SAME_WISH, other * ANOTHER_DEPARTMENT, other * TWO_DEPARTMENTS

    @cached_property
    def wishes(self) -> Mapping[int, str]:
        """Of each who wishes something that somebody else wishes too: the word both use. People share a wish or do not."""
        return shared_words({key: one.wish for key, one in self.candidates.items()})

    @cached_property
    def pairs(self) -> Mapping[tuple[int, int], int]:
        """Two people of whom one wished the other, the lower key first: the units for having them together."""
        whole = round(UNITS * PAIR * self.terms.keep_pairs)
        found = Counter(
            (min(one.key, other), max(one.key, other))
            for one in self.candidates.values()
            for other in one.companions
            if other in self.candidates and other != one.key
        )
        return {pair: whole * wished // 2 for pair, wished in sorted(found.items())}

    @cached_property
    def companions(self) -> Mapping[int, Mapping[int, int]]:
        """Of a person: those they make a pair with, and the units for it."""
        found: dict[int, dict[int, int]] = defaultdict(dict)
        for (one, other), units in self.pairs.items():
            found[one][other] = found[other][one] = units
        return found

    @cached_property
    def hosts(self) -> Mapping[int, Mapping[int, int]]:
        """Of a person who wished to be with a host: the units for it, by host. As much as one of two who wished each other."""
        units = round(UNITS * PAIR * self.terms.keep_pairs) // 2
        return {key: dict.fromkeys(sorted(one.led_by), units) for key, one in self.candidates.items() if one.led_by}

    def with_host(self, key: int, host: int) -> int:
        """Units for this person in a group of this host."""
        return self.hosts.get(key, NOTHING).get(host, 0)

    def of_group(self, members: Collection[int], host: int) -> int:
        """In units."""
        people = [self.candidates[key] for key in members]
        functions = Counter(one.function for one in people if one.function)
        wishes = Counter(self.wishes[key] for key in members if key in self.wishes)
        departments = len({one.department for one in people if one.department})
        alone = self.of_counts(functions.values(), wishes.values(), len(people), departments)
        return alone + self._of_pairs(set(members)) + sum(self.with_host(key, host) for key in members)

    def of_counts(self, functions: Iterable[int], wishes: Iterable[int], people: int, departments: int) -> int:
        """The same without pairs and hosts, from how many have each function and each wish."""
        one, two, wish, other, others = self.weights
        alike = sum(count * (one + (two if count > 2 else 0)) for count in functions if count > 1)
        alike += wish * sum(count for count in wishes if count > 1)
        return alike + people * ((other if departments > 1 else 0) + (others if departments > 2 else 0))

    def _of_pairs(self, members: set[int]) -> int:
        twice = (units for key in members for other, units in self.companions.get(key, {}).items() if other in members)
        return sum(twice) // 2


def shared_words(texts: Mapping[int, str]) -> Mapping[int, str]:
    """Of each text that shares a word with another: the one that most others use, of those that not half of all use.

    Words are cut to their beginnings, so that a plural is the same word.
    """
    common = frozenset(_SAID_BY_ALL.split())
    words = {key: {word[:_STEM] for word in _WORD.findall(text.casefold()) if word not in common} for key, text in texts.items()}
    used = Counter(word for said in words.values() for word in said)
    telling = {word: count for word, count in used.items() if 1 < count <= max(3, len(texts) // 2)}
    best = {key: max(((telling[word], word) for word in said & telling.keys()), default=None) for key, said in words.items()}
    return {key: word for key, found in best.items() if found is not None for _count, word in [found]}
