"""Formats: what sessions are planned from, each with a kit for its hosts and a page for first-time visitors."""
