"""Read an NF-e 4.00 (`nfeProc` or a bare `NFe`) from a file that anybody may have made.

lxml parses it without DTD, entities, network or huge trees; a DOCTYPE is refused before parsing. What is read
is checked against itself (key × body, items × totals, protocol) and comes out as `domain.nota.NotaFiscal`;
the first thing wrong stops the file with one `Problema` that names line, item and tag. Groups that are not
needed (IBS/CBS, transport, payment, signature) may be there and are not looked at.

Not here: the digital signature, and asking SEFAZ whether the note is still valid.
"""

import hashlib
import re
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from balcao.domain.arredondamento import ZERO
from balcao.domain.campo import ValorInvalido
from balcao.domain.chave_acesso import ChaveAcesso, le_chave
from balcao.domain.documentos import valida_documento
from balcao.domain.formatos import moeda
from balcao.domain.gtin import gtin_ou_nada
from balcao.domain.importacao import ArquivoRecusado, Problema
from balcao.domain.nota import (
    ROTULOS,
    Endereco,
    ItemNota,
    NotaFiscal,
    Participante,
    Valores,
    composicao,
    custos,
)
from balcao.gateways.nfe_xml import No, raiz_do_xml

MAX_BYTES = 5 * 1024 * 1024  # SEFAZ accepts 500 KB
MAX_ITENS = 990
AUTORIZADA = frozenset({"100", "150"})
CANCELADA = frozenset({"101", "135", "151", "155"})
DENEGADA = frozenset({"110", "205", "301", "302", "303"})
_NAO_NORMAIS = {"2": "complementar", "3": "de ajuste", "4": "de devolução", "5": "de crédito", "6": "de débito"}
_OUTRAS_RAIZES = {
    "enviNFe": "é um lote de envio, e não uma nota autorizada. Peça ao fornecedor o XML da nota (nfeProc).",
    "procEventoNFe": "é um evento (cancelamento, carta de correção), e não a nota. Escolha o XML da nota.",
    "resNFe": "é só o resumo da nota. Baixe o XML completo (nfeProc).",
    "cteProc": "é um conhecimento de transporte (CT-e), e não uma NF-e.",
}
# Field of Valores → tag in ICMSTot.
_TAGS_TOTAIS = {
    "produtos": "vProd", "desconto": "vDesc", "frete": "vFrete", "seguro": "vSeg", "outras": "vOutro",
    "ipi": "vIPI", "ipi_devolvido": "vIPIDevol", "st": "vST", "fcp_st": "vFCPST", "importacao": "vII",
    "monofasico": "vICMSMonoReten", "desonerado": "vICMSDeson",
}


def le_nota(caminho: Path) -> NotaFiscal:
    """Read and check one file. Raises ArquivoRecusado with one Problema; OSError when it cannot be opened."""
    with caminho.open("rb") as arquivo:
        dados = arquivo.read(MAX_BYTES + 1)
    return interpreta(dados, caminho.name)


def interpreta(dados: bytes, arquivo: str) -> NotaFiscal:
    """Read and check the bytes of one note; `arquivo` names it in messages. Raises ArquivoRecusado."""
    if len(dados) > MAX_BYTES:
        raise ArquivoRecusado(Problema(arquivo, 0, "", "tem mais de 5 MB; uma NF-e tem até 500 KB. "
                                                       "Escolha o XML de uma nota."))
    raiz = raiz_do_xml(dados, arquivo)
    if raiz.nome in _OUTRAS_RAIZES:
        raise raiz.recusa(_OUTRAS_RAIZES[raiz.nome])
    if raiz.nome not in ("nfeProc", "NFe"):
        raise raiz.recusa(f"a raiz é <{raiz.nome}> e não nfeProc nem NFe: não é uma NF-e. Escolha o XML da nota.")
    nfe = raiz.filho("NFe") if raiz.nome == "nfeProc" else raiz
    inf = nfe.filho("infNFe")
    if inf.atributo("versao") != "4.00":
        raise inf.recusa(f"a versão é “{inf.atributo('versao')}”; só a 4.00 é aceita.")
    chave = _chave(inf)
    ide = inf.filho("ide")
    emitente = _participante(inf.filho("emit"), "enderEmit")
    protocolo, avisos = _protocolo(raiz, chave)
    emissao = _confere_chave(chave, inf, ide, emitente)
    _confere_finalidade(ide)
    avisos += _avisos_do_corpo(inf, ide, chave)
    itens = _itens(inf, avisos)
    totais, total = _totais(inf)
    destinatario = inf.opcional("dest")
    nota = NotaFiscal(
        chave=chave, numero=chave.numero, serie=chave.serie, emissao=emissao,
        natureza=ide.texto("natOp", 60), entrada_propria=ide.texto("tpNF", 1) == "0",
        emitente=emitente,
        destinatario=_participante(destinatario, "enderDest") if destinatario else Participante(None, ""),
        itens=itens, totais=totais, total=total, protocolo=protocolo, avisos=tuple(avisos))
    return replace(_confere_totais(nota, inf), sha256=hashlib.sha256(dados).hexdigest())


