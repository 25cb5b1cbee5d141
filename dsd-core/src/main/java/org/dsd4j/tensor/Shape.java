package org.dsd4j.tensor;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.dsd4j.internal.Check;

/**
 * The extents of a tensor, outermost first: images are [N, H, W, C], sequences [N, T, F],
 * convolution weights [O, I, kH, kW], dense weights [out, in].
 *
 * <p>Layers are described without the batch dimension N; {@link #batched(int)} adds it. Immutable.
 */
public final class Shape {
  private final int[] extents;

  private Shape(int[] extents) {
    this.extents = extents;
  }

  /**
   * A shape of these extents; none at all is the shape of a scalar.
   *
   * @throws IllegalArgumentException if an extent is below 1
   */
  public static Shape of(int... extents) {
    for (int extent : extents) {
      Check.argument(
          extent >= 1,
          "shape " + Arrays.toString(extents),
          "extents of at least 1",
          extent,
          "pass the size of every dimension");
    }
    return new Shape(extents.clone());
  }

  /** A shape from ND4J's extents. */
  public static Shape of(long[] extents) {
    return of(Arrays.stream(extents).mapToInt(Math::toIntExact).toArray());
  }

  /** The number of dimensions. */
  public int rank() {
    return extents.length;
  }

  /**
   * The extent of dimension {@code axis}; negative numbers count from the end, -1 being the last.
   */
  public int extent(int axis) {
    return extents[axis < 0 ? extents.length + axis : axis];
  }

  /** The extent of the last dimension: channels of an image, features of a vector. */
  public int last() {
    return extent(-1);
  }

  /** The number of elements. */
  public long elements() {
    long product = 1;
    for (int extent : extents) {
      product *= extent;
    }
    return product;
  }

  /** The number of elements divided by the last extent: the number of channel vectors. */
  public long rows() {
    return elements() / last();
  }

  /** This shape with a batch dimension of {@code n} in front. */
  public Shape batched(int n) {
    int[] batched = new int[extents.length + 1];
    batched[0] = n;
    System.arraycopy(extents, 0, batched, 1, extents.length);
    return of(batched);
  }

  /** This shape without its first dimension. */
  public Shape unbatched() {
    return new Shape(Arrays.copyOfRange(extents, 1, extents.length));
  }

  /** This shape with the last extent replaced. */
  public Shape withLast(int extent) {
    int[] changed = extents.clone();
    changed[changed.length - 1] = extent;
    return of(changed);
  }

  /** This shape with the first extent replaced. */
  public Shape withFirst(int extent) {
    int[] changed = extents.clone();
    changed[0] = extent;
    return of(changed);
  }

  /** The extents as ND4J takes them. */
  public long[] toLongs() {
    return Arrays.stream(extents).asLongStream().toArray();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape shape && Arrays.equals(extents, shape.extents);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(extents);
  }

  /** For example {@code [28, 28, 1]}. */
  @Override
  public String toString() {
    return Arrays.stream(extents)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
