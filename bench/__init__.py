"""Measurements. Each prints its limit from the same run, so that machines compare by ratios."""
