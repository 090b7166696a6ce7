"""Sample documents: what the template editor shows, what a template is tried on before it is saved.

Invented shop and customer; the numbers pass their check digits. Deterministic.
"""

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

from balcao.documents.dados import (
    Destinatario,
    DocumentoVenda,
    Emitente,
    Endereco,
    EntregaImpressa,
    ItemImpresso,
    TipoImpresso,
)
from balcao.documents.modelo import ChaveModelo
from balcao.domain.arredondamento import ZERO, arredonda, total_bruto
from balcao.domain.pedido import ModoEntrega
from balcao.domain.pix import brcode
from balcao.domain.plano import PlanoPagamento
from balcao.domain.tipo_pedido.opcoes import Categoria

_BRASILIA = timezone(timedelta(hours=-3))
EMISSAO = datetime(2026, 11, 21, 14, 32, tzinfo=_BRASILIA)
_PRODUTOS = (
    ("10023", "PARAFUSO SEXTAVADO 1/4 X 2 ZINCADO BRANCO", "UN", "120", "0.45", "0"),
    ("10871", "CIMENTO CP II-Z 32 SACO 50 KG", "SC", "12", "38.90", "5"),
    ("2040", "CABO FLEXÍVEL 2,5 MM² 750 V ANTICHAMA AZUL", "M", "57.5", "2.35", "0"),
    ("310", "TINTA ACRÍLICA FOSCA BRANCO NEVE 18 L", "LT", "2", "289.90", "0"),
    ("77", "AREIA MÉDIA LAVADA ENSACADA", "KG", "0.102", "12.49", "0"),
    ("5518", "FECHADURA EXTERNA INOX 40 MM COM MAÇANETA E ROSETA", "PC", "3", "84.75", "10"),
    ("9002", "REGISTRO DE GAVETA BRUTO 3/4\" LATÃO FORJADO", "UN", "4", "27.30", "0"),
    ("640", "LUVA DE CORRER PVC SOLDÁVEL 25 MM ÁGUA FRIA", "UN", "10", "6.18", "0"),
)


def documento_de_amostra(chave: ChaveModelo, itens: int = 6) -> DocumentoVenda:
    """A document with `itens` lines that uses every part of the paper."""
    linhas = tuple(_item(n) for n in range(1, itens + 1))
    desconto = sum((i.desconto for i in linhas), ZERO)
    liquido = sum((i.total for i in linhas), ZERO)
    frete = Decimal("35.00")
    total = liquido + frete
    plano = PlanoPagamento(id=1, nome="Entrada + 2 vezes", prazos=(0, 30, 60))
    orcamento = chave is ChaveModelo.DAV
    return DocumentoVenda(
        emitente=_LOJA,
        tipo=TipoImpresso(
            nome="ORÇAMENTO" if orcamento else "PRÉ-VENDA",
            titulo="DOCUMENTO AUXILIAR DE VENDA - ORÇAMENTO" if orcamento else "PRÉ-VENDA",
            categoria=Categoria.ORCAMENTO if orcamento else Categoria.VENDA),
        numero="1234" if orcamento else "123",
        emissao=EMISSAO,
        validade_dias=10 if orcamento else 0,
        validade=date(2026, 12, 1) if orcamento else None,
        destinatario=_CLIENTE,
        vendedor="Ana Souza",
        tabela="VAREJO",
        plano=plano.nome,
        parcelas=plano.parcelas(total, EMISSAO.date()),
        itens=linhas,
        subtotal=liquido + desconto,
        desconto=desconto,
        frete=frete,
        total=total,
        entrega=EntregaImpressa(modo=ModoEntrega.ENTREGA, data=date(2026, 11, 24),
                                endereco="Rua das Acácias, 455, fundos - Bela Vista, Florianópolis/SC"),
        observacoes="Entregar pela manhã. Falar com o mestre de obras, Sr. João.",
        protocolo="20261121-143207-T03",
        pix=brcode("11222333000181", "Casa das Ferragens", "Florianopolis", total or None,
                   "DAV1234" if orcamento else "PV123"),
        versao=1,
        hash="3f9a2b7c41d05e6f8891aa02bb47cd13",
    )


def _item(n: int) -> ItemImpresso:
    codigo, descricao, unidade, quantidade, preco, desconto = _PRODUTOS[(n - 1) % len(_PRODUTOS)]
    bruto = total_bruto(Decimal(quantidade), Decimal(preco))
    abatido = arredonda(bruto * Decimal(desconto) / 100)
    return ItemImpresso(
        linha=n, codigo=codigo, descricao=descricao, unidade=unidade, quantidade=Decimal(quantidade),
        preco=Decimal(preco), desconto=abatido, total=bruto - abatido,
        complemento="Cor: cromado. Chaves iguais nas três." if codigo == "5518" else "")


_LOJA = Emitente(
    nome="Comercial Souza & Filhos Materiais de Construção Ltda",
    fantasia="Casa das Ferragens",
    cnpj="11222333000181",
    ie="254.123.456",
    endereco=Endereco(logradouro="Rua Conselheiro Mafra", numero="758", bairro="Centro",
                      municipio="Florianópolis", uf="SC", cep="88010102"),
    telefone="4832221010",
    email="vendas@casadasferragens.example",
)
_CLIENTE = Destinatario(
    nome="JOSÉ DA SILVA CONSTRUÇÕES ME",
    documento="12ABC34501DE35",
    endereco=Endereco(logradouro="Servidão Três Marias", numero="88", complemento="casa 2",
                      bairro="Ingleses", municipio="Florianópolis", uf="SC", cep="88058300"),
    telefone="48987654321",
)
