-- Revision 0025: orders are found by the plate of their vehicle. Frozen: never edited after a release.

CREATE INDEX ix_pedidos_placa ON pedidos ((dados #>> '{servico,placa}')) WHERE dados #>> '{servico,placa}' <> '';
