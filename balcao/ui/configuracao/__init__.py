"""The Configuração window: pages generated from declared fields (CB-001 to CB-045)."""
