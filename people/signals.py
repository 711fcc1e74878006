"""News about people, in the past tense, inside the transaction that makes it true. Packages above listen."""

from blinker import Signal

person_deactivated = Signal("person_deactivated: person=Person")
person_reactivated = Signal("person_reactivated: person=Person")
