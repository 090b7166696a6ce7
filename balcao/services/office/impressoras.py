"""The server's printers as somebody sets them up (TP-094): the test page, and the names that this system has."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from balcao.devices import impressora_sistema
from balcao.devices.impressora_erros import ImpressoraIndisponivel
from balcao.domain.achados import Finding, Severity
from balcao.domain.cadastro.declarados import IMPRESSORAS
from balcao.domain.cadastro.impressora import ImpressoraServidor, confere_endereco
from balcao.domain.cadastro.mensagens import PaginaDeTeste
from balcao.domain.passo_teste import Estado, PassoTeste
from balcao.services import pagina_teste
from balcao.services.office.contexto import Contexto, Quem

_COM_TIPO = ("rede", "pasta")


def testar(ctx: Contexto, quem: Quem, pedido: PaginaDeTeste) -> PassoTeste:
    """Print the test page on it, now. Raises Recusada (401, 403)."""
    quem.exige(IMPRESSORAS.alterar)
    if problema := confere_endereco(pedido.endereco):
        return PassoTeste(nome="Página de teste", estado=Estado.FALHOU, mensagem=problema)
    return pagina_teste.imprime(pedido.endereco, pedido.papel, ctx.agora().astimezone(ZoneInfo(quem.fuso)))


def sem_existir(impressora: ImpressoraServidor) -> Iterator[Finding]:
    """A name that this system's printers do not have; nothing when the system cannot be asked. Waits."""
    nome = impressora.endereco.strip()
    tipo, separador, _ = nome.partition(":")
    if separador and tipo.strip().casefold() in _COM_TIPO:
        return
    try:
        existem = impressora_sistema.listar()
    except ImpressoraIndisponivel:
        return  # whether it has one of that name is not known
    if nome not in existem:
        yield Finding(code="impressora.inexistente", severity=Severity.WARN, field="endereco", params={
            "impressora": nome, "existem": f"As que ele tem: {', '.join(sorted(existem))}." if existem else
            "Ele não tem nenhuma instalada."})
