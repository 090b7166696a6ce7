"""A registry at the counter: what its screens ask of the retaguarda. Waits: for background lanes."""

from pathlib import Path
from typing import Any
from uuid import UUID

from balcao.domain.cadastro.descricao import Cadastro
from balcao.domain.cadastro.mensagens import (
    LIMITE_BYTES,
    Alteracao,
    Arquivo,
    Exportacao,
    Formato,
    Importacao,
    Mudanca,
    NovoRegistro,
    Pagina,
    PaginaDeTeste,
    PesquisaSalva,
    Referencia,
    Registro,
    ResultadoImportacao,
)
from balcao.domain.cadastro.pesquisa import Pesquisa
from balcao.domain.erros import AmbienteIndisponivel, EntradaInvalida
from balcao.domain.motivo_sistema import motivo_do_sistema
from balcao.domain.passo_teste import PassoTeste
from balcao.domain.terminal.opcoes import Papel
from balcao.gateways import rotas_cadastros
from balcao.gateways.retaguarda import Retaguarda


class ServicoCadastro:
    """One registry. Every function raises AmbienteIndisponivel without the retaguarda and Recusado (an
    EntradaInvalida) when it says no; nothing is written then."""

    def __init__(self, retaguarda: Retaguarda, cadastro: Cadastro) -> None:
        self._retaguarda, self.cadastro = retaguarda, cadastro

    def pesquisa(self, pesquisa: Pesquisa) -> Pagina:
        """One page of the records that answer."""
        return rotas_cadastros.pesquisar(self._retaguarda, self.cadastro.nome, pesquisa)

    def consulta(self, id_: int) -> Registro:
        """One record."""
        return rotas_cadastros.consultar(self._retaguarda, self.cadastro.nome, id_)

    def inclui(self, id_: UUID, valores: dict[str, Any]) -> Registro:
        """A new record; `id_` is made once, however often this is asked."""
        return rotas_cadastros.incluir(self._retaguarda, self.cadastro.nome, NovoRegistro(id=id_, valores=valores))

    def altera(self, id_: int, versao: int, valores: dict[str, Any]) -> Registro:
        """What changed. Also raises rotas_cadastros.RegistroMudou."""
        return rotas_cadastros.alterar(self._retaguarda, self.cadastro.nome, id_,
                                       Alteracao(versao=versao, valores=valores))

    def exclui(self, id_: int) -> None:
        """Take a record away."""
        rotas_cadastros.excluir(self._retaguarda, self.cadastro.nome, id_)

    def clona(self, id_: int, clonagem: UUID) -> Registro:
        """A copy with another name."""
        return rotas_cadastros.clonar(self._retaguarda, self.cadastro.nome, id_, clonagem)

    def mudancas(self, id_: int) -> list[Mudanca]:
        """A record's history, newest first."""
        return rotas_cadastros.mudancas(self._retaguarda, self.cadastro.nome, id_)

    def referencias(self, nome: str) -> list[Referencia]:
        """What a field may refer to."""
        return rotas_cadastros.referencias(self._retaguarda, nome)

    def salvas(self) -> list[PesquisaSalva]:
        """The person's saved searches."""
        return rotas_cadastros.pesquisas(self._retaguarda, self.cadastro.nome)

    def salva(self, nome: str, pesquisa: Pesquisa) -> PesquisaSalva:
        """Keep a search; one of the same name is replaced."""
        return rotas_cadastros.salvar_pesquisa(self._retaguarda, self.cadastro.nome,
                                               PesquisaSalva(nome=nome, pesquisa=pesquisa))

    def esquece(self, nome: str) -> None:
        """Delete a saved search."""
        rotas_cadastros.esquecer_pesquisa(self._retaguarda, self.cadastro.nome, nome)

    def exporta(self, destino: Path, pesquisa: Pesquisa) -> str:
        """Write the records that answer to a file; the sentence says how many. The file's ending decides the format.

        Raises AmbienteIndisponivel when the file cannot be written; what was there stays.
        """
        formato = Formato.CSV if destino.suffix.lower() == ".csv" else Formato.XLSX
        destino = destino if destino.suffix else destino.with_suffix(f".{formato}")
        arquivo = rotas_cadastros.exportar(self._retaguarda, self.cadastro.nome,
                                           Exportacao(formato=formato, pesquisa=pesquisa))
        parcial = destino.with_name(f".{destino.name}.parcial")
        try:
            parcial.write_bytes(arquivo.conteudo)
            parcial.replace(destino)
        except OSError as erro:
            raise AmbienteIndisponivel(f"A planilha não foi gravada em {destino}: {motivo_do_sistema(erro)}.",
                                       "Escolha outra pasta ou libere espaço, e exporte de novo.") from erro
        quantos = arquivo.registros
        nome = self.cadastro.um if quantos == 1 else self.cadastro.varios
        return f"{quantos} {nome} em {destino}."

    def testa_impressora(self, endereco: str, papel: Papel) -> PassoTeste:
        """The test page, on a printer of the server."""
        return rotas_cadastros.testar_impressora(self._retaguarda, PaginaDeTeste(endereco=endereco, papel=papel))

    def importa(self, id_: UUID, arquivo: Path, *, simular: bool, somente_boas: bool = False) -> ResultadoImportacao:
        """Do what a sheet says, or say what it would do. Raises EntradaInvalida for a file that cannot be read."""
        try:
            if arquivo.stat().st_size > LIMITE_BYTES:
                raise EntradaInvalida(f"{arquivo.name} passa de {LIMITE_BYTES // 1024 // 1024} MB. "
                                      "Divida a planilha em partes.")
            conteudo = arquivo.read_bytes()
        except OSError as erro:
            raise EntradaInvalida(f"{arquivo} não pôde ser lido: {motivo_do_sistema(erro)}.") from erro
        return rotas_cadastros.importar(self._retaguarda, self.cadastro.nome, Importacao(
            id=id_, arquivo=Arquivo(nome=arquivo.name, conteudo=conteudo), simular=simular, somente_boas=somente_boas))
