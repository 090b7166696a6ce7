"""When a field of the order type shows or must be filled: predicates over the record ("Ajustar campos conforme …").

They are declared for the whole record (`FichaTipoPedido`); a record that lacks the deciding field, because its
behaviour is not built, hides what depends on it.
"""

from typing import Any

from balcao.domain.tipo_pedido.opcoes import Categoria


def _tem(tipo: Any, nome: str, vazio: str) -> bool:
    """Whether the choice is another than the one that means no."""
    return str(getattr(tipo, nome, vazio)) != vazio


def eh_orcamento(tipo: Any) -> bool:
    """TP-093, TP-157 (TPR-03, TPR-08)."""
    return bool(tipo.categoria is Categoria.ORCAMENTO)


def eh_compra(tipo: Any) -> bool:
    """TP-035 (TPR-15)."""
    return bool(tipo.categoria is Categoria.COMPRA)


def eh_servico(tipo: Any) -> bool:
    """TP-019."""
    return bool(tipo.categoria is Categoria.SERVICO)


def eh_producao(tipo: Any) -> bool:
    """TP-097."""
    return bool(tipo.categoria is Categoria.PRODUCAO)


def valida_disponivel(tipo: Any) -> bool:
    """TP-033: buying and producing put goods in."""
    return tipo.categoria not in (Categoria.COMPRA, Categoria.PRODUCAO)


def de_veiculos(tipo: Any) -> bool:
    """TP-022, TP-023."""
    return bool(getattr(tipo, "servico_veiculos", False))


def com_plano(tipo: Any) -> bool:
    """TP-051."""
    return _tem(tipo, "plano_pagamento", "nao_informar")


def so_alguns_planos(tipo: Any) -> bool:
    """TP-051, its list."""
    return com_plano(tipo) and not getattr(tipo, "todos_planos_pagamento", True)


def com_previsao(tipo: Any) -> bool:
    """TP-055, TP-056 (TPR-04)."""
    return _tem(tipo, "gera_previsao_financeira", "nao_gerar")


def com_projeto(tipo: Any) -> bool:
    """TP-072."""
    return bool(getattr(tipo, "permite_projeto", False))


def com_lista(tipo: Any) -> bool:
    """TP-077 (TPR-06)."""
    return _tem(tipo, "lista_precos", "nao_permite")


def gera_na_aprovacao(tipo: Any) -> bool:
    """TP-037: what is not generated is not divided."""
    return getattr(tipo, "tipo_pedido_na_aprovacao", None) is not None


def separa_sem_estoque(tipo: Any) -> bool:
    """TP-091."""
    return str(getattr(tipo, "separar_produtos_sem_estoque_na_aprovacao", "nao")) == "sim"


def concatena(tipo: Any) -> bool:
    """TP-113."""
    return _tem(tipo, "concatenar_servicos", "nao_concatenar")


def com_kits(tipo: Any) -> bool:
    """TP-152."""
    return _tem(tipo, "produtos_pedidos", "nao_utiliza")


def numera_por_tipo(tipo: Any) -> bool:
    """TP-155."""
    return str(getattr(tipo, "regra_numeracao", "")) == "sequencial_tipo"


def com_balanco(tipo: Any) -> bool:
    """TP-166, TP-167 (TPR-02)."""
    return bool(getattr(tipo, "permite_balanco", False))


def abastece(tipo: Any) -> bool:
    """TP-173, TP-174, TP-175 (TPR-01)."""
    return _tem(tipo, "gerar_abastecimento_automaticamente", "nao_gerar")
