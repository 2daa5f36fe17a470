"""Search by meaning: what a text says as a point in space, near to those of texts that say alike.

It adds to search by words and never replaces it. Without an embedder, or without PostgreSQL's extension pgvector,
search goes by words alone; ``state.problem`` says why.
"""
