"""Secrets: in the keyring when there is one, else in a file that nobody else can read."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as SemChaveiro
from keyring.errors import KeyringLocked, PasswordDeleteError

from balcao.config.segredos import Segredos
from balcao.domain.erros import AmbienteIndisponivel


class ChaveiroNaMemoria(KeyringBackend):
    """A keyring as the library defines one; `trancado` refuses like one whose owner pressed Cancel."""

    priority = 5  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.guardados: dict[tuple[str, str], str] = {}
        self.trancado = False

    def _confere(self) -> None:
        if self.trancado:
            raise KeyringLocked("refused")

    def get_password(self, service: str, username: str) -> str | None:
        self._confere()
        return self.guardados.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._confere()
        self.guardados[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._confere()
        if self.guardados.pop((service, username), None) is None:
            raise PasswordDeleteError("not there")


@pytest.fixture
def chaveiro() -> ChaveiroNaMemoria:
    return ChaveiroNaMemoria()


def test_com_chaveiro_nada_toca_o_disco(tmp_path: Path, chaveiro: ChaveiroNaMemoria) -> None:
    segredos = Segredos(tmp_path, chaveiro)
    segredos.grava("estacao", "çenha 1")
    assert segredos.le("estacao") == "çenha 1"
    assert segredos.origem().onde == "chaveiro"
    assert "chaveiro do sistema" in segredos.origem().frase
    assert list(tmp_path.iterdir()) == []
    segredos.apaga("estacao")
    segredos.apaga("estacao")
    assert segredos.le("estacao") is None


def test_sem_chaveiro_o_arquivo_e_so_do_dono_e_a_tela_diz_isso(tmp_path: Path) -> None:
    segredos = Segredos(tmp_path, SemChaveiro())
    segredos.grava("estacao", "um")
    segredos.grava("banco.dono", "dois")
    outro_processo = Segredos(tmp_path, SemChaveiro())
    assert (outro_processo.le("estacao"), outro_processo.le("banco.dono")) == ("um", "dois")
    arquivo = tmp_path / "segredos.json"
    assert stat.S_IMODE(arquivo.stat().st_mode) == 0o600
    assert segredos.origem().onde == "arquivo"
    assert str(arquivo) in segredos.origem().frase
    segredos.apaga("estacao")
    assert (outro_processo.le("estacao"), outro_processo.le("banco.dono")) == (None, "dois")


def test_permissao_perdida_numa_restauracao_e_devolvida(tmp_path: Path) -> None:
    segredos = Segredos(tmp_path, SemChaveiro())
    segredos.grava("estacao", "um")
    (tmp_path / "segredos.json").chmod(0o644)
    assert segredos.le("estacao") == "um"
    assert stat.S_IMODE((tmp_path / "segredos.json").stat().st_mode) == 0o600


def test_chaveiro_que_se_recusa_passa_ao_arquivo(tmp_path: Path, chaveiro: ChaveiroNaMemoria) -> None:
    chaveiro.trancado = True
    segredos = Segredos(tmp_path, chaveiro)
    assert segredos.le("estacao") is None
    segredos.grava("estacao", "um")
    assert segredos.le("estacao") == "um"
    assert segredos.origem().onde == "arquivo"


def test_quando_o_chaveiro_volta_o_segredo_sai_do_arquivo(tmp_path: Path,
                                                          chaveiro: ChaveiroNaMemoria) -> None:
    Segredos(tmp_path, SemChaveiro()).grava("estacao", "um")
    segredos = Segredos(tmp_path, chaveiro)
    assert segredos.le("estacao") == "um"
    assert segredos.origem().onde == "arquivo"
    segredos.grava("estacao", "dois")
    assert segredos.le("estacao") == "dois"
    assert segredos.origem().onde == "chaveiro"
    assert "um" not in (tmp_path / "segredos.json").read_text()


def test_duas_instalacoes_nao_se_veem_no_mesmo_chaveiro(tmp_path: Path, chaveiro: ChaveiroNaMemoria) -> None:
    Segredos(tmp_path / "loja", chaveiro).grava("estacao", "da loja")
    Segredos(tmp_path / "demo", chaveiro).grava("estacao", "da demo")
    assert Segredos(tmp_path / "loja", chaveiro).le("estacao") == "da loja"


@pytest.mark.parametrize("conteudo", [b"{cortado", b"[]", b'{"estacao": 1}', b"\xff\xfe"])
def test_arquivo_danificado_diz_qual_e_o_que_fazer(tmp_path: Path, conteudo: bytes) -> None:
    (tmp_path / "segredos.json").write_bytes(conteudo)
    segredos = Segredos(tmp_path, SemChaveiro())
    with pytest.raises(AmbienteIndisponivel, match=r"segredos\.json está danificado") as erro:
        segredos.le("estacao")
    assert "credencial desta estação" in erro.value.acao
    with pytest.raises(AmbienteIndisponivel, match="danificado"):
        segredos.grava("estacao", "um")
    assert (tmp_path / "segredos.json").read_bytes() == conteudo


def test_pasta_impossivel_diz_qual(tmp_path: Path) -> None:
    (tmp_path / "arquivo").write_text("")
    with pytest.raises(AmbienteIndisponivel, match="Não foi possível usar o arquivo de senhas"):
        Segredos(tmp_path / "arquivo" / "dentro", SemChaveiro()).grava("estacao", "um")


def test_varios_programas_gravam_ao_mesmo_tempo_e_nada_se_perde(tmp_path: Path) -> None:
    codigo = ("import sys; from pathlib import Path; from keyring.backends.fail import Keyring;"
              "from balcao.config.segredos import Segredos; s = Segredos(Path(sys.argv[1]), Keyring());"
              "[s.grava(f'{sys.argv[2]}.{i}', 'x') for i in range(20)]")
    processos = [subprocess.Popen([sys.executable, "-c", codigo, tmp_path, nome]) for nome in "abc"]
    assert [p.wait(60) for p in processos] == [0, 0, 0]
    segredos = Segredos(tmp_path, SemChaveiro())
    assert all(segredos.le(f"{nome}.{i}") == "x" for nome in "abc" for i in range(20))
