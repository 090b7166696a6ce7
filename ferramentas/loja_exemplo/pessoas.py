"""Customers and suppliers: names, documents, addresses, credit. Phones and e-mails reach nobody."""

import csv
import gzip
import random
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID

from stdnum.br import cnpj

from balcao.domain.documentos import valida_cnpj, valida_cpf
from ferramentas.loja_exemplo import vocabulario_pessoas as v
from ferramentas.loja_exemplo.comum import BASE, Linha, Tabelas, instante, sorteio, uuid7
from ferramentas.loja_exemplo.notas import ItemDeNota

QUANTOS = 2_000
ALFANUMERICOS = 60
_LETRAS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MUNICIPIOS = Path(__file__).parent / "dados" / "municipios.csv.gz"


@dataclass(slots=True)
class Cliente:
    """A customer as the sales need it. `limite` None follows the preference; `bom` pays on time."""

    id: UUID
    codigo: int
    nome: str
    documento: str
    empresa: bool
    limite: Decimal | None
    telefone: str
    endereco: dict[str, str]
    peso: float
    bom: bool = True
    vende: bool = True
    loja: int | None = None
    papel: str = ""


# Customers with a story, each with a fixed code: the manual, the demo and people trying the shop use them.
# code, name, company, limit, story
PERSONAGENS: tuple[tuple[int, str, bool, str | None, str], ...] = (
    (2, "Mercearia do Zé Ltda.", True, "5000.00", "em_dia"),
    (3, "Antônio Carlos de Souza", False, "1500.00", "vencido"),
    (4, "Restaurante Sabor da Terra Ltda.", True, "8000.00", "bloqueado"),
    (5, "Maria Aparecida dos Santos", False, "800.00", "inativo"),
    (6, "João Batista Ferreira", False, "1200.00", "validade_vencida"),
    (7, "Padaria Pão Quente Ltda.", True, "3000.00", "quase_no_limite"),
    (8, "Francisca Alves Pereira", False, "0.00", "sem_credito"),
    (9, "Condomínio Residencial Ipê Amarelo", True, "50000.00", "atacado"),
    (10, "Horizonte Serviços Digitais S.A.", True, "10000.00", "alfanumerico"),
    (11, "Luiza Fernandes Rocha", False, None, "pre_aprovado"),
    (12, "Salão de Beleza Flor de Lis ME", True, "2500.00", "com_credito_a_favor"),
)


def clientes(itens_de_nota: list[ItemDeNota]) -> tuple[Tabelas, list[Cliente]]:
    """The rows of pessoas, enderecos, clientes and their shops; and the customers."""
    dado = sorteio("pessoas")
    cidades = _cidades()
    usados: set[str] = set()
    todos = [_consumidor_final()]
    for codigo, nome, empresa, limite, papel in PERSONAGENS:
        todos.append(_cliente(codigo, nome, empresa, dado, usados, cidades, papel,
                              None if limite is None else Decimal(limite)))
    while len(todos) < QUANTOS:
        codigo = len(todos) + 1
        empresa = dado.random() < 0.38
        nome = _nome_empresa(dado) if empresa else _nome_pessoa(dado)
        papel = "alfanumerico" if empresa and codigo % 12 == 0 and codigo // 12 <= ALFANUMERICOS * 2 else ""
        todos.append(_cliente(codigo, nome, empresa, dado, usados, cidades, papel, _limite(empresa, dado)))
    tabelas: Tabelas = {"pessoas": [], "enderecos": [], "clientes": [], "cliente_estabelecimentos": []}
    for cliente in todos:
        _linhas(cliente, dado, tabelas)
    _fornecedores(itens_de_nota, len(todos) + 1, tabelas)
    return tabelas, todos


def _cidades() -> dict[str, Linha]:
    with gzip.open(MUNICIPIOS, "rt", encoding="utf-8", newline="") as arquivo:
        return {f"{m['nome']}/{m['uf']}": dict(m) for m in csv.DictReader(arquivo)}


def _consumidor_final() -> Cliente:
    return Cliente(uuid7(instante(BASE - timedelta(days=800), 9), "consumidor final"), 1, "CONSUMIDOR FINAL", "",
                   False, Decimal("0.00"), "", {}, 0.0, papel="consumidor_final")


