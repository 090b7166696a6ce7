"""Users and stations, as the command line and the service handle them."""

from datetime import UTC, datetime

import psycopg
import pytest
from sqlalchemy import Engine, insert, select

from balcao.db.server.banco import motor
from balcao.db.tables import auditoria, estabelecimentos, perfis, usuario_estabelecimentos, usuarios
from balcao.domain.permissoes import Permissao
from balcao.domain.tipo_pedido.opcoes import TipoVendedor
from balcao.services.office import estacoes as _estacoes
from balcao.services.office import senhas
from balcao.services.office import usuarios as _usuarios
from balcao.services.office.contexto import Recusada
from balcao.services.office.estacoes import NovaEstacao
from balcao.services.office.usuarios import NovoUsuario
from tests.apoio.empresa import PAPEIS, Empresa, numera_estacoes

AGORA = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture
def base(empresa: Empresa):
    """Two shops, two profiles; an engine of the service."""
    with empresa.motor() as servico, servico.begin() as con:
        con.execute(insert(estabelecimentos), [
            {"id": n, "nome": f"Loja {n}", "fantasia": f"LOJA {n}", "cnpj": str(n)} for n in (1, 2)])
        con.execute(insert(perfis), [
            {"id": 1, "nome": "Vendedor", "permissoes": [Permissao.VENDER]},
            {"id": 2, "nome": "Administrador", "permissoes": [p.value for p in Permissao]}])
        con.commit()
        yield servico


def _cria(servico: Engine, **campos: object) -> int:
    dados = {"login": "ana", "nome": "Ana Lima", "senha": "segredo1", "perfil": "Vendedor"} | campos
    with servico.begin() as con:
        return _usuarios.criar(con, NovoUsuario(**dados), AGORA)  # type: ignore[arg-type]


def test_criar_guarda_a_senha_so_como_argon2id_e_audita(base: Engine) -> None:
    usuario = _cria(base, login=" Ana ", perfil="vendedor", atalho="7")
    with base.connect() as con:
        linha = con.execute(select(usuarios).where(usuarios.c.id == usuario)).one()
        assert (linha.login, linha.nome, linha.perfil_id, linha.atalho, linha.ativo) == (
            "ana", "Ana Lima", 1, "7", True)
        assert linha.senha.startswith("$argon2id$")
        assert senhas.confere(linha.senha, "segredo1")
        assert not senhas.confere(linha.senha, "segredo2")
        assert con.scalars(select(usuario_estabelecimentos.c.estabelecimento_id).order_by(
            usuario_estabelecimentos.c.estabelecimento_id)).all() == [1, 2]
        registro = con.execute(select(auditoria)).one()
        assert (registro.assunto, registro.campo, registro.em) == ("usuário ana", "criação", AGORA)
        assert "segredo1" not in str(registro)


@pytest.mark.parametrize(("campos", "mensagem"), [
    ({"login": "ana maria"}, "O login “ana maria” não serve"),
    ({"login": "a"}, "não serve"),
    ({"nome": "  "}, "Informe o nome"),
    ({"senha": "curta"}, "precisa de 6 letras ou mais; há 5"),
    ({"senha": "s" * 129}, "até 128"),
    ({"login": "anaana", "senha": "AnaAna"}, "igual ao login"),
    ({"perfil": "Chefe"}, "Não há perfil “Chefe”. Perfis cadastrados: Administrador, Vendedor."),
    ({"atalho": "123"}, "um ou dois algarismos"),
    ({"atalho": "9"}, "O atalho 9 é de Bia"),
    ({"login": "bia"}, "Já existe um usuário “bia”"),
    ({"estabelecimentos": (1, 5)}, "Escolha estabelecimentos ativos. Estabelecimentos ativos: 1, 2."),
])
def test_criar_recusa_o_que_nao_serve(base: Engine, campos: dict[str, object], mensagem: str) -> None:
    _cria(base, login="bia", nome="Bia", atalho="9")
    with pytest.raises(Recusada) as erro:
        _cria(base, **campos)
    assert mensagem in str(erro.value)
    with base.connect() as con:
        assert con.scalars(select(usuarios.c.login)).all() == ["bia"]


def test_trocar_senha_desativar_ativar_e_listar(base: Engine) -> None:
    _cria(base)
    _cria(base, login="raiz", nome="Rita", perfil="Administrador", vendedor=False)
    with base.begin() as con:
        _usuarios.trocar_senha(con, "ANA", "outra-senha", AGORA)
        _usuarios.desativar(con, "ana", AGORA)
        resumo = con.scalar(select(usuarios.c.senha).where(usuarios.c.login == "ana"))
        assert senhas.confere(str(resumo), "outra-senha")
        assert [(u.login, u.perfil, u.ativo) for u in _usuarios.listar(con)] == [
            ("ana", "Vendedor", False), ("raiz", "Administrador", True)]
        _usuarios.ativar(con, "ana", AGORA)
        assert all(u.ativo for u in _usuarios.listar(con))
        with pytest.raises(Recusada, match="Não há usuário “zé”"):
            _usuarios.trocar_senha(con, "zé", "qualquer-uma", AGORA)


def test_o_ultimo_administrador_fica(base: Engine) -> None:
    _cria(base, login="raiz", nome="Rita", perfil="Administrador")
    with base.begin() as con, pytest.raises(Recusada, match="Rita é o último usuário ativo que mantém"):
        _usuarios.desativar(con, "raiz", AGORA)
    _cria(base, login="vera", nome="Vera", perfil="Administrador")
    with base.begin() as con:
        _usuarios.desativar(con, "raiz", AGORA)
        with pytest.raises(Recusada, match="Vera é o último"):
            _usuarios.desativar(con, "vera", AGORA)


