"""Makes the fixtures; see README.md."""

import argparse

import torch

import layers
import losses
import optimizers
import pruning
import recurrent
from store import Store


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", required=True, help="folder that the files go to")
    parser.add_argument("--seed", type=int, default=20261124, help="default: %(default)s")
    parser.add_argument("--only", default="", help="makes those whose names start so; default: all")
    parser.add_argument("--without-models", action="store_true", help="needs no torchvision")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    store = Store(arguments.out, arguments.seed, arguments.only)
    for part in (layers, losses, recurrent, optimizers, pruning):
        part.make(store)
    counts = {}
    if not arguments.without_models:
        import models

        models.make(store)
        counts = {"parameter_counts_imagenet": models.counts()}
    if arguments.only:
        print(f"{len(store.entries)} fixtures; index.json is written with all of them only")
    else:
        store.write_index(**counts)
        print(f"{len(store.entries)} fixtures and index.json")


if __name__ == "__main__":
    main()
