"""The diagnosis over a real counter: what it finds, in which words, and what it never tells the support."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from balcao import __version__
from balcao.config import estacao as config_estacao
from balcao.config import servidor as config_servidor
from balcao.config.plataforma import pastas
from balcao.config.segredos import Segredos
from balcao.config.servidor import AgendaCopia, Modo, Servidor
from balcao.devices.fila_impressao import FilaImpressao, Impresso
from balcao.devices.impressora import abre
from balcao.devices.trabalho import EstadoTrabalho
from balcao.domain.passo_teste import Estado
from balcao.domain.terminal.opcoes import Papel
from balcao.services.counter import diagnostico_local
from balcao.services.counter.conexao_teste import Passo
from balcao.services.counter.diagnostico import Diagnostico
from balcao.services.counter.pastas import diario, impressao
from balcao.services.counter.suporte import cobre, texto_para_suporte
from tests.apoio.balcao import BalcaoDeTeste, balcao_de, servico
from tests.apoio.balcao import Modo as Rede
from tests.apoio.retaguarda import CREDENCIAL, Loja

ITENS = ["Terminal", "Senhas", "Disco", "Vendas guardadas", "Fila de envio", "Dados locais", "Tempo da busca",
         "Tempo da gravação", "Impressora", "Endereço", "Porta do banco", "Login no banco", "Banco de dados",
         "Versão do banco", "Permissões", "Serviço da retaguarda", "Proteção", "Relógio", "Programa",
         "Backup"]


@pytest.fixture
def balcao(loja: Loja, tmp_path: Path) -> Iterator[BalcaoDeTeste]:
    with servico(loja) as url, balcao_de(loja, url, 1, tmp_path) as um:
        um.impressos.mkdir()
        loja.sql("UPDATE identidade SET copiado_em = now(), copia_conferida_em = now()")
        yield um


def olha(balcao: BalcaoDeTeste, agora: Callable[[], datetime] = lambda: datetime.now(UTC)) -> dict[str, Passo]:
    return {um.nome: um for um in diagnostico(balcao, agora).executa()}


def diagnostico(balcao: BalcaoDeTeste, agora: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Diagnostico:
    return Diagnostico(balcao.pastas, Segredos(balcao.pastas.config), agora)


def test_com_tudo_no_lugar_tudo_esta_certo(balcao: BalcaoDeTeste) -> None:
    vistos: list[Passo] = []
    feito = diagnostico(balcao).executa(vistos.append)
    assert list(feito) == vistos  # told one by one
    assert [um.nome for um in feito if um.nome != "Balança"] == ITENS
    assert {um.nome: um.mensagem for um in feito if um.estado is not Estado.CERTO} == {}
    dito = {um.nome: um.mensagem for um in feito}
    assert dito["Fila de envio"] == "Nada espera envio; 0 enviados nos últimos 30 dias."
    assert dito["Tempo da busca"].startswith("Procurar um produto leva ")
    assert dito["Tempo da busca"].endswith("; o limite é 33 ms.")
    assert dito["Tempo da gravação"].endswith("; o limite é 50 ms.")
    assert "copiados por inteiro em " in dito["Dados locais"]
    assert dito["Backup"].startswith(f"Último: {datetime.now().astimezone():%d/%m/%Y}")
    assert list(diario(balcao.pastas).glob("medida-*")) == []


def test_sem_terminal_sem_retaguarda_e_sem_dados_ainda_diz_o_que_fazer(tmp_path: Path) -> None:
    """The very first minute, or the worst: nothing is there, and every line still comes."""
    onde = pastas({"BALCAO_PASTA": str(tmp_path / "novo")})
    antes = sorted(p.name for p in onde.dados.iterdir())
    feito = {um.nome: um for um in Diagnostico(onde, Segredos(onde.config), lambda: datetime.now(UTC)).executa()}
    assert list(feito) == ITENS
    assert "ainda não é um terminal" in feito["Terminal"].mensagem
    assert feito["Login no banco"].estado in (Estado.FALHOU, Estado.PULADO)
    assert feito["Backup"].estado is Estado.PULADO
    assert all(um.conselho for um in feito.values() if um.estado in (Estado.AVISO, Estado.FALHOU))
    assert sorted(p.name for p in onde.dados.iterdir()) == antes  # looked at, not made


def test_o_que_espera_e_o_que_ficou_preso(balcao: BalcaoDeTeste) -> None:
    balcao.loja.muda_tipo("DAV", emissao_sem_retaguarda="venda")
    balcao.puxa()
    balcao.entra()
    balcao.cai(Rede.RECUSA)
    assert balcao.emite(balcao.venda("DAV")).guardado
    passo = olha(balcao, lambda: datetime.now(UTC) + timedelta(hours=3))["Fila de envio"]
    assert (passo.estado, passo.mensagem) == (Estado.AVISO, "1 a enviar; o mais antigo espera há 3 h.")
    balcao.b.diario._conexao.execute("UPDATE envios SET estado = 'quarentena'")
    passo = olha(balcao)["Fila de envio"]
    assert (passo.estado, passo.mensagem) == (Estado.AVISO, "0 a enviar, 1 em quarentena.")


def test_sem_retaguarda_as_linhas_que_dependem_dela_dizem_isso(balcao: BalcaoDeTeste) -> None:
    balcao.rede.modo = Rede.RECUSA
    feito = olha(balcao)
    assert feito["Serviço da retaguarda"].estado is Estado.FALHOU
    assert feito["Relógio"].estado is Estado.PULADO
    assert feito["Programa"].mensagem.endswith("a retaguarda não disse a dela.")
    assert feito["Backup"].estado is Estado.CERTO  # the database itself told


def test_um_diario_estragado_e_dito_e_nao_e_tocado(balcao: BalcaoDeTeste) -> None:
    balcao.entra()
    for _ in range(30):
        balcao.venda("DAV")
    balcao.b.diario._conexao.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    balcao.fecha()
    arquivo = diario(balcao.pastas) / "diario.sqlite"
    dados = bytearray(arquivo.read_bytes())
    dados[4096:] = b"\xff" * (len(dados) - 4096)
    arquivo.write_bytes(dados)
    feito = olha(balcao)
    assert feito["Vendas guardadas"].estado is Estado.FALHOU
    assert "chame o suporte" in feito["Vendas guardadas"].conselho
    assert arquivo.read_bytes() == bytes(dados)
    arquivo.unlink()
    balcao.abre()  # the fixture closes it


def test_a_impressora_que_sumiu_e_o_papel_parado(balcao: BalcaoDeTeste) -> None:
    balcao.impressos.rmdir()
    passo = olha(balcao)["Impressora"]
    assert (passo.estado, passo.mensagem) == (
        Estado.AVISO, f"A pasta “{balcao.impressos}” não existe, ou não aceita arquivos. 0 na fila, 0 parados.")
    fila = FilaImpressao(impressao(balcao.pastas), abre, lambda: datetime.now(UTC))
    trabalho = fila.enviar(Impresso(b"x", Papel.A4, "nenhuma", "dav.pdf", "DAV 12"))
    fila._muda(trabalho, EstadoTrabalho.FALHOU, "Acabou o papel.")
    balcao.impressos.mkdir()
    passo = olha(balcao)["Impressora"]
    assert passo.estado is Estado.AVISO
    assert passo.mensagem.endswith("responde. 0 na fila, 1 parados. Última falha: Acabou o papel.")


def test_um_disco_lento_e_uma_busca_lenta_aparecem(balcao: BalcaoDeTeste, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagnostico_local, "GRAVA_MS", 0)
    monkeypatch.setattr(diagnostico_local, "BUSCA_MS", 0)
    feito = olha(balcao)
    assert "O disco está lento" in feito["Tempo da gravação"].conselho
    assert feito["Tempo da busca"].estado is Estado.AVISO


def test_o_backup_velho_o_que_falhou_e_o_que_nao_volta(balcao: BalcaoDeTeste) -> None:
    balcao.loja.sql("UPDATE identidade SET copiado_em = now() - interval '3 days'")
    passo = olha(balcao)["Backup"]
    assert (passo.estado, "(há 3 dias)" in passo.mensagem) == (Estado.AVISO, True)
    balcao.loja.sql("UPDATE identidade SET copia_falha = 'nao_volta', copia_problema = 'Faltou a tabela tal.'")
    passo = olha(balcao)["Backup"]
    assert passo.estado is Estado.FALHOU
    assert passo.mensagem.startswith("Não pode ser restaurado. Último: ")
    assert passo.mensagem.endswith("Faltou a tabela tal.")


def test_o_backup_que_outro_faz(balcao: BalcaoDeTeste) -> None:
    """Said plainly, never amber, with or without the database; the support does not learn the name."""
    balcao.loja.sql("UPDATE identidade SET copiado_em = NULL, criada_em = now() - interval '90 days',"
                    " copia_responsavel = 'João Prado'")
    feito = diagnostico(balcao)
    passos = feito.executa()
    passo = next(um for um in passos if um.nome == "Backup")
    assert passo.estado is Estado.CERTO
    assert passo.mensagem.startswith("Feito por João Prado. O Balcão não vê essas cópias: não sabe quando foram feitas")
    assert "se já foi restaurada" in passo.conselho
    assert "Prado" not in feito.para_suporte(passos)
    assert "Feito por outra pessoa ou programa" in feito.para_suporte(passos)


def test_quantas_vezes_os_dados_foram_copiados_outra_vez_e_por_que(balcao: BalcaoDeTeste) -> None:
    passo = olha(balcao)["Dados locais"]
    assert passo.mensagem.endswith("Nunca precisaram ser copiados outra vez.")
    for vez in range(1, 4):
        with balcao.loja.empresa.admin() as con:
            con.execute("UPDATE loja.identidade SET geracao = gen_random_uuid()")
        balcao.puxa()
        passo = olha(balcao)["Dados locais"]
        assert f"Copiados outra vez por inteiro {vez} ve" in passo.mensagem
        assert passo.mensagem.endswith("O banco de dados da retaguarda foi restaurado.")
        assert passo.estado is (Estado.CERTO if vez < diagnostico_local.MUITAS_RECARGAS else Estado.AVISO)
    feito = diagnostico(balcao)
    assert "por inteiro 3 vezes" in feito.para_suporte(feito.executa())
    depois = olha(balcao, lambda: datetime.now(UTC) + timedelta(days=8))["Dados locais"]
    assert "por inteiro 3 vezes" in depois.mensagem
    assert "chame o suporte" not in depois.conselho  # long ago


def test_a_balanca_so_aparece_onde_ha_produto_por_peso(balcao: BalcaoDeTeste) -> None:
    balcao.loja.sql("UPDATE produtos SET pesavel = false")
    balcao.puxa()
    assert "Balança" not in olha(balcao)
    balcao.loja.sql("UPDATE produtos SET pesavel = true, codigo = '123' WHERE id = %s", balcao.loja.produtos["P1"])
    balcao.loja.sql("UPDATE produtos SET pesavel = true, codigo = '1234567' WHERE id = %s", balcao.loja.produtos["P2"])
    balcao.puxa()
    passo = olha(balcao)["Balança"]
    assert (passo.estado, passo.mensagem) == (
        Estado.AVISO, "2 produtos por peso; etiquetas que começam com 2, código de 5 algarismos. 1 não cabem nesse "
                      "código.")


def test_o_relogio_e_a_versao(balcao: BalcaoDeTeste) -> None:
    feito = olha(balcao, lambda: datetime.now(UTC) + timedelta(minutes=10))
    assert feito["Relógio"].estado is Estado.AVISO
    assert feito["Relógio"].mensagem == "O relógio deste computador está 10 min adiantado em relação ao do servidor."
    assert feito["Programa"].mensagem.endswith("a mesma da retaguarda.")


def test_uma_retaguarda_mais_antiga_que_o_balcao_e_a_que_se_atualiza(
        balcao: BalcaoDeTeste, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would leave out what it does not know of what this counter sends: whoever sells reads it too."""
    for versao, mensagem, frase in (
            ("0.0.9", "a retaguarda é a 0.0.9, mais antiga.",
             f"Atualize a retaguarda (0.0.9): este Balcão é o {__version__}"),
            ("9.0.0", "a retaguarda é a 9.0.0.", "Retaguarda conectada")):
        monkeypatch.setattr("balcao.__version__", versao)  # as the service says it; the counter's is its own
        passo = olha(balcao)["Programa"]
        assert (passo.estado, passo.mensagem) == (Estado.AVISO, f"Balcão {__version__}; {mensagem}")
        balcao.b.bastidores.remessa._pulso()
        assert balcao.b.situacao().frase == frase


