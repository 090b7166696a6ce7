"""Every sentence that tells a finding, in Brazilian Portuguese, by its stable code: what, why, next key."""

from datetime import date
from decimal import Decimal

from balcao.domain.achados import Finding, Severity
from balcao.domain.formatos import data, moeda, numero

TEXTOS: dict[str, str] = {
    "pedido.vazio": "O documento está vazio. Inclua ao menos um item.",
    "pedido.sem_itens": "O documento não tem nenhum item e por isso não passa à situação {situacao}. Clone-o e inclua "
                        "os itens.",
    "pedido.sem_valor": "O documento está com valor total zero. Confira os preços e os descontos.",
    "item.duplicado": "{produto}{neste} já está no documento, no item {posicao}. Mude a quantidade daquele item "
                      "ou exclua um dos dois.",
    "impressao.situacao": "O tipo {tipo} não deixa imprimir documentos na situação {situacao}. Espere a situação mudar "
                          "ou fale com o gerente.",
    "item.observacoes": "O tipo {tipo} não tem observações nos itens. Apague a de {produto} (Ctrl+Shift+O).",
    "numero_serie.nao_permitido": "O tipo {tipo} não tem número de série nos itens. Apague os de {produto} "
                                  "(Ctrl+Shift+N).",
    "numero_serie.faltam": "{produto} sai com o número de série de cada unidade: há {informados} de {unidades}. "
                           "Informe os que faltam (Ctrl+Shift+N).",
    "numero_serie.sobram": "{produto} tem {informados} números de série para {unidades} unidade(s). Tire os que sobram "
                           "(Ctrl+Shift+N) ou acerte a quantidade (F4).",
    "numero_serie.invalido": "“{serie}” não serve de número de série de {produto}. Digite-o outra vez (Ctrl+Shift+N).",
    "numero_serie.repetido": "O número de série {serie} de {produto} está duas vezes no documento. Apague um deles "
                             "(Ctrl+Shift+N).",
    "numero_serie.em_outro": "Já está no documento {documento} o número de série {serie} de {produto}. Confira-o na "
                             "peça e corrija (Ctrl+Shift+N).",
    "alteracao.tipo": "O tipo de um documento emitido não muda: o número é dele. Clone-o para fazer outro, do tipo "
                      "certo.",
    "alteracao.cabecalho": "Na situação {situacao} o cabeçalho do documento não muda mais ({campos}). Desfaça "
                           "(Ctrl+Z), ou abandone a alteração (Ctrl+W).",
    "alteracao.troca": "Na situação {situacao} um produto não é trocado por outro: inclua {produto} como item novo.",
    "alteracao.situacao": "Na situação {situacao} um documento não é mais alterado. Clone-o para fazer outro.",
    "alteracao.desconto": "O tipo {tipo} não deixa dar nem mudar o desconto do total na situação {situacao}. Deixe-o "
                          "como estava (Shift+F5).",
    "alteracao.inclusao": "O tipo {tipo} não deixa incluir itens na situação {situacao}: {produto} não entra. Fale "
                          "com o gerente, ou faça outro documento.",
    "alteracao.item": "O tipo {tipo} não deixa mudar a quantidade nem o preço de um item na situação {situacao}: "
                      "{produto} fica como estava.",
    "alteracao.exclusao": "O tipo {tipo} não deixa excluir itens na situação {situacao}: {produto} fica no documento.",
    "tipo.indisponivel": "O tipo de documento {tipo} não está mais liberado nesta loja. Escolha outro.",
    "cliente.exigido": "Escolha o cliente (F3): este documento precisa de um.",
    "cliente.consumidor_final": "Este documento não aceita CONSUMIDOR FINAL. Escolha um cliente (F3).",
    "cliente.sem_registro": "{cliente} não é cliente, e o tipo {tipo} só aceita clientes. Escolha outro (F3), ou "
                            "cadastre (F3, Ins).",
    "cliente.nao_e_a_loja": "No tipo {tipo} o cliente é a própria loja. Aperte F3 para voltar a ela.",
    "cliente.sem_credito": "{cliente} não é cliente e não tem crédito para este documento. Troque o plano (F9) ou o "
                           "tipo (F11).",
    "vendedor.exigido": "Escolha o vendedor (F6): documentos do tipo {tipo} pedem um.",
    "vendedor.nao_informar": "Documentos do tipo {tipo} não têm vendedor. Tire o vendedor.",
    "vendedor.tipo": "{vendedor} é {como}, e no tipo {tipo} o vendedor precisa ser {aceitos}. Escolha outro (F6).",
    "vendedor.sem_tipo": "{vendedor} não está cadastrado como vendedor, e no tipo {tipo} o vendedor precisa ser "
                         "{aceitos}. Escolha outro (F6).",
    "placa.exigido": "Informe a placa do veículo (Shift+F3): documentos do tipo {tipo} pedem.",
    "placa.nao_informar": "Documentos do tipo {tipo} não têm placa de veículo. Tire a placa.",
    "placa.invalida": "“{placa}” não é placa de veículo. Confira a placa e digite-a outra vez (Shift+F3).",
    "modelo.exigido": "Informe o modelo do veículo (Shift+F3): documentos do tipo {tipo} pedem.",
    "modelo.nao_informar": "Documentos do tipo {tipo} não têm modelo de veículo. Tire o modelo.",
    "equipamento.exigido": "Informe o equipamento (Shift+F3): documentos do tipo {tipo} pedem.",
    "equipamento.nao_informar": "Documentos do tipo {tipo} não têm equipamento. Tire o equipamento.",
    "tecnico.nao_informar": "Documentos do tipo {tipo} não têm técnico. Tire o técnico.",
    "tecnico.inexistente": "{tecnico} não está no cadastro de pessoas. Escolha outro técnico (Ctrl+T; de um item, "
                           "Shift+F4).",
    "tecnico.de_outra_loja": "{tecnico} não é colaborador desta loja, e no tipo {tipo} o técnico precisa ser. Escolha "
                             "outro (Ctrl+T).",
    "tecnico.nao_colaborador": "{tecnico} não é colaborador, e no tipo {tipo} o técnico precisa ser. Escolha outro "
                               "(Ctrl+T).",
    "apropriacao.sem_tecnico": "{produto} não tem técnico indicado, e no tipo {tipo} só ele apropria. Indique-o no "
                               "item (F4 altera o documento).",
    "apropriacao.de_outro": "{produto} é de {tecnico}, e no tipo {tipo} só ele apropria: {quem} não pode.",
    "cliente.sem_endereco": "{cliente} está sem endereço, e {tipo} pede um. Registre-o, ou escolha outro (F3).",
    "cliente.inativo": "Cadastro de {cliente} inativo: não pode comprar.{saida}",
    "cliente.bloqueado": "Cadastro de {cliente} bloqueado{motivo}.{saida}",
    "cliente.cadastro_vencido": "Cadastro de {cliente} vencido em {data}.{saida}",
    "credito.vencido": "Cliente com crediário vencido: {parcelas}, {total}; a mais antiga é de {data}.",
    "credito.limite": "Excede o crédito em {excesso}: disponível {disponivel} de {limite}.",
    "estoque.insuficiente": "Estoque insuficiente de {produto}{outro_estoque}: pedido {pedido}, disponível "
                            "{disponivel}.",
    "estoque.negativo": "{produto} não tem estoque para isso{outro_estoque}: pedido {pedido}, disponível {disponivel}, "
                        "e este tipo não vende sem estoque. Diminua a quantidade (F4) ou escolha outro produto.",
    "preco.abaixo_do_minimo": "{produto} a {preco}: abaixo do preço mínimo, {limite}.",
    "preco.acima_do_maximo": "{produto} a {preco}: acima do preço máximo, {limite}.",
    "preco.alterado": "Preço de {produto} alterado de {tabela} para {preco}.",
    "preco.mudou": "O preço de tabela de {produto} mudou de {antes} para {agora}.",
    "promocao.terminou": "A promoção de {produto} terminou em {data}: o preço de tabela mudou de {antes} para {agora}.",
    "promocao.nao_considerada": "O tipo {tipo} não considera preços promocionais: o preço de tabela de {produto} mudou "
                                "de {antes} para {agora}.",
    "promocao.ate": "{produto} está na promoção: {promocional} até {data}, em vez de {normal}.",
    "promocao.sem_fim": "{produto} está na promoção: {promocional}, em vez de {normal}.",
    "promocao.do_tipo": "{produto} tem preço promocional, {promocional}, mas o tipo {tipo} não o considera.",
    "unidade.nao_permitida": "No tipo {tipo}, {produto} só é vendido em {unidade}. Digite a quantidade nessa unidade.",
    "unidade.desconhecida": "{produto} não é vendido em {informada}. Unidades do produto: {unidades}.",
    "unidade.mudou": "A quantidade de {produto} não confere com a unidade digitada: 1 {informada} tem {agora} "
                     "{unidade}. Digite a quantidade outra vez (F4).",
    "preco.zero": "{produto} está sem preço. Informe o preço (F10) ou exclua o item.",
    "preco.sem_funcao": "O preço de {produto} não pode ser alterado: no tipo {tipo}, só quem tem a função “{funcao}”. "
                        "Volte ao preço de tabela ou chame quem tenha.",
    "lista.exigida": "Escolha a tabela de preço (F7): no tipo {tipo} ela é obrigatória.",
    "lista.nao_permitida": "O tipo {tipo} só vende pela tabela de preço padrão da loja, e o documento está em outra. "
                           "Abra-o outra vez, ou troque o tipo (F11).",
    "lista.de_outro_tipo": "A tabela de preço {lista} não é para documentos do tipo {tipo}. Escolha outra (F7).",
    "lista.nao_oferecida": "A tabela de preço do documento não é para este cliente no tipo {tipo}. Escolha outra (F7).",
    "preco.casas": "O preço de {produto} tem mais casas decimais do que este tipo aceita, {casas}. Digite-o outra vez "
                   "(F10).",
    "pedido.casas": "Os totais dos itens não estão em {casas} casas decimais, como manda o tipo {tipo}. Atualize os "
                    "dados deste balcão e abra o documento outra vez.",
    "produto.fora_da_lista": "{produto} não está na tabela de preço do documento, e este tipo só vende o que está "
                             "nela. Troque a tabela (F7) ou venda outro produto.",
    "produto.sem_preco": "{produto} não tem preço na tabela do documento, e este tipo não vende sem ele. "
                         "Troque a tabela (F7) ou venda outro produto.",
    "produto.em_falta": "{produto} está em falta, e documentos do tipo {tipo} não aceitam produtos em falta. "
                        "Escolha outro produto.",
    "produto.sem_troca": "{produto} é um produto sem troca, e documentos do tipo {tipo} não aceitam esses produtos. "
                         "Escolha outro produto.",
    "produto.com_variacao": "{produto} tem variação (cor, tamanho…), e documentos do tipo {tipo} não aceitam esses "
                            "produtos. Escolha outro produto.",
    "produto.situacao_cadastro": "{produto} está {situacao} no cadastro, e documentos do tipo {tipo} não aceitam "
                                 "produtos assim. Escolha outro produto.",
    "produto.marca_bloqueada": "A marca de {produto} está bloqueada, e documentos do tipo {tipo} não aceitam marcas "
                               "bloqueadas. Escolha um produto de outra marca.",
    "produto.em_inventario": "{produto} está em inventário nesta loja, e o tipo {tipo} espera a contagem terminar. "
                             "Deixe o item para depois.",
    "quantidade.abaixo": "{produto}: a quantidade mínima é {limite}, e o item tem {quantidade}. Aumente-a: F4, ou "
                         "{limite}*código ao incluir.",
    "quantidade.acima": "{produto}: a quantidade máxima é {limite}, e o item tem {quantidade}. Diminua-a: F4, ou "
                        "{limite}*código ao incluir.",
    "quantidade.zerada": "{produto} está com quantidade zero, e o tipo {tipo} não aceita. Digite a quantidade (F4) ou "
                         "exclua o item.",
    "conclusao.aprovacao": "No tipo {tipo} o cliente aprova a conclusão. Use Concluir (F6), que pede o usuário e a "
                           "senha de quem aprova.",
    "situacao.nao_habilitada": "Documentos do tipo {tipo} não passam pela situação {situacao}.",
    "dav.gera_na_aprovacao": "O {documento} gera {gera} na aprovação. Aprove-o em Documentos (F8) com F9, em vez de "
                             "convertê-lo.",
    "aprovacao.sem_estoque": "Nenhum item tem estoque, e o tipo {tipo} só gera na aprovação o que tem. Espere o "
                             "estoque chegar.",
    "versao.nao_permitida": "Documentos do tipo {tipo} não têm versões. Clone-o (Ctrl+D) para fazer outro.",
    "aprovacao.atributo": "{atributo}: o tipo {tipo} não deixa mudar isso na aprovação. Aprove como está, ou altere o "
                          "orçamento antes (F4).",
    "aprovacao.sem_entrega": "{atributo}: este orçamento é para retirar na loja e não tem isso. Aprove sem mudar, ou "
                             "altere a entrega antes (F4).",
    "produto.inexistente": "{produto} não existe mais no cadastro. Exclua o item.",
    "produto.inativo": "{produto} está fora de venda ({situacao}).",
    "desconto.nao_permitido": "{cliente} não tem direito a desconto no total.",
    "desconto.acima": "Desconto de {desconto} em {produto}: o máximo é {maximo}.",
    "desconto.em_cascata": "Desconto de {ajuste} {onde}: o tipo {tipo} aceita um só, sem cascata. Digite um único "
                           "percentual ({tecla}).",
    "acrescimo.em_cascata": "Acréscimo de {ajuste} {onde}: o tipo {tipo} aceita um só, sem cascata. Digite um único "
                            "percentual ({tecla}).",
    "comercial.desconto": "A regra {regra} permite desconto de até {maximo} no documento, e ele tem {desconto}. "
                          "Diminua os descontos (F5, Shift+F5).",
    "comercial.desconto_item": "A regra {regra} permite desconto de até {maximo} em cada item, e {produto} tem "
                               "{desconto}. Diminua-o (F5, Shift+F5).",
    "comercial.valor_minimo": "A regra {regra} pede documento de ao menos {minimo}, e este é de {total}. Inclua mais "
                              "itens.",
    "plano.exigido": "Escolha o plano de pagamento (F9): documentos do tipo {tipo} pedem um.",
    "plano.nao_informar": "Documentos do tipo {tipo} não têm plano de pagamento. Tire o plano.",
    "plano.nao_permitido": "O plano {plano} não é dos permitidos para o tipo {tipo}. Escolha outro (F9).",
    "plano.valor_minimo": "O plano {plano} pede venda de ao menos {minimo}; esta é de {total}.",
    "parcelas.soma": "As parcelas somam {soma} e o total é {total}. Acerte os valores.",
    "parcelas.passado": "Há parcela com vencimento que já passou. Acerte a data.",
    "parcelas.valor": "Há parcela sem valor. Acerte os valores.",
    "entrega.sem_endereco": "Entrega sem endereço. Informe onde entregar ou mude para retira.",
    "entrega.no_passado": "A entrega está marcada para {data}, que já passou.",
    "dav.ja_convertido": "{documento} já virou outra venda: confira se a mercadoria não saiu duas vezes.",
    "numero.exigido": "Informe o número do documento (Ctrl+M): no tipo {tipo}, quem vende o informa.",
    "numero.invalido": "{informado} não serve de número do documento. Informe outro (Ctrl+M).",
    "numero.repetido": "Já há um documento {tipo} com o número {informado}. Informe outro (Ctrl+M).",
    "numero.sem_retaguarda": "Sem a retaguarda não se sabe se o número já foi usado, e no tipo {tipo} ele é informado. "
                             "Espere a conexão ou troque o tipo (F11).",
    "preenchimento.diferente": "O tipo {tipo} preenche {campos} por si, e o documento foi emitido sem a retaguarda com "
                               "outra informação. Confira o que vale.",
    "preenchimento.validade_passou": "O tipo {tipo} preenche a validade com {data}, que já passou. Fale com quem "
                                     "cuida dos tipos de pedido.",
    "preenchimento.linha": "O tipo {tipo} tem no auto-preenchimento a linha “{linha}”, que este programa não sabe "
                           "usar. Fale com quem cuida dos tipos de pedido.",
    "serie.invalida": "“{informada}” não serve de série do documento. Informe outra (Ctrl+M).",
    "numero.outro": "Voltou à retaguarda depois da cópia restaurada com o número {numero}; o papel do cliente diz "
                    "{impresso}, que agora é de outro documento.",
    "usuario.sem_permissao": "{usuario} não tem permissão para emitir documentos.",
    "dav.vencido": "DAV vencido em {data}. Revalide o orçamento antes de converter.",
    "retaguarda.sem_contingencia": "Sem conexão com a retaguarda, e este terminal não vende sem ela.",
    "retaguarda.nao_emite": "Sem conexão com a retaguarda, {tipo} não é emitido. O rascunho fica guardado.",
    "retaguarda.dados_velhos": "Os dados de crédito têm {horas} h; o máximo sem retaguarda é {maxima} h.",
    "retaguarda.alem_do_credito": "Sem retaguarda só cabe o crédito conhecido, {disponivel}; esta venda é de "
                                  "{total}.",
    "retaguarda.sem_conferencia": "Não foi possível verificar {cliente} na retaguarda: os dados têm {idade}.",
    "tipo.sigla_repetida": "A sigla {sigla} já é do tipo {outro}, que tem o mesmo título, {titulo}. Use outra sigla.",
    "tipo.chave": "A chave de identificação não pode ser montada. {motivo}",
    "tipo.chave_sem_serie": "A numeração recomeça em cada série, e sem ela na chave dois documentos teriam a mesma. "
                            "Inclua $!{{serie}} na chave.",
    "tipo.chave_sem_versao": "Os orçamentos deste tipo têm versões, e sem elas na chave todas teriam a mesma. Inclua "
                             "$!{{versao}} na chave.",
    "marca.dos_produtos": "Há produtos com a marca {nome}, e com outro nome eles deixariam de ser dela. Deixe {nome}; "
                          "para corrigi-la, importe a planilha dos produtos com a marca certa.",
    "tipo.numeracao_andou": "A numeração desta loja já deu o número {atual} e não volta nem pula. Deixe {atual}.",
    "tipo.auto_preenchimento": "O auto-preenchimento não pode ser usado. {motivo}",
    "tipo.kits_e_aprovacao": "Quem utiliza produtos pedidos não gera outro pedido na aprovação. Escolha “Não utiliza” "
                             "ou esvazie {campo}.",
    "tipo.fluxo_sem_pendente": "Marque Pendente / Proposta: é nela que todo pedido emitido começa.",
    "tipo.fluxo_sem_entregue": "Marque Entregue: é nela que o pedido se encerra, quando o caixa o fatura.",
    "tipo.aprovacao_gera_orcamento": "{outro} é um orçamento, e a aprovação gera pedidos. Escolha outro tipo.",
    "tipo.aprovacao_sem_numero": "O número dos pedidos do tipo {outro} é informado, e na aprovação ninguém o "
                                 "informa. Escolha outro tipo.",
    "tipo.gerado_pede": "Na aprovação, o tipo {outro} pede {campos}, que os documentos deste tipo não têm: não serão "
                        "aprovados. Mude um dos dois tipos.",
    "tipo.pede_ao_gerado": "O tipo {outro} gera este na aprovação e não tem {campos}, que este pede: os documentos "
                           "dele não serão aprovados. Mude um dos dois tipos.",
    "tipo.gerado_sem_numero": "O tipo {outro} gera este na aprovação, e nela ninguém informa o número. Use um "
                              "sequencial.",
    "tipo.gerado_na_aprovacao": "O tipo {outro} gera este na aprovação, e orçamento não é gerado. Mude-o antes.",
    "tipo.aprovacao_circular": "A aprovação andaria em círculo: {caminho}. Escolha outro tipo.",
    "tipo.sem_aprovacao_orcamento": "Sem tipo de pedido na aprovação: aprovar um orçamento não gera pedido, a não ser "
                                    "por uma regra de geração.",
    "tipo.sem_aprovacao": "Sem tipo de pedido na aprovação: pedidos deste tipo não geram outro ao ser aprovados.",
}

