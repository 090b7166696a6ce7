"""Widgets that every screen shares. They know the theme and the formats, never a rule."""
