"""All pages of one terminal in one value: what is stored with the station and what the rules read."""


from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from balcao.domain.campo import Politica
from balcao.domain.terminal.balanca import Balanca
from balcao.domain.terminal.clientes import ControlesClientes
from balcao.domain.terminal.impressao import ControlesImpressao
from balcao.domain.terminal.integracao import Integracao
from balcao.domain.terminal.rodape import Rodape
from balcao.domain.terminal.venda import (
    ControleSistema,
    ControlesProdutos,
    Gerencial,
    GrupoDesconto,
    Operacional,
    Registros,
)


class Pagina(NamedTuple):
    """A page of the window: its menu, its sub-menu ("" = the menu itself) and the attribute that holds it."""

    menu: str
    titulo: str
    chave: str
    modelo: type[Politica]

    @property
    def caminho(self) -> str:
        """Where the user finds it: "Configuração › Operacional › Controles de Clientes"."""
        return " › ".join(p for p in ("Configuração", self.menu, self.titulo) if p)


class PoliticaTerminal(BaseModel):
    """Stored as jsonb in `estacoes.politica`; fields declared ESTACAO live in this computer's own file."""

    model_config = ConfigDict(frozen=True, extra="allow")

    gerencial: Gerencial = Gerencial()
    balanca: Balanca = Balanca()
    registros: Registros = Registros()
    operacional: Operacional = Operacional()
    controles_clientes: ControlesClientes = ControlesClientes()
    controles_produtos: ControlesProdutos = ControlesProdutos()
    grupo_desconto: GrupoDesconto = GrupoDesconto()
    controles_impressao: ControlesImpressao = ControlesImpressao()
    integracao: Integracao = Integracao()
    controle_sistema: ControleSistema = ControleSistema()
    rodape: Rodape = Rodape()


# In the order of the menus; the footer is not a menu.
PAGINAS: tuple[Pagina, ...] = (
    Pagina("Gerencial", "", "gerencial", Gerencial),
    Pagina("Balança", "", "balanca", Balanca),
    Pagina("Registros", "", "registros", Registros),
    Pagina("Operacional", "", "operacional", Operacional),
    Pagina("Operacional", "Controles de Clientes", "controles_clientes", ControlesClientes),
    Pagina("Operacional", "Controles de Produtos", "controles_produtos", ControlesProdutos),
    Pagina("Operacional", "Grupo de Desconto", "grupo_desconto", GrupoDesconto),
    Pagina("Operacional", "Controles de Impressão", "controles_impressao", ControlesImpressao),
    Pagina("Operacional", "Integração", "integracao", Integracao),
    Pagina("Operacional", "Controle do Sistema", "controle_sistema", ControleSistema),
)