DOS_CADASTROS: dict[str, str] = {
    "campo.invalido": "{motivo}",  # the field's own sentence, from its declaration
    "regra.sem_limite": "Esta regra não limita nada. Preencha o desconto máximo, o do pedido ou o por item, ou o valor "
                        "mínimo.",
    "tipo_estoque.da_loja": "“Estoque” é o estoque da loja, que não precisa de cadastro: nos tipos de pedidos, é o "
                            "campo vazio. Use outro nome.",
    "impressora.inexistente": "O computador da retaguarda não tem impressora chamada “{impressora}”. {existem} O que "
                              "for para ela espera na fila.",
    "campo.nome_repetido": "Já existe {um} com o nome “{nome}”. Use outro nome.",
    "campo.nome_parecido": "Já existe {um} com o nome “{outro}”, que só muda nos acentos de “{nome}”. Use o que já "
                           "existe, ou outro nome.",
}
"""Of registries: about a record's field, not about a document."""

ROTULO_SEVERIDADE: dict[Severity, str] = {
    Severity.BLOCK: "Bloqueia", Severity.APPROVE: "Pede liberação", Severity.WARN: "Aviso",
    Severity.INFO: "Informação",
}
# Parameters that are quantities, not money.
_QUANTIDADES = frozenset({("estoque.insuficiente", "pedido"), ("estoque.insuficiente", "disponivel"),
                          ("estoque.negativo", "pedido"), ("estoque.negativo", "disponivel"),
                          *((f"quantidade.{lado}", nome) for lado in ("abaixo", "acima")
                            for nome in ("limite", "quantidade"))})
