"""The chapter of notebook 05: why plain networks get worse with depth, residual ones not."""
