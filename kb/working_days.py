"""Time limits counted in working days: Monday to Friday; public holidays differ by country and are not known here."""

from datetime import date, timedelta

SATURDAY = 5


def after_working_days(start: date, days: int) -> date:
    """The day that lies ``days`` working days after ``start``."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        if day.weekday() < SATURDAY:
            days -= 1
    return day