def _chave(inf: No) -> ChaveAcesso:
    texto = inf.atributo("Id")
    if not texto.startswith("NFe"):
        raise inf.recusa(f"o atributo Id (“{texto[:60]}”) não começa com NFe.", "@Id")
    try:
        chave = le_chave(texto[3:])
    except ValorInvalido as erro:
        raise inf.recusa(str(erro), "@Id") from None
    if chave.modelo == "65":
        raise inf.recusa("é uma NFC-e (modelo 65), venda a consumidor; só a NF-e (modelo 55) dá entrada.", "@Id")
    if chave.modelo != "55":
        raise inf.recusa(f"o modelo é {chave.modelo}; só a NF-e (modelo 55) dá entrada.", "@Id")
    return chave


def _confere_chave(chave: ChaveAcesso, inf: No, ide: No, emitente: Participante) -> datetime:
    """The key says nothing that the body does not say too; returns the instant of emission."""
    emissao = ide.instante("dhEmi")
    esperados = {
        "cUF": f"{chave.uf:02d}", "mod": chave.modelo, "serie": str(chave.serie), "nNF": str(chave.numero),
        "tpEmis": chave.tipo_emissao, "cNF": chave.codigo,
    }
    for tag, esperado in esperados.items():
        if (achado := ide.texto(tag, 20)) != esperado:
            raise ide.recusa(f"a chave de acesso diz {esperado} e o corpo da nota diz {achado}. "
                             "O arquivo foi alterado; peça outro ao fornecedor.", tag)
    if emissao.strftime("%y%m") != chave.ano_mes:
        raise ide.recusa(f"a chave de acesso é de {chave.ano_mes[2:]}/20{chave.ano_mes[:2]} e a nota foi emitida "
                         f"em {emissao:%m/%Y}. O arquivo foi alterado; peça outro ao fornecedor.", "dhEmi")
    donos = {(emitente.documento or "").zfill(14)}
    if (avulsa := inf.opcional("avulsa")) is not None:  # issued by the state's office for somebody (série 890)
        donos.add(avulsa.texto("CNPJ", 14))
    if chave.documento not in donos:
        raise inf.filho("emit").recusa(f"a chave de acesso é do emitente {chave.documento} e a nota, de "
                                       f"{emitente.documento}. O arquivo foi alterado; peça outro.", "CNPJ")
    return emissao


def _confere_finalidade(ide: No) -> None:
    if ide.texto("tpAmb", 1) != "1":
        raise ide.recusa("é uma nota de teste (homologação), sem valor fiscal.", "tpAmb")
    if (finalidade := ide.texto("finNFe", 1)) != "1":
        raise ide.recusa(f"é uma nota {_NAO_NORMAIS.get(finalidade, 'especial')}, que não traz compra de "
                         "mercadoria; não dá entrada por aqui.", "finNFe")


def _protocolo(raiz: No, chave: ChaveAcesso) -> tuple[str | None, list[str]]:
    """The authorization's number, or None with a warning. A cancelled or denied note is refused."""
    prot = raiz.opcional("protNFe") if raiz.nome == "nfeProc" else None
    if prot is None:
        return None, ["sem protocolo de autorização: confira na SEFAZ se a nota é válida"]
    inf = prot.filho("infProt")
    situacao = inf.texto("cStat", 3)
    if situacao in CANCELADA:
        raise inf.recusa(f"a nota está cancelada (situação {situacao}); não dá entrada.", "cStat")
    if situacao in DENEGADA:
        raise inf.recusa(f"o uso da nota foi denegado (situação {situacao}); não dá entrada.", "cStat")
    if situacao not in AUTORIZADA:
        raise inf.recusa(f"a nota não está autorizada (situação {situacao}); não dá entrada.", "cStat")
    if inf.texto("chNFe", 44) != chave.texto:
        raise inf.recusa("o protocolo de autorização é de outra nota.", "chNFe")
    return inf.texto("nProt", 20, obrigatorio=False) or None, []


