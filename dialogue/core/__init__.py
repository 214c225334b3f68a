"""Knows no domain: database, unit of work, workflow, permissions, clock, text, errors, htmx."""
