"""`balcao envios`: listar and exportar read this computer's journal; conferir and importar an exported file."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from balcao.cli.contexto import ligado, loja
from balcao.cli.principal import OK, RECUSADO, avisa
from balcao.config import estacao as config_estacao
from balcao.db.journal.clientes import ClientesNovos
from balcao.db.journal.diario import ARQUIVO, Diario
from balcao.db.journal.envios import Envios
from balcao.domain import arquivo_envios
from balcao.domain.arquivo_envios import ArquivoEnvios
from balcao.domain.erros import EntradaInvalida
from balcao.domain.formatos import data_hora, moeda
from balcao.retaguarda.app import contexto
from balcao.services.counter import pastas
from balcao.services.counter.fila import exporta, pendentes
from balcao.services.office.importar_envios import importar_envios
from balcao.services.office.loja import Loja

_NADA = "Este computador ainda não vendeu nada: não há o que enviar."


def listar(_opcoes: argparse.Namespace) -> int:
    """One line per thing that waits; none is no refusal."""
    de = loja()
    if not _vendeu(de):
        avisa(_NADA)
        return OK
    with _fila(de) as (envios, novos):
        for um in pendentes(envios, novos):
            print(um.nome, um.quem, moeda(um.total) if um.total is not None else "", data_hora(um.desde.astimezone()),
                  f"tentativas: {um.tentativas}", "quarentena" if um.quarentena else "a enviar", um.resposta, sep="\t")
    return OK


def exportar(opcoes: argparse.Namespace) -> int:
    """Write the file; also while the window is open."""
    de = loja()
    with _fila(de) as (envios, novos):
        avisa(exporta(opcoes.arquivo, envios, novos, config_estacao.le(de.pastas.config), de.agora(),
                      "linha de comando"))
    return OK


def conferir(opcoes: argparse.Namespace) -> int:
    """What the file holds."""
    lido = _le(opcoes.arquivo)
    avisa(f"Arquivo inteiro: terminal {lido.terminal or lido.estacao_id}, gerado por {lido.gerado_por} em "
          f"{data_hora(lido.gerado_em.astimezone())}.")
    for cliente in lido.clientes:
        print("Cadastro de cliente", cliente.novo.nome, cliente.novo.documento, sep="\t")
    for um in lido.envios:
        print(um.resumo.numero_provisorio or "sem número", um.resumo.cliente_nome, moeda(um.resumo.total),
              "quarentena" if um.quarentena else "a enviar", um.envio.pedido.id, sep="\t")
    return OK


def importar(opcoes: argparse.Namespace) -> int:
    """Store the file in the shop of this computer; 1 when something of it could not be."""
    lido, de = _le(opcoes.arquivo), loja()
    recusados = 0
    with ligado(de) as acesso:
        ctx = contexto(acesso.dsn_servico, de.agora)
        try:
            for um in importar_envios(ctx, lido):
                print(um.nome, "guardado" if um.guardado else "recusado", um.mensagem, sep="\t")
                recusados += not um.guardado
        finally:
            ctx.motor.dispose()
    if recusados:
        avisa(f"{recusados} não entraram: corrija o que é dito e importe o mesmo arquivo de novo; o que já entrou não "
              "entra duas vezes.")
    return RECUSADO if recusados else OK


@contextmanager
def _fila(de: Loja) -> Iterator[tuple[Envios, ClientesNovos]]:
    """What waits in this computer's journal. Raises EntradaInvalida when there is none."""
    if not _vendeu(de):
        raise EntradaInvalida(_NADA)
    with Diario(pastas.diario(de.pastas)) as aberto:
        yield Envios(aberto, de.agora), ClientesNovos(aberto, de.agora)


def _vendeu(de: Loja) -> bool:
    return (pastas.diario(de.pastas) / ARQUIVO).exists()


def _le(arquivo: Path) -> ArquivoEnvios:
    try:
        return arquivo_envios.le(arquivo.read_text(encoding="utf-8"))
    except UnicodeDecodeError as erro:
        raise EntradaInvalida(f"{arquivo} não é uma exportação de documentos do Balcão.") from erro
