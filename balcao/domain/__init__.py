"""Pure domain: no Qt, no database, no clock, no file. Decimal, dates and pydantic only."""
