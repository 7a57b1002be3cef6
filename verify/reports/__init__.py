"""One renderer per file: each lays out the same judgements and computes no verdict."""
