package org.dsd4j.testing;

import org.dsd4j.nn.Network;
import org.dsd4j.nn.layer.Activate;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.Flatten;
import org.dsd4j.nn.layer.conv.Conv2d;
import org.dsd4j.nn.layer.norm.BatchNorm;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;

/** Networks that are trained in a moment. */
public final class SmallNets {
  private SmallNets() {}

  /** Two dense layers, {@code fc1} and {@code fc2}, from 6 features. */
  public static Network dense(int classes, long seed) {
    return Network.builder(Shape.of(6))
        .add("fc1", new Dense(16))
        .add("relu1", Activate.relu())
        .add("fc2", new Dense(classes))
        .build(Seed.of(seed));
  }

  /** Two convolutions with a batch norm and a dense layer, from images of 6×6 with 2 channels. */
  public static Network convolutional(long seed) {
    return Network.builder(Shape.of(6, 6, 2))
        .add("conv1", new Conv2d(4, 3))
        .add("bn1", new BatchNorm())
        .add("conv2", new Conv2d(4, 3))
        .add("flatten", new Flatten())
        .add("fc", new Dense(3))
        .build(Seed.of(seed));
  }
}
