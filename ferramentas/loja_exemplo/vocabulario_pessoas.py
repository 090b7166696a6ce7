"""Names of people, companies and streets as Brazil has them. None is of a real person or company."""

MULHERES = (
    "Maria", "Ana", "Francisca", "Adriana", "Juliana", "Márcia", "Fernanda", "Patrícia", "Aline", "Sandra",
    "Camila", "Amanda", "Bruna", "Jéssica", "Letícia", "Júlia", "Luciana", "Vanessa", "Mariana", "Gabriela",
    "Vera", "Vitória", "Larissa", "Cláudia", "Beatriz", "Rita", "Luana", "Sônia", "Renata", "Eliane",
    "Josefa", "Simone", "Natália", "Cristiane", "Carla", "Débora", "Rosângela", "Rafaela", "Tereza", "Raimunda",
    "Aparecida", "Daniela", "Elaine", "Rosa", "Mônica", "Marlene", "Lúcia", "Antônia", "Isabela", "Helena",
    "Alice", "Laura", "Lívia", "Priscila", "Tatiane", "Regina", "Andréia", "Cecília", "Sueli", "Ivone",
)
HOMENS = (
    "José", "João", "Antônio", "Francisco", "Carlos", "Paulo", "Pedro", "Lucas", "Luiz", "Marcos",
    "Luís", "Gabriel", "Rafael", "Daniel", "Marcelo", "Bruno", "Eduardo", "Felipe", "Raimundo", "Rodrigo",
    "Manoel", "Mateus", "André", "Fernando", "Fábio", "Leonardo", "Gustavo", "Guilherme", "Leandro", "Tiago",
    "Anderson", "Ricardo", "Márcio", "Jorge", "Sebastião", "Alexandre", "Roberto", "Edson", "Diego", "Vitor",
    "Sérgio", "Cláudio", "Caio", "Thiago", "Geraldo", "Adriano", "Luciano", "Júlio", "Renato", "Alex",
    "Vinícius", "Rogério", "Samuel", "Ronaldo", "Mário", "Flávio", "Igor", "Douglas", "Davi", "Benedito",
)
SOBRENOMES = (
    "da Silva", "dos Santos", "Oliveira", "Souza", "Rodrigues", "Ferreira", "Alves", "Pereira", "Lima", "Gomes",
    "Costa", "Ribeiro", "Martins", "Carvalho", "Almeida", "Lopes", "Soares", "Fernandes", "Vieira", "Barbosa",
    "Rocha", "Dias", "Nascimento", "Andrade", "Moreira", "Nunes", "Marques", "Machado", "Mendes", "Freitas",
    "Cardoso", "Ramos", "Gonçalves", "Santana", "Teixeira", "Araújo", "Castro", "Pinto", "Batista", "Cavalcanti",
    "Moraes", "Monteiro", "Correia", "Campos", "Reis", "Miranda", "Farias", "Barros", "Nogueira", "Azevedo",
    "Melo", "Cunha", "Duarte", "Tavares", "Peixoto", "Bezerra", "Siqueira", "Rezende", "Zanetti", "Bianchi",
    "Ferrari", "Tanaka", "Yamamoto", "Schmidt", "Muller", "Haddad", "Rossi", "Prado", "Camargo", "Guimarães",
)
# trade, how its fantasy name begins, how often, whether it buys a lot
RAMOS = (
    ("Mercearia", 16), ("Mercadinho", 12), ("Minimercado", 8), ("Padaria e Confeitaria", 10), ("Restaurante", 14),
    ("Lanchonete", 10), ("Pizzaria", 5), ("Bar e Petiscaria", 6), ("Salão de Beleza", 14), ("Barbearia", 6),
    ("Clínica Odontológica", 4), ("Escola Infantil", 5), ("Condomínio Residencial", 12), ("Pousada", 4), ("Hotel", 3),
    ("Academia", 5), ("Farmácia", 5), ("Lava-Rápido", 4), ("Pet Shop", 6), ("Buffet", 4), ("Sorveteria", 3),
    ("Igreja Comunidade", 3), ("Lavanderia", 3), ("Oficina Mecânica", 4), ("Creche", 3), ("Transportadora", 3),
    ("Distribuidora", 4), ("Empório", 5), ("Cantina", 4), ("Hortifrúti", 5),
)
FANTASIAS = (
    "São José", "Santa Rita", "Bom Preço", "Central", "do Bairro", "Primavera", "Boa Vista", "São Judas", "Ideal",
    "Estrela", "Nova Era", "Bela Vista", "Santo Antônio", "Família", "Progresso", "Avenida", "da Praça", "Tropical",
    "Imperial", "União", "Esperança", "Bandeirantes", "Real", "São Bento", "Flor de Lis", "Pérola", "Girassol",
    "Nossa Senhora Aparecida", "Mirante", "Continental", "Sabor da Terra", "Recanto", "Alvorada", "Jardim",
    "Cambuí", "Taquaral", "Barão", "Aliança", "Vitória", "Dom Pedro", "Ipê Amarelo", "Andorinhas", "Beija-Flor",
)
NATUREZAS = ("Ltda.", "Ltda.", "Ltda.", "ME", "EPP", "Eireli", "S.A.")
LOGRADOUROS = (
    "Rua das Flores", "Rua São Paulo", "Avenida Brasil", "Rua Sete de Setembro", "Rua Quinze de Novembro",
    "Avenida Getúlio Vargas", "Rua Tiradentes", "Rua Dom Pedro II", "Rua Santos Dumont", "Avenida Independência",
    "Rua José Bonifácio", "Rua Marechal Deodoro", "Rua Rui Barbosa", "Rua Barão do Rio Branco", "Rua Treze de Maio",
    "Avenida das Nações", "Rua Duque de Caxias", "Rua Castro Alves", "Rua Santa Catarina", "Rua Minas Gerais",
    "Rua Amazonas", "Avenida Paulista", "Rua das Acácias", "Rua dos Ipês", "Rua Projetada A", "Travessa da Paz",
    "Rua Machado de Assis", "Rua Olavo Bilac", "Avenida Presidente Kennedy", "Rua João Pessoa",
    "Rua Padre Anchieta", "Alameda dos Jacarandás", "Rodovia Anhanguera, km 98", "Rua Princesa Isabel",
)
BAIRROS = (
    "Centro", "Jardim América", "Vila Nova", "Bela Vista", "São José", "Santa Cruz", "Jardim Primavera", "Boa Vista",
    "Cidade Nova", "Parque Industrial", "Vila São Pedro", "Jardim das Oliveiras", "Cambuí", "Taquaral", "Santo Antônio",
    "Nossa Senhora de Fátima", "Alto da Boa Vista", "Jardim Europa", "Vila Industrial", "Planalto",
)
COMPLEMENTOS = ("", "", "", "", "", "casa 2", "apto 31", "apto 102", "bloco B, apto 44", "fundos", "sala 5", "loja 1")
# Where the customers are: the towns around the shops (name, first five digits of the CEP), and how often
VIZINHAS = (
    ("Campinas", "13010", 44), ("Valinhos", "13270", 16), ("Vinhedo", "13280", 8), ("Sumaré", "13170", 6),
    ("Hortolândia", "13183", 6), ("Paulínia", "13140", 5), ("Indaiatuba", "13330", 5), ("Itatiba", "13250", 3),
    ("Louveira", "13290", 2), ("Jaguariúna", "13820", 2), ("Americana", "13465", 2), ("Monte Mor", "13190", 1),
)
# First two digits of a CEP, by state
CEP_DA_UF = {
    "SP": "15", "RJ": "22", "ES": "29", "MG": "35", "BA": "45", "SE": "49", "PE": "53", "AL": "57", "PB": "58",
    "RN": "59", "CE": "62", "PI": "64", "MA": "65", "PA": "67", "AP": "68", "AM": "69", "AC": "69", "RR": "69",
    "DF": "70", "GO": "75", "TO": "77", "MT": "78", "RO": "76", "MS": "79", "PR": "85", "SC": "88", "RS": "95",
}
MOTIVOS_BLOQUEIO = (
    "Cheque devolvido", "Negociação de dívida em andamento", "Cadastro em atualização", "Pedido do financeiro",
    "Mercadoria devolvida sem nota",
)
OBSERVACOES = (
    "Entregar só pela manhã.", "Exige nota com pedido de compra.", "Prefere contato por mensagem.",
    "Retira com carro próprio.", "Cliente antigo: confirmar o endereço.", "Pede sempre duas vias.",
)
