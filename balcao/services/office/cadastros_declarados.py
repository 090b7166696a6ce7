"""The registries that the retaguarda keeps, each with its tables. A new registry is one more entry here."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Column, Connection, Table, exists, func, select

from balcao.db.consultas import LeitorServidor
from balcao.db.tables import (
    classificacoes_pedido,
    clientes,
    estabelecimentos,
    estoques_por_tipo,
    fila_impressao,
    impressoras_servidor,
    lista_preco_tipos,
    listas_preco,
    marcas,
    movimentos_estoque,
    pedidos,
    planos_pagamento,
    precos,
    produtos,
    regras_comerciais,
    tipo_pedido_classificacoes,
    tipo_pedido_estabelecimentos,
    tipo_pedido_planos,
    tipo_pedido_regras,
    tipos_estoque,
    tipos_pedido,
    usuarios,
)
from balcao.domain.achados import Finding, Severity
from balcao.domain.cadastro.celulas import chave_do_nome
from balcao.domain.cadastro.comerciais import ClassificacaoPedido, ListaPreco, Marca, TipoEstoque
from balcao.domain.cadastro.declarados import (
    CLASSIFICACOES_PEDIDO,
    IMPRESSORAS,
    LISTAS_PRECO,
    MARCAS,
    REGRAS_COMERCIAIS,
    TIPOS_ESTOQUE,
    TIPOS_PEDIDO,
)
from balcao.domain.cadastro.impressora import ImpressoraServidor
from balcao.domain.cadastro.mensagens import Referencia
from balcao.domain.formatos import quantos
from balcao.domain.permissoes import ROTULOS
from balcao.domain.regra_comercial import RegraComercial
from balcao.domain.tipo_pedido import versoes
from balcao.domain.tipo_pedido.auto_preenchimento import citacoes
from balcao.domain.tipo_pedido.ficha import FichaTipoPedido
from balcao.services.office.cadastros_guarda import DeFora, Guarda, Ligacao, Lugar, Uso
from balcao.services.office.contexto import cursor, nao_achado
from balcao.services.office.fila_impressao import fila_de_cada
from balcao.services.office.impressoras import sem_existir
from balcao.services.office.numeracao_cadastro import numeracao_dos_tipos, poe_numeracao
from balcao.services.office.recalculo_credito import recalcula


def _ficha(politica: Mapping[str, Any], **fora: Any) -> FichaTipoPedido:
    return versoes.ler(FichaTipoPedido, politica, **fora)


def _ao_alterar_tipo(conexao: Connection, id_: int, antes: FichaTipoPedido, depois: FichaTipoPedido) -> None:
    if antes.toma_credito is not depois.toma_credito:
        recalcula(LeitorServidor(conexao), cursor(conexao), id_, depois)


def _tipos_que_preenchem(referencia: str) -> Callable[[Connection, int], Iterator[str]]:
    """The types whose auto-filling names a record (TP-163): a text, so no foreign key keeps it."""
    def citam(conexao: Connection, id_: int) -> Iterator[str]:
        for nome, politica in conexao.execute(select(tipos_pedido.c.nome, tipos_pedido.c.politica).order_by(
                tipos_pedido.c.nome)):
            linhas = tuple(map(str, politica.get("auto_preenchimento") or ()))
            if any((um.referencia, um.id) == (referencia, id_) for um in citacoes(linhas)):
                yield f"o tipo {nome} a preenche nos pedidos"

    return citam


_TIPOS = Guarda(
    cadastro=TIPOS_PEDIDO, tabela=tipos_pedido, ler=_ficha, documento=versoes.documento,
    ligacoes={
        "estabelecimentos": Ligacao(tipo_pedido_estabelecimentos, "tipo_id", "estabelecimento_id"),
        "planos_permitidos": Ligacao(tipo_pedido_planos, "tipo_id", "plano_id"),
        "classificacoes_permitidas": Ligacao(tipo_pedido_classificacoes, "tipo_id", "classificacao_id"),
        "regras_comerciais": Ligacao(tipo_pedido_regras, "tipo_id", "regra_id")},
    espelhos={"tipo_pedido_na_aprovacao": "tipo_na_aprovacao_id",
              "tipo_pedido_na_aprovacao_sem_estoque": "tipo_sem_estoque_id",
              "tipo_pedido_producao": "tipo_producao_id", "impressora": "impressora_id",
              "tipo_estoque": "tipo_estoque_id"},
    usos=(
        Uso(pedidos.c.tipo_id, ("{quantos} pedido é deste tipo", "{quantos} pedidos são deste tipo")),
        *(Uso(coluna, ("o tipo {nomes} o gera", "os tipos {nomes} o geram"), tipos_pedido.c.nome)
          for coluna in (tipos_pedido.c.tipo_na_aprovacao_id, tipos_pedido.c.tipo_sem_estoque_id,
                         tipos_pedido.c.tipo_producao_id)),
        Uso(lista_preco_tipos.c.tipo_id, ("a lista de preço {nomes} é só dos tipos escolhidos, e ele é um deles",
                                          "as listas de preço {nomes} são só dos tipos escolhidos, e ele é um deles"),
            listas_preco.c.nome)),
    do_novo=lambda estabelecimento_id: {"estabelecimentos": (estabelecimento_id,)}, ao_alterar=_ao_alterar_tipo,
    fora=numeracao_dos_tipos, poe_fora=poe_numeracao)

_CLASSIFICACOES = Guarda(
    cadastro=CLASSIFICACOES_PEDIDO, tabela=classificacoes_pedido, ler=ClassificacaoPedido,
    usos=(Uso(tipo_pedido_classificacoes.c.classificacao_id,
              ("o tipo {nomes} a permite", "os tipos {nomes} a permitem"), tipos_pedido.c.nome),
          Uso(pedidos.c.classificacao_id, ("{quantos} pedido a tem", "{quantos} pedidos a têm"))),
    quem_cita=_tipos_que_preenchem("classificacoes_pedido"))

_LISTAS = Guarda(
    cadastro=LISTAS_PRECO, tabela=listas_preco, ler=ListaPreco,
    ligacoes={"tipos": Ligacao(lista_preco_tipos, "lista_id", "tipo_id")},
    usos=(Uso(pedidos.c.lista_id, ("{quantos} pedido a usa", "{quantos} pedidos a usam")),
          Uso(clientes.c.lista_id, ("{quantos} cliente a tem", "{quantos} clientes a têm")),
          Uso(precos.c.lista_id, ("{quantos} produto tem preço nela", "{quantos} produtos têm preço nela"))),
    quem_cita=_tipos_que_preenchem("listas_preco"))

_IMPRESSORAS = Guarda(
    cadastro=IMPRESSORAS, tabela=impressoras_servidor, ler=ImpressoraServidor, fora=fila_de_cada,
    avisa=sem_existir,
    usos=(Uso(tipos_pedido.c.impressora_id, ("o tipo {nomes} imprime nela", "os tipos {nomes} imprimem nela"),
              tipos_pedido.c.nome),
          Uso(fila_impressao.c.impressora_id, ("{quantos} documento passou por ela",
                                               "{quantos} documentos passaram por ela"))))


def _nome_dos_produtos(conexao: Connection, _lugar: Lugar) -> Callable[[Marca], DeFora]:
    """A product has its brand by name, as its own registration says it: under another one, a brand that is blocked
    would be of no product any more."""
    nomes = {um.id: um.nome for um in conexao.execute(select(marcas.c.id, marcas.c.nome).where(
        exists().where(produtos.c.marca == marcas.c.nome)))}

    def da(marca: Marca) -> DeFora:
        if (nome := nomes.get(marca.id)) is None:
            return DeFora()
        return DeFora({"nome": nome}, {"nome": Finding(code="marca.dos_produtos", severity=Severity.BLOCK, field="nome",
                                                       params={"nome": nome})})

    return da


def _produtos_da_marca(conexao: Connection, id_: int) -> Iterator[str]:
    dela = conexao.scalar(select(func.count()).select_from(produtos).join(
        marcas, produtos.c.marca == marcas.c.nome).where(marcas.c.id == id_)) or 0
    if dela:
        yield quantos(dela, "produto é desta marca", "produtos são desta marca")


_MARCAS = Guarda(cadastro=MARCAS, tabela=marcas, ler=Marca, fora=_nome_dos_produtos, quem_cita=_produtos_da_marca)

_ESTOQUES = Guarda(
    cadastro=TIPOS_ESTOQUE, tabela=tipos_estoque, ler=TipoEstoque,
    usos=(Uso(tipos_pedido.c.tipo_estoque_id, ("o tipo {nomes} o usa", "os tipos {nomes} o usam"), tipos_pedido.c.nome),
          Uso(estoques_por_tipo.c.tipo_estoque_id, ("{quantos} produto tem estoque nele",
                                                    "{quantos} produtos têm estoque nele")),
          Uso(pedidos.c.tipo_estoque_id, ("{quantos} pedido é dele", "{quantos} pedidos são dele")),
          Uso(movimentos_estoque.c.tipo_estoque_id, ("{quantos} movimento é dele", "{quantos} movimentos são dele"))))


def _regra(politica: Mapping[str, Any], **fora: Any) -> RegraComercial:
    return RegraComercial.model_validate({**politica, **fora})


def _documento_da_regra(regra: RegraComercial) -> dict[str, Any]:
    return {"versao": 1} | regra.model_dump(mode="json", exclude={"id", "nome", "ativo"})


_REGRAS = Guarda(
    cadastro=REGRAS_COMERCIAIS, tabela=regras_comerciais, ler=_regra, documento=_documento_da_regra,
    usos=(Uso(tipo_pedido_regras.c.regra_id, ("o tipo {nomes} a valida", "os tipos {nomes} a validam"),
              tipos_pedido.c.nome),))

GUARDAS: Final[Mapping[str, Guarda]] = MappingProxyType(
    {um.cadastro.nome: um for um in (_TIPOS, _CLASSIFICACOES, _LISTAS, _REGRAS, _MARCAS, _IMPRESSORAS, _ESTOQUES)})


def guarda_de(nome: str) -> Guarda:
    """The registry of a path. Raises Recusada (404)."""
    if nome not in GUARDAS:
        raise nao_achado(f"o cadastro “{nome}”")
    return GUARDAS[nome]


# ---- what fields refer to

_Citavel = tuple[Table, Column[Any], Column[Any] | None]
_CITAVEIS: Final[Mapping[str, _Citavel]] = MappingProxyType({
    "estabelecimentos": (estabelecimentos, estabelecimentos.c.fantasia, estabelecimentos.c.ativo),
    "planos_pagamento": (planos_pagamento, planos_pagamento.c.nome, planos_pagamento.c.ativo),
    "listas_preco": (listas_preco, listas_preco.c.nome, listas_preco.c.ativo),
    "classificacoes_pedido": (classificacoes_pedido, classificacoes_pedido.c.nome, classificacoes_pedido.c.ativo),
    "regras_comerciais": (regras_comerciais, regras_comerciais.c.nome, regras_comerciais.c.ativo),
    "tipos_estoque": (tipos_estoque, tipos_estoque.c.nome, tipos_estoque.c.ativo),
    "tipos_pedido": (tipos_pedido, tipos_pedido.c.nome, tipos_pedido.c.ativo),
    "impressoras_servidor": (impressoras_servidor, impressoras_servidor.c.nome, impressoras_servidor.c.ativo),
    "usuarios": (usuarios, usuarios.c.nome, usuarios.c.ativo),
})
_FIXOS: Final[Mapping[str, tuple[Referencia, ...]]] = MappingProxyType({
    "permissoes": tuple(Referencia(id=permissao.value, nome=rotulo) for permissao, rotulo in ROTULOS.items())})


def citados(conexao: Connection, referencia: str) -> tuple[Referencia, ...]:
    """Everything that a field may refer to, by name; of two of the same name each says its number. None of them: a
    registry that there is not yet."""
    if referencia in _FIXOS:
        return _FIXOS[referencia]
    if referencia not in _CITAVEIS:
        return ()
    tabela, nome, ativo = _CITAVEIS[referencia]
    colunas = [tabela.c.id, nome] + ([ativo] if ativo is not None else [])
    lidos = [(linha[0], str(linha[1]), bool(linha[2]) if ativo is not None else True)
             for linha in conexao.execute(select(*colunas))]
    vezes: dict[str, int] = {}
    for _, chamado, _ in lidos:
        vezes[chave_do_nome(chamado)] = vezes.get(chave_do_nome(chamado), 0) + 1
    return tuple(sorted((Referencia(
        id=id_, nome=chamado if vezes[chave_do_nome(chamado)] == 1 else f"{chamado} (nº {id_})", ativo=vivo)
        for id_, chamado, vivo in lidos), key=lambda um: chave_do_nome(um.nome)))


def conhecida(referencia: str) -> bool:
    """Whether what a field refers to is a registry here."""
    return referencia in _CITAVEIS or referencia in _FIXOS


def nomes_citados(conexao: Connection, guarda: Guarda) -> dict[str, dict[Any, str]]:
    """Names of everything that the records' fields may refer to: registry → id → name."""
    quais = {campo.referencia for _, campo in guarda.campos() if campo.referencia and conhecida(campo.referencia)}
    quais.update(guarda.cadastro.citados)
    return {quem: {um.id: um.nome for um in citados(conexao, quem)} for quem in sorted(quais)}
