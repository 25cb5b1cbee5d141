"""Recurrent layers, in one and in both directions, of one and of two layers, and with lengths."""

import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

KINDS = {
    "lstm": (torch.nn.LSTM, "i,f,g,o"),
    "gru": (torch.nn.GRU, "r,z,n"),
    "rnn_tanh": (torch.nn.RNN, ""),
}

SIZES = [
    # features, hidden, layers, in both directions
    (5, 4, 1, False),
    (6, 3, 2, True),
]

LENGTHS = [6, 4, 1]


def cell(kind, generator, features, hidden, layers, both):
    module = KINDS[kind][0](features, hidden, layers, batch_first=True, bidirectional=both)
    for parameter in module.parameters():
        parameter.data = torch.randn(*parameter.shape, generator=generator) * 0.4
    return module


def backward(module, x, y, generator):
    gradient = torch.randn(*y.shape, generator=generator)
    y.backward(gradient)
    tensors = {"y": y, "grad_y": gradient, "x": x, "grad_x": x.grad}
    for name, parameter in module.named_parameters():
        tensors[name] = parameter
        tensors["grad_" + name] = parameter.grad
    return tensors


def make(store):
    for kind, (_, gates) in KINDS.items():
        for i, (features, hidden, layers, both) in enumerate(SIZES):
            name = f"{kind}_{i}"
            if not store.wants(name):
                continue
            generator = store.generator(name)
            module = cell(kind, generator, features, hidden, layers, both)
            x = torch.randn(3, 7, features, generator=generator).requires_grad_()
            states = layers * (2 if both else 1)
            start = torch.zeros(states, 3, hidden)
            begin = (start, start.clone()) if kind == "lstm" else start
            tensors = backward(module, x, module(x, begin)[0], generator)
            tensors["h0"] = start
            if kind == "lstm":
                tensors["c0"] = start.clone()
            store.write(name, tensors, op=kind, layers=layers, bidirectional=both, gates=gates)
        name = f"{kind}_lengths"
        if store.wants(name):
            generator = store.generator(name)
            module = cell(kind, generator, 4, 3, 1, True)
            x = torch.randn(3, 6, 4, generator=generator).requires_grad_()
            packed = pack_padded_sequence(x, LENGTHS, batch_first=True)
            y, _ = pad_packed_sequence(module(packed)[0], batch_first=True, total_length=6)
            tensors = backward(module, x, y, generator)
            tensors["lengths"] = torch.tensor(LENGTHS)
            note = "each row is read up to its length, the rest of y is 0"
            store.write(name, tensors, op=kind, bidirectional=True, note=note)
