"""torchvision's networks with computed weights: logits, loss, gradients of one training step."""

import zlib

import numpy
import torch
import torch.nn.functional as F
import torchvision

CLASSES = 10
TARGETS = [1, 3, 5, 7]

# extent of the input pictures
MODELS = {
    "resnet18": 64, "resnet34": 64, "resnet50": 64, "vgg11": 64, "vgg16": 64, "vgg16_bn": 64,
    "googlenet": 96, "alexnet": 96, "squeezenet1_0": 96, "squeezenet1_1": 96, "mobilenet_v2": 64,
}

# Rounding lets a few ReLUs of very deep networks fall to the other side of 0: single gradients of the first
# two in single precision differ from those in double by 7 % and more, and from themselves on another
# number of threads; MobileNetV2 is as deep. With norms that shift values by 2 to 3 deviations a few per cent of the ReLUs
# cut something off and next to none is near 0, so that their gradients have five digits. These are
# computed in double precision.
SHIFTED = {"resnet50": (2, 3), "googlenet": (2, 3), "mobilenet_v2": (2, 3)}
SHIFTED_SCALE = (0.5, 1)

COUNTED = [
    "resnet18", "resnet34", "resnet50", "resnet101", "resnet152", "vgg11", "vgg13", "vgg16", "vgg19",
    "vgg16_bn", "googlenet", "alexnet", "squeezenet1_0", "squeezenet1_1", "mobilenet_v2",
]


def computed(name, shape, seed, low, high):
    count = int(numpy.prod(shape))
    start = (zlib.crc32(name.encode()) + seed) & 0xFFFFFFFF
    with numpy.errstate(over="ignore"):
        x = numpy.arange(count, dtype=numpy.uint32) + numpy.uint32(start)
        x *= numpy.uint32(0x9E3779B1)
        x ^= x >> numpy.uint32(16)
        x *= numpy.uint32(0x85EBCA77)
        x ^= x >> numpy.uint32(13)
    values = low + (high - low) * (x.astype(numpy.float64) / 2.0**32)
    return torch.from_numpy(values.astype(numpy.float32)).reshape(shape)


def bounds(name, shape):
    if len(shape) > 1:
        limit = float(numpy.sqrt(6 / numpy.prod(shape[1:])))
        return -limit, limit
    return (0.5, 1.5) if name.endswith("weight") else (-0.1, 0.1)


def build(name):
    options = dict(num_classes=CLASSES)
    if name == "googlenet":
        options.update(aux_logits=True, init_weights=False)
    model = getattr(torchvision.models, name)(**options)
    for module in model.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.0
    return model


def norm_bounds(model, shift):
    """The bounds of the parameters of norms, where they are not the usual ones."""
    found = {}
    for name, module in model.named_modules():
        if shift and isinstance(module, torch.nn.BatchNorm2d):
            found[f"{name}.weight"] = SHIFTED_SCALE
            found[f"{name}.bias"] = shift
    return found


def set_weights(model, seed, shift=None):
    own = norm_bounds(model, shift)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            shape = tuple(parameter.shape)
            parameter.copy_(computed(name, shape, seed, *own.get(name, bounds(name, shape))))


def heads(parameters, length=8):
    rows = torch.zeros(len(parameters), length)
    for row, parameter in zip(rows, parameters):
        values = parameter.grad.reshape(-1)[:length]
        row[: len(values)] = values
    return rows


def one(store, name, extent):
    model = build(name)
    shift = SHIFTED.get(name)
    set_weights(model, store.seed, shift)
    shape = (len(TARGETS), extent, extent, 3)
    x = computed("input", shape, store.seed, -1, 1).permute(0, 3, 1, 2).contiguous()
    targets = torch.tensor(TARGETS)
    if shift:
        model, x = model.double(), x.double()
    model.train()
    out = model(x)
    auxiliary = 0.3 if name == "googlenet" else 0
    logits = out.logits if auxiliary else out
    loss = F.cross_entropy(logits, targets)
    if auxiliary:
        loss = loss + auxiliary * (
            F.cross_entropy(out.aux_logits1, targets) + F.cross_entropy(out.aux_logits2, targets))
    loss.backward()
    model.eval()
    with torch.no_grad():
        later = model(x)
    named = list(model.named_parameters())
    parameters = [parameter for _, parameter in named]
    tensors = {
        "train_logits": logits,
        "loss": loss.reshape(1),
        "eval_logits_after_one_train_forward": later,
        "grad_norms": torch.stack([parameter.grad.norm() for parameter in parameters]),
        "grad_heads": heads(parameters),
    }
    tensors = {key: tensor.float() for key, tensor in tensors.items()}
    own = dict(computed_in="float64", norm_weight=SHIFTED_SCALE, norm_bias=shift) if shift else {}
    store.write(
        f"model_{name}", tensors, op="model", torchvision=name, num_classes=CLASSES,
        input=list(shape), targets=TARGETS, dropout=0,
        parameters=[[key, list(parameter.shape)] for key, parameter in named],
        total=sum(parameter.numel() for parameter in parameters), aux_weight=auxiliary, **own)


def make(store):
    for name, extent in MODELS.items():
        if store.wants(f"model_{name}"):
            one(store, name, extent)


def counts():
    """How many parameters each network has with 1,000 classes, auxiliary heads included."""
    result = {}
    for name in COUNTED:
        options = dict(aux_logits=True, init_weights=False) if name == "googlenet" else {}
        model = getattr(torchvision.models, name)(**options)
        result[name] = sum(parameter.numel() for parameter in model.parameters())
    return result
