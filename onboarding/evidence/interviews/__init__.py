"""Interviews about a goal: of people for whom it worked and of people for whom it did not, side by side, in their own words.

Which of the two it was is said by the person alone, about this one thing (promise 1). Nobody reads a word before they approve it.
"""
