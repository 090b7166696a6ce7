"""The words of the command line: every command, its options, and which function runs it. Only argparse here."""

import argparse
from pathlib import Path

from balcao import __version__
from balcao.cli.argumentos import Comandos, Leitor, porta, positivo


def leitor() -> argparse.ArgumentParser:
    """The parser. Each command's default `comando` is "module.function" of this package."""
    raiz = Leitor(prog="balcao", description="Balcão: o programa do balcão da loja.",
                  epilog="Sem comando, abre a janela. Saída: 0 feito; 1 recusado; 2 linha de comando errada; "
                         "3 servidor, disco, arquivo ou rede falhou; 4 defeito do programa (registrado).")
    raiz.add_argument("--version", "--versao", action="version", version=f"Balcão {__version__}",
                      help="mostra a versão e sai")
    raiz.add_argument("--tema", choices=("automatico", "claro", "escuro", "alto_contraste"), default=None,
                      help="aparência da janela")
    raiz.set_defaults(comando="programa.janela")
    comandos = raiz.add_subparsers(title="comandos", metavar="comando")
    demo = comandos.add_parser("demo", help="mostra o programa inteiro em uma loja temporária, sem tela")
    demo.add_argument("--saida", required=True, type=Path, metavar="PASTA", help="onde gravar documentos e telas")
    demo.add_argument("--nfe", nargs="*", default=[], type=Path, metavar="ARQUIVO", help="notas a importar")
    demo.set_defaults(comando="demonstracao.executa")
    _servidor(comandos)
    _banco(comandos)
    _usuario(comandos)
    _estacao(comandos)
    _envios(comandos)
    _importar_notas(comandos)
    _importar_tabelas(comandos)
    _planilhas(comandos)
    return raiz


def _servidor(comandos: Comandos) -> None:
    servidor = comandos.add_parser("servidor", help="liga a retaguarda (banco e serviço) deste computador")
    servidor.add_argument("--porta", type=porta, help="porta do serviço (a padrão é 8082)")
    servidor.add_argument("--processos", type=positivo, help="quantos processos atendem")
    servidor.set_defaults(comando="servidor.liga")
    certificado = servidor.add_subparsers(metavar="[ação]").add_parser(
        "certificado", help="a proteção (https) da conversa com os balcões; sem opções, mostra",
        description="Com um certificado, o serviço só atende por https, e cada balcão confere a impressão dele. O "
                    "primeiro que se cria entra em uso; um novo só entra com --usa, depois que os balcões o conhecem.")
    certificado.add_argument("--cria", action="store_true", help="faz um certificado para este computador")
    certificado.add_argument("--nome", action="append", default=[], metavar="NOME",
                             help="com --cria, um nome ou IP pelo qual os balcões o chamam; pode ser repetido")
    certificado.add_argument("--usa", nargs=2, type=Path, metavar=("CERTIFICADO", "CHAVE"),
                             help="usa estes arquivos PEM, da loja ou feitos com --cria")
    certificado.add_argument("--desliga", action="store_true", help="volta a atender sem proteção (http)")
    certificado.set_defaults(comando="protecao.certificado")
    diagnostico = comandos.add_parser("diagnostico", help="testa tudo o que a venda usa, e diz o que fazer")
    como = diagnostico.add_mutually_exclusive_group()
    como.add_argument("--json", action="store_true", help="resultado para um programa ler")
    como.add_argument("--suporte", action="store_true", help="um texto para o suporte, sem dados de pessoas")
    diagnostico.add_argument("--arquivo", type=Path, help="com --json ou --suporte, grava neste arquivo")
    diagnostico.set_defaults(comando="diagnostico.mostra")


