"""The screens of every registry: the list, the record, its history, its sheets. None knows a field by its name."""