_DATAS = frozenset({"data"})
# What is done to a registration so that it stops no document any more.
_REFEITO = {"cliente.inativo": "reativem", "cliente.bloqueado": "desbloqueiem", "cliente.cadastro_vencido": "renovem"}
_DE_PRECO = ("preco.", "promocao.")
_MAIS_CASAS = 10


def texto(achado: Finding) -> str:
    """The sentence of a finding; a released one tells by whom. A newer retaguarda may know rules that this
    program does not: then it says so."""
    modelo = TEXTOS.get(achado.code) or DOS_CADASTROS.get(achado.code)
    if modelo is None:
        return f"Regra que esta versão do Balcão não conhece ({achado.code}). Atualize o programa deste terminal."
    params: dict[str, str] = {}
    casas = _casas_do_preco(achado) if achado.code.startswith(_DE_PRECO) else 2
    for nome, valor in achado.params.items():
        if isinstance(valor, Decimal):
            params[nome] = numero(valor) if (achado.code, nome) in _QUANTIDADES else moeda(valor, casas)
        elif nome in _DATAS:
            params[nome] = data(date.fromisoformat(str(valor)))
        else:
            params[nome] = str(valor)
    if achado.code == "cliente.bloqueado":
        params["motivo"] = f": {params['motivo'].rstrip('.')}" if params.get("motivo") else ""
    if achado.code in _REFEITO:
        params["saida"] = _saida(achado)
    if achado.code == "item.duplicado":  # stored ones of older programs do not say their line
        params["neste"] = f" (item {params['neste']})" if params.get("neste") else ""
    if achado.code.startswith("estoque."):
        params["outro_estoque"] = _no_estoque(params.get("outro_estoque", ""), params.get("estoque", ""))
    if achado.code == "retaguarda.sem_conferencia":
        params["idade"] = "menos de 1 h" if params["horas"] == "0" else f"{params['horas']} h"
    if achado.code == "credito.vencido":
        n = achado.params["quantidade"]
        params["parcelas"] = "1 parcela" if n == 1 else f"{n} parcelas"
    frase = modelo.format(**params)
    if quem := achado.params.get("liberado_por"):
        return f"{frase} Liberado por {quem}."
    return frase


