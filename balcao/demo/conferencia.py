"""Does the server say the same as the screen did? Read from its own rows."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

Le = Callable[..., list[dict[str, Any]]]

_PEDIDO = """
    SELECT p.numero, p.protocolo, p.total, p.situacao, p.numero_provisorio, p.emitido_offline,
           (SELECT count(*) FROM itens_pedido i WHERE i.pedido_id = p.id) AS itens,
           (SELECT count(*) FROM pedidos q WHERE q.id = p.id) AS vezes
      FROM pedidos p WHERE p.id = :id"""


def confere(le: Le, resumo: dict[str, Any]) -> list[str]:
    """What does not agree, in words; empty when everything does."""
    erros: list[str] = []
    for nome in ("dav", "pre_venda", "liberacao", "offline"):
        erros += _pedido(le, nome, resumo[nome])
    [pre] = le(_PEDIDO, id=resumo["pre_venda"]["id"])
    if pre["situacao"] != "E":
        erros.append(f"a pré-venda faturada está em {pre['situacao']}, e não entregue")
    [reserva] = le("SELECT count(*) AS n FROM compromissos_credito WHERE pedido_id = :id AND valor > 0",
                   id=resumo["pre_venda"]["id"])
    if reserva["n"]:
        erros.append("a pré-venda faturada ainda toma crédito como pedido")
    [dav] = le(_PEDIDO, id=resumo["dav"]["id"])
    if dav["situacao"] != "A":
        erros.append(f"o DAV convertido está em {dav['situacao']}, e não aprovado")
    if not resumo["faturamento"]["repetido_igual"]:
        erros.append("faturar duas vezes com o mesmo id deu respostas diferentes")
    [usadas] = le("SELECT count(*) AS n FROM liberacoes WHERE pedido_id = :id AND usada_em IS NOT NULL",
                  id=resumo["liberacao"]["id"])
    if usadas["n"] != 1:
        erros.append("a liberação não está gravada como usada uma vez")
    return erros


def _pedido(le: Le, nome: str, visto: dict[str, Any]) -> list[str]:
    linhas = le(_PEDIDO, id=visto["id"])
    if len(linhas) != 1:
        return [f"{nome}: o servidor tem {len(linhas)} pedidos com este id"]
    linha = linhas[0]
    erros = [f"{nome}: {campo} na tela {visto[campo]}, no servidor {linha[campo]}"
             for campo in ("numero", "protocolo") if visto[campo] != linha[campo]]
    if Decimal(visto["total"]) != linha["total"]:
        erros.append(f"{nome}: total na tela {visto['total']}, no servidor {linha['total']}")
    if len(visto["itens"]) != linha["itens"]:
        erros.append(f"{nome}: {len(visto['itens'])} itens na tela, {linha['itens']} no servidor")
    if (nome == "offline") != linha["emitido_offline"]:
        erros.append(f"{nome}: emitido sem retaguarda = {linha['emitido_offline']}")
    if nome == "offline" and visto["numero_provisorio"] != linha["numero_provisorio"]:
        erros.append(f"{nome}: número provisório {visto['numero_provisorio']} virou {linha['numero_provisorio']}")
    return erros
