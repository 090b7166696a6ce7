"""What must hold of an order type beyond each field's own bounds: the page's form rules (TPR-01…16).

Shown and hidden fields (TPR-01…04, 06, 08) are `visivel_quando` and `exigido_quando` of the declarations; the lists
and links (TPR-09…14) are the registry's. Here are the checks and corrections. Open fields are checked too: what an
import stores must be right the day it works; but for TPR-16, which needs invoicing models, and there are none yet.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

from balcao.domain.achados import Finding, Severity
from balcao.domain.campo import campo_de
from balcao.domain.fluxo import SEM_ENTREGA
from balcao.domain.preenchimento import tem_o_campo
from balcao.domain.situacoes import Situacao
from balcao.domain.tipo_pedido.abertos.opcoes import ProdutosPedidos
from balcao.domain.tipo_pedido.auto_preenchimento import ATRIBUTOS, confere_linhas, forcados
from balcao.domain.tipo_pedido.chave import ChaveInvalida, Macro, le_chave
from balcao.domain.tipo_pedido.ficha import FichaTipoPedido
from balcao.domain.tipo_pedido.opcoes import (
    Categoria,
    NumeroSerie,
    Preenchimento,
    RegraNumeracao,
    SeparaSemEstoque,
    UsoSerie,
)

Outros = Mapping[int, FichaTipoPedido]
"""The other order types, by id."""
T = TypeVar("T", bound=FichaTipoPedido)
_DE_QUEM = {"VENDEDOR_ID": "vendedor", "PLANO_PAGAMENTO_ID": "plano_pagamento", "LISTA_PRECO_ID": "lista_precos"}
"""Which field of the type decides whether its orders have what a line names."""


def ajustado(tipo: T) -> T:
    """The type with what another field decides put right (TPR-15)."""
    if tipo.categoria is not Categoria.COMPRA and tipo.validar_quantidade_padrao_reposicao:
        return tipo.model_copy(update={"validar_quantidade_padrao_reposicao": False})
    return tipo


def conferir(tipo: FichaTipoPedido, outros: Outros) -> Iterator[Finding]:
    """What keeps the type from being stored, each at its field, and what is only worth knowing (`avisos`)."""
    for regra in _REGRAS:
        yield from regra(tipo, outros)
    yield from avisos(tipo)


def avisos(tipo: FichaTipoPedido) -> Iterator[Finding]:
    """What whoever looks at the type should know and stops nothing (TPR-07)."""
    if campo_de(type(tipo), "tipo_pedido_na_aprovacao").aberto or tipo.tipo_pedido_na_aprovacao is not None:
        return
    codigo = ("tipo.sem_aprovacao_orcamento" if tipo.categoria in (Categoria.ORCAMENTO, Categoria.COTACAO)
              else "tipo.sem_aprovacao")
    yield Finding(code=codigo, severity=Severity.WARN, field="tipo_pedido_na_aprovacao")


def _sigla(tipo: FichaTipoPedido, outros: Outros) -> Iterator[Finding]:
    """TP-004: types of the same title are told apart by it."""
    if not tipo.sigla:
        return
    for outro in outros.values():
        mesma = outro.sigla.casefold() == tipo.sigla.casefold()
        if mesma and outro.titulo_impresso.casefold() == tipo.titulo_impresso.casefold():
            yield _bloqueia("tipo.sigla_repetida", "sigla", sigla=tipo.sigla, titulo=tipo.titulo_impresso,
                            outro=outro.nome)
            return


def _chave(tipo: FichaTipoPedido, _outros: Outros) -> Iterator[Finding]:
    """TP-156."""
    try:
        partes = le_chave(tipo.chave_identificacao)
    except ChaveInvalida as erro:
        yield _bloqueia("tipo.chave", "chave_identificacao", motivo=str(erro))
        return
    macros = {p.nome for p in partes if isinstance(p, Macro)}
    if tipo.serie is not UsoSerie.NAO_USADO and "serie" not in macros:
        yield _bloqueia("tipo.chave_sem_serie", "chave_identificacao")
    if tipo.versiona and "versao" not in macros:  # TP-157
        yield _bloqueia("tipo.chave_sem_versao", "chave_identificacao")


def _auto_preenchimento(tipo: FichaTipoPedido, _outros: Outros) -> Iterator[Finding]:
    """TP-163: every line that cannot be used, or names what the type's orders have none of."""
    motivos = [*confere_linhas(tipo.auto_preenchimento), *(
        f"{um.campo} não se preenche: os pedidos deste tipo não têm {ATRIBUTOS[um.campo].rotulo.partition(' ')[2]} "
        f"({campo_de(type(tipo), _DE_QUEM[um.campo]).titulo}). Apague a linha."
        for um in forcados(tipo.auto_preenchimento) if not tem_o_campo(tipo, um.campo))]
    for motivo in motivos:
        yield _bloqueia("tipo.auto_preenchimento", "auto_preenchimento", motivo=motivo)


def _kits(tipo: FichaTipoPedido, _outros: Outros) -> Iterator[Finding]:
    """TPR-05: kits exclude all three ways of generating orders at approval (NOTAS c7)."""
    if tipo.produtos_pedidos is ProdutosPedidos.NAO_UTILIZA:
        return
    motivos = {
        "tipo_pedido_na_aprovacao": tipo.tipo_pedido_na_aprovacao is not None,
        "tipo_pedido_na_aprovacao_sem_estoque": tipo.tipo_pedido_na_aprovacao_sem_estoque is not None,
        "separar_produtos_sem_estoque_na_aprovacao":
            tipo.separar_produtos_sem_estoque_na_aprovacao is not SeparaSemEstoque.NAO}
    if culpado := next((nome for nome, usado in motivos.items() if usado), ""):
        yield _bloqueia("tipo.kits_e_aprovacao", "produtos_pedidos", campo=campo_de(type(tipo), culpado).titulo)


