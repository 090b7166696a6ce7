"""The Configuração window: pages generated from declared fields (TELAS, CB-001 to CB-045)."""