def _cliente(codigo: int, nome: str, empresa: bool, dado: random.Random, usados: set[str],
             cidades: dict[str, Linha], papel: str, limite: Decimal | None) -> Cliente:
    endereco, ddd = _endereco(dado, cidades, perto=codigo <= len(PERSONAGENS) + 1)
    criado = instante(BASE - timedelta(days=dado.randrange(200, 790)), 8 + dado.random() * 10)
    cliente = Cliente(
        uuid7(criado, f"pessoa {codigo}"), codigo, nome.upper(),
        _documento(empresa, papel == "alfanumerico", dado, usados), empresa, limite,
        f"{ddd}90{dado.randrange(10**7):07}", endereco,
        dado.lognormvariate(0, 1.1) * (2.2 if empresa else 1), papel=papel)
    cliente.bom = dado.random() > 0.09
    if not papel:
        acaso = dado.random()
        cliente.papel = ("bloqueado" if acaso < 0.02 else "inativo" if acaso < 0.05
                         else "validade_vencida" if acaso < 0.07 else "")
        cliente.loja = dado.choice((1, 2)) if dado.random() < 0.10 else None
    cliente.vende = cliente.papel not in ("inativo", "bloqueado")
    if papel in ("em_dia", "atacado", "alfanumerico", "com_credito_a_favor", "pre_aprovado"):
        cliente.bom = True
    return cliente


def _documento(empresa: bool, alfanumerico: bool, dado: random.Random, usados: set[str]) -> str:
    while True:
        if empresa:
            raiz = "".join(dado.choice(_LETRAS + "0123456789") for _ in range(8)) if alfanumerico \
                else f"{dado.randrange(10**6, 6 * 10**7):08}"
            base = f"{raiz}0001"
            numero = base + cnpj.calc_check_digits(base)
            valido = valida_cnpj(numero)
        else:
            base = f"{dado.randrange(10**8, 10**9):09}"
            numero = base + _digitos_cpf(base)
            valido = valida_cpf(numero)
        if valido not in usados:
            usados.add(valido)
            return valido


def _digitos_cpf(base: str) -> str:
    for _ in range(2):
        soma = sum(int(d) * peso for d, peso in zip(base[::-1], range(2, 12), strict=False))
        base += str(-soma % 11 if soma % 11 > 1 else 0)
    return base[-2:]


def _nome_pessoa(dado: random.Random) -> str:
    nome = dado.choice(v.MULHERES if dado.random() < 0.55 else v.HOMENS)
    if dado.random() < 0.3:
        nome += " " + dado.choice(v.MULHERES if nome in v.MULHERES else v.HOMENS)
    um, outro = dado.sample(v.SOBRENOMES, 2)
    return f"{nome} {um} {outro}" if dado.random() < 0.6 else f"{nome} {um}"


def _nome_empresa(dado: random.Random) -> str:
    ramo = dado.choices([r for r, _ in v.RAMOS], [p for _, p in v.RAMOS])[0]
    if dado.random() < 0.35:
        return f"{ramo} {dado.choice(v.SOBRENOMES).removeprefix('da ').removeprefix('dos ')} {dado.choice(v.NATUREZAS)}"
    return f"{ramo} {dado.choice(v.FANTASIAS)} {dado.choice(v.NATUREZAS)}"


def _limite(empresa: bool, dado: random.Random) -> Decimal | None:
    if dado.random() < 0.15:
        return None
    if dado.random() < 0.2:
        return Decimal("0.00")
    faixas = (2000, 3000, 5000, 8000, 12000, 20000) if empresa else (300, 500, 800, 1000, 1500, 2500)
    return Decimal(dado.choice(faixas)).quantize(Decimal("0.01"))


