"""The configuration of one counter: its pages, declared once (catalogue CB)."""

from balcao.domain.terminal.balanca import Balanca
from balcao.domain.terminal.clientes import ControlesClientes
from balcao.domain.terminal.impressao import ControlesImpressao
from balcao.domain.terminal.integracao import Integracao
from balcao.domain.terminal.politica import PAGINAS, Pagina, PoliticaTerminal
from balcao.domain.terminal.rodape import Rodape
from balcao.domain.terminal.venda import (
    ControleSistema,
    ControlesProdutos,
    Gerencial,
    GrupoDesconto,
    Operacional,
    Registros,
)

__all__ = [
    "PAGINAS", "Balanca", "ControleSistema", "ControlesClientes", "ControlesImpressao", "ControlesProdutos",
    "Gerencial", "GrupoDesconto", "Integracao", "Operacional", "Pagina", "PoliticaTerminal", "Registros", "Rodape",
]
