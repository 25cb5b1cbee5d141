"""Masks that torch.nn.utils.prune chooses."""

import torch
from torch.nn.utils import prune


def module(**tensors):
    result = torch.nn.Module()
    for name, tensor in tensors.items():
        result.register_parameter(name, torch.nn.Parameter(tensor.clone()))
    return result


def make(store):
    for i, amount in enumerate([0.25, 0.3, 0.5, 0.8]):
        name = f"prune_layerwise_{i}"
        if store.wants(name):
            weight = torch.randn(11, 13, generator=store.generator(name))
            pruned = prune.l1_unstructured(module(weight=weight), "weight", amount)
            tensors = {"weight": weight, "mask": pruned.weight_mask.bool()}
            store.write(name, tensors, amount=amount, note="pruned count = round(amount*n)")
    if store.wants("prune_global_0"):
        generator = store.generator("prune_global_0")
        a = torch.randn(8, 9, generator=generator)
        b = torch.randn(4, 3, 3, 3, generator=generator) * 0.5
        both = module(a=a, b=b)
        prune.global_unstructured(
            [(both, "a"), (both, "b")], prune.L1Unstructured, amount=0.4)
        tensors = {"a": a, "b": b, "mask_a": both.a_mask.bool(), "mask_b": both.b_mask.bool()}
        store.write("prune_global_0", tensors, amount=0.4)
    if store.wants("prune_filters_l2_0"):
        weight = torch.randn(8, 6, 3, 3, generator=store.generator("prune_filters_l2_0"))
        pruned = prune.ln_structured(module(weight=weight), "weight", 0.5, n=2, dim=0)
        tensors = {"weight": weight, "mask": pruned.weight_mask.bool()}
        store.write("prune_filters_l2_0", tensors, amount=0.5, dim=0)
