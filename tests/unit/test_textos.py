"""What a finding says when this program does not know its rule."""

import pytest

from balcao.domain.achados import Finding, Severity
from balcao.domain.textos import texto


def test_uma_regra_de_retaguarda_mais_nova_e_dita_sem_cair() -> None:
    achado = Finding(code="futura.regra", severity=Severity.BLOCK, field="itens")
    assert "futura.regra" in texto(achado)
    assert "Atualize" in texto(achado)


@pytest.mark.parametrize(("horas", "diz"), [(0, "os dados têm menos de 1 h."), (7, "os dados têm 7 h.")])
def test_a_idade_dos_dados_e_dita_como_se_fala(horas: int, diz: str) -> None:
    achado = Finding(code="retaguarda.sem_conferencia", severity=Severity.WARN, field="cliente",
                     params={"cliente": "ANA", "horas": horas})
    assert texto(achado).endswith(diz)
