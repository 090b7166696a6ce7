"""The certificate with which the service of this computer proves who it is: PEM files that the shop has, or that are
made here. The key never leaves its file.
"""

import ipaddress
import ssl
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from balcao.config import plataforma
from balcao.domain.certificado import Certificado, impressao
from balcao.domain.erros import AmbienteIndisponivel
from balcao.domain.motivo_sistema import motivo_do_sistema

VALE = timedelta(days=3650)  # counters know it by its fingerprint: what an early end would protect is not there
_SEM_HORA = ssl.VerifyFlags(0x200000)  # OpenSSL's X509_V_FLAG_NO_CHECK_TIME, which the library has no name for
_VOLTAS = 4  # a TLS handshake is over in fewer


def le(certificado: Path, chave: Path) -> Certificado:
    """What a pair of PEM files says, expired or not. Raises AmbienteIndisponivel when they cannot be served with."""
    contexto = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    for arquivo in (certificado, chave):
        try:
            arquivo.open("rb").close()
        except OSError as erro:
            raise AmbienteIndisponivel(f"O arquivo {arquivo} não pôde ser lido ({motivo_do_sistema(erro)}).",
                                       "Confira o caminho e as permissões em: balcao servidor certificado.") from erro
    try:
        contexto.load_cert_chain(certificado, chave, password=_sem_senha)
    except (ssl.SSLError, ValueError) as erro:
        motivo = getattr(erro, "reason", None)
        problema = {"KEY_VALUES_MISMATCH": "a chave não é a deste certificado"}.get(
            str(motivo), str(erro) if isinstance(erro, _ChaveComSenha) else "não são um certificado e uma chave em PEM")
        raise AmbienteIndisponivel(f"Os arquivos {certificado} e {chave} não servem: {problema}.",
                                   "Use o par certo, em PEM e com a chave sem senha: balcao servidor certificado "
                                   "--usa CERTIFICADO CHAVE.") from erro
    return _conversa(contexto, certificado)


def para_ler(contexto: ssl.SSLContext) -> ssl.SSLContext:
    """Make a client's context take exactly the certificates loaded into it, whatever their names and dates, so that
    what they say can be read."""
    contexto.check_hostname = False
    contexto.verify_flags |= ssl.VerifyFlags.VERIFY_X509_PARTIAL_CHAIN | _SEM_HORA
    return contexto


def do_par(outro: ssl.SSLSocket | ssl.SSLObject) -> Certificado:
    """What the other side of a finished, verified handshake showed."""
    dito, der = outro.getpeercert() or {}, outro.getpeercert(binary_form=True) or b""
    ate = datetime.fromtimestamp(ssl.cert_time_to_seconds(str(dito["notAfter"])), UTC)
    nomes = tuple(str(par[1]) for par in dito.get("subjectAltName", ()))
    return Certificado(impressao(der), ate, nomes)


def cria(pasta: Path, nomes: Iterable[str], agora: datetime) -> tuple[Path, Path]:
    """Make a self-signed certificate and its key in `pasta`; returns both files. Nothing that is there is replaced.

    nomes: how counters call this computer, names or IP addresses. agora: aware. Raises OSError.
    """
    from cryptography import x509  # 100 to 200 ms that only this command pays
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    chave = ec.generate_private_key(ec.SECP256R1())
    dono = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Retaguarda do Balcão")])
    feito = (x509.CertificateBuilder().subject_name(dono).issuer_name(dono).public_key(chave.public_key())
             .serial_number(x509.random_serial_number())
             .not_valid_before(agora - timedelta(days=1)).not_valid_after(agora + VALE)  # a clock may be behind
             .add_extension(x509.SubjectAlternativeName(
                 [x509.IPAddress(ip) if (ip := _ip(nome)) else x509.DNSName(nome) for nome in nomes]), critical=False)
             .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
             .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
             .sign(chave, hashes.SHA256()))
    nome = f"servico-{impressao(feito.public_bytes(serialization.Encoding.DER))[:8]}"
    arquivos = pasta / f"{nome}.pem", pasta / f"{nome}.chave.pem"
    plataforma.cria_pasta(pasta)
    plataforma.grava(arquivos[1], chave.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    plataforma.grava(arquivos[0], feito.public_bytes(serialization.Encoding.PEM))
    return arquivos


class _ChaveComSenha(ValueError):
    pass


def _sem_senha() -> str:
    raise _ChaveComSenha("a chave tem senha, e o serviço inicia sem ninguém para digitá-la")


def _conversa(servidor: ssl.SSLContext, certificado: Path) -> Certificado:
    """Read a certificate by a handshake in memory: what the standard library has for it needs the other side."""
    cliente = para_ler(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
    cliente.load_verify_locations(certificado)
    ida, volta = ssl.MemoryBIO(), ssl.MemoryBIO()
    daqui = cliente.wrap_bio(volta, ida)
    lados = (daqui, servidor.wrap_bio(ida, volta, server_side=True))
    try:
        for _ in range(_VOLTAS):
            for lado in lados:
                try:
                    lado.do_handshake()
                except ssl.SSLWantReadError:
                    continue
        return do_par(daqui)
    except ssl.SSLError as erro:
        raise AmbienteIndisponivel(f"O certificado {certificado} não serve para um servidor ({erro.reason or erro}).",
                                   "Use um certificado de servidor: balcao servidor certificado --usa.") from erro


def _ip(nome: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(nome)
    except ValueError:
        return None