def _avisos_do_corpo(inf: No, ide: No, chave: ChaveAcesso) -> list[str]:
    avisos = []
    if (digito := ide.texto("cDV", 1)) != chave.texto[-1]:
        avisos.append(f"o corpo da nota diz que o dígito da chave é {digito}; o da chave, que confere, é "
                      f"{chave.texto[-1]}")
    novo_total = inf.filho("total").opcional_decimal("vNFTot", 2)
    if novo_total and novo_total != inf.filho("total").filho("ICMSTot").decimal("vNF", 2):
        avisos.append(f"a nota soma IBS, CBS ou IS por fora (total {moeda(novo_total)}); o custo não os inclui")
    return avisos


def _participante(no: No, tag_endereco: str) -> Participante:
    documento = no.texto("CNPJ", 14, obrigatorio=False) or no.texto("CPF", 11, obrigatorio=False)
    if documento:
        try:
            documento = valida_documento(documento)
        except ValorInvalido as erro:
            raise no.recusa(str(erro), "CNPJ") from None
    elif no.nome == "emit":
        raise no.recusa("falta o CNPJ ou o CPF do emitente.", "CNPJ")
    ender = no.opcional(tag_endereco)
    return Participante(
        documento=documento or None, nome=no.texto("xNome", 60), fantasia=no.texto("xFant", 60, obrigatorio=False),
        ie=no.texto("IE", 14, obrigatorio=False), email=no.texto("email", 60, obrigatorio=False),
        telefone=ender.texto("fone", 14, obrigatorio=False) if ender else "",
        estrangeiro=no.texto("idEstrangeiro", 20, obrigatorio=False),
        endereco=_endereco(ender) if ender else Endereco())


def _endereco(no: No) -> Endereco:
    ibge = no.texto("cMun", 7, obrigatorio=False)
    return Endereco(
        logradouro=no.texto("xLgr", 60, obrigatorio=False), numero=no.texto("nro", 60, obrigatorio=False),
        complemento=no.texto("xCpl", 60, obrigatorio=False), bairro=no.texto("xBairro", 60, obrigatorio=False),
        municipio=no.texto("xMun", 60, obrigatorio=False),
        municipio_ibge=int(ibge) if ibge.isdigit() and ibge != "9999999" else None,
        uf=no.texto("UF", 2, obrigatorio=False), cep=no.texto("CEP", 8, obrigatorio=False))


def _itens(inf: No, avisos: list[str]) -> tuple[ItemNota, ...]:
    dets = inf.filhos("det")
    if not dets:
        raise inf.recusa("a nota não tem itens.", "det")
    if len(dets) > MAX_ITENS:
        raise inf.recusa(f"a nota tem {len(dets)} itens; o máximo é {MAX_ITENS}.", "det")
    itens = []
    for det in dets:
        numero = det.atributo("nItem")
        if not re.fullmatch(r"[1-9][0-9]{0,2}", numero):
            raise det.recusa(f"o número do item (“{numero[:20]}”) deveria ser de 1 a 990.", "@nItem")
        itens.append(_item(det.no_item(int(numero)), int(numero), avisos))
    if len({item.numero for item in itens}) != len(itens):
        raise inf.recusa("há dois itens com o mesmo número (nItem).", "det")
    return tuple(itens)


def _item(det: No, numero: int, avisos: list[str]) -> ItemNota:
    prod = det.filho("prod")
    comercial, preco, valor = prod.decimal("qCom", 4), prod.decimal("vUnCom", 10), prod.decimal("vProd", 2)
    unidade = prod.texto("uCom", 6)
    unidade_trib, quantidade_trib = prod.texto("uTrib", 6), prod.decimal("qTrib", 4)
    preco_trib = prod.decimal("vUnTrib", 10)
    for tag, quantidade in (("qCom", comercial), ("qTrib", quantidade_trib)):
        if not quantidade:
            raise prod.recusa("a quantidade é zero; não há o que dar entrada.", tag)
    if not _confere_produto(comercial, preco, valor):
        raise prod.recusa(f"o valor {valor} não é a quantidade {comercial} vezes o preço {preco}.", "vProd")
    if not _confere_produto(quantidade_trib, preco_trib, valor):
        avisos.append(f"item {numero}: a quantidade tributável não confere com o valor e não foi usada")
        unidade_trib, quantidade_trib, preco_trib = unidade, comercial, preco
    imposto = det.opcional("imposto")
    servico = imposto is not None and imposto.opcional("ISSQN") is not None
    return ItemNota(
        numero=numero, linha=det.linha, codigo=prod.texto("cProd", 60), descricao=prod.texto("xProd", 120),
        gtin=_gtin(prod, "cEAN", numero, avisos), ncm=prod.texto("NCM", 8),
        cest=prod.texto("CEST", 7, obrigatorio=False), cfop=prod.texto("CFOP", 4),
        unidade=unidade, quantidade=comercial, preco=preco,
        gtin_trib=_gtin(prod, "cEANTrib", numero, avisos), unidade_trib=unidade_trib,
        quantidade_trib=quantidade_trib, preco_trib=preco_trib,
        valores=_valores_do_item(det, prod, imposto, servico),
        no_total=prod.texto("indTot", 1) == "1", servico=servico)


