"""Dare to Ask and working out loud: questions, what somebody works on, and what colleagues say to it. Nobody's share in it is counted."""