def _no_estoque(tipo: str, nome: str) -> str:
    """Of which kind of stock is spoken; older programs tell the type of order that uses it, alone."""
    if not tipo:
        return ""
    return f" no tipo de estoque “{nome}”" if nome else f" no tipo de estoque que {tipo} usa"


def _saida(achado: Finding) -> str:
    """What to do about the customer's registration; "" where the document goes on, with the key in the strip where it
    is released."""
    if achado.severity is not Severity.BLOCK:
        return ""
    return f" Escolha outro cliente (F3), ou peça que {_REFEITO[achado.code]} o cadastro."


def _casas_do_preco(achado: Finding) -> int:
    """The fewest places, two or more, at which unit prices that differ are seen to: "R$ 2,231: abaixo do preço mínimo,
    R$ 2,232"."""
    precos = {valor for valor in achado.params.values() if isinstance(valor, Decimal)}
    return next((casas for casas in range(2, _MAIS_CASAS) if len({moeda(p, casas) for p in precos}) == len(precos)),
                _MAIS_CASAS)


def explica(achado: Finding) -> str:
    """ "Por que bloqueou": the setting that decided, whose, its value, and where it is changed."""
    if achado.origem is None:
        return "Regra do programa, sem configuração."
    o = achado.origem
    onde = f" ({o.pagina})" if o.pagina else ""
    valor = f" = {o.valor}" if o.valor else ""
    return f"Decidido por {o.dono}, campo “{o.campo}”{valor}{onde}."
