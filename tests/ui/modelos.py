"""Declared models that exercise every type a form can draw; no rule of the shop is meant by them."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import model_validator

from balcao.domain.campo import Campo, Grupo, Onde, Opcao, Politica
from balcao.domain.permissoes import Permissao
from balcao.ui.componentes.contexto import Contexto, ItemReferencia

HOJE = date(2026, 11, 21)


class Acao(StrEnum):
    NADA = "nada"
    ALERTAR = "alertar"
    SENHA = "senha"
    ERRO = "erro"


ACOES = (Opcao(Acao.NADA, "Nada", "grava"), Opcao(Acao.ALERTAR, "Alertar", "avisa e grava"),
         Opcao(Acao.SENHA, "Com senha", "só grava com liberação"), Opcao(Acao.ERRO, "Erro", "não grava"))


class Faixa(Politica):
    ate: Annotated[Decimal, Campo("XX-101", "Até", "Valor até o qual vale.", unidade="R$")] = Decimal("100.00")
    desconto: Annotated[Decimal, Campo("XX-102", "Desconto", "Desconto da faixa.", unidade="%",
                                       minimo=Decimal(0), maximo=Decimal(100))] = Decimal("5.00")


class Tudo(Politica):
    """One field of each type."""

    grupos: ClassVar[tuple[Grupo, ...]] = (Grupo("Crédito", "O que fazer com quem deve."), Grupo("Valores"),
                                           Grupo("Textos"), Grupo("Listas"))

    verifica: Annotated[bool, Campo("XX-001", "Verificar crediário", "Quando ativado, verifica.", "Crédito")] = False
    acao: Annotated[Acao, Campo("XX-002", "Ação para limite", "O que fazer quando excede.", "Crédito", opcoes=ACOES,
                                visivel_quando=lambda m: m.verifica)] = Acao.SENHA
    dias: Annotated[int, Campo("XX-003", "Tolerância", "Dias de tolerância.", "Crédito", minimo=0, maximo=365,
                               unidade="dias")] = 5
    teto: Annotated[Decimal, Campo("XX-004", "Valor máximo", "Teto da venda.", "Valores", unidade="R$",
                                   minimo=Decimal(0))] = Decimal("1234.56")
    margem: Annotated[Decimal, Campo("XX-005", "Desconto máximo", "Teto do desconto.", "Valores", unidade="%",
                                     minimo=Decimal(0), maximo=Decimal(100))] = Decimal("10.00")
    quantidade: Annotated[Decimal, Campo("XX-006", "Quantidade inicial", "A que nasce no item.", "Valores", casas=3,
                                         unidade="UN")] = Decimal("1.000")
    validade: Annotated[date | None, Campo("XX-007", "Validade", "Até quando vale.", "Valores")] = date(2026, 12, 31)
    endereco: Annotated[str, Campo("XX-008", "Endereço", "Do servidor.", "Textos", obrigatorio=True,
                                   tamanho=20)] = "127.0.0.1"
    rodape: Annotated[str, Campo("XX-009", "Mensagem", "Impressa no fim.", "Textos", longo=True)] = "Obrigado."
    documentos: Annotated[frozenset[Acao], Campo("XX-010", "Documentos", "Quais valem.", "Textos",
                                                opcoes=ACOES[:3])] = frozenset({Acao.NADA})
    logo: Annotated[str, Campo("XX-011", "Logo", "Imagem.", "Textos", arquivo="Imagens (*.png)",
                               onde=Onde.ESTACAO)] = ""
    vendedor: Annotated[int | None, Campo("XX-012", "Vendedor padrão", "Quem vende.", "Textos",
                                          referencia="vendedores")] = 2
    faixas: Annotated[tuple[Faixa, ...], Campo("XX-013", "Faixas", "Faixas de desconto.", "Listas")] = (Faixa(),)
    motivos: Annotated[tuple[str, ...], Campo("XX-014", "Motivos", "De troca.", "Listas")] = ("Quebra", "Troca")
    futuro: Annotated[bool, Campo("XX-015", "Enviar WhatsApp", "Envia.", "Listas",
                                  indisponivel="Depende da licença, que ainda não há.")] = False
    limite: Annotated[int, Campo("XX-016", "Limite", "De crédito.", "Listas",
                                 editavel_por=Permissao.ALTERAR_LIMITE)] = 3

    @model_validator(mode="after")
    def _juntos(self) -> Self:
        if self.dias > 300 and self.margem > 50:
            raise ValueError("Tolerância acima de 300 dias não combina com desconto acima de 50%.")
        return self


class Vendedores:
    """A list that a field points at."""

    livre = False
    nomes: ClassVar[dict[int, str]] = {1: "Ana Souza", 2: "Bruno Lima", 3: "Carla Dias", 4: "Ana Lúcia"}

    def busca(self, texto: str) -> list[ItemReferencia]:
        return [ItemReferencia(n, nome) for n, nome in self.nomes.items() if texto.lower() in nome.lower()]

    def item(self, valor: object) -> ItemReferencia | None:
        nome = self.nomes.get(valor)  # type: ignore[call-overload]
        return ItemReferencia(valor, nome) if nome else None


def contexto(**trocas: object) -> Contexto:
    """A context with nothing slow in it."""
    base: dict[str, object] = {"hoje": lambda: HOJE, "fontes": {"vendedores": Vendedores()}}
    return Contexto(**{**base, **trocas})  # type: ignore[arg-type]
