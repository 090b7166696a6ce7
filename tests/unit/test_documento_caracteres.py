"""What paper does with what it cannot draw: emoji are left out, signs are spelled, letters are the nearest or `?`."""

import pytest

from balcao.documents.fontes import normal
from balcao.documents.formatos import codificavel


@pytest.mark.parametrize(("texto", "papel"), [
    ("Entregar sexta 🙏", "Entregar sexta"), ("🙏 Entregar", "Entregar"), ("azul 🎨, fosco", "azul, fosco"),
    ("azul🎨fosco", "azul fosco"), ("  recuo 🙏", "  recuo"), ("família 👨‍👩‍👧", "família"), ("ok 👍🏽 já", "ok já"),
    ("❤️ ok", "ok"), ("🇧🇷 BR", "BR"), ("\U0001fae8 novo", "novo"), ("👍", "?"),
    ("tinta → azul ✅", "tinta -> azul [x]"), ("中", "?")])
@pytest.mark.parametrize("pagina", ["cp850", "cp860", "cp1252"])
def test_an_emoji_makes_no_question_of_what_it_follows(texto, papel, pagina):
    assert codificavel(texto, pagina) == papel
    assert normal().imprimivel(texto) == papel


def test_what_the_paper_has_stays():
    assert codificavel("MAÇANETA 2½ 5 °C", "cp850") == "MAÇANETA 2½ 5 °C"
    assert normal().imprimivel("“MAÇANETA” – 2½ ≥ 3") == "“MAÇANETA” – 2½ ≥ 3"
    assert (codificavel("5⌀", "cp850"), codificavel("5⌀", "cp860")) == ("5Ø", "5?")
    assert codificavel("2 ≥ 1 “x” …", "cp850") == '2 >= 1 "x" ...'
