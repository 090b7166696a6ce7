"""A real new shop: the company's database, and the few rows without which nobody could sell.

Every step may be cut: run again with the same answers, the next run goes on from there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Final, Self

from sqlalchemy import Connection, func, insert, select
from uuid_utils.compat import uuid7

from balcao.config.servidor import Servidor
from balcao.db.server import banco, carga
from balcao.db.server import papeis as _papeis
from balcao.db.server.conexao import conecta, motor, traduzindo
from balcao.db.server.estado import estado
from balcao.db.server.nomes import Papeis
from balcao.db.server.papeis import Senhas
from balcao.db.tables import (
    auditoria,
    clientes,
    estabelecimentos,
    listas_preco,
    perfis,
    pessoas,
    planos_pagamento,
    tipo_pedido_estabelecimentos,
    tipos_pedido,
)
from balcao.domain.campo import ValorInvalido
from balcao.domain.documentos import valida_cnpj
from balcao.domain.erros import AmbienteIndisponivel, EntradaInvalida
from balcao.domain.permissoes import Permissao
from balcao.domain.tipo_pedido import Categoria, TipoPedido, versoes
from balcao.domain.tipo_pedido.opcoes import (
    AcaoEstoque,
    EmissaoSemRetaguarda,
    RegraNumeracao,
    RegraReserva,
    TomaCredito,
    UsoListaPrecos,
)
from balcao.services.office import usuarios
from balcao.services.office.loja import Loja, Progresso, vazia

MAIOR_NOME: Final = 60  # xNome of an NF-e
ADMINISTRADOR: Final = "Administrador"
CONSUMIDOR_FINAL: Final = "CONSUMIDOR FINAL"

_DO_GERENTE = frozenset(Permissao) - {Permissao.MANTER_BANCO, Permissao.ALTERAR_REGRAS_TERMINAL}
# Profile: what it may do, and its discount ceiling in % (None: none of its own).
PERFIS: Final[Mapping[str, tuple[frozenset[Permissao], Decimal | None]]] = {
    "Vendedor": (frozenset({Permissao.VENDER, Permissao.INCLUIR_CLIENTE}), Decimal(5)),
    "Gerente": (_DO_GERENTE, Decimal(30)),
    "Caixa": (frozenset({Permissao.FATURAR, Permissao.CANCELAR_DOCUMENTO}), Decimal(0)),
    ADMINISTRADOR: (frozenset(Permissao), None),
}
# Plan: days of its instalments, and whether it takes credit.
PLANOS: Final[Mapping[str, tuple[tuple[int, ...], bool]]] = {"À VISTA": ((0,), False), "30 DIAS": ((30,), True)}
LISTA: Final = "VAREJO"
# Stock warns and does not stop: on its first day a shop has counted nothing. Lists: a customer may have his own. Each
# type counts by itself, and the "P-" tells a pré-venda from a DAV of the same number.
TIPOS: Final = (
    TipoPedido(nome="DAV", titulo="Orçamento", categoria=Categoria.ORCAMENTO, toma_credito=TomaCredito.NAO,
               lista_precos=UsoListaPrecos.OPCIONAL, validar_estoque_no_fechamento_pedido=AcaoEstoque.ALERTAR,
               permite_estoque_negativo=True, validade_proposta=15,
               emissao_sem_retaguarda=EmissaoSemRetaguarda.ORCAMENTO, regra_numeracao=RegraNumeracao.SEQUENCIAL_TIPO),
    TipoPedido(nome="PRÉ-VENDA", titulo="Pré-venda", categoria=Categoria.VENDA, lista_precos=UsoListaPrecos.OPCIONAL,
               regra_reserva_estoque=RegraReserva.RESERVA_EXCETO_MANUTENCAO,
               validar_estoque_no_fechamento_pedido=AcaoEstoque.ALERTAR, permite_estoque_negativo=True,
               emissao_sem_retaguarda=EmissaoSemRetaguarda.CREDITO_CONHECIDO,
               regra_numeracao=RegraNumeracao.SEQUENCIAL_TIPO, chave_identificacao=versoes.CHAVE_PRE_VENDA),
)


@dataclass(frozen=True, slots=True)
class NovaLoja:
    """What a person says of the new shop. `nome`: razão social."""

    nome: str
    fantasia: str
    cnpj: str
    admin_login: str
    admin_senha: str = field(repr=False)

    @classmethod
    def de(cls, nome: str, fantasia: str, cnpj: str, admin_login: str, admin_senha: str) -> Self:
        """What was typed, checked and cleaned. Raises EntradaInvalida, and Recusada for login and password."""
        nome, fantasia, cnpj = confere_dados(nome, fantasia, cnpj)
        return cls(nome, fantasia, cnpj, usuarios.confere_login_e_senha(admin_login, admin_senha), admin_senha)


def confere_dados(nome: str, fantasia: str, cnpj: str) -> tuple[str, str, str]:
    """The shop's own data, cleaned. Raises EntradaInvalida."""
    nome, fantasia = nome.strip(), fantasia.strip()
    for rotulo, texto in (("O nome", nome), ("O nome fantasia", fantasia)):
        if not 2 <= len(texto) <= MAIOR_NOME:
            raise EntradaInvalida(f"{rotulo} da loja deve ter de 2 a {MAIOR_NOME} letras; há {len(texto)}.")
    try:
        return nome, fantasia, valida_cnpj(cnpj)
    except ValorInvalido as erro:
        raise EntradaInvalida(str(erro)) from erro


