"""Layers: inputs, parameters, outputs, and the gradients of all of them."""

import torch
import torch.nn.functional as F

from store import channels_last

CONVOLUTIONS = [
    # input [N, C, H, W], weight, bias, settings
    ((2, 3, 9, 9), (4, 3, 3, 3), True, dict(stride=1, padding=1, dilation=1, groups=1)),
    ((2, 4, 12, 10), (6, 4, 5, 3), True, dict(stride=2, padding=2, dilation=1, groups=1)),
    ((1, 8, 7, 7), (8, 8, 3, 3), False, dict(stride=1, padding=2, dilation=2, groups=1)),
    ((3, 6, 8, 8), (12, 6, 1, 1), True, dict(stride=1, padding=0, dilation=1, groups=1)),
    ((2, 8, 9, 9), (8, 1, 3, 3), True, dict(stride=1, padding=1, dilation=1, groups=8)),
    ((2, 8, 11, 11), (16, 2, 3, 3), False, dict(stride=2, padding=1, dilation=1, groups=4)),
    ((2, 3, 23, 23), (8, 3, 7, 7), False, dict(stride=2, padding=3, dilation=1, groups=1)),
    ((1, 16, 5, 5), (32, 16, 5, 5), True, dict(stride=1, padding=2, dilation=1, groups=1)),
]

TRANSPOSED = [
    ((2, 4, 5, 6), (4, 6, 2, 2), dict(stride=2, padding=0, output_padding=0)),
    ((2, 4, 5, 6), (4, 3, 3, 3), dict(stride=2, padding=1, output_padding=1)),
    ((2, 3, 5, 6), (3, 5, 4, 4), dict(stride=2, padding=1, output_padding=0)),
]

NORMS = [((4, 3, 5, 5), 0.1, 1e-5), ((2, 8, 7, 7), 0.01, 1e-3)]

GROUPS = [
    # input [N, C, H, W], groups, epsilon
    ((2, 6, 5, 4), 3, 1e-5),
    ((3, 4, 3, 3), 1, 1e-3),
]

RESPONSES = [dict(size=5, alpha=1e-4, beta=0.75, k=1.0), dict(size=3, alpha=0.5, beta=0.75, k=2.0)]

POOLS = [
    (8, dict(kernel=2, stride=2, padding=0, ceil_mode=False), True),
    (9, dict(kernel=3, stride=2, padding=1, ceil_mode=False), False),
    (10, dict(kernel=3, stride=2, padding=0, ceil_mode=True), True),
    (7, dict(kernel=3, stride=1, padding=1, ceil_mode=True), False),
]

ADAPTIVE = [(7, 1), (9, 4), (5, 7)]

ACTIVATIONS = {
    "relu": F.relu,
    "leaky_relu_0.01": lambda x: F.leaky_relu(x, 0.01),
    "elu": F.elu,
    "gelu": F.gelu,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "softplus": F.softplus,
    "silu": F.silu,
    "hardtanh_0_20": lambda x: F.hardtanh(x, 0, 20),
}


class Leaves:
    """The tensors that one operation reads, and what is stored of a run."""

    def __init__(self, store, name):
        self.generator = store.generator(name)
        self.stored = {}
        self.leaves = {}

    def draw(self, *shape, low=-1.0, high=1.0):
        return torch.rand(*shape, generator=self.generator) * (high - low) + low

    def normal(self, *shape):
        return torch.randn(*shape, generator=self.generator)

    def leaf(self, name, value):
        self.leaves[name] = value.requires_grad_()
        return self.leaves[name]

    def run(self, y, picture):
        """Goes backward from a drawn gradient; returns all tensors, pictures with channels last."""
        form = channels_last if picture else lambda t: t.detach()
        gradient = self.normal(*y.shape)
        y.backward(gradient)
        tensors = {"y": form(y), "grad_y": form(gradient)}
        for name, leaf in self.leaves.items():
            is_picture = picture and name == "x"
            tensors[name] = form(leaf) if is_picture else leaf.detach()
            tensors["grad_" + name] = form(leaf.grad) if is_picture else leaf.grad
        return tensors


def picture_operation(store, name, shape, operation, settings):
    if store.wants(name):
        leaves = Leaves(store, name)
        x = leaves.leaf("x", leaves.normal(*shape))
        store.write(name, leaves.run(operation(x), True), **settings)


def convolutions(store):
    for i, (shape, weight, bias, settings) in enumerate(CONVOLUTIONS):
        name = f"conv2d_{i}"
        if store.wants(name):
            leaves = Leaves(store, name)
            x = leaves.leaf("x", leaves.normal(*shape))
            w = leaves.leaf("weight", leaves.normal(*weight) * 0.3)
            b = leaves.leaf("bias", leaves.normal(weight[0])) if bias else None
            store.write(name, leaves.run(F.conv2d(x, w, b, **settings), True), op="conv2d", **settings)
    for i, (shape, weight, settings) in enumerate(TRANSPOSED):
        name = f"conv_transpose2d_{i}"
        if store.wants(name):
            leaves = Leaves(store, name)
            x = leaves.leaf("x", leaves.normal(*shape))
            w = leaves.leaf("weight", leaves.normal(*weight) * 0.3)
            b = leaves.leaf("bias", leaves.normal(weight[1]))
            y = F.conv_transpose2d(x, w, b, **settings)
            note = "weight is [I,O,kH,kW]"
            store.write(name, leaves.run(y, True), op="conv_transpose2d", **settings, note=note)


