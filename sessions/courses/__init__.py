"""Courses: a fixed set of dates as one programme, each a date of its own, with one page to answer them all."""
