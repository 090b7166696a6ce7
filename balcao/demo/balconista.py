"""The people of the demonstration, working the real window by keys; the till plays its part over HTTP."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

from balcao.config.segredos import Segredos
from balcao.demo import conferencia
from balcao.demo.loja_temporaria import LojaTemporaria
from balcao.demo.mao import CTRL, Mao
from balcao.documents import impressao
from balcao.documents.dados import DocumentoVenda, Via
from balcao.documents.modelo import ChaveModelo, padrao
from balcao.domain.protocolo_documentos import Faturamento
from balcao.domain.terminal import PoliticaTerminal
from balcao.domain.terminal.opcoes import Papel
from balcao.domain.textos import texto
from balcao.gateways import rotas, rotas_entrada
from balcao.gateways.retaguarda import Credencial, Destino, Retaguarda
from balcao.ui.imortais import torna_imortais

_CLIENTES = """
    SELECT p.nome, p.id, c.limite_credito, p.documento FROM pessoas p JOIN clientes c ON c.pessoa_id = p.id
     WHERE NOT c.inativo AND NOT c.bloqueado AND NOT c.consumidor_final AND c.validade IS NULL
       AND c.limite_credito > 1500 AND p.documento IS NOT NULL AND c.desconto_maximo IS NULL AND c.observacoes = ''
       AND c.lista_id IS NULL AND c.plano_id IS NULL
       AND {vencido} EXISTS (SELECT FROM titulos_receber t WHERE t.cliente_id = p.id AND t.situacao = 'aberto'
                             AND t.vencimento < (now() AT TIME ZONE (SELECT min(fuso) FROM estabelecimentos))::date)
       AND coalesce((SELECT sum(saldo) FROM titulos_receber t WHERE t.cliente_id = p.id), 0)
           + coalesce((SELECT sum(valor) FROM compromissos_credito k WHERE k.cliente_id = p.id), 0)
           < c.limite_credito - 1000
     ORDER BY p.codigo LIMIT 1"""


class Balconista:
    """One run. `trabalha` returns what resumo.json holds."""

    def __init__(self, loja: LojaTemporaria, saida: Path, avisa: Callable[[str], None]) -> None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        torna_imortais()
        from PySide6.QtWidgets import QApplication  # after `torna_imortais`

        from balcao.app.controle import Controle  # likewise

        self._loja, self._saida, self._avisa = loja, saida, avisa
        self._app = QApplication.instance() or QApplication(["balcao"])
        self._controle = Controle(self._app, "claro")  # type: ignore[arg-type]  # instance() is typed as its base
        self.mao = Mao(self._app, saida)  # type: ignore[arg-type]
        self.duracoes: dict[str, float] = {}

    # -- shortcuts to what is on screen --------------------------------------------------------------
    @property
    def _venda(self) -> Any:
        return self._controle.sessao.venda

    @property
    def _documentos(self) -> Any:
        return self._controle.sessao.documentos

    def _passo(self, nome: str) -> None:
        self._avisa(nome)
        self.mao.passo = nome

    # -- the day -------------------------------------------------------------------------------------
    def trabalha(self, codigos: list[str]) -> dict[str, Any]:
        """Everything, in order; closes the window at the end."""
        janela = self._controle.janela
        janela.resize(1280, 800)
        self._controle.mostra()
        try:
            self._entra()
            dentro, vencido = self._clientes()
            dav = self._vende_dav(codigos[:4], dentro)
            pre_venda = self._converte()
            faturada = self._caixa(pre_venda["id"])
            liberada = self._vende_a_vencido(codigos[:2], vencido)
            offline = self._vende_sem_retaguarda(codigos[2])
            papeis = self._papeis(dav["id"])
            resumo = {"dav": dav, "pre_venda": pre_venda, "faturamento": faturada, "liberacao": liberada,
                      "offline": offline, "papeis": papeis, "telas": self.mao.telas, "duracoes_s": self.duracoes}
            resumo["divergencias_da_conferencia"] = conferencia.confere(self._loja.le, resumo)
            return resumo
        finally:
            janela._fecha(True)

    def _entra(self, quem: str = "ana") -> None:
        self._passo("A vendedora entra")
        inicio = time.monotonic()
        login = self._controle.janela.login
        self.mao.ate(lambda: self._controle.balcao is not None, "o programa ficar pronto", 120)
        self.mao.ate(lambda: self._controle.balcao.ligacao.replica.carga_completa, "a primeira carga", 120)
        self._controle._ha_novidade()
        self.mao.foto("login")
        login.usuario.setFocus()
        self.mao.digita(quem)
        self.mao.enter()
        self.mao.digita(f"{quem}123")
        self.mao.enter()
        self.mao.ate(lambda: self._controle.janela.entrou, "a entrada", 30)
        self.mao.ate(lambda: self._venda.tela.entrada.hasFocus(), "o foco na venda")
        self.duracoes["entrada"] = round(time.monotonic() - inicio, 2)

    def _clientes(self) -> tuple[dict[str, Any], dict[str, Any]]:
        [dentro] = self._loja.le(_CLIENTES.format(vencido="NOT"))
        [vencido] = self._loja.le(_CLIENTES.format(vencido=""))
        return dentro, vencido

    def _escolhe(self, cliente: dict[str, Any]) -> None:
        def faz(dialogo: Any) -> None:
            self.mao.digita(cliente["documento"])
            self.mao.ate(lambda: dialogo.tabela.model().rowCount() == 1, f"achar {cliente['nome']}", 10)
            self.mao.foto("cliente")
            self.mao.enter()

        self.mao.no_dialogo(faz)
        self.mao.tecla(_k("Key_F3"))
        self.mao.ate(lambda: self._venda.venda.pedido.cliente_id == cliente["id"], "o cliente na venda")

    def _inclui(self, linha: str) -> None:
        antes = len(self._venda.venda.pedido.itens)
        self.mao.digita(linha)
        self.mao.enter()
        self.mao.ate(lambda: len(self._venda.venda.pedido.itens) > antes, f"incluir {linha}", 10)

    def _procura(self, palavras: str) -> None:
        self.mao.digita(palavras)
        self.mao.ate(lambda: self._venda.tela.procurando and not self._venda.tela.atrasado, "a busca", 10)

    def _plano(self, nome: str) -> None:
        def faz(_dialogo: Any) -> None:
            self.mao.digita(nome)
            self.mao.enter()

        self.mao.no_dialogo(faz)
        self.mao.tecla(_k("Key_F9"))
        self.mao.ate(lambda: self._venda.venda.plano.nome.startswith(nome), "o plano")

    def _tipo(self, atalho: str) -> None:
        self.mao.no_dialogo(lambda _dialogo: self.mao.digita(atalho))
        self.mao.tecla(_k("Key_F11"))

    def _emite(self, foto: str = "") -> dict[str, Any]:
        """F12, and F12 again in the summary. Returns number, protocol and findings as the screen told them."""
        pedido = self._venda.venda.pedido
        inicio = time.monotonic()

        def faz(_dialogo: Any) -> None:
            if foto:
                self.mao.foto(foto)
            self.mao.tecla(_k("Key_F12"))

        self.mao.no_dialogo(faz)
        self.mao.tecla(_k("Key_F12"))
        self.mao.ate(lambda: self._venda.venda.pedido.id != pedido.id, "a emissão", 20)
        envio = self._controle.balcao.envios.do_pedido(pedido.id)
        recibo = envio.recibo
        return {"id": pedido.id, "numero": recibo.numero if recibo else None,
                "numero_provisorio": envio.corpo.numero_provisorio,
                "protocolo": recibo.protocolo if recibo else "", "total": str(pedido.total),
                "cliente": pedido.cliente_nome,
                "itens": [{"codigo": i.codigo, "descricao": i.descricao, "quantidade": str(i.quantidade),
                           "preco": str(i.preco), "total": str(i.total)} for i in pedido.itens],
                "segundos": round(time.monotonic() - inicio, 2)}

    # -- scenes --------------------------------------------------------------------------------------
    def _vende_dav(self, codigos: list[str], cliente: dict[str, Any]) -> dict[str, Any]:
        self._passo("Quatro itens importados, um DAV dentro do limite")
        self._escolhe(cliente)
        self._plano("30 DIAS")
        self._procura("granola")
        self.mao.foto("busca")
        self.mao.tecla(_k("Key_Escape"))
        for n, codigo in enumerate(codigos, start=1):
            self._inclui(f"{n}*{codigo}")
        self.mao.foto("venda")
        return self._emite("resumo")

    def _converte(self) -> dict[str, Any]:
        self._passo("O DAV vira pré-venda")
        self.mao.tecla(_k("Key_F8"))
        self.mao.ate(lambda: self._documentos.modelo.linhas and not self._documentos.previa.pixmap().isNull(),
                     "a lista de documentos", 30)
        self.mao.foto("documentos")

        def faz(_dialogo: Any) -> None:
            self.mao.foto("conversao")
            self.mao.enter()

        self.mao.no_dialogo(faz)
        self.mao.tecla(_k("Key_F9"))
        self.mao.ate(lambda: self._venda.venda.pedido.origem_id is not None, "a conversão", 20)
        self.mao.ate(lambda: self._venda.tela.entrada.hasFocus(), "o foco na venda")
        return self._emite()

    def _caixa(self, pedido_id: Any) -> dict[str, Any]:
        self._passo("O caixa fatura a pré-venda")
        caixa = self._retaguarda("davi")
        try:
            feito = rotas.faturar(caixa, pedido_id, Faturamento(id=uuid4(), documento="NFC-e 1"))
            outra = rotas.faturar(caixa, pedido_id, Faturamento(id=feito.id, documento="NFC-e 1"))
        finally:
            caixa.fecha()
        return {"id": feito.id, "valor": str(feito.valor), "situacao": str(feito.situacao),
                "repetido_igual": outra.model_copy(update={"repetido": feito.repetido}) == feito}

    def _vende_a_vencido(self, codigos: list[str], cliente: dict[str, Any]) -> dict[str, Any]:
        self._passo("Cliente com título vencido: bloqueado, e liberado pela gerente")
        self._liga_verificacao()
        self._tipo("2")
        self.mao.ate(lambda: self._venda.venda.fatos().tipo.categoria == "venda", "o tipo pré-venda")
        self._escolhe(cliente)
        for codigo in codigos:
            self._inclui(codigo)
        self.mao.ate(lambda: any(a.code == "credito.vencido" for a in self._venda.venda.achados), "o bloqueio", 20)
        achado = next(a for a in self._venda.venda.achados if a.code == "credito.vencido")
        self.mao.foto("bloqueio")

        def por_que(_dialogo: Any) -> None:
            self.mao.foto("por_que")
            self.mao.tecla(_k("Key_Escape"))

        self.mao.no_dialogo(por_que)
        self.mao.tecla(_k("Key_I"), CTRL)

        def libera(dialogo: Any) -> None:
            for escrito, campo in (("carla", dialogo.login), ("carla123", dialogo.senha),
                                   ("pagou ontem no caixa", dialogo.motivo)):
                campo.setFocus()
                self.mao.digita(escrito)
            self.mao.foto("liberacao")
            self.mao.enter()

        self.mao.no_dialogo(libera)
        self.mao.tecla(_k("Key_L"), CTRL)
        self.mao.ate(lambda: self._venda.venda.rascunho.liberacoes, "a liberação", 20)
        return {**self._emite(), "achado": achado.code, "mensagem": texto(achado), "liberado_por": "carla"}

    def _liga_verificacao(self) -> None:
        """The manager turns CB-028 on, in the retaguarda; the counter hears of it by itself."""
        gerente = self._retaguarda("carla")
        try:
            atual = rotas.ler_politica(gerente)
            politica = PoliticaTerminal.model_validate(atual.politica).model_dump(mode="json")
            politica["integracao"]["verificar_crediario_pre_venda"] = True
            rotas.gravar_politica(gerente, atual.model_copy(update={"politica": politica}))
        finally:
            gerente.fecha()
        self.mao.ate(lambda: self._venda.venda.contexto.terminal.integracao.verificar_crediario_pre_venda,
                     "a regra chegar ao balcão", 60)

    def _vende_sem_retaguarda(self, codigo: str) -> dict[str, Any]:
        self._passo("A retaguarda para; um orçamento sai assim mesmo")
        self._loja.desliga()
        self._tipo("1")
        self._inclui(f"2*{codigo}")
        feito = self._emite()
        self.mao.ate(lambda: not self._controle.balcao.ligacao.conectada, "a queda aparecer", 30)
        self.mao.foto("sem_retaguarda")
        self._passo("A retaguarda volta; o orçamento chega")
        inicio = time.monotonic()
        self._loja.liga()
        self._controle.balcao.bastidores.remessa.agora()
        self.mao.ate(lambda: self._controle.balcao.envios.do_pedido(feito["id"]).recibo is not None,
                     "o orçamento chegar", 120)
        recibo = self._controle.balcao.envios.do_pedido(feito["id"]).recibo
        self.mao.foto("de_volta")
        return {**feito, "numero": recibo.numero, "protocolo": recibo.protocolo,
                "chegou_em_s": round(time.monotonic() - inicio, 2)}

    def _papeis(self, dav_id: Any) -> dict[str, Any]:
        self._passo("Os papéis do DAV")
        [linha] = self._loja.le("SELECT documento FROM pedido_versoes WHERE pedido_id = :id ORDER BY versao LIMIT 1",
                                id=dav_id)
        documento = DocumentoVenda.model_validate(linha["documento"])
        modelo = padrao(ChaveModelo.DAV)
        (self._saida / "dav.pdf").write_bytes(impressao.renderizar(documento, modelo, Papel.A4, Via()))
        rolo = impressao.renderizar(documento, modelo, Papel.BOBINA_80, Via())
        (self._saida / "dav_80mm.bin").write_bytes(rolo)
        (self._saida / "dav_80mm.png").write_bytes(impressao.em_imagem(rolo, Papel.BOBINA_80))
        return {"dav.pdf": len((self._saida / "dav.pdf").read_bytes()), "dav_80mm.bin": len(rolo)}

    def _retaguarda(self, login: str) -> Retaguarda:
        """Another person's client, over this station's credential."""
        balcao = self._controle.balcao
        segredo = Segredos(balcao.pastas.config).le(f"estacao {balcao.estacao.id}")
        assert segredo is not None
        cliente = Retaguarda(Destino.de("127.0.0.1", self._loja.porta), Credencial(balcao.estacao.id, segredo))
        rotas_entrada.entrar(cliente, login, f"{login}123")
        return cliente


def _k(nome: str) -> Any:
    from PySide6.QtCore import Qt  # after `torna_imortais`

    return getattr(Qt.Key, nome)