def _circulo(tipo: FichaTipoPedido, outros: Outros) -> Iterator[Finding]:
    """A type that comes again from what it generates at approval (TP-090, TP-091) would never end."""
    if not tipo.id:
        return  # nobody can point at a type that is not stored yet
    for campo, primeiro in _gera(tipo):
        caminho = _volta(tipo, primeiro, outros)
        if caminho is not None:
            nomes = " → ".join([tipo.nome, *(outros[um].nome for um in caminho), tipo.nome])
            yield _bloqueia("tipo.aprovacao_circular", campo, caminho=nomes)


def _volta(tipo: FichaTipoPedido, primeiro: int, outros: Outros) -> list[int] | None:
    """The types between `tipo` and itself, starting at `primeiro`; None when nothing leads back."""
    pilha: list[list[int]] = [[primeiro]]
    vistos: set[int] = set()
    while pilha:
        caminho = pilha.pop()
        atual = caminho[-1]
        if atual == tipo.id:
            return caminho[:-1]
        if atual not in vistos and atual in outros:
            vistos.add(atual)
            pilha += [[*caminho, proximo] for _, proximo in _gera(outros[atual])]
    return None


def _gerado(tipo: FichaTipoPedido, outros: Outros) -> Iterator[Finding]:
    """What an approval generates is an order, and nobody is there to number it (0161). Looked at from both ends."""
    for campo, gerado in _gera(tipo):
        outro = outros.get(gerado)
        if outro is None:
            continue
        if outro.categoria in SEM_ENTREGA:
            yield _bloqueia("tipo.aprovacao_gera_orcamento", campo, outro=outro.nome)
        if outro.regra_numeracao is RegraNumeracao.INFORMADO:
            yield _bloqueia("tipo.aprovacao_sem_numero", campo, outro=outro.nome)
    quem_gera = next((o.nome for o in outros.values() if any(g == tipo.id for _, g in _gera(o))), "") if tipo.id else ""
    if quem_gera and tipo.categoria in SEM_ENTREGA:
        yield _bloqueia("tipo.gerado_na_aprovacao", "categoria", outro=quem_gera)
    if quem_gera and tipo.regra_numeracao is RegraNumeracao.INFORMADO:
        yield _bloqueia("tipo.gerado_sem_numero", "regra_numeracao", outro=quem_gera)


def _pedido_ao_gerado(tipo: FichaTipoPedido, outros: Outros) -> Iterator[Finding]:
    """What a generated order must have and the approved one has no field for keeps every approval back: a warning, at
    both ends, since either type may be changed."""
    for campo, gerado in _gera(tipo):
        outro = outros.get(gerado)
        if outro is not None and (faltam := _faltam(tipo, outro)):
            yield _avisa("tipo.gerado_pede", campo, outro=outro.nome, campos=faltam)
    for outro in outros.values() if tipo.id else ():
        if any(gerado == tipo.id for _, gerado in _gera(outro)) and (faltam := _faltam(outro, tipo)):
            yield _avisa("tipo.pede_ao_gerado", "tipo_pedido_na_aprovacao", outro=outro.nome, campos=faltam)


def _faltam(de: FichaTipoPedido, para: FichaTipoPedido) -> str:
    """"Placa do veículo e Equipamento": what orders of `para` must say and those of `de` cannot."""
    tem, pede = de.campos_servico, para.campos_servico
    nomes = {"placa": "placa_veiculo", "modelo": "modelo_veiculo", "equipamento": "equipamento"}
    campos = [nomes[um] for um, como in pede.items()
              if como is Preenchimento.REQUERIDO and tem[um] is Preenchimento.NAO_INFORMAR]
    if (para.unidade_produto_item is NumeroSerie.OBRIGATORIO
            and de.unidade_produto_item is NumeroSerie.NAO_PERMITIDO):
        campos.append("unidade_produto_item")
    titulos = [f"“{campo_de(type(para), um).titulo}”" for um in campos]
    return " e ".join(filter(None, (", ".join(titulos[:-1]), *titulos[-1:])))


def _fluxo(tipo: FichaTipoPedido, _outros: Outros) -> Iterator[Finding]:
    """TP-146: whatever else an order passes through, it is issued pending, and a sale ends delivered (0161)."""
    if Situacao.PENDENTE not in tipo.situacoes:
        yield _bloqueia("tipo.fluxo_sem_pendente", "situacao")
    elif tipo.categoria not in SEM_ENTREGA and Situacao.ENTREGUE not in tipo.situacoes:
        yield _bloqueia("tipo.fluxo_sem_entregue", "situacao")


def _gera(tipo: FichaTipoPedido) -> Iterator[tuple[str, int]]:
    for campo in ("tipo_pedido_na_aprovacao", "tipo_pedido_na_aprovacao_sem_estoque"):
        gerado: int | None = getattr(tipo, campo)
        if gerado is not None:
            yield campo, gerado


def _bloqueia(codigo: str, campo: str, /, **params: str) -> Finding:
    return Finding(code=codigo, severity=Severity.BLOCK, field=campo, params=dict(params))


def _avisa(codigo: str, campo: str, /, **params: str) -> Finding:
    return Finding(code=codigo, severity=Severity.WARN, field=campo, params=dict(params))


_REGRAS: tuple[Callable[[FichaTipoPedido, Outros], Iterator[Finding]], ...] = (
    _sigla, _chave, _auto_preenchimento, _kits, _circulo, _gerado, _pedido_ao_gerado, _fluxo)