def batch_norms(store):
    for i, (shape, momentum, eps) in enumerate(NORMS):
        for training in (True, False):
            name = f"batch_norm_{'train' if training else 'eval'}_{i}"
            if not store.wants(name):
                continue
            leaves = Leaves(store, name)
            channels = shape[1]
            x = leaves.leaf("x", leaves.normal(*shape) * 2 + 0.5)
            w = leaves.leaf("weight", leaves.draw(channels, low=0.5, high=1.5))
            b = leaves.leaf("bias", leaves.normal(channels))
            mean = leaves.normal(channels)
            variance = leaves.draw(channels, low=0.5, high=2)
            before = {"running_mean": mean.clone(), "running_var": variance.clone()}
            y = F.batch_norm(x, mean, variance, w, b, training, momentum, eps)
            tensors = leaves.run(y, True)
            settings = dict(op="batch_norm", training=training)
            if training:
                tensors.update({key + "_before": value for key, value in before.items()})
                tensors.update({"running_mean_after": mean, "running_var_after": variance})
                settings["momentum"] = momentum
            else:
                tensors.update(before)
            store.write(name, tensors, **settings, eps=eps)


def group_norms(store):
    for i, (shape, groups, eps) in enumerate(GROUPS):
        grouped = (f"group_norm_{i}", lambda x, w, b: F.group_norm(x, groups, w, b, eps))
        alone = (f"instance_norm_{i}", lambda x, w, b: F.instance_norm(x, None, None, w, b, eps=eps))
        for (name, operation), more in ((grouped, dict(groups=groups)), (alone, {})):
            if store.wants(name):
                leaves = Leaves(store, name)
                x = leaves.leaf("x", leaves.normal(*shape) * 2 + 0.5)
                w = leaves.leaf("weight", leaves.draw(shape[1], low=0.5, high=1.5))
                b = leaves.leaf("bias", leaves.normal(shape[1]))
                store.write(
                    name, leaves.run(operation(x, w, b), True), op=name[:-2], **more, eps=eps)


def plain_layers(store):
    if store.wants("linear_0"):
        leaves = Leaves(store, "linear_0")
        x = leaves.leaf("x", leaves.normal(5, 7))
        w = leaves.leaf("weight", leaves.normal(4, 7))
        b = leaves.leaf("bias", leaves.normal(4))
        store.write("linear_0", leaves.run(F.linear(x, w, b), False), op="linear")
    if store.wants("layer_norm_0"):
        leaves = Leaves(store, "layer_norm_0")
        x = leaves.leaf("x", leaves.normal(3, 4, 6))
        w = leaves.leaf("weight", leaves.draw(6, low=0.5, high=1.5))
        b = leaves.leaf("bias", leaves.normal(6))
        y = F.layer_norm(x, (6,), w, b, 1e-5)
        store.write("layer_norm_0", leaves.run(y, False), op="layer_norm", eps=1e-5)
    if store.wants("embedding_0"):
        leaves = Leaves(store, "embedding_0")
        ids = torch.randint(0, 10, (3, 5), generator=leaves.generator)
        w = leaves.leaf("weight", leaves.normal(10, 4))
        tensors = leaves.run(F.embedding(ids, w), False)
        tensors["ids"] = ids
        store.write("embedding_0", tensors, op="embedding")


def pools(store):
    for i, settings in enumerate(RESPONSES):
        picture_operation(
            store, f"lrn_{i}", (2, 7, 4, 4),
            lambda x, s=settings: F.local_response_norm(x, **s),
            dict(op="local_response_norm", **settings))
    for i, (extent, settings, padding_counts) in enumerate(POOLS):
        size = (settings["kernel"], settings["stride"], settings["padding"])
        ceil = settings["ceil_mode"]
        picture_operation(
            store, f"max_pool2d_{i}", (2, 3, extent, extent),
            lambda x, s=size, c=ceil: F.max_pool2d(x, *s, ceil_mode=c),
            dict(op="max_pool2d", **settings))
        picture_operation(
            store, f"avg_pool2d_{i}", (2, 3, extent, extent),
            lambda x, s=size, c=ceil, p=padding_counts: F.avg_pool2d(x, *s, c, p),
            dict(op="avg_pool2d", **settings, count_include_pad=padding_counts))
    for i, (extent, output) in enumerate(ADAPTIVE):
        picture_operation(
            store, f"adaptive_avg_pool2d_{i}", (2, 3, extent, extent),
            lambda x, o=output: F.adaptive_avg_pool2d(x, o),
            dict(op="adaptive_avg_pool2d", output_size=output))
    picture_operation(
        store, "upsample_bilinear_0", (2, 3, 4, 5),
        lambda x: F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False),
        dict(op="upsample_bilinear", scale=2, align_corners=False))
    picture_operation(
        store, "upsample_nearest_0", (2, 3, 4, 5),
        lambda x: F.interpolate(x, scale_factor=2, mode="nearest"),
        dict(op="upsample_nearest", scale=2))


def activations(store):
    operations = {f"act_{key}": (key, function) for key, function in ACTIVATIONS.items()}
    operations["softmax_0"] = ("softmax", lambda x: F.softmax(x, -1))
    operations["log_softmax_0"] = ("log_softmax", lambda x: F.log_softmax(x, -1))
    for name, (key, function) in operations.items():
        if store.wants(name):
            leaves = Leaves(store, name)
            # Beyond 20 and below 0, where hardtanh_0_20 bends; 0 itself is left to other tests.
            x = leaves.leaf("x", leaves.normal(4, 9) * (9 if key == "hardtanh_0_20" else 2))
            store.write(name, leaves.run(function(x), False), op=key)


def make(store):
    convolutions(store)
    batch_norms(store)
    group_norms(store)
    plain_layers(store)
    pools(store)
    activations(store)
