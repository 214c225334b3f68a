"""Workbooks in and out: bounded reading of people's Excel lists, typed writing."""
