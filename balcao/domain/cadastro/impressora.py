"""The retaguarda's own printers (TP-094): where documents of some types come out by themselves when they are issued."""

import re
from typing import Annotated

from balcao.domain.campo import Campo, Onde, Opcao, Politica
from balcao.domain.terminal.opcoes import Papel

_REDE = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^\s:]+)(?::(\d{1,5}))?")
_MAIOR_PORTA = 65535
_COMO = "rede:endereço:porta, pasta:caminho, ou o nome de uma instalada no computador da retaguarda."


def confere_endereco(texto: str) -> str | None:
    """Why a text names no printer; None: it may be one."""
    tipo, separador, resto = (parte.strip() for parte in texto.partition(":"))
    if not texto.strip():
        return f"Preencha Impressora: {_COMO}"
    if separador and tipo.casefold() == "rede":
        achado = _REDE.fullmatch(resto)
        if achado is None or not 1 <= int(achado[2] or 1) <= _MAIOR_PORTA:
            return f"“{texto}” não é o endereço de uma impressora. Escreva rede:endereço:porta, como " \
                   "rede:192.168.0.60:9100."
    if separador and tipo.casefold() == "pasta" and not resto:
        return "Falta o caminho depois de “pasta:”. Exemplo: pasta:/home/loja/separacao"
    return None


class ImpressoraServidor(Politica):
    """A printer that the retaguarda reaches; `fila` is what waits for it now."""

    id: Annotated[int, Campo("TP-094", "Id", "Chave de identificação interna.", onde=Onde.COLUNA,
                             fixo="É gerado pelo sistema e nunca muda.")] = 0
    nome: Annotated[str, Campo(
        "TP-094", "Nome da impressora", "Como os tipos de pedido a chamam. Ex.: SEPARAÇÃO, EXPEDIÇÃO.",
        obrigatorio=True, tamanho=60, onde=Onde.COLUNA)]
    endereco: Annotated[str, Campo(
        "TP-094", "Impressora", "Onde o computador da retaguarda a encontra. Impressora de rede: rede:endereço:porta "
        "(ex.: rede:192.168.0.60:9100); pasta:caminho grava arquivos em uma pasta dele; ou o nome de uma impressora "
        "instalada nele.", obrigatorio=True, exigido_porque=_COMO, tamanho=200, confere=confere_endereco,
        onde=Onde.COLUNA)]
    papel: Annotated[Papel, Campo(
        "TP-094", "Modelo de papel", "Formato em que os documentos saem nela.",
        opcoes=(Opcao(Papel.A4, "A4", "página com cabeçalho completo"),
                Opcao(Papel.BOBINA_80, "Bobina 80 mm", "48 colunas"),
                Opcao(Papel.BOBINA_58, "Bobina 58 mm", "32 colunas"),
                Opcao(Papel.TEXTO_80, "Matricial 80 colunas", "texto puro")), onde=Onde.COLUNA)] = Papel.BOBINA_80
    ativo: Annotated[bool, Campo(
        "TP-094", "Ativa", "Desmarcada: nada mais entra na fila dela, e o que já está espera.",
        onde=Onde.COLUNA)] = True
    fila: Annotated[str, Campo(
        "TP-094", "Na fila", "O que espera por ela, e por que não saiu.", onde=Onde.COLUNA, longo=True,
        fixo="É a retaguarda que diz.")] = ""
