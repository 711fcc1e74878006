"""When people are busy, from a calendar that they chose to connect: times only, and seen by nobody but themselves."""
