"""Declared fields of an order type whose behaviour is not built: on no screen, read by no rule."""