def _banco(comandos: Comandos) -> None:
    acoes = comandos.add_parser("banco", help="cria, atualiza, mostra, copia, confere e restaura o banco de dados"
                                ).add_subparsers(required=True, metavar="ação")
    criar = acoes.add_parser(
        "criar", help="cria a loja em um PostgreSQL próprio (15 ou mais novo) ou no que vem junto",
        description="Cria a empresa, pronta para vender. As senhas são pedidas; sem terminal, são lidas da entrada, "
                    "uma por linha: a do PostgreSQL (se houver --endereco), depois a do administrador da loja.")
    _onde(criar, "PostgreSQL da loja; sem ele, usa o que vem com o Balcão, neste computador")
    criar.add_argument("--esquema", default="loja", help="nome da empresa dentro do banco (o padrão é loja)")
    criar.add_argument("--escuta", metavar="ENDERECO", help="onde o serviço atende: 0.0.0.0 para os outros balcões "
                       "(padrão com --endereco de rede), 127.0.0.1 só este computador")
    criar.add_argument("--nome", help="razão social")
    criar.add_argument("--fantasia", help="nome da loja; sem ele, a razão social")
    criar.add_argument("--cnpj")
    criar.add_argument("--admin", metavar="LOGIN", help="o primeiro usuário, administrador; a senha é pedida")
    criar.add_argument("--exemplo", action="store_true", help="em vez de uma loja nova, a loja de exemplo")
    criar.set_defaults(comando="banco.criar")
    acoes.add_parser("migrar", help="leva o banco à versão deste programa").set_defaults(comando="banco.migrar")
    acoes.add_parser("estado", help="mostra versão, tamanho e contagens").set_defaults(comando="banco.estado")
    copiar = acoes.add_parser("copiar", help="grava uma cópia completa em um arquivo, com a loja trabalhando")
    copiar.add_argument("arquivo", type=Path)
    copiar.set_defaults(comando="banco.copiar")
    conferir = acoes.add_parser(
        "conferir", help="confere o banco da loja inteiro, ou prova uma cópia",
        description="Sem arquivo, confere o banco da loja inteiro, com a loja trabalhando: documentos emitidos, "
                    "números, totais, reservas de estoque e faturamentos. Com arquivo, prova a cópia: restaura-a "
                    "ao lado, em um banco que é apagado.")
    conferir.add_argument("arquivo", type=Path, nargs="?", help="a cópia a provar")
    conferir.set_defaults(comando="banco.conferir")
    agendar = acoes.add_parser(
        "agendar", help="a cópia que a retaguarda faz sozinha, uma vez por dia; sem opções, mostra",
        description="A retaguarda copia o banco uma vez por dia e restaura a cópia ao lado, para ter certeza. Se o "
                    "computador estava desligado na hora marcada, copia quando for ligado. Vale logo, sem reiniciar.")
    agendar.add_argument("--hora", metavar="HH:MM", help="a hora, pelo relógio do servidor (a padrão é 03:00)")
    agendar.add_argument("--pasta", type=Path, help="onde as cópias ficam; de preferência em outro disco")
    agendar.add_argument("--guarda", type=positivo, metavar="N", help="quantas cópias ficam (o padrão é 14)")
    agendar.add_argument("--desliga", action="store_true", help="não faz mais cópias sozinha; as outras opções ligam")
    agendar.add_argument("--por-outro", metavar="QUEM",
                         help="a cópia é feita por outra pessoa ou programa, e QUEM responde por ela: o Balcão não "
                              "copia sozinho nem avisa; outra opção, como --hora, volta atrás")
    agendar.set_defaults(comando="banco.agendar")
    restaurar = acoes.add_parser("restaurar", help="põe uma cópia no lugar do banco; o que havia fica guardado")
    restaurar.add_argument("arquivo", type=Path)
    restaurar.add_argument("--sim", action="store_true", help="não pergunta")
    _onde(restaurar, "PostgreSQL que recebe a cópia, em um computador que ainda não tem loja")
    restaurar.set_defaults(comando="banco.restaurar")


def _onde(acao: argparse.ArgumentParser, ajuda: str) -> None:
    acao.add_argument("--endereco", help=ajuda)
    acao.add_argument("--porta", type=porta, default=5432, help="porta do PostgreSQL (a padrão é 5432)")
    acao.add_argument("--banco", default="balcao", help="nome do banco de dados (o padrão é balcao)")
    acao.add_argument("--banco-ca", type=Path, metavar="ARQUIVO",
                      help="com --endereco, o PostgreSQL prova quem é: PEM da autoridade, ou do certificado dele")
    _administrador(acao)


def _administrador(acao: argparse.ArgumentParser) -> None:
    acao.add_argument("--usuario", default="postgres",
                      help="administrador do PostgreSQL da loja (o padrão é postgres); a senha é pedida")


TIPOS_VENDEDOR = ("vendedor", "tele-vendas", "representante", "nenhum")


