"""`balcao demo`: the whole program shown in a temporary shop, without a screen (a product self-test as well).

Everything a person does is done here by key events on the real window; the servers' own rows have the last word.
"""
