"""Ringback: no caller to a business is lost."""

import zoneinfo

__version__ = "0.1.0"

# The time-zone rules of the operating system are often older than this year's changes of law
# (British Columbia and Alberta stay on one offset from 2026). The tzdata package wins, everywhere.
zoneinfo.reset_tzpath(to=())
