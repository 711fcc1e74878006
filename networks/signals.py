"""News about groups, in the past tense, inside the transaction that makes it true. Packages above listen."""

from blinker import Signal

membership_began = Signal("membership_began: group=Group, person_ids=list[int], by=Person, now=datetime")
membership_ended = Signal("membership_ended: group=Group, person_ids=list[int], by=Person, now=datetime")
