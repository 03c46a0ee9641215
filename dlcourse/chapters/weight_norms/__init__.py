"""The chapter of notebook 08: which of many perfect fits should be trusted."""
