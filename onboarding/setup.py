"""Opens the package to the application."""

from flask import Flask

from onboarding.evidence import setup as evidence
from onboarding.evidence.participation import setup as participation
from onboarding.goals import setup as goals
from onboarding.journeys import setup as journeys
from onboarding.questions import setup as questions
from onboarding.stories import setup as stories
from onboarding.surveys import setup as surveys
from onboarding.voices import setup as voices


def init_app(app: Flask) -> None:
    """Everything of goals and of what serves them that the application calls is registered."""
    goals.init_app(app)
    journeys.init_app(app)  # before the others: at home one's own next step stands above what is there for everybody
    evidence.init_app(app)
    questions.init_app(app)
    stories.init_app(app)
    voices.init_app(app)
    surveys.init_app(app)
    participation.init_app(app)
