"""What happens on a timer: what readers answered in a wave that closed is read once."""

from database import transaction
from jobs import job
from onboarding.evidence.participation import readers


@job("participation.readers", every_minutes=30)
def turn() -> int:
    """Closed waves have their ready figures; how many are new."""
    with transaction():
        return readers.remember()