def _usuario(comandos: Comandos) -> None:
    usuario = comandos.add_parser("usuario", help="usuários da loja").add_subparsers(required=True, metavar="ação")
    criar = usuario.add_parser("criar", help="inclui um usuário e mostra o número dele; a senha é pedida")
    criar.add_argument("login")
    criar.add_argument("--nome", required=True)
    criar.add_argument("--perfil", required=True)
    criar.add_argument("--atalho", default="", help="um ou dois algarismos: troca de vendedor em duas teclas")
    criar.add_argument("--tipo-vendedor", choices=TIPOS_VENDEDOR, default="vendedor",
                       help="o que a pessoa é para os tipos de pedido que limitam o vendedor")
    criar.set_defaults(comando="cadastros.usuario_criar")
    vendedor = usuario.add_parser("vendedor", help="diz que tipo de vendedor um usuário é")
    vendedor.add_argument("login")
    vendedor.add_argument("tipo", choices=TIPOS_VENDEDOR)
    vendedor.set_defaults(comando="cadastros.usuario_vendedor")
    for nome, ajuda, comando in (("senha", "troca a senha", "cadastros.usuario_senha"),
                                 ("desativar", "não deixa mais entrar", "cadastros.usuario_desativar"),
                                 ("ativar", "deixa entrar outra vez, com a senha que tinha",
                                  "cadastros.usuario_ativar")):
        acao = usuario.add_parser(nome, help=ajuda)
        acao.add_argument("login")
        acao.set_defaults(comando=comando)
    usuario.add_parser("listar", help="número, login, nome, perfil, situação e tipo de vendedor"
                       ).set_defaults(comando="cadastros.usuario_listar")


def _estacao(comandos: Comandos) -> None:
    estacao = comandos.add_parser("estacao", help="terminais da loja").add_subparsers(required=True, metavar="ação")
    criar = estacao.add_parser("criar", help="inclui um terminal e mostra a credencial dele, uma vez")
    criar.add_argument("nome")
    criar.add_argument("--loja", type=positivo, help="número do estabelecimento; o primeiro, se faltar")
    criar.add_argument("--numero", type=positivo, help="número do terminal; o próximo livre, se faltar")
    _administrador(criar)
    criar.set_defaults(comando="cadastros.estacao_criar")
    for nome, ajuda, comando in (("senha", "outra credencial; a antiga deixa de valer", "cadastros.estacao_senha"),
                                 ("desativar", "não deixa mais entrar", "cadastros.estacao_desativar")):
        acao = estacao.add_parser(nome, help=ajuda)
        acao.add_argument("nome")
        _administrador(acao)
        acao.set_defaults(comando=comando)
    estacao.add_parser("listar", help="número, nome, terminal, loja e situação de cada uma"
                       ).set_defaults(comando="cadastros.estacao_listar")
    usar = estacao.add_parser("usar", help="este computador passa a ser o terminal; a credencial é pedida")
    usar.add_argument("id", type=positivo, help="o número que balcao estacao criar mostrou")
    usar.add_argument("--loja", type=positivo, required=True, help="número do estabelecimento")
    usar.add_argument("--nome", default="", help="nome do terminal")
    usar.add_argument("--endereco", required=True, help="computador da retaguarda")
    usar.add_argument("--porta", type=porta, default=5432, help="porta do banco de dados (a padrão é 5432)")
    usar.add_argument("--servico", type=porta, default=8082, help="porta do serviço (a padrão é 8082)")
    usar.add_argument("--banco", default="balcao", help="nome do banco de dados (o padrão é balcao)")
    usar.add_argument("--esquema", default="loja", help="nome da empresa dentro do banco (o padrão é loja)")
    _protecao(usar)
    usar.set_defaults(comando="cadastros.estacao_usar")
    conexao = estacao.add_parser(
        "conexao", help="como este terminal protege a conversa com a retaguarda; sem opções, mostra",
        description="As opções do serviço dizem o todo: --certificado substitui os que valiam. Para trocar o "
                    "certificado do servidor, informe os dois, o de antes e o novo.")
    _protecao(conexao)
    conexao.add_argument("--http", action="store_true", help="sem proteção: só em uma rede em que se confia")
    conexao.set_defaults(comando="protecao.conexao")


