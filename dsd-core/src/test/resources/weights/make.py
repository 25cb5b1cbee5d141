"""Makes the files beside it, with PyTorch 1.13: python3 make.py"""

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
