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
from balcao.domain.motivo_sistema import motivo_do_sistema
from balcao.gateways import rotas_importacao
from balcao.gateways.retaguarda import Retaguarda
from balcao.gateways.rotas_importacao import PreviaMudou

__all__ = ["Importacao", "PreviaMudou"]

_CABE = 120  # letters of a path in a message


class Importacao:
    """One per counter."""

    def __init__(self, retaguarda: Retaguarda) -> None:
        self._retaguarda = retaguarda

    def le(self, tipo: TipoImportacao, caminhos: Iterable[str]) -> tuple[ArquivoEnviado, ...]:
        """The bytes of the files; a folder stands for its XML files. Raises EntradaInvalida."""
        escolhidos = list(caminhos)
        if not escolhidos:
            raise EntradaInvalida("Nenhum arquivo escolhido. Digite o caminho, ou procure com F4.")
        achados = _expande(tipo, escolhidos)
        if not achados:
            raise EntradaInvalida(f"{_curto(escolhidos[0])}: a pasta não tem arquivos .xml. Escolha a pasta das notas, "
                                  "ou procure os arquivos com F4.")
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


def _expande(tipo: TipoImportacao, caminhos: Iterable[str]) -> list[Path]:
    achados: dict[Path, Path] = {}
    for escrito in caminhos:
        for chave, caminho in _os_de(escrito, pasta=tipo is TipoImportacao.NFE).items():
            achados.setdefault(chave, caminho)
    return list(achados.values())


def _os_de(escrito: str, *, pasta: bool) -> dict[Path, Path]:
    """The files that a typed path stands for (a folder's XML, or itself), by what they really are. Anything can be
    typed or pasted here."""
    try:
        caminho = Path(escrito).expanduser()
        da_pasta = pasta and caminho.is_dir()
        return {p.resolve(): p for p in (
            sorted(p for p in caminho.iterdir() if p.suffix.lower() == ".xml") if da_pasta else [caminho])}
    except (OSError, RuntimeError, ValueError) as erro:  # too long, the home of nobody, a NUL
        raise _nao_abre(escrito, erro) from erro


def _le(caminho: Path, cabem: int) -> bytes:
    try:
        with caminho.open("rb") as arquivo:
            conteudo = arquivo.read(cabem + 1)
    except OSError as erro:
        raise _nao_abre(str(caminho), erro) from erro
    if len(conteudo) > cabem:
        raise EntradaInvalida(f"Os arquivos passam de {LIMITE_BYTES // 1024 // 1024} MB. Importe menos de cada "
                              "vez, ou use os comandos balcao importar-… no servidor.")
    return conteudo


def _nao_abre(escrito: str, erro: Exception) -> EntradaInvalida:
    """Why a path does not open, in the user's words."""
    motivo = motivo_do_sistema(erro) if isinstance(erro, OSError) else "não é um caminho"
    return EntradaInvalida(f"{_curto(escrito)}: {motivo}. Confira o caminho e a permissão.")


def _curto(escrito: str) -> str:
    """A path that fits a sentence: its end says which."""
    return escrito if len(escrito) <= _CABE else "…" + escrito[-_CABE:]


def _nome_livre(nome: str, usados: set[str]) -> str:
    """The file's name, told apart from those of other folders."""
    livre, vez = nome, 2
    while livre in usados:
        livre, vez = f"{nome} ({vez})", vez + 1
    return livre
