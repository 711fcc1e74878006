"""Titles that nobody should look at: health, HR, unions, the works council. The list can be changed; what stands here is its beginning."""

import re
import unicodedata
from collections.abc import Iterable

# A word in capitals is meant in capitals: "OR" is the works council, "or" is not. One that ends in * is the beginning of a word.
BEGINNING = (
    # Health
    "health", "wellbeing", "well-being", "sick*", "illness", "medical", "doctor", "therap*", "burnout", "burn-out", "rehab*", "reintegration",
    "pregnan*", "maternity", "mental", "addiction", "gezondheid*", "ziek*", "verzuim*", "bedrijfsarts*", "arbo*", "re-integratie*",
    "zwanger*", "vitaliteit*", "verslaving*", "medisch*", "vertrouwenspersoon",
    # HR
    "HR", "HRM", "P&O", "human resources", "appraisal*", "performance review*", "performance improvement", "PIP", "salary", "salaries",
    "compensation", "pay review", "dismissal*", "redundanc*", "layoff*", "disciplinary", "grievance*", "termination*", "severance", "exit interview*",
    "talent review*", "promotion round*", "personeelszaken", "personeelszorg", "functioneringsgesprek*", "beoordeling*", "salaris*", "beloning*",
    "ontslag*", "reorganisatie*", "sociaal plan", "exitgesprek*", "loopbaangesprek*", "verbetertraject*",
    # Unions and the works council
    "union*", "shop steward*", "collective agreement", "collective bargaining", "strike*", "vakbond*", "FNV", "CNV", "CAO", "cao-overleg", "staking*",
    "kaderlid", "kaderleden", "works council", "employee council", "staff council", "betriebsrat*", "ondernemingsraad*", "personeelsvertegenwoordiging",
    "OR", "COR", "GOR", "PVT", "medezeggenschap*",
)  # fmt: skip
MOST, LONGEST = 300, 60


class Topics:
    """Words of which none may stand in a title. Accents and, unless a word is in capitals, letter case make no difference."""

    def __init__(self, words: Iterable[str]) -> None:
        kept = [word.strip() for word in words if word.strip()]
        loud = [word for word in kept if word.isupper()]
        self._quiet = _pattern([_plain(word).casefold() for word in kept if not word.isupper()])
        self._loud = _pattern([_plain(word) for word in loud])

    def forbid(self, title: str) -> bool:
        """Whether a title is about one of them. A title all in capitals does not shout: its words mean what they always mean."""
        plain = _plain(title)
        if self._quiet.search(plain.casefold()) is not None:
            return True
        return self._loud.search(plain) is not None and (not plain.isupper() or len(plain.split()) <= 3)


def _plain(text: str) -> str:
    taken_apart = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in taken_apart if not unicodedata.combining(sign))


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    """Matches whole words, or beginnings of words."""
    choices = [re.escape(word.removesuffix("*")) + ("" if word.endswith("*") else r"(?!\w)") for word in words]
    return re.compile(rf"(?<!\w)(?:{'|'.join(choices) or '(?!)'})")
