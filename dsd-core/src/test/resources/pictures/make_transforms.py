"""Values of torchvision's transforms on Pillow's pictures and on tensors, and of PyTorch's loss.

Made with Pillow 9.4, torchvision 0.14 and PyTorch 1.13:  python3 make_transforms.py
Pictures and images are [H, W, C]; numbers of bytes are kept as floats.
"""

import json
import os
import struct

import numpy
import PIL.Image
import torch
import torchvision.transforms.functional as F

HERE = os.path.dirname(os.path.abspath(__file__))


def save(path, tensors, **settings):
    header = {"__metadata__": {key: str(value) for key, value in settings.items()}}
    data = b""
    for name, values in tensors.items():
        values = numpy.ascontiguousarray(numpy.asarray(values, dtype=numpy.float32))
        at = len(data)
        data += values.tobytes()
        header[name] = {
            "dtype": "F32",
            "shape": list(values.shape) or [1],
            "data_offsets": [at, len(data)],
        }
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def resizing():
    numbers = numpy.random.RandomState(1)
    bytes_ = numbers.randint(0, 256, (37, 53, 3)).astype(numpy.uint8)
    picture = PIL.Image.fromarray(bytes_)
    tensors = {"picture": bytes_}
    for height, width in [(37, 53), (16, 16), (19, 40), (50, 70), (1, 1), (5, 90)]:
        tensors[f"resized_{height}_{width}"] = F.resize(picture, [height, width])
    for box in [(3, 4, 20, 30, 16), (0, 0, 37, 53, 24), (30, 1, 2, 50, 8)]:
        top, left, height, width, size = box
        name = "cropped_" + "_".join(map(str, box))
        tensors[name] = F.resized_crop(picture, top, left, height, width, [size, size])
    for shorter, size in [(16, 12), (16, 16), (24, 11), (60, 33)]:
        tensors[f"center_{shorter}_{size}"] = F.center_crop(F.resize(picture, shorter), size)
    upright = F.rotate(picture, 90, expand=True)
    tensors["upright"] = upright
    tensors["upright_center_20_13"] = F.center_crop(F.resize(upright, 20), 13)
    save(os.path.join(HERE, "resizing.safetensors"), tensors)


def colors():
    torch.manual_seed(2)
    image = torch.rand(3, 7, 9)
    image[:, 0, 0] = 0
    image[:, 0, 1] = 1
    image[:, 0, 2] = 0.5
    for i in range(3):
        image[:, 1, i] = 0
        image[i, 1, i] = 1
        image[:, 1, 3 + i] = 1
        image[i, 1, 3 + i] = 0
    tensors = {"image": image.permute(1, 2, 0)}
    for factor in [0, 0.6, 1, 1.4]:
        tensors[f"brightness_{factor}"] = F.adjust_brightness(image, factor).permute(1, 2, 0)
        tensors[f"contrast_{factor}"] = F.adjust_contrast(image, factor).permute(1, 2, 0)
        tensors[f"saturation_{factor}"] = F.adjust_saturation(image, factor).permute(1, 2, 0)
    for shift in [-0.5, -0.1, 0, 0.25, 0.5]:
        tensors[f"hue_{shift}"] = F.adjust_hue(image, shift).permute(1, 2, 0)
    mean, deviation = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]
    tensors["normalized"] = F.normalize(image, mean, deviation).permute(1, 2, 0)
    save(os.path.join(HERE, "colors.safetensors"), tensors)


def soft_targets():
    for name, smoothing, weighted in [("soft", 0.0, False), ("soft_weighted", 0.1, True)]:
        torch.manual_seed(3)
        logits = torch.randn(6, 5, requires_grad=True)
        target = torch.softmax(2 * torch.randn(6, 5), 1)
        weight = torch.tensor([0.5, 1, 2, 0.1, 3]) if weighted else None
        loss = torch.nn.functional.cross_entropy(
            logits, target, weight=weight, label_smoothing=smoothing
        )
        loss.backward()
        tensors = {"loss": loss.detach(), "logits": logits.detach()}
        tensors.update({"grad_logits": logits.grad, "target": target})
        settings = {"op": "cross_entropy"}
        if weighted:
            tensors["class_weight"] = weight
            settings["label_smoothing"] = smoothing
        path = os.path.join(HERE, "..", "fixtures", f"cross_entropy_{name}.safetensors")
        save(path, tensors, **settings)


resizing()
colors()
soft_targets()
