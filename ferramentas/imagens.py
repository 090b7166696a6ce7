"""The pictures of the README, taken of the real window over a fresh sample shop.

    make imagens

Run it when a screen changes its looks; the hand that works the window is the demonstration's.
"""

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from balcao.config.plataforma import pasta_temporaria
from balcao.demo.balconista import Balconista, _k
from balcao.demo.loja_temporaria import LojaTemporaria
from balcao.demo.mao import CTRL
from balcao.demo.roteiro import EXEMPLOS

DESTINO = Path(__file__).resolve().parent.parent / "docs" / "imagens"
COMPRA = ("12*1344", "6*8836", "24*7037", "3*10229", "2*8046", "10*12503", "5825", "6*3205", "4*12496")
EM_DIA, VENCIDO = 2, 3  # customers of resources/loja_exemplo/LEIA-ME.md


class Fotografo(Balconista):
    """A manager sells and takes pictures."""

    def fotografa(self) -> list[str]:
        """All of them; returns the files, in the folder that was given."""
        janela = self._controle.janela
        janela.resize(1280, 800)
        self._controle.mostra()
        try:
            self._entra("carla")
            self.mao.telas.clear()
            self._venda_e_busca()
            self._bloqueio()
            self._configuracao()
            return self.mao.telas
        finally:
            janela._fecha(True)

    def _cliente(self, codigo: int) -> dict[str, Any]:
        [cliente] = self._loja.le("SELECT id, nome, documento FROM pessoas WHERE codigo = :codigo", codigo=codigo)
        return cliente

    def _venda_e_busca(self) -> None:
        self._passo("Uma venda")
        self._escolhe_sem_foto(EM_DIA)
        self._plano("30 DIAS")
        for linha in COMPRA:
            self._inclui(linha)
        self.mao.foto("venda")
        self._procura("sabonete")
        self.mao.foto("busca")
        self.mao.tecla(_k("Key_Escape"))
        self._emite()
        self._passo("Documentos")
        self.mao.tecla(_k("Key_F8"))
        self.mao.ate(lambda: self._documentos.modelo.linhas and not self._documentos.previa.pixmap().isNull(),
                     "a lista de documentos", 30)
        self._foto_sem_nota("documentos")
        self.mao.tecla(_k("Key_Escape"))

    def _bloqueio(self) -> None:
        self._passo("Um bloqueio")
        self._liga_verificacao()
        self._tipo("2")
        self.mao.ate(lambda: self._venda.venda.fatos().tipo.categoria == "venda", "o tipo pré-venda")
        self._escolhe_sem_foto(VENCIDO)
        for linha in COMPRA[:3]:
            self._inclui("2*" + linha.split("*")[1])
        self.mao.ate(lambda: any(a.code == "credito.vencido" for a in self._venda.venda.achados), "o bloqueio", 20)
        self._foto_sem_nota("bloqueio")

    def _configuracao(self) -> None:
        self._passo("Configuração")

        def faz(dialogo: Any) -> None:
            self.mao.tecla(_k("Key_F"), CTRL)
            self.mao.digita("ip do servidor")
            self.mao.enter()
            self.mao.ate(lambda: dialogo.paginas.painel_teste is not None, "a página Integração", 10)
            self.mao.foto("configuracao")
            self.mao.tecla(_k("Key_Escape"))

        self.mao.no_dialogo(faz)
        self.mao.tecla(_k("Key_Comma"), CTRL)
        self.mao.ate(lambda: "tela_configuracao.png" in self.mao.telas, "a configuração", 30)

    def _foto_sem_nota(self, nome: str) -> None:
        """When the note of the last emission is gone."""
        self.mao.ate(self._controle.janela.nota.isHidden, "a nota sumir", 30)
        self.mao.foto(nome)

    def _escolhe_sem_foto(self, codigo: int) -> None:
        antes = len(self.mao.telas)
        self._escolhe(self._cliente(codigo))
        del self.mao.telas[antes:]


def main() -> int:
    """Take them and put them in place."""
    with pasta_temporaria() as pasta, tempfile.TemporaryDirectory() as saida:
        monitor = Path(saida) / "monitor.json"
        monitor.write_text(json.dumps({"screens": [{
            "name": "monitor", "x": 0, "y": 0, "width": 1280, "height": 800, "logicalDpi": 96, "logicalBaseDpi": 96,
            "dpr": 1}]}), encoding="utf-8")
        os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={monitor}"
        loja = LojaTemporaria(pasta, Path(saida) / "impressos", _avisa)
        try:
            loja.cria(sorted(EXEMPLOS.glob("*.xml"))[:1])
            loja.liga()
            for tela in Fotografo(loja, Path(saida), _avisa).fotografa():
                shutil.copyfile(Path(saida) / tela, DESTINO / tela.removeprefix("tela_"))
        finally:
            loja.desliga()
    return 0


def _avisa(texto: str) -> None:
    print(texto, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
