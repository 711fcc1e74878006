"""Sessions: training sessions and meetups, invitations, answers, seats and the waiting list."""
