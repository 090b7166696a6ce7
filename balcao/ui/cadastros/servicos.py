"""What the screens of a registry need; services.counter.cadastros gives it. Everything here waits."""

from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from balcao.domain.cadastro.descricao import Cadastro
from balcao.domain.cadastro.mensagens import (
    Mudanca,
    Pagina,
    PesquisaSalva,
    Referencia,
    Registro,
    ResultadoImportacao,
)
from balcao.domain.cadastro.pesquisa import Pesquisa
from balcao.domain.importacao import normaliza
from balcao.domain.passo_teste import PassoTeste
from balcao.domain.terminal.opcoes import Papel
from balcao.ui.componentes.contexto import ItemReferencia


class ServicosCadastro(Protocol):
    """See services.counter.cadastros.ServicoCadastro."""

    cadastro: Cadastro

    def pesquisa(self, pesquisa: Pesquisa) -> Pagina: ...
    def consulta(self, id_: int) -> Registro: ...
    def inclui(self, id_: UUID, valores: dict[str, Any]) -> Registro: ...
    def altera(self, id_: int, versao: int, valores: dict[str, Any]) -> Registro: ...
    def exclui(self, id_: int) -> None: ...
    def clona(self, id_: int, clonagem: UUID) -> Registro: ...
    def mudancas(self, id_: int) -> list[Mudanca]: ...
    def referencias(self, nome: str) -> list[Referencia]: ...
    def salvas(self) -> list[PesquisaSalva]: ...
    def salva(self, nome: str, pesquisa: Pesquisa) -> PesquisaSalva: ...
    def esquece(self, nome: str) -> None: ...
    def exporta(self, destino: Path, pesquisa: Pesquisa) -> str: ...
    def testa_impressora(self, endereco: str, papel: Papel) -> PassoTeste: ...
    def importa(self, id_: UUID, arquivo: Path, *, simular: bool,
                somente_boas: bool = False) -> ResultadoImportacao: ...


class FonteCadastro:
    """The records of another registry, for a field that refers to it. Read once for each record opened."""

    livre = False

    def __init__(self, servicos: ServicosCadastro, nome: str) -> None:
        self._servicos, self._nome = servicos, nome
        self._lidas: list[ItemReferencia] | None = None
        self._inativas: frozenset[Any] = frozenset()

    def busca(self, texto: str) -> list[ItemReferencia]:
        """The active ones whose name has every word."""
        palavras = normaliza(texto).split()
        return [item for item in self._todas() if item.valor not in self._inativas
                and all(palavra in normaliza(item.rotulo) for palavra in palavras)]

    def item(self, valor: Any) -> ItemReferencia | None:
        """One of them, active or not."""
        return next((item for item in self._todas() if item.valor == valor), None)

    def _todas(self) -> list[ItemReferencia]:
        if self._lidas is None:
            lidas = self._servicos.referencias(self._nome)
            self._inativas = frozenset(r.id for r in lidas if not r.ativo)
            self._lidas = [ItemReferencia(r.id, r.nome, "" if r.ativo else "inativo") for r in lidas]
        return self._lidas
