"""How the span model was made, so that anyone can make it again: data, recipe, model, export.

This part needs the extra `training` (torch, transformers, safetensors, onnx); nothing else in the package
imports it. `python -m corpus_lib.training --help` says how to run it.
"""
