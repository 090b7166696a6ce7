"""Nothing is lost, nothing is doubled: the proof (docs/decisions/0116). `python -m tests.faults --help`.

Read in this order: `falhas` (what can happen), `rodada` (one round), `prova` (what must be true after it). The rest
are the parts: `loja` (database, service and counters of one lane), `balcao_vivo` and `servico_vivo` (the processes
that are killed), `rede` (the wire), `impressora` (the paper).
"""
