"""Binds the feature files. Each scenario is a test; its tags are the requirements it shows."""

from pytest_bdd import scenarios

scenarios("alteracao.feature", "categoria.feature", "credito.feature", "cliente.feature", "estoque.feature",
          "editar_relatorio.feature", "impressao.feature", "itens.feature", "produto.feature", "participantes.feature",
          "plano.feature", "tipos.feature", "preco_desconto.feature", "sem_retaguarda.feature", "servico.feature",
          "comercial.feature", "numeracao.feature", "situacoes.feature", "ordem_servico.feature",
          "preenchimento.feature", "pessoas.feature", "padrao_vendas.feature", "importar_clientes.feature")
