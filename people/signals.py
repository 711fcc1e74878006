"""News about people, in the past tense, inside the transaction that makes it true. Packages above listen."""

from blinker import Signal

person_deactivated = Signal("person_deactivated: person=Person")
person_reactivated = Signal("person_reactivated: person=Person")
people_changed = Signal(
    "people_changed: person_ids=Sequence[int]; who is new or back, or has another department, function, location or language"
)
people_renamed = Signal(
    "people_renamed: names=Mapping[str, str]; the names of now by the earlier ones, which nobody has any more"
)
person_erased = Signal("person_erased: person=Person, now=datetime; their rows are still there, and go with this transaction")
