"""The rules: small pure functions, one mechanism a file, compiled, called by both drivers."""
