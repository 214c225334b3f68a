"""Opinions gathered under headings and sent in one batch."""
