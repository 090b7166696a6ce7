"""https to the retaguarda: whom to believe, and in words why not.

A station with fingerprints (pins) believes those certificates and no other, whatever names, dates and authorities
say; without pins, the system's authorities decide. The check comes before the first byte of a request, so a wrong
server never sees a credential.
"""

import socket
import ssl
from collections.abc import Collection
from enum import Enum
from typing import Final

from balcao.config.certificado import do_par, para_ler
from balcao.domain.certificado import Certificado, em_grupos, impressao
from balcao.gateways.falhas import NaoLigou

_MOSTRA: Final = "balcao servidor certificado"
_MUDA: Final = "balcao estacao conexao --https --certificado IMPRESSÃO"
_VENCIDO, _AINDA_NAO, _NOME, _IP = 10, 9, 62, 64  # OpenSSL's X509_V_ERR_*
_VENCIDO_NO_WINDOWS, _NOME_NO_WINDOWS = 0x800B0101, 0x800B010F  # CERT_E_EXPIRED, CERT_E_CN_NO_MATCH


class Motivo(Enum):
    """Why a line was refused: sentence with {onde} and {visto}, and what to do."""

    OUTRO = ("A retaguarda em {onde} mostrou um certificado que não é o deste balcão (impressão {visto}…). Pode ser um "
             "certificado novo, ou outro computador no lugar do servidor: nada foi enviado a ele.",
             f"No servidor, veja a impressão ({_MOSTRA}). Se ela começa assim, aqui: {_MUDA}. Se não, não continue: "
             "chame o suporte.")
    VENCIDO = ("O certificado da retaguarda em {onde} está vencido, ou a data deste computador está errada.",
               f"Confira a data deste computador; no servidor, troque o certificado ({_MOSTRA} --usa).")
    DESCONHECIDO = ("O certificado da retaguarda em {onde} não é de uma autoridade que este computador conhece.",
                    f"Se ele foi feito no próprio servidor, veja lá a impressão ({_MOSTRA}) e informe-a aqui: {_MUDA}.")
    NOME = ("O certificado da retaguarda em {onde} é de outro endereço.",
            f"Use na página Integração o nome que está no certificado, ou informe aqui a impressão dele: {_MUDA}.")
    SEM_TLS = ("A retaguarda em {onde} atende sem proteção (http), e este balcão só aceita a conversa protegida "
               "(https). Nada foi enviado a ela.",
               f"No servidor, veja se a proteção está ligada ({_MOSTRA}) e reinicie o serviço. Não a desligue aqui sem "
               "falar com quem cuida dele.")
    FALHOU = ("A conversa protegida com a retaguarda em {onde} não pôde começar.",
              "Veja se é mesmo o serviço da retaguarda que atende nessa porta; use Testar conexão na Configuração.")
    SO_COM_TLS = ("A retaguarda em {onde} só atende com proteção (https), e este balcão está sem ela (http).",
                  f"No servidor, veja a impressão do certificado ({_MOSTRA}); depois, aqui: {_MUDA}.")


_MOTIVOS: Final = {
    _VENCIDO: Motivo.VENCIDO, _AINDA_NAO: Motivo.VENCIDO, _VENCIDO_NO_WINDOWS: Motivo.VENCIDO,
    _NOME: Motivo.NOME, _IP: Motivo.NOME, _NOME_NO_WINDOWS: Motivo.NOME,
}


class LinhaInsegura(NaoLigou):
    """The connection was made and is not to be trusted. Nothing was sent. `visto`: the fingerprint that was shown."""

    def __init__(self, motivo: Motivo, visto: str = "") -> None:
        super().__init__(motivo.name)
        self.motivo, self.visto = motivo, visto

    def em_palavras(self, onde: str) -> tuple[str, str]:
        """What happened, and what to do. `onde`: address and port."""
        mensagem, acao = self.motivo.value
        return mensagem.format(onde=onde, visto=em_grupos(self.visto)), acao


def contexto(certificados: Collection[str]) -> ssl.SSLContext:
    """How this station opens one line of https: with pins the certificate is judged by `confere` alone.

    One for each line: truststore's lets one handshake at a time through, so a silent server would make the lines
    beside it late, and OpenSSL before 3.4 keeps another copy of the authorities' folder for each handshake.
    """
    if not certificados:
        import truststore  # where each system keeps its authorities; 15 ms of a start, and most stations have pins

        return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    feito = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    feito.check_hostname = False
    feito.verify_mode = ssl.CERT_NONE  # of the authorities, not of the certificate: see `confere`
    return feito


def confere(linha: ssl.SSLSocket, certificados: Collection[str]) -> None:
    """After the handshake, before anything is sent. Raises LinhaInsegura."""
    visto = impressao(linha.getpeercert(binary_form=True) or b"")
    if certificados and visto not in certificados:
        raise LinhaInsegura(Motivo.OUTRO, visto)


def explica(erro: OSError) -> LinhaInsegura | None:
    """What a failed handshake means; None when it was no matter of TLS (the network broke)."""
    if isinstance(erro, ssl.SSLCertVerificationError):
        return LinhaInsegura(_MOTIVOS.get(getattr(erro, "verify_code", 0), Motivo.DESCONHECIDO))
    if isinstance(erro, ssl.SSLError):
        sem_tls = erro.reason in ("WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "PACKET_LENGTH_TOO_LONG")
        return LinhaInsegura(Motivo.SEM_TLS if sem_tls else Motivo.FALHOU)
    return None


def olha(host: str, porta: int, segundos: float) -> Certificado | None:
    """The certificate that a server shows, believed or not; None when it does not speak TLS. For the diagnosis.

    Two handshakes: the library reads only a certificate that it verified, so the one shown first is what the second
    believes. Raises OSError when nobody answers.
    """
    sem_prova = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    sem_prova.check_hostname = False
    sem_prova.verify_mode = ssl.CERT_NONE
    try:
        with socket.create_connection((host, porta), segundos) as rede, sem_prova.wrap_socket(rede) as linha:
            der = linha.getpeercert(binary_form=True) or b""
        prova = para_ler(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
        prova.load_verify_locations(cadata=der)
        with socket.create_connection((host, porta), segundos) as rede, prova.wrap_socket(rede) as linha:
            return do_par(linha)
    except ssl.SSLError:
        return None
