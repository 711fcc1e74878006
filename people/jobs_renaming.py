"""Earlier names are taken out of what Foyer wrote to others."""

from database import transaction
from jobs import job, stopping
from people import renaming


@job("people.renaming", every_minutes=5)
def rename_all() -> None:
    """What was written of people who have another name now has it too: some names at a time, each time in a transaction."""
    goes_on = True
    while goes_on and not stopping():
        with transaction():
            goes_on = renaming.catch_up()
