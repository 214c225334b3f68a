"""The same matter over the years: found, shown, linked by a person."""
