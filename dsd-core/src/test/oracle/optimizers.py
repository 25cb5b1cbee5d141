"""Ten steps of each optimizer from one start, and clipping by norm."""

import torch

STEPS = 10


class NAdam(torch.optim.Optimizer):
    """Dozat 2016, as later versions of PyTorch compute it.

    `torch.optim.NAdam` of 1.13 multiplies its product of momenta by the step's momentum twice.
    """

    def __init__(self, parameters, lr, beta1=0.9, beta2=0.999, eps=1e-8, decay=4e-3):
        super().__init__(parameters, dict(lr=lr))
        self.settings = (beta1, beta2, eps, decay)
        self.product = 1.0
        self.count = 0

    def momentum(self, step):
        beta1, _, _, decay = self.settings
        return beta1 * (1 - 0.5 * 0.96 ** (step * decay))

    @torch.no_grad()
    def step(self):
        beta1, beta2, eps, _ = self.settings
        self.count += 1
        now, following = self.momentum(self.count), self.momentum(self.count + 1)
        self.product *= now
        for group in self.param_groups:
            for w in group["params"]:
                state = self.state[w]
                mean = state.setdefault("mean", torch.zeros_like(w))
                square = state.setdefault("square", torch.zeros_like(w))
                mean.mul_(beta1).add_(w.grad, alpha=1 - beta1)
                square.mul_(beta2).addcmul_(w.grad, w.grad, value=1 - beta2)
                deviation = (square / (1 - beta2**self.count)).sqrt() + eps
                ahead = (1 - now) / (1 - self.product) * w.grad
                ahead = ahead + following / (1 - self.product * following) * mean
                w.sub_(group["lr"] * ahead / deviation)


OPTIMIZERS = {
    "sgd": (torch.optim.SGD, dict(lr=0.1)),
    "sgd_momentum": (torch.optim.SGD, dict(lr=0.1, momentum=0.9, weight_decay=0.01)),
    "sgd_nesterov": (torch.optim.SGD, dict(lr=0.1, momentum=0.9, nesterov=True, weight_decay=0.01)),
    "adam": (torch.optim.Adam, dict(lr=0.01, weight_decay=0.01)),
    "adamw": (torch.optim.AdamW, dict(lr=0.01, weight_decay=0.1)),
    "rmsprop": (torch.optim.RMSprop, dict(lr=0.01)),
    "adagrad": (torch.optim.Adagrad, dict(lr=0.1)),
    "adadelta": (torch.optim.Adadelta, dict(lr=1.0)),
    "nadam": (NAdam, dict(lr=0.01)),
}


def make(store):
    for kind, (optimizer_class, settings) in OPTIMIZERS.items():
        name = f"optim_{kind}"
        if not store.wants(name):
            continue
        generator = store.generator(name)
        start = torch.randn(3, 4, generator=generator)
        gradients = torch.randn(STEPS, 3, 4, generator=generator)
        w = start.clone().requires_grad_()
        optimizer = optimizer_class([w], **settings)
        after = []
        for gradient in gradients:
            w.grad = gradient.clone()
            optimizer.step()
            after.append(w.detach().clone())
        tensors = {"w0": start, "grads": gradients, "w_after": torch.stack(after)}
        store.write(name, tensors, op=kind, **{key: str(value) for key, value in settings.items()})
    if store.wants("clip_grad_norm"):
        gradient = torch.randn(3, 4, generator=store.generator("clip_grad_norm")) * 2
        w = torch.zeros(3, 4, requires_grad=True)
        w.grad = gradient.clone()
        norm = torch.nn.utils.clip_grad_norm_([w], 1.0)
        tensors = {"grad": gradient, "clipped": w.grad, "norm": norm.reshape(1)}
        store.write("clip_grad_norm", tensors, max_norm=1.0)
