"""The back-office service (FastAPI, port 8082): the only writer of the database.

Routes translate HTTP to use cases of `services/office` and back; no rule and no SQL lives here. Nothing is kept
between requests, so any number of workers and machines may stand before one database.
"""