def _endereco(dado: random.Random, cidades: dict[str, Linha], perto: bool) -> tuple[dict[str, str], str]:
    if dado.random() < 0.85 or perto:
        nome, cep, _ = dado.choices(v.VIZINHAS, [p for *_, p in v.VIZINHAS])[0]
        cidade, cep = cidades[f"{nome}/SP"], f"{cep}{dado.randrange(0, 990):03}"
    else:
        cidade = cidades[dado.choice(sorted(cidades))]
        cep = f"{v.CEP_DA_UF[str(cidade['uf'])]}{dado.randrange(100, 999)}{dado.randrange(0, 990):03}"
    return {"logradouro": dado.choice(v.LOGRADOUROS), "numero": str(dado.randrange(1, 2500)),
            "complemento": dado.choice(v.COMPLEMENTOS), "bairro": dado.choice(v.BAIRROS),
            "municipio": str(cidade["nome"]), "ibge": str(cidade["ibge"]), "uf": str(cidade["uf"]),
            "cep": cep}, str(cidade["ddd"])


def _linhas(cliente: Cliente, dado: random.Random, tabelas: Tabelas) -> None:
    caixa = "".join(c for c in unicodedata.normalize("NFKD", cliente.nome.lower()) if c.isalnum() and c.isascii())
    tabelas["pessoas"].append({
        "id": cliente.id, "codigo": cliente.codigo, "nome": cliente.nome,
        "fantasia": _fantasia(cliente) if cliente.empresa else "", "documento": cliente.documento or None,
        "ie": f"{dado.randrange(10**11, 10**12)}" if cliente.empresa and dado.random() < 0.6 else "",
        "telefone": cliente.telefone if cliente.empresa else "", "celular": "" if cliente.empresa else cliente.telefone,
        "email": f"{caixa[:24]}@cliente.example" if cliente.codigo > 1 and dado.random() < 0.6 else "",
        "fornecedor": False})
    if cliente.endereco:
        e = cliente.endereco
        tabelas["enderecos"].append({
            "id": uuid7(instante(BASE - timedelta(days=190), 9), f"endereco {cliente.codigo}"),
            "pessoa_id": cliente.id, "tipo": "principal", **{k: e[k] for k in (
                "logradouro", "numero", "complemento", "bairro", "municipio", "uf", "cep")},
            "municipio_ibge": int(e["ibge"])})
    papel = cliente.papel
    tabelas["clientes"].append({
        "pessoa_id": cliente.id, "inativo": papel == "inativo", "bloqueado": papel == "bloqueado",
        "motivo_bloqueio": dado.choice(v.MOTIVOS_BLOQUEIO) if papel == "bloqueado" else "",
        "validade": BASE - timedelta(days=dado.randrange(5, 90)) if papel == "validade_vencida"
        else BASE + timedelta(days=dado.randrange(60, 700)) if dado.random() < 0.3 and cliente.codigo > 1 else None,
        "limite_credito": cliente.limite, "permite_desconto": dado.random() > 0.05,
        "desconto_maximo": Decimal(dado.choice((3, 5, 10))) if dado.random() < 0.1 else None,
        "validar_estoque": None, "consumidor_final": cliente.codigo == 1, "vendedor_id": None,
        "plano_id": None, "lista_id": 2 if papel == "atacado" or (cliente.empresa and dado.random() < 0.25) else None,
        "observacoes": dado.choice(v.OBSERVACOES) if dado.random() < 0.08 else ""})
    if cliente.loja:
        tabelas["cliente_estabelecimentos"].append({
            "pessoa_id": cliente.id, "estabelecimento_id": cliente.loja, "validar_estoque": None})


def _fantasia(cliente: Cliente) -> str:
    for fim in ("LTDA.", " ME", " EPP", " EIRELI", " S.A."):
        if cliente.nome.endswith(fim):
            return cliente.nome.removesuffix(fim).strip()
    return cliente.nome


def _fornecedores(itens: list[ItemDeNota], codigo: int, tabelas: Tabelas) -> None:
    """Who sent the sample invoices, with the supplier's code of each product."""
    tabelas["fornecedor_produtos"] = []
    for numero, (documento, nome) in enumerate(dict.fromkeys((i.fornecedor, i.fornecedor_nome) for i in itens)):
        tabelas["pessoas"].append({
            "id": fornecedor_id(documento), "codigo": codigo + numero, "nome": nome.upper(), "fantasia": "",
            "documento": documento, "ie": "", "telefone": "", "celular": "", "email": "", "fornecedor": True})


def fornecedor_id(documento: str) -> UUID:
    """The id of a supplier by CNPJ."""
    return uuid7(instante(BASE - timedelta(days=700), 9), f"fornecedor {documento}")
