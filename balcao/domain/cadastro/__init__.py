"""One implementation of list, search, view, new, edit, delete, clone, export and import for every registry."""