def test_o_relogio_atrasado(balcao: BalcaoDeTeste) -> None:
    feito = olha(balcao, lambda: datetime.now(UTC) - timedelta(hours=3, minutes=5))
    assert feito["Relógio"].mensagem == "O relógio deste computador está 3 h atrasado em relação ao do servidor."


def test_interrompido_para_na_linha_seguinte(balcao: BalcaoDeTeste) -> None:
    parar = threading.Event()
    vistos: list[str] = []

    def avisa(passo: Passo) -> None:
        vistos.append(passo.nome)
        if passo.nome == "Disco":
            parar.set()
    assert len(diagnostico(balcao).executa(avisa, parar.is_set)) == 3
    assert vistos == ["Terminal", "Senhas", "Disco"]


# ---- what the support gets

PLANTADOS = ("JOANA PRADO", "Joana", "Prado", "CAIXA DA JOANA", "MARIA DAS DORES CALÇADOS", "Dores", "José da Silva",
             "123.456.789-09", "12345678909", "11.222.333/0001-81", "Rua das Acácias", "Acácias", "13270-000",
             "(19) 99876-5432", "jose@exemplo.com.br", "senha-do-banco", "hunter2", "Epson da Joana", "PC-DA-JOANA",
             "joana.prado", CREDENCIAL)


