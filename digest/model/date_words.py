"""Dates in words."""

from __future__ import annotations

import datetime as dt

# fmt: off
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)
# fmt: on
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def long_date(day: dt.date) -> str:
    """8 March 2023"""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def month_name(month: dt.date) -> str:
    """March 2023"""
    return f"{MONTHS[month.month - 1]} {month.year}"
