"""Shops, people who work there, stations, plans, price lists, order types, preferences."""

from argon2.low_level import Type, hash_secret

from balcao.db.fatos_cadastros import ABATER_CREDITOS, LIMITE_PRE_APROVADO, PRECO_FORA_DA_FAIXA
from balcao.domain.permissoes import Permissao as P
from balcao.domain.plano import PlanoPagamento
from balcao.domain.situacoes import Situacao
from balcao.domain.terminal import PoliticaTerminal
from balcao.domain.tipo_pedido import Categoria, TipoPedido, versoes
from balcao.domain.tipo_pedido.opcoes import AcaoEstoque, EmissaoSemRetaguarda, RegraNumeracao, RegraReserva
from balcao.domain.tipo_pedido.versoes import CHAVE_PRE_VENDA
from ferramentas.loja_exemplo.comum import SEMENTE, Json, Tabelas

LOJAS = (
    {"id": 1, "nome": "Empório Andorinha Comércio Ltda.", "fantasia": "EMPÓRIO ANDORINHA", "cnpj": "45723174000110",
     "ie": "244123456110", "endereco": "Rua Treze de Maio, 480, Centro", "municipio": "Campinas", "uf": "SP",
     "cep": "13010070", "telefone": "1930000480", "pix_chave": "pix@emporioandorinha.example"},
    {"id": 2, "nome": "Empório Andorinha Valinhos Ltda.", "fantasia": "EMPÓRIO ANDORINHA VALINHOS",
     "cnpj": "12ABC34501DE35", "ie": "708123456113", "endereco": "Avenida dos Esportes, 1200, Vila Olivo",
     "municipio": "Valinhos", "uf": "SP", "cep": "13270210", "telefone": "1930001200", "pix_chave": ""},
)
_VENDE = [P.VENDER, P.INCLUIR_CLIENTE]
_LIBERA = [P.LIBERAR_CREDITO, P.LIBERAR_CLIENTE, P.LIBERAR_ESTOQUE, P.LIBERAR_DESCONTO, P.LIBERAR_PRECO,
           P.LIBERAR_SEM_RETAGUARDA]
PERFIS: tuple[tuple[int, str, list[P], int | None], ...] = (
    (1, "Vendedor", _VENDE, 5),
    (2, "Vendedor sênior", [*_VENDE, P.ALTERAR_PRECO, P.ALTERAR_CLIENTE, P.CANCELAR_DOCUMENTO], 10),
    (3, "Gerente", [*_VENDE, P.ALTERAR_PRECO, P.ALTERAR_CLIENTE, P.ALTERAR_LIMITE, P.CANCELAR_DOCUMENTO, *_LIBERA,
                    P.ALTERAR_CONFIGURACAO, P.ALTERAR_TIPOS_PEDIDO, P.FATURAR, P.IMPORTAR, P.VER_DIVERGENCIAS], 30),
    (4, "Caixa", [P.FATURAR, P.CANCELAR_DOCUMENTO], 0),
    (5, "Administrador", list(P), None),
    (6, "Estoquista", [P.IMPORTAR], 0),
)
# id, login, name, profile, seller, shortcut, shops; the password is the login followed by 123
USUARIOS = (
    (1, "ana", "Ana Lima", 1, True, "1", (1,)),
    (2, "bruno", "Bruno Castro", 2, True, "2", (1, 2)),
    (3, "carla", "Carla Nogueira", 3, True, "3", (1, 2)),
    (4, "davi", "Davi Moraes", 4, False, None, (1, 2)),
    (5, "elisa", "Elisa Prado", 5, False, "5", (1, 2)),
    (6, "fabio", "Fábio Teixeira", 6, False, None, (1, 2)),
)
# id, name, number, shop
ESTACOES = ((1, "CAMPINAS 1", 1, 1), (2, "CAMPINAS 2", 2, 1), (3, "VALINHOS 1", 1, 2))
PLANOS = (
    PlanoPagamento(id=1, nome="À VISTA", prazos=(0,), toma_credito=False, permite_bloqueado=True),
    PlanoPagamento(id=2, nome="30 DIAS", prazos=(30,)),
    PlanoPagamento(id=3, nome="30/60/90", prazos=(30, 60, 90), valor_minimo=150),
    PlanoPagamento(id=4, nome="ENTRADA + 2", prazos=(0, 30, 60), entrada_percentual=40),
)
LISTAS = ((1, "VAREJO"), (2, "ATACADO"))
# A proposal is negotiated: until it is approved, or picked, its items change.
_MUDAM = dict.fromkeys(("situacoes_inclusao_itens", "situacoes_alteracao_itens", "situacoes_exclusao_itens"),
                       frozenset({Situacao.MANUTENCAO, Situacao.EMITIDO, Situacao.PENDENTE}))
