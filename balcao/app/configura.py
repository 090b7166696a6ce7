"""Opens Configuração, Banco de Dados and Importar, each with what it needs from around it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QApplication

from balcao.app.configura_ligacao import SegueLigacao
from balcao.app.impressoras import Impressoras
from balcao.config.segredos import Segredos
from balcao.documents.papel import OpcoesBobina
from balcao.domain.permissoes import ROTULOS, Permissao
from balcao.domain.terminal import PAGINAS, ControlesImpressao, Integracao, Pagina, Rodape
from balcao.services import pagina_teste
from balcao.services.counter import pastas
from balcao.services.counter.balcao import Balcao
from balcao.services.counter.conexao_teste import TesteConexao
from balcao.services.counter.configuracao import Configuracao, ConfiguracaoLida
from balcao.services.counter.diagnostico import credencial
from balcao.services.counter.importacao import Importacao
from balcao.services.office.loja import Loja
from balcao.services.office.manutencao import Manutencao
from balcao.ui.background import Background, Faixa
from balcao.ui.banco_dados import DialogoBanco, acoes_rodape
from balcao.ui.componentes.contexto import Contexto, ItemReferencia
from balcao.ui.componentes.painel_teste import Prova, de_impressora
from balcao.ui.configuracao.contrato import AcaoRodape, Estado, Mudanca
from balcao.ui.configuracao.dialogo import DialogoConfiguracao
from balcao.ui.editar_relatorio import DialogoRelatorio
from balcao.ui.importacao.dialogo import DialogoImportacao
from balcao.ui.janela import Janela
from balcao.ui.venda.autorizacao import DialogoAutorizacao

RODAPE = Pagina("", "", "rodape", Rodape)


class Vendedores:
    """Sellers of this shop, for the footer's default seller."""

    livre = False

    def __init__(self, balcao: Balcao) -> None:
        self._balcao = balcao

    def busca(self, texto: str) -> Sequence[ItemReferencia]:
        """By name."""
        with self._balcao.leitura.catalogo(self._balcao.terminal().estabelecimento_id) as catalogo:
            return [ItemReferencia(v.id, v.nome) for v in catalogo.vendedores() if texto.lower() in v.nome.lower()]

    def item(self, valor: Any) -> ItemReferencia | None:
        """The seller of a stored id."""
        return next((um for um in self.busca("") if um.valor == valor), None)


def abre_configuracao(balcao: Balcao, janela: Janela, fundo: Background, mudou: Callable[[], None],
                      novidade: SignalInstance) -> None:
    """Read the policy in the background, then open the window. `novidade`: the connection may be another now."""
    configuracao = balcao.configuracao()

    def mostra(lida: ConfiguracaoLida) -> None:
        dialogo = _mostra(balcao, janela, fundo, configuracao, lida, mudou)
        if balcao.sessoes.atual is not None:
            segue = SegueLigacao(dialogo, configuracao, fundo, lambda: balcao.ligacao.conectada, lida, _paginas)
            novidade.connect(segue.olha)
            segue.olha()

    fundo.executa(Faixa.LEITURA, "configuracao", lambda _ficha: configuracao.le(), mostra,
                  lambda erro: janela.avisa(str(erro)), dono=janela)


def _paginas(lida: ConfiguracaoLida) -> dict[str, BaseModel]:
    return {pagina.chave: getattr(lida.politica, pagina.chave) for pagina in (*PAGINAS, RODAPE)}


def _mostra(balcao: Balcao, janela: Janela, fundo: Background, configuracao: Configuracao, lida: ConfiguracaoLida,
            mudou: Callable[[], None]) -> DialogoConfiguracao:
    atual = balcao.sessoes.atual
    permissoes = atual.usuario.permissoes if atual is not None else frozenset()
    pode = Permissao.ALTERAR_CONFIGURACAO in permissoes or atual is None
    contexto = Contexto(hoje=balcao.relogio.hoje, permissoes=frozenset(permissoes), fundo=fundo,
                        fontes={"impressoras": Impressoras(), **_vendedores(balcao)})
    estado = Estado(
        _paginas(lida),
        sem_retaguarda=lida.sem_retaguarda if atual is not None else
        "Entre com seu usuário para alterar as regras do terminal.",
        somente_leitura="" if pode else f"Sua permissão não inclui “{ROTULOS[Permissao.ALTERAR_CONFIGURACAO]}”: "
                                        "a configuração pode ser lida, mas não alterada.")
    dialogo = DialogoConfiguracao(
        PAGINAS, RODAPE, estado, configuracao, fundo, contexto, testes=_testes(balcao),
        pede_autorizacao=lambda permissao, mudancas, responde: _autoriza(
            janela, fundo, configuracao, permissao, mudancas, responde),
        acoes_rodape=_acoes_rodape(balcao, janela, fundo, contexto), parent=janela)
    dialogo.gravada.connect(lambda _resultado: mudou())
    dialogo.finished.connect(dialogo.deleteLater)
    dialogo.open()
    return dialogo


