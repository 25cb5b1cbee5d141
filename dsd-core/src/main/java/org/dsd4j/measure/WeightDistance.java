package org.dsd4j.measure;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.dsd4j.internal.Check;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.WeightSnapshot;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.tensor.Shape;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How far a network's weights have moved between two moments, in all and layer by layer:
 *
 * <pre>{@code
 * WeightSnapshot dense = network.snapshot();
 * ...
 * WeightDistance.of(network, dense).all().relative();
 * }</pre>
 *
 * <p>All parameters count, frozen ones too, and no statistics. Sums are in double precision.
 *
 * @param all over all weights
 * @param layers over the weights of each layer that has some, in the network's order
 */
public record WeightDistance(VectorDistance all, Map<String, VectorDistance> layers) {
  /** Copies the map. */
  public WeightDistance {
    layers = Collections.unmodifiableMap(new LinkedHashMap<>(layers));
  }

  /**
   * Two vectors of weights.
   *
   * @param from the Euclidean norm of the earlier one, a
   * @param to that of the later one, b
   * @param distance that of their difference, ‖b − a‖
   * @param product their inner product
   */
  public record VectorDistance(double from, double to, double distance, double product) {
    /** ‖b − a‖ / ‖a‖; infinite if the weights moved from zero, 0 if they stayed there. */
    public double relative() {
      return distance == 0 ? 0 : distance / from;
    }

    /** a · b / (‖a‖ ‖b‖), from −1 to 1; 0 if one of them alone is zero, 1 if both are. */
    public double cosine() {
      if (from == 0 || to == 0) {
        return from == to ? 1 : 0;
      }
      return Math.max(-1, Math.min(1, product / from / to));
    }

    /** For example {@code distance 1.2340 (relative 0.0521, cosine 0.9986)}. */
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "distance %.4f (relative %.4f, cosine %.4f)",
          distance,
          relative(),
          cosine());
    }
  }

  /** Sums over pairs of weights. */
  private static final class Sums {
    private double from;
    private double to;
    private double difference;
    private double product;

    void add(double[] a, double[] b) {
      for (int i = 0; i < a.length; i++) {
        from += a[i] * a[i];
        to += b[i] * b[i];
        difference += (b[i] - a[i]) * (b[i] - a[i]);
        product += a[i] * b[i];
      }
    }

    VectorDistance between() {
      return new VectorDistance(Math.sqrt(from), Math.sqrt(to), Math.sqrt(difference), product);
    }
  }

  /**
   * The distance from a snapshot to a network's current weights.
   *
   * @throws IllegalArgumentException if the snapshot is of another network
   * @throws IllegalStateException if the snapshot was closed
   */
  public static WeightDistance of(Network network, WeightSnapshot from) {
    return of(network, from, parameter -> parameter.value().toDoubles());
  }

  /**
   * The distance from one snapshot of a network to another; the network's current weights are not
   * read.
   *
   * @throws IllegalArgumentException if one of the snapshots is of another network
   * @throws IllegalStateException if one of the snapshots was closed
   */
  public static WeightDistance between(Network network, WeightSnapshot from, WeightSnapshot to) {
    check(network, to);
    return of(network, from, parameter -> values(to, parameter));
  }

  private static WeightDistance of(
      Network network, WeightSnapshot from, Function<Parameter, double[]> to) {
    check(network, from);
    return network.exclusively(
        () -> {
          Sums all = new Sums();
          Map<String, Sums> layers = new LinkedHashMap<>();
          for (Parameter parameter : network.parameters()) {
            double[] before = values(from, parameter);
            double[] after = to.apply(parameter);
            all.add(before, after);
            layers.computeIfAbsent(parameter.layer(), name -> new Sums()).add(before, after);
          }
          Map<String, VectorDistance> byLayer = new LinkedHashMap<>();
          layers.forEach((layer, sums) -> byLayer.put(layer, sums.between()));
          return new WeightDistance(all.between(), byLayer);
        });
  }

  private static void check(Network network, WeightSnapshot snapshot) {
    List<String> names = WeightSnapshot.namesOf(network);
    Check.argument(
        snapshot.names().equals(names),
        "snapshot",
        names,
        snapshot.names(),
        "compare snapshots of this network");
  }

  private static double[] values(WeightSnapshot snapshot, Parameter parameter) {
    // No copy is kept, so closing the snapshot still releases its memory.
    INDArray array = Objects.requireNonNull(snapshot.uncheckedArrays().get(parameter.name()));
    Check.argument(
        Shape.of(array.shape()).equals(parameter.shape()),
        "snapshot of " + parameter.name(),
        parameter.shape(),
        Shape.of(array.shape()),
        "compare snapshots of this network");
    return array.reshape(array.length()).toDoubleVector();
  }
}
