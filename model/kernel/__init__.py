"""The machinery under the rules: compiling, keyed draws, quantiles, memory. Nothing else knows numba or llvmlite."""
