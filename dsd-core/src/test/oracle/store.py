"""Writes fixtures: named tensors with settings, as safetensors files, and their list."""

import json
import struct
from pathlib import Path

import torch

TYPES = {torch.float32: "F32", torch.float64: "F64", torch.int64: "I64", torch.bool: "BOOL"}


def channels_last(tensor):
    """[N, C, H, W] to [N, H, W, C]."""
    return tensor.detach().permute(0, 2, 3, 1)


class Store:
    """A folder of fixtures and the list of what is in it."""

    def __init__(self, folder, seed, prefix):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.seed = seed
        self.prefix = prefix
        self.entries = []

    def wants(self, name):
        return name.startswith(self.prefix)

    def generator(self, name):
        """Draws that depend on the seed and the name alone, whatever else is made."""
        number = self.seed
        for byte in name.encode():
            number = (number * 131 + byte) % (1 << 62)
        return torch.Generator().manual_seed(number)

    def write(self, name, tensors, **settings):
        header = {
            "__metadata__": {
                key: value if isinstance(value, str) else json.dumps(value)
                for key, value in settings.items()
            }
        }
        body = bytearray()
        for key, tensor in tensors.items():
            tensor = tensor.detach().contiguous()
            data = tensor.numpy().tobytes()
            header[key] = {
                "dtype": TYPES[tensor.dtype],
                "shape": list(tensor.shape),
                "data_offsets": [len(body), len(body) + len(data)],
            }
            body += data
        text = json.dumps(header).encode()
        text += b" " * (-len(text) % 8)
        file = self.folder / f"{name}.safetensors"
        file.write_bytes(struct.pack("<Q", len(text)) + text + bytes(body))
        self.entries.append({"name": name, **settings})

    def write_index(self, **more):
        index = {"seed": self.seed, "torch": torch.__version__, **more, "fixtures": self.entries}
        (self.folder / "index.json").write_text(json.dumps(index, indent=1) + "\n")
