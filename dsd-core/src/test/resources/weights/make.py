"""Makes the files beside it, with PyTorch 1.13: python3 make.py

Later versions wrote conj_imag.pth ({"w": negative view}), expand.pth and ones4.pth (protocol 4).
"""

import json
import os
import struct
from collections import OrderedDict

import torch
from torch import nn

TYPES = {
    torch.float64: "F64",
    torch.float32: "F32",
    torch.float16: "F16",
    torch.bfloat16: "BF16",
    torch.int64: "I64",
    torch.int32: "I32",
    torch.int16: "I16",
    torch.int8: "I8",
    torch.uint8: "U8",
    torch.bool: "BOOL",
}


def write_safetensors(name, tensors):
    header, data = {"__metadata__": {"format": "pt", "made by": "make.py"}}, b""
    for key, tensor in tensors.items():
        tensor = tensor.detach().contiguous()
        flat = tensor.reshape(-1)
        bits = flat.view(torch.int16) if tensor.dtype == torch.bfloat16 else flat
        start = len(data)
        data += bits.numpy().tobytes()
        header[key] = {
            "dtype": TYPES[tensor.dtype],
            "shape": list(tensor.shape),
            "data_offsets": [start, len(data)],
        }
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(name, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


class Net(nn.Module):
    """SmallNets.convolutional of the Java tests."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(2, 4, 3)
        self.bn1 = nn.BatchNorm2d(4)
        self.conv2 = nn.Conv2d(4, 4, 3)
        self.fc = nn.Linear(16, 3)

    def forward(self, x):
        return self.fc(self.conv2(self.bn1(self.conv1(x))).flatten(1))


class Call:
    def __reduce__(self):
        return os.system, ("echo executed",)


torch.manual_seed(42)
net = Net()
optimizer = torch.optim.Adam(net.parameters())
x = torch.randn(5, 2, 6, 6)
net(x).square().mean().backward()
optimizer.step()
net.eval()

state = net.state_dict()
torch.save(state, "net.pth")
torch.save(state, "legacy.pth", _use_new_zipfile_serialization=False)
torch.save(net, "module.pth")
torch.save({"weight": torch.ones(2), "call": Call()}, "call.pth")
torch.save(
    {
        "epoch": 3,
        "best": 0.5,
        "done": False,
        "note": None,
        "state_dict": nn.DataParallel(net).state_dict(),
        "optimizer": optimizer.state_dict(),
    },
    "checkpoint.pth",
)
write_safetensors("net.safetensors", {**state, "test.x": x, "test.y": net(x)})

numbers = torch.randn(4, 6)
numbers[0, :4] = torch.tensor([0.0, -0.0, 65504.0, -2.0**-24])
views = OrderedDict(
    dense=numbers,
    transposed=numbers.t(),
    slice=numbers[1:3, ::2],
    row=numbers[2],
    scalar=numbers[3, 5],
    empty=numbers[:0],
    channels_last=torch.randn(2, 3, 2, 2).to(memory_format=torch.channels_last),
    parameter=nn.Parameter(numbers[:, :2]),
    double=numbers.double(),
    half=numbers.half(),
    bfloat16=numbers.bfloat16(),
    long=torch.tensor([1, -(2**40)]),
    int=torch.tensor([1, -2], dtype=torch.int32),
    short=torch.tensor([1, -2], dtype=torch.int16),
    char=torch.tensor([1, -2], dtype=torch.int8),
    byte=torch.tensor([1, 254], dtype=torch.uint8),
    bool=torch.tensor([True, False]),
)
torch.save(views, "views.pth")
write_safetensors("views.safetensors", views)

singles = torch.cat(
    [
        torch.randn(200) * 10.0 ** torch.randint(-9, 5, (200,)),
        # Half way between two halves, and a little to either side.
        torch.tensor([2049.0, 2051.0, 2048.9999, 2049.0002, 65519.99, 2.0**-25, 3 * 2.0**-25]),
        torch.tensor([257.0, 259.0, 256.99997, 257.00003, 2.0**-14, 2.0**-14 - 2.0**-26]),
    ]
).clamp(-65519.0, 65519.0)
write_safetensors(
    "rounding.safetensors",
    {"single": singles, "half": singles.half(), "bfloat16": singles.bfloat16()},
)


class Rebuilt:
    """Writes a tensor by the function and with the arguments that later versions of PyTorch use."""

    def __init__(self, function, *arguments):
        self.reduced = function, arguments

    def __reduce__(self):
        return self.reduced


def with_properties(tensor, properties):
    _, arguments = tensor.__reduce_ex__(2)
    return Rebuilt(torch._utils._rebuild_tensor_v2, *arguments, properties)


def _rebuild_parameter_with_state():
    pass


_rebuild_parameter_with_state.__module__ = "torch._utils"
torch._utils._rebuild_parameter_with_state = _rebuild_parameter_with_state

noted = torch.ones(3)
noted.note = "an attribute"
repeated = OrderedDict(
    negative=(with_properties(numbers, {"neg": True}), -numbers),
    negative_view=(with_properties(numbers.t()[1:4], {"neg": True}), -numbers.t()[1:4]),
    negative_double=(with_properties(numbers.double(), {"neg": True}), -numbers.double()),
    negative_half=(with_properties(numbers.half(), {"neg": True}), -numbers.half()),
    negative_bfloat16=(with_properties(numbers.bfloat16(), {"neg": True}), -numbers.bfloat16()),
    negative_scalar=(with_properties(numbers[3, 5], {"neg": True}), -numbers[3, 5]),
    positive=(with_properties(numbers, {"neg": False, "conj": False}), numbers),
    no_properties=(with_properties(numbers, None), numbers),
    expanded=numbers[0, :2, None].expand(2, 3),
    expanded_in_front=numbers[2].expand(5, 6),
    expanded_scalar=numbers[3, 4].expand(2, 2, 2),
    expanded_negative=(
        with_properties(numbers[1].expand(3, 6), {"neg": True}),
        -numbers[1].expand(3, 6),
    ),
    overlapping=numbers.as_strided((4, 3), (2, 1), 1),
    unfolded=numbers[0].unfold(0, 3, 1),
    one_row=numbers[1:2].as_strided((1, 6), (1000, 1)),
    empty_beyond_the_end=numbers[4:, 5:],
    empty_expanded=numbers[:0].expand(0, 6),
    with_gradient=numbers.clone().requires_grad_(),
    parameter_with_state=(
        Rebuilt(_rebuild_parameter_with_state, numbers, True, OrderedDict(), {"note": "text"}),
        numbers,
    ),
    with_attribute=noted,
)
pairs = {k: v if isinstance(v, tuple) else (v, v) for k, v in repeated.items()}
torch.save(OrderedDict((k, written) for k, (written, _) in pairs.items()), "repeated.pth")
write_safetensors("repeated.safetensors", {k: right for k, (_, right) in pairs.items()})

for protocol in (1, 3, 4, 5):
    checkpoint = {"epoch": 2**40, "done": True, "model_state_dict": state}
    torch.save(checkpoint, f"protocol{protocol}.pth", pickle_protocol=protocol)

refused = {
    "sparse": torch.eye(2).to_sparse(),
    "sparse_rows": torch.eye(2).to_sparse_csr(),
    "quantized": torch.quantize_per_tensor(torch.ones(2), 0.5, 0, torch.qint8),
    "complex": torch.ones(2, dtype=torch.complex64),
    "negative_integers": with_properties(torch.ones(2, dtype=torch.int32), {"neg": True}),
    "conjugate": with_properties(torch.ones(2), {"conj": True}),
    "unknown_property": with_properties(torch.ones(2), {"zero": True}),
}
for key, tensor in refused.items():
    torch.save({"w": tensor}, f"refused_{key}.pth")
torch.save({"w": torch.ones(2)}, "refused_protocol0.pth", pickle_protocol=0)
torch.save(optimizer.state_dict(), "refused_optimizer.pth")
torch.save([torch.ones(2)], "refused_list.pth")
torch.jit.save(torch.jit.script(nn.Linear(2, 1)), "refused_script.pth")
