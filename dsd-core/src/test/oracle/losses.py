"""Losses and the gradients of their inputs."""

import torch
import torch.nn.functional as F


def one(store, name, leaf, shape, others, loss, scale=2.0, **settings):
    """Stores the loss of a drawn input named `leaf` beside the tensors of `others`."""
    if not store.wants(name):
        return
    generator = store.generator(name)
    x = (torch.randn(*shape, generator=generator) * scale).requires_grad_()
    tensors = others(generator)
    value = loss(x, tensors)
    value.backward()
    store.write(
        name,
        {"loss": value.reshape(1), leaf: x, "grad_" + leaf: x.grad, **tensors},
        **settings)


def labels(classes, *shape):
    return lambda g: {"target": torch.randint(0, classes, shape, generator=g)}


def weighted(classes, make):
    return lambda g: {**make(g), "class_weight": torch.rand(classes, generator=g) + 0.5}


def probabilities(*shape):
    return lambda g: {"target": torch.softmax(torch.randn(*shape, generator=g), -1)}


def values(*shape):
    return lambda g: {"target": torch.randn(*shape, generator=g)}


def pixel_labels(g):
    target = torch.randint(0, 4, (2, 5, 6), generator=g)
    target[torch.rand(2, 5, 6, generator=g) < 0.2] = 255
    return {"target": target}


def cross_entropies(store):
    plain = lambda x, t: F.cross_entropy(x, t["target"])
    one(store, "cross_entropy_0", "logits", (6, 5), labels(5, 6), plain, op="cross_entropy")
    one(store, "cross_entropy_weighted", "logits", (6, 5), weighted(5, labels(5, 6)),
        lambda x, t: F.cross_entropy(x, t["target"], t["class_weight"]),
        op="cross_entropy", note="mean divides by the sum of the weights")
    one(store, "cross_entropy_smoothed", "logits", (6, 5), labels(5, 6),
        lambda x, t: F.cross_entropy(x, t["target"], label_smoothing=0.1),
        op="cross_entropy", label_smoothing=0.1)
    one(store, "cross_entropy_soft", "logits", (6, 5), probabilities(6, 5), plain, op="cross_entropy")
    one(store, "cross_entropy_soft_weighted", "logits", (6, 5), weighted(5, probabilities(6, 5)),
        lambda x, t: F.cross_entropy(x, t["target"], t["class_weight"], label_smoothing=0.1),
        op="cross_entropy", label_smoothing=0.1)
    one(store, "cross_entropy_pixels", "logits", (2, 5, 6, 4), pixel_labels,
        lambda x, t: F.cross_entropy(x.permute(0, 3, 1, 2), t["target"], ignore_index=255),
        op="cross_entropy", ignore_index=255)


def elementwise(store):
    one(store, "mse_0", "input", (4, 3), values(4, 3),
        lambda x, t: F.mse_loss(x, t["target"]), op="mse_loss")
    one(store, "smooth_l1_0", "input", (4, 3), values(4, 3),
        lambda x, t: F.smooth_l1_loss(x, t["target"]), op="smooth_l1_loss")
    one(store, "bce_with_logits_0", "logits", (4, 3),
        lambda g: {"target": torch.rand(4, 3, generator=g)},
        lambda x, t: F.binary_cross_entropy_with_logits(x, t["target"]), op="bce_with_logits")


def ctc(store):
    # frames, classes, lengths of inputs and of targets; the last one fits into none of its frames
    cases = [
        (12, 6, [12, 10, 7], [4, 3, 2]),
        (20, 5, [20, 15], [8, 5]),
        (6, 4, [6, 3], [3, 4]),
    ]
    for i, (frames, classes, frame_counts, label_counts) in enumerate(cases):
        count, most = len(frame_counts), max(label_counts)

        def targets(g):
            t = torch.randint(1, classes, (count, most), generator=g)
            for row, length in enumerate(label_counts):
                t[row, length:] = 0
            return {
                "targets": t,
                "input_lengths": torch.tensor(frame_counts),
                "target_lengths": torch.tensor(label_counts),
            }

        one(store, f"ctc_loss_{i}", "logits", (count, frames, classes), targets,
            lambda x, t: F.ctc_loss(
                F.log_softmax(x, -1).transpose(0, 1), t["targets"], t["input_lengths"],
                t["target_lengths"], zero_infinity=True),
            op="ctc_loss", blank=0, reduction="mean over the batch of loss/target_length",
            zero_infinity=True, layout="[N,T,C]")


def make(store):
    cross_entropies(store)
    elementwise(store)
    ctc(store)
