"""News about series, in the past tense, inside the transaction that makes it true. Packages above listen."""

from blinker import Signal

series_answered = Signal("series_answered: series=Series, person_id=int, answer=Answer")
series_split = Signal("series_split: series=Series, new=Series; from a date on the one goes on as the other")