def _valores_do_item(det: No, prod: No, imposto: No | None, servico: bool) -> Valores:
    valor = prod.decimal("vProd", 2)
    devolvido = det.opcional("impostoDevol")
    icms = [grupo for no in imposto.filhos("ICMS") for grupo in no.todos()] if imposto else []
    ipi = [grupo for no in imposto.filhos("IPI") for grupo in no.filhos("IPITrib")] if imposto else []
    return Valores(
        produtos=ZERO if servico else valor, servicos=valor if servico else ZERO,
        desconto=prod.valor("vDesc"), frete=prod.valor("vFrete"), seguro=prod.valor("vSeg"),
        outras=prod.valor("vOutro"),
        ipi=sum((no.valor("vIPI") for no in ipi), ZERO),
        ipi_devolvido=sum((no.valor("vIPIDevol") for no in devolvido.filhos("IPI")), ZERO) if devolvido else ZERO,
        st=sum((no.valor("vICMSST") for no in icms), ZERO), fcp_st=sum((no.valor("vFCPST") for no in icms), ZERO),
        importacao=sum((no.valor("vII") for no in imposto.filhos("II")), ZERO) if imposto else ZERO,
        monofasico=sum((no.valor("vICMSMonoReten") for no in icms), ZERO),
        desonerado=sum((no.valor("vICMSDeson") for no in icms), ZERO))


def _confere_produto(quantidade: Decimal, preco: Decimal, valor: Decimal) -> bool:
    """Issuers round unit prices, so a difference of 1 % (or 5 cents) is theirs; more is a broken file."""
    return abs(quantidade * preco - valor) <= max(Decimal("0.05"), valor / 100)


def _gtin(prod: No, tag: str, numero: int, avisos: list[str]) -> str | None:
    try:
        return gtin_ou_nada(prod.texto(tag, 20, obrigatorio=False))
    except ValorInvalido as erro:
        avisos.append(f"item {numero}: {tag} não foi usado. {erro}")
        return None


def _totais(inf: No) -> tuple[Valores, Decimal]:
    total = inf.filho("total")
    icms, issqn = total.filho("ICMSTot"), total.opcional("ISSQNtot")
    valores = {nome: icms.opcional_decimal(tag, 2) or ZERO for nome, tag in _TAGS_TOTAIS.items()}
    servicos = (issqn.opcional_decimal("vServ", 2) if issqn else None) or ZERO
    return Valores(servicos=servicos, **valores), icms.decimal("vNF", 2)


def _confere_totais(nota: NotaFiscal, inf: No) -> NotaFiscal:
    """Items × totals, totals × vNF; adds what the preview must say about the cost."""
    icms = inf.filho("total").filho("ICMSTot")
    avisos = list(nota.avisos)
    for nome, rotulo in ROTULOS.items():
        total = getattr(nota.totais, nome)
        soma = sum((getattr(i.valores, nome) for i in nota.itens if i.no_total or nome != "produtos"), ZERO)
        if soma == total:
            continue
        if soma or nome in ("produtos", "servicos"):
            raise icms.recusa(f"o total de {rotulo} é {moeda(total)} e a soma dos itens é {moeda(soma)}. "
                              "O arquivo foi alterado; peça outro ao fornecedor.", _TAGS_TOTAIS.get(nome, "vServ"))
        avisos.append(f"{rotulo}: {moeda(total)} só no total da nota, rateados pelo valor dos itens")
    try:
        custos(nota)
    except ValorInvalido as erro:
        raise icms.recusa(str(erro), "vNF") from None
    partes = composicao(nota)
    if nota.totais.importacao and (partes is None or "importacao" not in partes):
        avisos.append(f"imposto de importação de {moeda(nota.totais.importacao)} não está no total da nota e "
                      "não entrou no custo")
    avisos += [f"item {i.numero}: o valor não compõe o total da nota (indTot 0)"
               for i in nota.itens if not i.no_total]
    avisos += [f"item {i.numero}: é serviço, não entra no estoque" for i in nota.itens if i.servico]
    return replace(nota, avisos=tuple(avisos))