def _protecao(acao: argparse.ArgumentParser) -> None:
    acao.add_argument("--https", action="store_true",
                      help="conversa protegida; sem --certificado, quem decide são as autoridades do sistema")
    acao.add_argument("--certificado", action="append", default=[], metavar="IMPRESSAO",
                      help="só aceita o certificado com esta impressão (SHA-256); pode ser repetido")
    acao.add_argument("--banco-ca", type=Path, metavar="ARQUIVO",
                      help="o PostgreSQL tem de provar quem é: PEM da autoridade, ou do certificado dele; - desliga")


def _envios(comandos: Comandos) -> None:
    envios = comandos.add_parser("envios", help="o que espera para chegar à retaguarda"
                                 ).add_subparsers(required=True, metavar="ação")
    envios.add_parser("listar", help="o que espera neste balcão, desde quando, e a última resposta"
                      ).set_defaults(comando="envios.listar")
    for nome, ajuda in (("exportar", "grava em um arquivo o que espera neste balcão; a fila não muda"),
                        ("conferir", "diz o que há em um arquivo exportado, e se ele está inteiro"),
                        ("importar", "no servidor da loja: guarda o que há no arquivo, cada documento uma vez só")):
        acao = envios.add_parser(nome, help=ajuda)
        acao.add_argument("arquivo", type=Path, metavar="ARQUIVO")
        acao.set_defaults(comando=f"envios.{nome}")


def _importar_notas(comandos: Comandos) -> None:
    nfe = comandos.add_parser("importar-nfe", help="notas de fornecedores: produtos, custo, preço e estoque")
    nfe.add_argument("arquivos", nargs="+", type=Path, metavar="ARQUIVO")
    nfe.add_argument("--margem", metavar="PERCENTUAL", help="sobre o custo; a padrão é a do grupo do produto")
    nfe.add_argument("--fator", action="append", default=[], metavar="ITEM=N",
                     help="o item da nota traz N unidades em cada embalagem (com várias notas, CHAVE:ITEM=N); "
                          "pode ser repetido")
    nfe.add_argument("--reduz-preco", action="store_true", help="baixa também os preços que a margem baixaria")
    _comuns(nfe, "importar.nfe")


def _importar_tabelas(comandos: Comandos) -> None:
    for nome, ajuda in (("produtos", "produtos, preços e estoque"), ("clientes", "clientes e limites"),
                        ("titulos", "títulos a receber")):
        acao = comandos.add_parser(f"importar-{nome}", help=f"{ajuda}, de CSV ou XLSX")
        acao.add_argument("arquivo", type=Path, metavar="ARQUIVO")
        acao.add_argument("--coluna", action="append", default=[], metavar="CABECALHO=CAMPO",
                          help="diz que campo é uma coluna do arquivo (sem CAMPO: ignora a coluna); pode ser repetido")
        acao.add_argument("--somente-boas", action="store_true", help="grava as linhas boas e deixa as outras")
        if nome == "titulos":
            acao.add_argument("--baixa-ausentes", action="store_true",
                              help="dá baixa nos títulos importados antes que não estão no arquivo")
        _comuns(acao, f"importar.{nome}")


def _comuns(acao: argparse.ArgumentParser, comando: str) -> None:
    if comando != "importar.clientes":  # customers belong to the company
        acao.add_argument("--loja", type=positivo, help="número do estabelecimento; o primeiro, se faltar")
    acao.add_argument("--simular", action="store_true", help="mostra o que faria e não grava nada")
    acao.set_defaults(comando=comando)


def _planilhas(comandos: Comandos) -> None:
    for cadastro, nome, ajuda in (("tipos_pedido", "tipos-pedido", "tipos de pedido"),):
        exportar = comandos.add_parser(f"exportar-{nome}", help=f"{ajuda}, para CSV ou XLSX")
        exportar.add_argument("arquivo", type=Path, metavar="ARQUIVO", help="termina em .xlsx ou .csv")
        exportar.add_argument("--substituir", action="store_true", help="grava por cima de um arquivo que já existe")
        exportar.set_defaults(comando="planilhas.exportar", cadastro=cadastro)
        importar = comandos.add_parser(f"importar-{nome}", help=f"{ajuda}, de CSV ou XLSX: tudo ou nada")
        importar.add_argument("arquivo", type=Path, metavar="ARQUIVO")
        importar.add_argument("--somente-boas", action="store_true", help="grava as linhas boas e deixa as outras")
        importar.add_argument("--simular", action="store_true", help="mostra o que faria e não grava nada")
        importar.set_defaults(comando="planilhas.importar", cadastro=cadastro)
