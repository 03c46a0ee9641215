"""One room per chapter of the lecture: what its notebook trains and measures, asks and sets."""
