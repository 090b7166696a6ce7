"""Customers at the counter: found on the replica, registered here and sent."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from balcao.db.journal.clientes import ClientesNovos
from balcao.domain.cadastro_cliente import confere_cadastro, limpo
from balcao.domain.erros import EntradaInvalida
from balcao.domain.protocolo import NovoCliente
from balcao.domain.resultado_busca import LinhaCliente, Motivo, Resultado
from balcao.domain.terminal import PoliticaTerminal
from balcao.domain.texto_busca import normaliza
from balcao.gateways import rotas
from balcao.gateways.retaguarda import Recusado, Retaguarda, SemResposta, SessaoExpirada
from balcao.services.counter.consulta import Consulta


class CadastroInvalido(EntradaInvalida):
    """`erros`: field → message, to be shown beside each one."""

    titulo = "Confira o cadastro"

    def __init__(self, erros: dict[str, str]) -> None:
        self.erros = erros
        super().__init__(" ".join(erros.values()))


class Clientes:
    """Search answers at once; registration waits."""

    def __init__(self, retaguarda: Retaguarda, novos: ClientesNovos, consulta: Consulta,
                 politica: Callable[[], PoliticaTerminal], acorda: Callable[[], None] = lambda: None,
                 quem: Callable[[], int | None] = lambda: None) -> None:
        """acorda: a registration waits to be sent. quem: the id of who is at the counter."""
        self._retaguarda = retaguarda
        self._novos = novos
        self._consulta = consulta
        self._politica = politica
        self._acorda = acorda
        self._quem = quem

    def busca(self, texto: str, inicio: int = 0, pessoas: bool = False) -> Resultado[LinhaCliente]:
        """A page of customers, best first; on the first one those registered here a moment ago come before all.
        pessoas: also who is in the register without being a customer (TP-008)."""
        achados = self._consulta.clientes(texto, inicio, pessoas)
        ja = {linha.id for linha in achados.linhas}
        novos = () if inicio else tuple(n for n in self._recentes(texto) if n.id not in ja)
        return replace(achados, linhas=(*novos, *achados.linhas)) if novos else achados

    def conta(self, texto: str, cancelada: Callable[[], bool], pessoas: bool = False) -> int | None:
        """How many `busca` would find in all; None when nobody can tell. Waits."""
        return self._consulta.conta_clientes(texto, cancelada, pessoas)

    def cadastra(self, novo: NovoCliente) -> UUID:
        """Register; returns the customer's id (an existing one's, when the document is already known).

        Without an answer it waits in the journal and can be sold to at once. Raises CadastroInvalido,
        Recusado (nothing is kept), AmbienteIndisponivel (the disk).
        """
        controles = self._politica().controles_clientes
        if not controles.cc_cadastro_rapido:
            raise EntradaInvalida("Este terminal não cadastra clientes. Escolha um cliente já cadastrado.")
        if erros := confere_cadastro(novo, controles.campos_obrigatorios_cliente):
            raise CadastroInvalido(erros)
        certo = limpo(novo).model_copy(update={"usuario_id": self._quem()})
        self._novos.guarda(certo)
        try:
            gravado = rotas.cadastrar(self._retaguarda, certo)
        except (Recusado, SessaoExpirada):
            self._novos.esquece(certo.id)
            raise
        except SemResposta:
            self._acorda()
            return certo.id
        self._novos.enviado(certo.id, gravado.id)
        return gravado.id

    def corrige(self, novo: NovoCliente) -> None:
        """A registration that the retaguarda refused, mended: it goes again, and the orders of this customer after
        it. Raises CadastroInvalido, AmbienteIndisponivel (the disk)."""
        if erros := confere_cadastro(novo, self._politica().controles_clientes.campos_obrigatorios_cliente):
            raise CadastroInvalido(erros)
        self._novos.guarda(limpo(novo).model_copy(update={"usuario_id": self._quem()}))
        self._acorda()

    def _recentes(self, texto: str) -> list[LinhaCliente]:
        palavras = normaliza(texto).split()
        return [_linha(g.novo) for g in self._novos.todos()
                if g.definitivo in (None, g.novo.id)
                and all(p in f"{normaliza(g.novo.nome)} {g.novo.documento} {g.novo.celular}" for p in palavras)]


def _linha(novo: NovoCliente) -> LinhaCliente:
    return LinhaCliente(id=novo.id.hex, codigo=0, nome=novo.nome, fantasia=novo.fantasia, documento=novo.documento,
                        telefone=novo.telefone, celular=novo.celular, municipio=novo.municipio, uf=novo.uf,
                        inativo=False, bloqueado=False, motivo=Motivo.CODIGO)
