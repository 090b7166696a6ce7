"""What a document says, in words and in order: the one step that every paper shares.

`montar` turns the data object, the template and the sheet (`Via`) into strings; a renderer only lays them
out. So a price hidden on A4 is hidden on the roll too, and the totals are formatted in one place.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any

from balcao.documents import formatos
from balcao.documents.dados import DocumentoVenda, ItemConferido, ItemImpresso, Via
from balcao.documents.modelo import (
    AVISO_LEGAL,
    DE_VALOR,
    Coluna,
    ColunaItem,
    ModeloDocumento,
    troca_macros,
)
from balcao.domain.documentos import TAMANHO_CPF, formata_documento
from balcao.domain.formatos import NBSP, data, data_hora, moeda, telefone
from balcao.domain.pedido import ModoEntrega
from balcao.domain.placa import formata_placa
from balcao.domain.quantidade import casas_da_quantidade
from balcao.domain.terminal.opcoes import PrecosImpressos
from balcao.domain.tipo_pedido.categorias import VENDEM
from balcao.domain.tipo_pedido.opcoes import Categoria

TITULO_PADRAO: Mapping[Categoria, str] = {
    Categoria.ORCAMENTO: "DOCUMENTO AUXILIAR DE VENDA - ORÇAMENTO",
    Categoria.VENDA: "PRÉ-VENDA",
    Categoria.SERVICO: "ORDEM DE SERVIÇO",
}
MARCA_PROVISORIO = "NÚMERO PROVISÓRIO - EMITIDO SEM CONEXÃO"
PIX_TITULO = "Pague com Pix"
PIX_AVISO = "pagamento confirmado no caixa"
CHECKLIST = "Check-list"
DOCUMENTO_FISCAL = "Nº do Documento Fiscal"
_BARRAS_MAXIMO = 24


@dataclass(frozen=True, slots=True)
class Rotulado:
    """A caption and its value; an empty value is a blank to be filled in by hand."""

    rotulo: str
    valor: str


@dataclass(frozen=True, slots=True)
class LinhaItem:
    """One item: a text per column, lines under its description, and its total for the carried sum."""

    celulas: Mapping[ColunaItem, str]
    complemento: tuple[str, ...]
    total: Decimal


@dataclass(frozen=True, slots=True)
class LinhaParcela:
    numero: str
    vencimento: str
    valor: str


@dataclass(frozen=True, slots=True)
class Conteudo:
    """Everything printed, in reading order. Empty strings and tuples print nothing."""

    titulo: str
    numero: str
    barras: str
    carimbo: str
    marcas: tuple[str, ...]
    loja: str
    loja_linhas: tuple[str, ...]
    aviso_legal: str
    destinatario: str
    destinatario_linhas: tuple[str, ...]
    quadro: tuple[Rotulado, ...]
    servico: tuple[Rotulado, ...]
    antes: tuple[str, ...]
    colunas: tuple[Coluna, ...]
    itens: tuple[LinhaItem, ...]
    transporte: bool
    totais: tuple[Rotulado, ...]
    total: Rotulado | None
    parcelas: tuple[LinhaParcela, ...]
    entrega: tuple[str, ...]
    checklist: tuple[str, ...]
    observacoes: tuple[str, ...]
    depois: tuple[str, ...]
    validade: str
    pix: str
    pix_valor: str
    protocolo: str
    rodape: tuple[str, ...]

    @property
    def cabecalho(self) -> str:
        """Title and number on one line: names the file, heads the following pages."""
        return f"{self.titulo} {self.numero}".strip()


def montar(documento: DocumentoVenda, modelo: ModeloDocumento, via: Via) -> Conteudo:
    """Say the document in words. Pure: the same three arguments always give the same content."""
    titulo, numero = _titulo_e_numero(documento, modelo)
    macros = _macros(documento, f"{titulo} {numero}".strip())
    com_valores = modelo.precos is not PrecosImpressos.NENHUM
    return Conteudo(
        titulo=titulo,
        numero=numero,
        barras=_barras(documento.numero_impresso) if modelo.mostrar_codigo_barras else "",
        carimbo=formatos.uma_linha(via.carimbo),
        marcas=_marcas(documento, via),
        loja=formatos.uma_linha(documento.emitente.nome_da_loja),
        loja_linhas=_loja(documento),
        # where the notice breaks, its dash stays at the end of the line
        aviso_legal=AVISO_LEGAL.replace(" - ", f"{NBSP}- ") if modelo.aviso_legal else "",
        destinatario=formatos.uma_linha(documento.destinatario.nome),
        destinatario_linhas=_destinatario(documento),
        quadro=_quadro(documento),
        servico=_servico(documento),
        antes=_texto(troca_macros(modelo.texto_antes, macros)),
        colunas=tuple(c for c in modelo.colunas
                      if modelo.precos is PrecosImpressos.ITENS or c.campo not in DE_VALOR),
        itens=tuple(_item(item, documento) for item in documento.itens),
        transporte=modelo.precos is PrecosImpressos.ITENS,
        totais=_totais(documento) if modelo.precos is PrecosImpressos.ITENS else (),
        total=Rotulado("TOTAL", moeda(documento.total)) if com_valores else None,
        parcelas=_parcelas(documento) if modelo.mostrar_parcelas and modelo.precos is PrecosImpressos.ITENS
        else (),
        entrega=_entrega(documento),
        checklist=tuple(_conferido(um) for um in documento.checklist),
        observacoes=_texto(documento.observacoes),
        depois=_texto(troca_macros(modelo.texto_depois, macros)),
        validade=_validade(documento),
        pix=(documento.pix or "") if modelo.mostrar_pix and com_valores else "",
        pix_valor=moeda(documento.total),
        protocolo=_protocolo(documento) if modelo.mostrar_protocolo else "",
        rodape=_texto(troca_macros(modelo.rodape, macros)),
    )


def traduzir(conteudo: Conteudo, troca: Callable[[str], str]) -> Conteudo:
    """The same content with `troca` applied to every text (not to the Pix code): an 8-bit paper is laid out
    from what it can print, because `…` may become three letters."""
    return replace(conteudo, **{campo.name: _traduz(getattr(conteudo, campo.name), troca)
                                for campo in fields(conteudo) if campo.name != "pix"})


def _traduz(valor: Any, troca: Callable[[str], str]) -> Any:
    match valor:
        case str():
            return troca(valor)
        case tuple():
            return tuple(_traduz(v, troca) for v in valor)
        case Coluna():
            return valor.model_copy(update={"titulo": troca(valor.titulo)})
        case LinhaItem():
            return LinhaItem({c: troca(t) for c, t in valor.celulas.items()}, _traduz(valor.complemento, troca),
                             valor.total)
        case Rotulado():
            return Rotulado(troca(valor.rotulo), troca(valor.valor))
        case LinhaParcela():
            return LinhaParcela(troca(valor.numero), troca(valor.vencimento), troca(valor.valor))
        case _:
            return valor


def _titulo_e_numero(documento: DocumentoVenda, modelo: ModeloDocumento) -> tuple[str, str]:
    """A DAV has its number apart (`Nº 1234`); what sells is called by it (`PRÉ-VENDA P-123`)."""
    categoria = documento.tipo.categoria
    titulo = formatos.uma_linha(
        modelo.titulo or documento.tipo.titulo or documento.tipo.nome or TITULO_PADRAO[categoria])
    if categoria in VENDEM:
        return f"{titulo} {documento.numero_impresso}", ""
    return titulo, f"Nº {documento.numero_impresso}"


def _macros(documento: DocumentoVenda, cabecalho: str) -> dict[str, str]:
    return {
        "cliente": documento.destinatario.nome,
        "documento": cabecalho,
        "numero": documento.numero_impresso,
        "data": data(documento.emissao.date()),
        "validade": data(documento.validade) if documento.validade else "",
        "vendedor": documento.vendedor,
        "total": moeda(documento.total),
        "loja": documento.emitente.nome_da_loja,
    }


def _barras(numero: str) -> str:
    """The number for Code 128; nothing when it holds what the symbology (ASCII) or the paper cannot."""
    return numero if numero.isascii() and numero.isprintable() and len(numero) <= _BARRAS_MAXIMO else ""


def _marcas(documento: DocumentoVenda, via: Via) -> tuple[str, ...]:
    marcas = [MARCA_PROVISORIO] if documento.provisorio else []
    if via.reimpressa_em is not None:
        marcas.append(f"2ª via - reimpresso em {data_hora(via.reimpressa_em)}")
    return tuple(marcas)


def _loja(documento: DocumentoVenda) -> tuple[str, ...]:
    emitente = documento.emitente
    nome = emitente.nome if emitente.fantasia and emitente.fantasia != emitente.nome else ""
    linhas = (formatos.uma_linha(nome), emitente.inscricoes(), formatos.uma_linha(emitente.endereco.rua()),
              emitente.endereco.cidade(), emitente.contato())
    return tuple(linha for linha in linhas if linha)


def _destinatario(documento: DocumentoVenda) -> tuple[str, ...]:
    pessoa = documento.destinatario
    rotulo = "CPF" if len(pessoa.documento) == TAMANHO_CPF else "CNPJ"
    identificacao = formatos.juntos(
        f"{rotulo} {formata_documento(pessoa.documento)}" if pessoa.documento else "",
        f"IE {pessoa.ie}" if pessoa.ie else "",
        f"Fone {telefone(pessoa.telefone)}" if pessoa.telefone else "")
    linhas = (identificacao, formatos.uma_linha(pessoa.endereco.rua()), pessoa.endereco.cidade())
    return tuple(linha for linha in linhas if linha)


def _quadro(documento: DocumentoVenda) -> tuple[Rotulado, ...]:
    pares = [
        Rotulado("Emissão", data_hora(documento.emissao)),
        Rotulado("Vendedor", formatos.uma_linha(documento.vendedor)),
        Rotulado("Contato", formatos.uma_linha(documento.contato)),
        Rotulado("Classificação", formatos.uma_linha(documento.classificacao)),
        Rotulado("Tabela de preço", formatos.uma_linha(documento.tabela)),
        Rotulado("Pagamento", formatos.uma_linha(documento.plano)),
        Rotulado("Referente a", formatos.uma_linha(documento.referencia)),
    ]
    cheios = [p for p in pares if p.valor]
    if documento.tipo.categoria is Categoria.ORCAMENTO:
        cheios.append(Rotulado(DOCUMENTO_FISCAL, formatos.uma_linha(documento.numero_fiscal)))
    if documento.tipo.categoria is Categoria.SERVICO:
        cheios.append(Rotulado("Conclusão", data_hora(documento.conclusao) if documento.conclusao else ""))
    if documento.conclusao_aprovada_por:
        cheios.append(Rotulado("Conclusão aprovada por", formatos.uma_linha(documento.conclusao_aprovada_por)))
    return tuple(cheios)


def _servico(documento: DocumentoVenda) -> tuple[Rotulado, ...]:
    """The vehicle, the equipment and who is responsible, those that are filled in."""
    pares = (Rotulado("Placa", formata_placa(formatos.uma_linha(documento.placa))),
             Rotulado("Modelo do veículo", formatos.uma_linha(documento.modelo_veiculo)),
             Rotulado("Equipamento", formatos.uma_linha(documento.equipamento)),
             Rotulado("Técnico responsável", formatos.uma_linha(documento.tecnico)))
    return tuple(par for par in pares if par.valor)


def _conferido(um: ItemConferido) -> str:
    """A box of one width, to be ticked by hand where nobody did."""
    return f"[{'X' if um.conferido else NBSP}]{NBSP}{formatos.uma_linha(um.texto)}"


def _item(item: ItemImpresso, documento: DocumentoVenda) -> LinhaItem:
    casas = item.casas_quantidade
    if casas is None:
        casas = casas_da_quantidade(item.quantidade, item.unidade, documento.casas_quantidade)
    celulas = {
        ColunaItem.LINHA: str(item.linha),
        ColunaItem.CODIGO: formatos.uma_linha(item.codigo),
        ColunaItem.DESCRICAO: formatos.uma_linha(item.descricao),
        ColunaItem.QUANTIDADE: formatos.com_casas(item.quantidade, casas),
        ColunaItem.UNIDADE: formatos.uma_linha(item.unidade),
        ColunaItem.PRECO: formatos.com_casas(item.preco, documento.casas_valor),
        ColunaItem.DESCONTO: formatos.dinheiro(item.desconto) if item.desconto else formatos.MENOS,
        ColunaItem.TOTAL: formatos.dinheiro(item.total),
    }
    quem = (f"Técnico: {formatos.uma_linha(item.tecnico)}",) if item.tecnico else ()
    return LinhaItem(celulas, (*_texto(item.complemento), *quem), item.total)


def _totais(documento: DocumentoVenda) -> tuple[Rotulado, ...]:
    """What leads from the items to the total; nothing when the items are the total."""
    acrescimo = documento.acrescimo + documento.acrescimo_incluido
    partes = ((_com_cascata("Acréscimo", documento.acrescimo_em_cascata), acrescimo),
              (_com_cascata("Desconto", documento.desconto_em_cascata), -documento.desconto),
              ("Frete", documento.frete))
    linhas = [Rotulado(rotulo, moeda(valor)) for rotulo, valor in partes if valor]
    subtotal = documento.subtotal - documento.acrescimo_incluido
    return (Rotulado("Subtotal", moeda(subtotal)), *linhas) if linhas else ()


def _com_cascata(rotulo: str, percentuais: str) -> str:
    return f"{rotulo} (no total: {percentuais})" if percentuais else rotulo


def _parcelas(documento: DocumentoVenda) -> tuple[LinhaParcela, ...]:
    quantas = len(documento.parcelas)
    return tuple(LinhaParcela(f"{p.numero}/{quantas}", data(p.vencimento), moeda(p.valor))
                 for p in documento.parcelas)


def _entrega(documento: DocumentoVenda) -> tuple[str, ...]:
    entrega = documento.entrega
    quando = f" em {data(entrega.data)}" if entrega.data else ""
    if entrega.modo is ModoEntrega.RETIRA:
        return (f"Cliente retira na loja{quando}",)
    return tuple(t for t in (f"Entregar{quando}", formatos.uma_linha(entrega.endereco)) if t)


def _validade(documento: DocumentoVenda) -> str:
    if not documento.validade_dias:  # filled in by its type, the day of the issue may be the last one
        return f"Este documento é válido até {data(documento.validade)}" if documento.validade else ""
    ate = f", até {data(documento.validade)}" if documento.validade else ""
    escrita = formatos.uma_linha(documento.mensagem_validade)
    return f"{escrita or f'Este documento é válido por {documento.validade_dias} dia(s)'}{ate}"


def _protocolo(documento: DocumentoVenda) -> str:
    return formatos.juntos(f"Protocolo {documento.protocolo}" if documento.protocolo else "",
                           f"revisão {documento.versao}" if documento.versao else "", documento.hash[:16])


def _texto(texto: str) -> tuple[str, ...]:
    """A user's lines, without blank ones at both ends."""
    return tuple(formatos.linhas_de(texto.strip())) if texto.strip() else ()