@traduzindo("A loja não pôde ser criada")
def cria_loja(loja: Loja, servidor: Servidor, dsn_admin: str, nova: NovaLoja | None, avisa: Progresso) -> None:
    """Create the company where `servidor` says and make it this computer's; `nova` None: the sample shop.

    `dsn_admin` may create roles and databases. Raises BancoIncompativel when the company is there and has a shop,
    AmbienteIndisponivel, EntradaInvalida.
    """
    senhas = loja.senhas(servidor) or Senhas.novas()
    loja.guarda(servidor, senhas)  # before the roles exist: a killed creation is taken up with these
    acesso = banco.acesso(dsn_admin, senhas, banco=servidor.banco, esquema=servidor.esquema)
    if not _criada_e_vazia(acesso):
        banco.criar(dsn_admin, nova.nome if nova else "Loja de exemplo", banco=servidor.banco,
                    esquema=servidor.esquema, senhas=senhas, progresso=avisa)
    if nova is None:
        carga.carregar(acesso.dsn_dono, loja.hoje(), esquema=servidor.esquema, progresso=avisa)
    else:
        avisa("Cadastrando a loja…")
        engine = motor(acesso.dsn_dono, esquema=servidor.esquema, conexoes=1, extras=0)
        try:
            with engine.begin() as conexao:
                cadastra_basico(conexao, nova.nome, nova.fantasia, nova.cnpj, nova.admin_login, nova.admin_senha,
                                loja.agora())
        finally:
            engine.dispose()
    loja.adota(servidor, senhas)


@traduzindo("As senhas do banco não puderam ser trocadas")
def retoma_acesso(loja: Loja, servidor: Servidor, dsn_admin: str) -> None:
    """After a restore on a computer that never knew the company's passwords: give its fixed roles new ones.

    `dsn_admin` connects to the company's database. Raises AmbienteIndisponivel.
    """
    senhas, papeis = Senhas.novas(), Papeis(servidor.esquema)
    with conecta(dsn_admin) as con:
        for papel, senha in ((papeis.dono, senhas.dono), (papeis.servico, senhas.servico),
                             (papeis.consulta, senhas.consulta)):
            _papeis.troca_senha(con, papeis, papel, senha)
    loja.adota(servidor, senhas)


def cadastra_basico(conexao: Connection, nome: str, fantasia: str, cnpj: str, admin_login: str, admin_senha: str,
                    agora: datetime) -> int:
    """Register the first shop of an empty company, ready to sell; returns the establishment's id.

    The caller's transaction makes it all or nothing. Raises EntradaInvalida (CNPJ, names, company not empty),
    Recusada (login, password). Numbers begin at 1: each order type gets its sequence with its first document.
    """
    dados = NovaLoja.de(nome, fantasia, cnpj, admin_login, admin_senha)
    if conexao.scalar(select(estabelecimentos.c.id).limit(1)) is not None:
        raise EntradaInvalida("Esta empresa já tem uma loja cadastrada. Nada foi mudado.")
    loja_id = int(conexao.execute(insert(estabelecimentos).values(
        nome=dados.nome, fantasia=dados.fantasia, cnpj=dados.cnpj).returning(estabelecimentos.c.id)).scalar_one())
    conexao.execute(select(func.lojas_como_pessoas()))
    conexao.execute(insert(perfis), [
        {"nome": perfil, "permissoes": sorted(permissoes), "desconto_maximo": teto}
        for perfil, (permissoes, teto) in PERFIS.items()])
    conexao.execute(insert(listas_preco).values(nome=LISTA))
    conexao.execute(insert(planos_pagamento), [
        {"nome": plano, "prazos": list(prazos), "toma_credito": toma} for plano, (prazos, toma) in PLANOS.items()])
    for tipo in TIPOS:
        tipo_id = conexao.execute(insert(tipos_pedido).values(
            nome=tipo.nome, politica=versoes.documento(tipo)
        ).returning(tipos_pedido.c.id)).scalar_one()
        conexao.execute(insert(tipo_pedido_estabelecimentos).values(tipo_id=tipo_id, estabelecimento_id=loja_id))
    consumidor = uuid7()
    conexao.execute(insert(pessoas).values(id=consumidor, nome=CONSUMIDOR_FINAL))
    conexao.execute(insert(clientes).values(pessoa_id=consumidor, consumidor_final=True, limite_credito=Decimal(0)))
    usuarios.criar(conexao, usuarios.NovoUsuario(dados.admin_login, "Administrador", dados.admin_senha,
                                                 ADMINISTRADOR), agora)
    conexao.execute(insert(auditoria).values(em=agora, assunto=f"estabelecimento {loja_id}", campo="criação",
                                             depois={"nome": dados.nome, "cnpj": dados.cnpj}))
    return loja_id


def _criada_e_vazia(acesso: banco.Acesso) -> bool:
    """Whether an earlier creation of this company was cut after its tables: our passwords open it, no shop yet."""
    try:
        return estado(acesso.dsn_dono, acesso.esquema, contar=False).nosso and vazia(acesso.dsn_dono, acesso.esquema)
    except AmbienteIndisponivel:
        return False
