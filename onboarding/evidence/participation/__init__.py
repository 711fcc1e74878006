"""Participation: from the statistics of a platform, how people take part in it, week by week and segment by segment.

What arrives is added up at once (`arriving.py`, `adding_up.py`), what may be shown of it is decided there (`deciding.py`), and only that
is kept. Who did what is in no table, no file and no log.
"""