def _vendedores(balcao: Balcao) -> dict[str, Vendedores]:
    if not balcao.pronto():
        return {}
    return {"vendedores": Vendedores(balcao)}


def _testes(balcao: Balcao) -> dict[str, Prova]:
    def conexao(pagina: BaseModel, avisa: Callable[[Any], None]) -> None:
        assert isinstance(pagina, Integracao)
        como = credencial(balcao.estacao, Segredos(balcao.pastas.config))
        TesteConexao(pagina, como, balcao.relogio.local, avisa, balcao.estacao.conexao).executa()

    def impressora(pagina: BaseModel, avisa: Callable[[Any], None]) -> None:
        assert isinstance(pagina, ControlesImpressao)
        avisa(pagina_teste.imprime(pagina.imp_impressora, pagina.imp_modelo_papel, balcao.relogio.na_loja(),
                                   OpcoesBobina.do_terminal(pagina)))

    return {"integracao": Prova(conexao), "controles_impressao": de_impressora(impressora, "imp_impressora")}


def _autoriza(janela: Janela, fundo: Background, configuracao: Configuracao, permissao: str,
              mudancas: tuple[Mudanca, ...], responde: Callable[[Any], None]) -> None:
    dialogo = DialogoAutorizacao(Permissao(permissao), [m.frase for m in mudancas], janela)

    def autorizou(autorizacao: Any) -> None:
        dialogo.accept()
        responde(autorizacao)

    dialogo.confirmado.connect(lambda: fundo.executa(
        Faixa.ENVIO, "autoriza",
        lambda _ficha: configuracao.autoriza(dialogo.login.text().strip(), dialogo.senha.text(), Permissao(permissao)),
        autorizou,
        lambda erro: dialogo.recusa(str(erro), dialogo.senha), dono=dialogo))
    dialogo.rejected.connect(lambda: responde(None))
    dialogo.open()


def _acoes_rodape(balcao: Balcao, janela: Janela, fundo: Background, contexto: Contexto) -> list[AcaoRodape]:
    politica = balcao.politica()

    def edita() -> None:
        logo = politica.rodape.caminho_imagem_logo
        dialogo = DialogoRelatorio(pastas.modelos(balcao.pastas), politica.controles_impressao.imp_modelo_papel,
                                   Path(logo) if logo else None, fundo, contexto,
                                   QApplication.activeModalWidget() or janela)
        dialogo.salvou.connect(janela.informa)
        dialogo.open()

    return [AcaoRodape("Relatórios", "Editar Relatório", edita, "Muda o que sai impresso em cada documento."),
            *acoes_rodape(lambda reverifica: _abre_banco(balcao, janela, fundo, contexto, reverifica))]


def _abre_banco(balcao: Balcao, janela: Janela, fundo: Background, contexto: Contexto, reverifica: bool) -> None:
    relogio = balcao.relogio
    loja = Loja(balcao.pastas, Segredos(balcao.pastas.config), relogio.agora, relogio.hoje)
    atual = balcao.sessoes.atual
    servicos = Manutencao(loja, balcao.estacao.integracao.ip_servidor_retaguarda, balcao.dsn_leitura)
    dialogo = DialogoBanco(servicos, fundo, contexto, QApplication.activeModalWidget() or janela,
                           login=atual.login if atual is not None else "", reverifica=reverifica)
    dialogo.fez.connect(janela.informa)
    dialogo.open()


def abre_importacao(balcao: Balcao, janela: Janela, fundo: Background) -> None:
    """The window that reads invoices and spreadsheets."""
    atual = balcao.sessoes.atual
    permissoes = atual.usuario.permissoes if atual is not None else frozenset()
    contexto = Contexto(hoje=balcao.relogio.hoje, permissoes=frozenset(permissoes), fundo=fundo)

    def importou(frase: str) -> None:
        balcao.sincroniza()
        janela.informa(frase)

    dialogo = DialogoImportacao(Importacao(balcao.retaguarda), fundo, contexto, janela)
    dialogo.importou.connect(importou)
    dialogo.open()
