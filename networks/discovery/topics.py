"""Titles that nobody should look at: health, HR, unions, the works council. The list can be changed; what stands here is its beginning."""

import re
import unicodedata
from collections.abc import Iterable

# A word in capitals is meant in capitals: "OR" is the works council, "or" is not, and "Cor" is a colleague. A * at an end of a word stands for
# whatever goes on there. A false alarm costs a proposal, a miss shows what is nobody's business: when in doubt, a word is here.
BEGINNING = (
    # Health
    "health", "wellbeing", "well-being", "sick*", "illness", "medical", "doctor", "therap*", "burnout", "burn-out", "rehab*", "reintegration",
    "pregnan*", "maternity", "mental", "addiction", "gezondheid*", "ziek*", "*ziekte*", "*verzuim*", "bedrijfsarts*", "arbo*", "re-integratie*",
    "zwanger*", "vitaliteit*", "verslaving*", "medisch*", "vertrouwenspersoon",
    # HR
    "hr", "hrm", "p&o", "human resources", "appraisal*", "performance review*", "performance improvement", "PIP", "salary", "salaries",
    "compensation", "pay review", "dismissal*", "redundanc*", "layoff*", "disciplinary", "grievance*", "termination*", "severance", "exit interview*",
    "talent review*", "promotion round*", "personeelszaken", "personeelszorg", "functioneringsgesprek*", "beoordeling*", "salaris*", "beloning*",
    "ontslag*", "reorganisatie*", "sociaal plan", "exitgesprek*", "loopbaangesprek*", "verbetertraject*",
    # Unions and the works council
    "union*", "shop steward*", "collective agreement", "collective bargaining", "strike*", "*vakbond*", "fnv", "cnv", "cao", "cao-overleg", "staking*",
    "kaderlid", "kaderleden", "works council", "employee council", "staff council", "betriebsrat*", "*ondernemingsraad*", "personeelsvertegenwoordiging",
    "OR", "COR", "GOR", "PVT", "or-overleg", "or-vergadering", "or overleg", "or vergadering", "medezeggenschap*",
)  # fmt: skip
_HYPHENS = re.compile("[\u2010-\u2015\u2212]")
MOST, LONGEST = 300, 60


class Topics:
    """Words of which none may stand in a title. Accents and, unless a word is in capitals, letter case make no difference."""

    def __init__(self, words: Iterable[str]) -> None:
        kept = [plain for word in words if (plain := _plain(word)).strip("* ")]
        self._quiet = _pattern([word.casefold() for word in kept if not word.isupper()])
        self._loud = _pattern([word for word in kept if word.isupper()])

    def forbid(self, title: str) -> bool:
        """Whether a title is about one of them. Of a title all in capitals nobody can say: there "OR" counts as the works council."""
        plain = _plain(title)
        return self._quiet.search(plain.casefold()) is not None or self._loud.search(plain) is not None


def _plain(text: str) -> str:
    """Without accents and signs that are not seen, such as hyphens for the end of a line, and with one space between words."""
    taken_apart = unicodedata.normalize("NFKD", text)
    seen = "".join(sign for sign in taken_apart if not unicodedata.combining(sign) and unicodedata.category(sign) != "Cf")
    return " ".join(_HYPHENS.sub("-", seen).replace("_", " ").split())


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    """Matches whole words, or what a * leaves of them. A number ends a word: "OR2026" is about the works council."""
    choices = [
        ("" if word.startswith("*") else r"(?<![^\W\d])")
        + re.escape(word.strip("*"))
        + ("" if word.endswith("*") else r"(?![^\W\d])")
        for word in words
    ]
    return re.compile("|".join(choices) or "(?!)")
