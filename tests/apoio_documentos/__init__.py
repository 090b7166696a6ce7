"""Helpers of the tests of what is printed and of the printers."""
