"""Ctrl+T, Shift+F4: who is responsible for a service order, and for an item, of those whom its type lets be."""

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject

from balcao.domain.alteracao import Parte
from balcao.domain.fatos import Tecnico
from balcao.domain.tipo_pedido.opcoes import RegraTecnico
from balcao.ui.venda.opcao import Opcao

if TYPE_CHECKING:
    from balcao.ui.venda.pagina import PaginaVenda

_OUTRA = "outra"
Quem = tuple[UUID | None, str]
"""A person's id and name; (None, ""): nobody."""


class EscolhaTecnico(QObject):
    """Belongs to the page."""

    def __init__(self, pagina: "PaginaVenda") -> None:
        super().__init__(pagina)
        self._pagina = pagina

    def do_documento(self) -> None:
        """Ctrl+T."""
        pagina = self._pagina
        if pagina.travas.impede(Parte.CABECALHO, campo="servico"):
            return
        servico = pagina.venda.pedido.servico
        quem = self._escolhe("Técnico responsável", servico.tecnico_id)
        if quem is not None:
            novo = servico.model_copy(update={"tecnico_id": quem[0], "tecnico": quem[1]})
            pagina.tenta(lambda: pagina.venda.muda(servico=novo))

    def do_item(self) -> None:
        """Shift+F4."""
        pagina = self._pagina
        linha = pagina.tela.itens.atual
        if not linha:
            return
        item = pagina.venda.pedido.item(linha)
        quem = self._escolhe(f"Técnico de {item.descricao}", item.tecnico_id)
        if quem is not None:
            id_ = quem[0].hex if quem[0] is not None else ""
            pagina.tenta(lambda: pagina.venda.detalha_item(linha, tecnico_id=id_, tecnico=quem[1]))

    def _escolhe(self, titulo: str, atual: UUID | None) -> Quem | None:
        """Whom the person chose; None: given up, or there is nobody to choose."""
        from balcao.ui.venda.escolha import DialogoEscolha  # measured (0100)

        pagina = self._pagina
        venda = pagina.venda
        tipo = venda.registros.tipo(venda.pedido.tipo_id)
        todos = venda.registros.catalogo.colaboradores()
        opcoes = [Opcao((um.id, um.nome), um.nome) for um in oferecidos(
            todos, tipo.regra_tecnico_responsavel, venda.contexto.estabelecimento_id)]
        if tipo.regra_tecnico_responsavel is RegraTecnico.PESSOA:
            opcoes.append(Opcao(_OUTRA, "Outra pessoa", "procura no cadastro de pessoas"))
        if not opcoes:
            pagina.avisa(f"Ninguém pode ser técnico no tipo {tipo.nome}: a loja não tem colaboradores cadastrados. "
                         "Eles são informados na importação de clientes, na coluna “Colaborador das lojas”.")
            return None
        opcoes.append(Opcao((None, ""), "Nenhum"))
        escolha = DialogoEscolha(titulo, opcoes, next((o.valor for o in opcoes if o.valor[0] == atual), None), pagina)
        if not escolha.exec():
            return None
        if escolha.escolhida != _OUTRA:
            feita: Quem = escolha.escolhida
            return feita
        return self._procura(titulo)

    def _procura(self, titulo: str) -> Quem | None:
        from balcao.ui.venda.cliente import DialogoCliente  # measured (0100)

        pagina = self._pagina
        dialogo = DialogoCliente(
            lambda texto, inicio: pagina.servicos.busca_clientes(texto, inicio, pessoas=True),
            lambda texto, dono, pronto: pagina.cabecalho.conta_clientes(texto, dono, pronto, pessoas=True), False,
            pagina, titulo=titulo, pessoas="“pessoa”: está no cadastro, mas não é cliente.")
        if not dialogo.exec() or dialogo.escolhido is None:
            return None
        id_ = UUID(dialogo.escolhido)
        quem = pagina.venda.registros.catalogo.tecnicos([id_]).get(id_)
        return (quem.id, quem.nome) if quem is not None else None


def oferecidos(todos: tuple[Tecnico, ...], regra: RegraTecnico, loja: int) -> tuple[Tecnico, ...]:
    """Of the collaborators, those who may serve in this shop's orders."""
    if regra is RegraTecnico.COLABORADOR_ESTABELECIMENTO:
        return tuple(um for um in todos if loja in um.lojas)
    return todos