@pytest.fixture
def admin(base: Engine, empresa: Empresa):
    numera_estacoes(empresa)
    engine = motor(empresa.dsn_admin, esquema=PAPEIS.esquema, conexoes=1)
    yield engine
    engine.dispose()


def test_a_estacao_nasce_com_papel_e_um_so_segredo(admin: Engine, empresa: Empresa) -> None:
    with admin.begin() as con:
        nova = _estacoes.criar(con, PAPEIS, NovaEstacao(1, politica={"rodape": {"casas_decimais_qtde": 4}}), AGORA)
        segunda = _estacoes.criar(con, PAPEIS, NovaEstacao(1, "Vitrine"), AGORA)
    assert (nova.nome, nova.numero, segunda.nome, segunda.numero) == ("BALCÃO 1", 1, "Vitrine", 2)
    assert "segredo" not in repr(nova)
    with psycopg.connect(empresa.dsn_estacao(nova.estacao_id, nova.segredo)) as con:
        assert con.execute("SELECT estacao_atual(), estabelecimento_da_estacao()").fetchone() == (
            nova.estacao_id, 1)
    with empresa.servico() as con:
        linha = con.execute("SELECT credencial, politica FROM estacoes WHERE id = %s",
                            [nova.estacao_id]).fetchone()
    assert linha is not None
    assert senhas.confere(linha[0], nova.segredo)
    assert linha[1] == {"rodape": {"casas_decimais_qtde": 4}}


def test_renovar_troca_as_duas_portas_e_desativar_as_fecha(admin: Engine, empresa: Empresa) -> None:
    with admin.begin() as con:
        velha = _estacoes.criar(con, PAPEIS, NovaEstacao(1, "Vitrine"), AGORA)
    with admin.begin() as con:
        nova = _estacoes.renovar(con, PAPEIS, "vitrine", AGORA)
    assert nova.segredo != velha.segredo
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(empresa.dsn_estacao(velha.estacao_id, velha.segredo))
    viva = psycopg.connect(empresa.dsn_estacao(nova.estacao_id, nova.segredo), autocommit=True)
    with admin.begin() as con:
        _estacoes.desativar(con, PAPEIS, "Vitrine", AGORA)
        assert [(e.nome, e.ativo) for e in _estacoes.listar(con)] == [("Vitrine", False)]
    with pytest.raises(psycopg.OperationalError):  # its session ended
        viva.execute("SELECT 1")
    viva.close()
    with pytest.raises(psycopg.OperationalError, match=r"not permitted to log in|password authentication"):
        psycopg.connect(empresa.dsn_estacao(nova.estacao_id, nova.segredo))
    with admin.begin() as con:
        de_volta = _estacoes.renovar(con, PAPEIS, "Vitrine", AGORA)
    psycopg.connect(empresa.dsn_estacao(de_volta.estacao_id, de_volta.segredo)).close()


def test_uma_criacao_que_falha_nao_deixa_papel(admin: Engine, empresa: Empresa) -> None:
    with admin.connect() as con, con.begin() as transacao:
        nova = _estacoes.criar(con, PAPEIS, NovaEstacao(1), AGORA)
        transacao.rollback()
    with empresa.admin() as con:
        assert con.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [nova.papel]).fetchone() is None


@pytest.mark.parametrize(("nova", "mensagem"), [
    (NovaEstacao(9), "Não há estabelecimento ativo de número 9"),
    (NovaEstacao(1, "vitrine"), "Já existe uma estação “vitrine”"),
    (NovaEstacao(1, "Outra", 5), "O terminal 5 deste estabelecimento é “Vitrine”"),
    (NovaEstacao(1, "Outra", 0), "vai de 1 a 999; foi informado 0"),
    (NovaEstacao(1, "x" * 41), "até 40 letras; há 41"),
])
def test_estacao_que_nao_serve(admin: Engine, nova: NovaEstacao, mensagem: str) -> None:
    with admin.begin() as con:
        _estacoes.criar(con, PAPEIS, NovaEstacao(1, "Vitrine", 5), AGORA)
    with pytest.raises(Recusada) as erro, admin.begin() as con:
        _estacoes.criar(con, PAPEIS, nova, AGORA)
    assert mensagem in str(erro.value)


def test_a_user_is_a_seller_of_one_kind_or_of_none_and_it_is_audited(base: Engine) -> None:
    usuario = _cria(base)
    def guardado() -> object:
        with base.connect() as con:
            return tuple(con.execute(select(usuarios.c.vendedor, usuarios.c.tipo_vendedor).where(
                usuarios.c.id == usuario)).one())
    assert guardado() == (True, "vendedor")
    for tipo, esperado in ((TipoVendedor.REPRESENTANTE, (True, "representante")), (None, (False, "representante")),
                           (TipoVendedor.TELE_VENDAS, (True, "tele_vendas"))):
        with base.begin() as con:
            _usuarios.classificar(con, "ana", tipo, AGORA)
        assert guardado() == esperado
    with base.connect() as con:
        assert con.execute(select(auditoria.c.antes, auditoria.c.depois).where(
            auditoria.c.campo == "tipo de vendedor").order_by(auditoria.c.id)).all() == [
                ("vendedor", "representante"), ("representante", None), (None, "tele_vendas")]
        assert [(u.vendedor, u.tipo_vendedor) for u in _usuarios.listar(con)] == [(True, "tele_vendas")]
    with base.begin() as con, pytest.raises(Recusada, match="Não há usuário"):
        _usuarios.classificar(con, "ninguem", None, AGORA)
