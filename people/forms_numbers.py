"""A number in a form: however long it is, it is too large, and no error."""

from typing import Any

from wtforms import Field, Form, validators

LARGEST = 10**18  # whatever is beyond lies beyond every range; WTForms asks whether it is NaN, which takes a float


class NumberRange(validators.NumberRange):  # type: ignore[misc]
    """From the least to the most, both included."""

    def __call__(self, form: Form, field: Field) -> Any:
        """Raises ValidationError."""
        if isinstance(field.data, int):
            field.data = max(-LARGEST, min(field.data, LARGEST))
        return super().__call__(form, field)
