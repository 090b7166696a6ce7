"""The manual says what the program does: its generated chapters match the declarations."""

from balcao.domain.campo import campos_de
from balcao.domain.terminal import PAGINAS
from balcao.domain.terminal.integracao import Integracao
from ferramentas import manual


def test_o_manual_guardado_e_o_de_hoje() -> None:
    velhos = [nome for nome, texto in manual.capitulos().items() if manual._atual(nome) != texto]
    assert not velhos, f"rode `make manual` e guarde o resultado: {', '.join(velhos)}"


def test_todo_campo_declarado_esta_no_manual() -> None:
    texto = manual.capitulos()["configuracao.md"]
    for pagina in PAGINAS:
        assert pagina.caminho in texto
        for _nome, campo in campos_de(pagina.modelo):
            assert campo.titulo in texto
            assert campo.ajuda.splitlines()[0] in texto


def test_cada_campo_diz_com_que_valor_nasce_e_a_faixa() -> None:
    texto = "\n".join(manual._campos(Integracao, 3))
    assert "Nasce como: 5432. De 1 a 65535. Guardado neste computador." in texto
    assert "Nasce como: desmarcado." in texto
    assert "Ainda não pode ser usado: Depende do envio pelo WhatsApp" in texto


def test_as_teclas_da_venda_estao_no_manual() -> None:
    texto = manual.capitulos()["teclas.md"]
    for tecla in ("F2", "F3", "F8", "F12", "Ctrl+K", "Ctrl+I"):
        assert f"| **{tecla}** |" in texto