DAV = TipoPedido(
    id=1, nome="DAV", titulo="Orçamento", categoria=Categoria.ORCAMENTO, validade_proposta=15,
    validar_estoque_no_fechamento_pedido=AcaoEstoque.ALERTAR, permite_estoque_negativo=True,
    emissao_sem_retaguarda=EmissaoSemRetaguarda.ORCAMENTO, regra_numeracao=RegraNumeracao.SEQUENCIAL_TIPO, **_MUDAM)
PRE_VENDA = TipoPedido(
    id=2, nome="PRÉ-VENDA", titulo="Pré-venda", categoria=Categoria.VENDA,
    regra_reserva_estoque=RegraReserva.RESERVA_EXCETO_MANUTENCAO,
    validar_estoque_no_fechamento_pedido=AcaoEstoque.SENHA, permite_estoque_negativo=True,
    emissao_sem_retaguarda=EmissaoSemRetaguarda.CREDITO_CONHECIDO, regra_numeracao=RegraNumeracao.SEQUENCIAL_TIPO,
    chave_identificacao=CHAVE_PRE_VENDA, **_MUDAM)
TIPOS = (DAV, PRE_VENDA)
TERMINAL = PoliticaTerminal.model_validate({
    "integracao": {"verificar_crediario_pre_venda": True}})


def cadastros() -> Tabelas:
    """The rows of the small registries."""
    lojas = [loja["id"] for loja in LOJAS]
    return {
        "estabelecimentos": [dict(loja) for loja in LOJAS],
        "preferencias": [{"chave": LIMITE_PRE_APROVADO, "valor": Json("300.00")},
                         {"chave": ABATER_CREDITOS, "valor": Json(True)},
                         {"chave": PRECO_FORA_DA_FAIXA, "valor": Json("senha")}],
        "perfis": [{"id": i, "nome": n, "permissoes": [p.value for p in ps], "desconto_maximo": d}
                   for i, n, ps, d in PERFIS],
        "usuarios": [{"id": i, "login": login, "nome": nome, "senha": _argon2(login), "perfil_id": perfil,
                      "vendedor": vendedor, "atalho": atalho, "ativo": True, "demo": True}
                     for i, login, nome, perfil, vendedor, atalho, _ in USUARIOS],
        "usuario_estabelecimentos": [{"usuario_id": u[0], "estabelecimento_id": loja}
                                     for u in USUARIOS for loja in u[6]],
        "estacoes": [{"id": i, "nome": nome, "numero": numero, "estabelecimento_id": loja, "credencial": "",
                      "politica": TERMINAL.model_dump(mode="json", exclude_unset=True)}
                     for i, nome, numero, loja in ESTACOES],
        "listas_preco": [{"id": i, "nome": n} for i, n in LISTAS],
        "planos_pagamento": [{**p.model_dump(mode="json"), "prazos": list(p.prazos)} for p in PLANOS],
        "tipos_pedido": [{"id": t.id, "nome": t.nome,
                          "politica": versoes.documento(t)} for t in TIPOS],
        "tipo_pedido_estabelecimentos": [{"tipo_id": t.id, "estabelecimento_id": loja}
                                         for t in TIPOS for loja in lojas],
    }


def _argon2(login: str) -> str:
    """Argon2id with a salt of its own, always the same: the files must not change from build to build."""
    return hash_secret(f"{login}123".encode(), f"{SEMENTE}{login:>8}".encode(), 3, 65536, 4, 32, Type.ID).decode()
