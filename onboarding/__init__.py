"""Onboarding: why all this happens, what people wish and fear, and whether a goal of the organisation comes closer."""
