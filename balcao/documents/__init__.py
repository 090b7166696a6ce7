"""What is printed: one data object, one declared template, a renderer per paper.

`dados` and `modelo` are light (pydantic only). `impressao` is the door to the renderers; import it where
printing happens, not at start: reportlab and python-escpos cost 0.15 s and 0.35 s cold.
"""
