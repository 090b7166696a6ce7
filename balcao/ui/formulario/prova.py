"""What a page can try, at the foot of its form."""

from collections.abc import Callable

from pydantic import BaseModel
from PySide6.QtCore import QTimer

from balcao.ui.background import Background
from balcao.ui.componentes.painel_teste import PainelTeste, Prova
from balcao.ui.formulario.quadro import Formulario
from balcao.ui.tema import U


def poe_teste(formulario: Formulario, teste: Prova, pagina: Callable[[], BaseModel], fundo: Background) -> PainelTeste:
    """Below the fields, inside what scrolls, and followed by it as it grows; a failure is told beside the field that
    it is about too."""
    painel = PainelTeste(teste, pagina, lambda: _erradas(formulario), fundo)
    formulario.acrescenta(painel)
    if teste.campo:
        painel.falhou.connect(lambda frase: formulario.linha(teste.campo).mostra_ressalva(frase))
    # One turn later: widgets put into a layout that is already shown appear by then.
    painel.cresceu.connect(lambda: QTimer.singleShot(0, painel, lambda: _mostra_inteiro(formulario, painel)))
    return painel


def _erradas(formulario: Formulario) -> str:
    """What was typed and is no value, told beside its field: the stored one would be tried in its place."""
    erradas = [linha for linha in formulario.linhas_visiveis() if linha.alterado and linha.problema()]
    for linha in erradas:
        linha.mostra_erro(linha.problema())
    if erradas:
        formulario.foca(erradas[0].nome)
    return ", ".join(f"“{linha.campo.titulo}”" for linha in erradas)


def _mostra_inteiro(formulario: Formulario, painel: PainelTeste) -> None:
    formulario.assenta()
    formulario.ensureVisible(0, painel.geometry().bottom(), 0, U)
