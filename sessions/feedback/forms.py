"""The form of who looks after a date: which questions are asked after it."""

from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectChoice, SelectField, StringField
from wtforms.validators import Length

from people.people import LANGUAGES
from sessions.feedback.questions import LONGEST, MOST, OF_THE_HOUSE, Kind, Question
from sessions.feedback.words import house_words, question_words

LEFT_OUT = "left-out"
PLACES = range(1, MOST + 1)
HOW = [
    SelectChoice(Kind.CHOICE.value, _l("Yes, maybe or no")),
    SelectChoice(Kind.WORDS.value, _l("In their own words")),
    SelectChoice(LEFT_OUT, _l("Not asked")),
]


def _question(label: Any) -> StringField:
    return StringField(label, [Length(max=LONGEST)])


def _kind(label: Any) -> SelectField:
    return SelectField(label, choices=HOW)


class QuestionsForm(FlaskForm):  # type: ignore[misc]
    """Up to three questions."""

    words_1 = _question(_l("First question"))
    kind_1 = _kind(_l("How the first is answered"))
    words_2 = _question(_l("Second question"))
    kind_2 = _kind(_l("How the second is answered"))
    words_3 = _question(_l("Third question"))
    kind_3 = _kind(_l("How the third is answered"))

    @property
    def pairs(self) -> list[tuple[Any, Any]]:
        """The fields of each question."""
        return [(self[f"words_{place}"], self[f"kind_{place}"]) for place in PLACES]

    def show(self, questions: list[Question]) -> None:
        """What is asked stands in the fields, in the reader's language; places that are free offer the questions of the house."""
        free = [one for one in OF_THE_HOUSE if one.house not in {asked.house for asked in questions}]
        for number, (words, kind) in enumerate(self.pairs):
            asked = questions[number] if number < len(questions) else None
            shown = asked or (free.pop(0) if free else Question(Kind.WORDS))
            words.data, kind.data = question_words(shown), asked.kind.value if asked else LEFT_OUT

    def validate(self, extra_validators: Any = None) -> bool:
        """A question that is asked has words."""
        is_valid: bool = super().validate(extra_validators)
        for words, kind in self.pairs:
            if kind.data != LEFT_OUT and not (words.data or "").strip():
                words.errors = [*words.errors, _("Write the question, or choose “Not asked”.")]
                is_valid = False
        return is_valid

    def questions(self) -> list[Question]:
        """What is to be asked. Words that are those of the house, in any language, stay a question of the house."""
        return [_read(words.data.strip(), Kind(kind.data)) for words, kind in self.pairs if kind.data != LEFT_OUT]


def _read(words: str, kind: Kind) -> Question:
    for language in filter(None, LANGUAGES):
        with force_locale(language):
            found = next((one for one in OF_THE_HOUSE if one.kind is kind and house_words(one.house) == words), None)
        if found is not None:
            return found
    return Question(kind, words=words)
