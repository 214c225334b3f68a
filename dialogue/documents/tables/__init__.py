"""The lists as Excel files: what the page shows, typed, ready to print on A4 landscape."""
