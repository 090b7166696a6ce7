"""The import screen: choose files, see what they would do, correct it, confirm."""