def test_o_texto_do_suporte_nao_leva_dados_de_ninguem(balcao: BalcaoDeTeste, tmp_path: Path,
                                                      monkeypatch: pytest.MonkeyPatch) -> None:
    """Names, documents, addresses and secrets are put wherever the diagnosis looks; none comes out."""
    loja, casa = balcao.loja, tmp_path / "home" / "joana.prado"
    casa.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(casa))
    monkeypatch.setenv("LOGNAME", "joana.prado")
    monkeypatch.setattr("socket.gethostname", lambda: "PC-DA-JOANA")
    loja.sql("UPDATE identidade SET nome = 'MARIA DAS DORES CALÇADOS', copia_falha = 'nao_feita', copia_problema = %s",
             "A pasta /home/joana.prado/copias de José da Silva (CPF 123.456.789-09) sumiu: password=hunter2")
    loja.sql("UPDATE pessoas SET nome = 'José da Silva', documento = '12345678909' WHERE id = %s",
             next(iter(loja.clientes.values())))
    loja.sql("UPDATE usuarios SET nome = 'JOANA PRADO', login = 'joana.prado' WHERE id = %s", loja.usuarios["caio"])
    balcao.puxa()
    balcao.entra()
    balcao.venda("DAV").muda(cliente_nome="José da Silva", observacao="Rua das Acácias, 13270-000, (19) 99876-5432")
    fila = FilaImpressao(impressao(balcao.pastas), abre, lambda: datetime.now(UTC))
    trabalho = fila.enviar(Impresso(b"x", Papel.A4, "Epson da Joana", "jose.pdf", "DAV de José da Silva"))
    fila._muda(trabalho, EstadoTrabalho.FALHOU, "“Epson da Joana” recusou José da Silva, jose@exemplo.com.br")
    estacao = config_estacao.le(balcao.pastas.config)
    (casa / "Epson da Joana").mkdir()
    locais = {**estacao.locais, "controles_impressao": {"imp_impressora": f"pasta:{casa / 'Epson da Joana'}"}}
    config_estacao.grava(balcao.pastas.config, replace(estacao, nome="CAIXA DA JOANA", locais=locais))
    config_servidor.grava(balcao.pastas.config, Servidor(
        Modo.EXTERNO, "PC-DA-JOANA", copia=AgendaCopia(pasta="/home/joana.prado/copias")))
    feito = diagnostico(balcao)
    passos = feito.executa()
    visto = " ".join(f"{um.mensagem} {um.conselho}" for um in passos)
    na_tela = ("CAIXA DA JOANA", "MARIA DAS DORES", "joana.prado", "Epson da Joana", "José da Silva", "123.456.789-09")
    assert [um for um in na_tela if um not in visto] == []  # the shop itself sees them
    texto = feito.para_suporte(passos)
    assert [um for um in PLANTADOS if um.casefold() in texto.casefold()] == []
    assert [um.nome for um in passos if um.nome not in texto] == []  # nothing was left out for it
    assert "1 parados" in texto
    assert "ATENÇÃO     Backup: Falhou. Último: " in texto


