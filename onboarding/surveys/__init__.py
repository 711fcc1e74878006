"""Surveys: a few questions, asked again every so often, answered by people whom nobody can tell apart."""
