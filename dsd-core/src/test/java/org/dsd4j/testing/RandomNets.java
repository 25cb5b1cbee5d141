package org.dsd4j.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.nn.layer.Activate;
import org.dsd4j.nn.layer.Add;
import org.dsd4j.nn.layer.Concat;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.Dropout;
import org.dsd4j.nn.layer.Flatten;
import org.dsd4j.nn.layer.conv.Conv2d;
import org.dsd4j.nn.layer.norm.BatchNorm;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;

/** Small networks that read earlier layers here and there, some of them several times. */
public final class RandomNets {
  private static final int WIDTH = 3;

  private final NetworkBuilder builder;
  private final boolean images;
  private final RandomGenerator random;
  private final List<String> names = new ArrayList<>(List.of("input"));
  private final Set<String> unread = new TreeSet<>();
  private int added;

  private RandomNets(boolean images, long seed) {
    this.images = images;
    this.random = Seed.of(seed).stream();
    this.builder =
        Network.builder(images ? Shape.of(3, 3, WIDTH) : Shape.of(WIDTH))
            .elementType(ElementType.FLOAT64);
  }

  /** The same seed gives the same network, of images or of vectors. */
  public static NetworkBuilder builder(boolean images, long seed) {
    return new RandomNets(images, seed).grow();
  }

  private NetworkBuilder grow() {
    // The first layer has parameters, so that there is something to train.
    add(new Dense(WIDTH), List.of("input"));
    int layers = 3 + random.nextInt(12);
    for (int i = 0; i < layers; i++) {
      grow(random.nextInt(10));
    }
    if (random.nextBoolean()) {
      unread.add(names.get(1 + random.nextInt(names.size() - 1)));
    }
    return builder.outputs(unread.toArray(String[]::new));
  }

  private void grow(int kind) {
    switch (kind) {
      case 0 -> add(new Dense(WIDTH), pick(1));
      case 1 ->
          add(images ? new Conv2d(WIDTH, 3).padding(1) : new Dense(WIDTH).withoutBias(), pick(1));
      case 2 -> add(new BatchNorm(), pick(1));
      case 3 -> add(new Dropout(random.nextInt(2) * 0.3), pick(1));
      case 4 -> {
        add(new Concat(), pick(2));
        String joined = names.remove(names.size() - 1);
        add(new Dense(WIDTH), List.of(joined));
      }
      case 5 -> add(images ? Activate.tanh() : new Flatten(), pick(1));
      case 6, 7 -> add(new Add(), pick(2 + random.nextInt(2)));
      default -> add(Activate.relu(), pick(1));
    }
  }

  private String last() {
    return names.get(names.size() - 1);
  }

  /** Mostly the last layer, sometimes any other; the same one twice too. */
  private List<String> pick(int count) {
    List<String> picked = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean any = i > 0 || random.nextInt(3) == 0;
      picked.add(any ? names.get(random.nextInt(names.size())) : last());
    }
    return picked;
  }

  private void add(Layer layer, List<String> sources) {
    String name = "n" + ++added;
    builder.add(name, layer, sources.toArray(String[]::new));
    names.add(name);
    unread.removeAll(sources);
    unread.add(name);
  }
}