@pytest.mark.parametrize(("dito", "coberto"), [
    ("postgresql://loja:hunter2@10.0.0.1:5432/x", "postgresql://‹senha›@10.0.0.1:5432/x"),
    ("password=hunter2 e SENHA: abc", "password=‹senha› e SENHA=‹senha›"),
    ("CPF 123.456.789-09, CNPJ 11.222.333/0001-81, 12345678909", "CPF ‹documento›, CNPJ ‹documento›, ‹documento›"),
    ("fale com jose@loja.com.br ou (19) 99876-5432", "fale com ‹e-mail› ou ‹telefone›"),
    (r"C:\Users\Maria\dados e /home/ze/x", r"C:\Users\‹pessoa›\dados e /home/‹pessoa›/x"),
    ("chave uNBeiMBNdSmceCNjpFvfKsk1b45IpNmC", "chave ‹segredo›"),
    ("a impressora “HP da Ana” parou", "a impressora “…” parou"),
    ("loja de ANA lúcia, mas não Anastácia", "loja de ‹empresa›, mas não Anastácia"),
    ("PostgreSQL 18.1 em 127.0.0.1:5432, 33 ms, 81,6 GB, 21/11/2026 10:30",
     "PostgreSQL 18.1 em 127.0.0.1:5432, 33 ms, 81,6 GB, 21/11/2026 10:30"),
])
def test_a_segunda_rede(dito: str, coberto: str) -> None:
    assert cobre(dito, {"Ana Lúcia": "empresa", "": "nada", "x": "curto"}) == coberto


def test_o_texto_diz_quando_onde_e_o_que_fazer() -> None:
    quando = datetime(2026, 11, 21, 10, 30, tzinfo=UTC)
    passos = (Passo("Disco", Estado.FALHOU, "Só 0,1 GB livres em /x.", "Libere espaço.", 3, suporte="0,1 GB livres."),
              Passo("Relógio", Estado.PULADO, "Não foi testado."))
    assert texto_para_suporte(passos, "Linux", quando, {}).splitlines()[1:] == [
        "Sistema: Linux", "", "PROBLEMA    Disco: 0,1 GB livres. → Libere espaço. [3 ms]",
        "não testado Relógio: Não foi testado."]
