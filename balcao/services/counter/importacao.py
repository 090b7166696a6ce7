"""The import screen's hands: reads the chosen files and asks the retaguarda. Everything here waits."""

from collections.abc import Iterable
from pathlib import Path

from balcao.domain.erros import EntradaInvalida
from balcao.domain.importacao_previa import (
    LIMITE_BYTES,
    MAX_ARQUIVOS,
    ArquivoEnviado,
    Confirmacao,
    PedidoImportacao,
    Previa,
    ResultadoImportacao,
    TipoImportacao,
)
from balcao.gateways import rotas_importacao
from balcao.gateways.retaguarda import Retaguarda
from balcao.gateways.rotas_importacao import PreviaMudou

__all__ = ["Importacao", "PreviaMudou"]


class Importacao:
    """One per counter."""

    def __init__(self, retaguarda: Retaguarda) -> None:
        self._retaguarda = retaguarda

    def le(self, tipo: TipoImportacao, caminhos: Iterable[str]) -> tuple[ArquivoEnviado, ...]:
        """The bytes of the files; a folder stands for its XML files. Raises EntradaInvalida."""
        achados = list(_expande(tipo, [Path(c).expanduser() for c in caminhos]))
        if not achados:
            raise EntradaInvalida("Nenhum arquivo escolhido. Digite o caminho, ou procure com F4.")
        if tipo is not TipoImportacao.NFE and len(achados) > 1:
            raise EntradaInvalida("Uma planilha de cada vez. Escolha um arquivo só.")
        if len(achados) > MAX_ARQUIVOS:
            raise EntradaInvalida(f"São {len(achados)} arquivos. Escolha até {MAX_ARQUIVOS} de cada vez.")
        lidos: list[ArquivoEnviado] = []
        resta = LIMITE_BYTES
        for caminho in achados:
            conteudo = _le(caminho, resta)
            resta -= len(conteudo)
            lidos.append(ArquivoEnviado(nome=_nome_livre(caminho.name, {a.nome for a in lidos}), conteudo=conteudo))
        return tuple(lidos)

    def previa(self, pedido: PedidoImportacao) -> Previa:
        """What the files would do. Raises Recusado, AmbienteIndisponivel."""
        return rotas_importacao.previa(self._retaguarda, pedido)

    def aplica(self, confirmacao: Confirmacao) -> ResultadoImportacao:
        """Do it. Raises PreviaMudou, Recusado, AmbienteIndisponivel; after the last, the same confirmation may be
        sent again: it is written once."""
        return rotas_importacao.aplicar(self._retaguarda, confirmacao)


def _expande(tipo: TipoImportacao, caminhos: Iterable[Path]) -> Iterable[Path]:
    vistos: set[Path] = set()
    for caminho in caminhos:
        da_pasta = tipo is TipoImportacao.NFE and caminho.is_dir()
        for um in sorted(p for p in caminho.iterdir() if p.suffix.lower() == ".xml") if da_pasta else [caminho]:
            if um.resolve() not in vistos:
                vistos.add(um.resolve())
                yield um


def _le(caminho: Path, cabem: int) -> bytes:
    try:
        with caminho.open("rb") as arquivo:
            conteudo = arquivo.read(cabem + 1)
    except OSError as erro:
        motivo = "não existe" if isinstance(erro, FileNotFoundError) else (
            "é uma pasta" if isinstance(erro, IsADirectoryError) else erro.strerror or "não abre")
        raise EntradaInvalida(f"{caminho}: {motivo}. Confira o caminho e a permissão.") from erro
    if len(conteudo) > cabem:
        raise EntradaInvalida(f"Os arquivos passam de {LIMITE_BYTES // 1024 // 1024} MB. Importe menos de cada "
                              "vez, ou use os comandos balcao importar-… no servidor.")
    return conteudo


def _nome_livre(nome: str, usados: set[str]) -> str:
    """The file's name, told apart from those of other folders."""
    livre, vez = nome, 2
    while livre in usados:
        livre, vez = f"{nome} ({vez})", vez + 1
    return livre
