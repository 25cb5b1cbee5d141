package org.dsd4j.data.picture;

import java.util.random.RandomGenerator;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;
import org.dsd4j.kernel.Extent;

/**
 * A random box, scaled to a square. Its fraction of the picture's area is drawn uniformly from the
 * scale, the logarithm of width / height from that of the ratio, and its position from all where it
 * fits. If ten boxes do not fit, it is the largest central box that the ratio allows. Immutable.
 */
public final class RandomResizedCrop implements Framing {
  private static final int TRIES = 10;

  private final int size;
  private final double smallestShare;
  private final double largestShare;
  private final double narrowest;
  private final double widest;

  RandomResizedCrop(int size) {
    this(size, 0.08, 1, 3.0 / 4, 4.0 / 3);
  }

  private RandomResizedCrop(
      int size, double smallestShare, double largestShare, double narrowest, double widest) {
    this.size = Check.positive("size", size);
    this.smallestShare = Check.positive("smallest share of the area", smallestShare);
    this.largestShare = largestShare;
    this.narrowest = Check.positive("smallest ratio of width to height", narrowest);
    this.widest = widest;
    Check.argument(
        smallestShare <= largestShare && largestShare <= 1,
        "largest share of the area",
        "at least the smallest, " + smallestShare + ", and at most 1",
        largestShare,
        "pass the smaller one first");
    Check.argument(
        narrowest <= widest && Double.isFinite(widest),
        "largest ratio of width to height",
        "at least the smallest, " + narrowest,
        widest,
        "pass the smaller one first");
  }

  /** Sets the range of the fraction of the area; 0.08 to 1 by default. */
  public RandomResizedCrop scale(double smallest, double largest) {
    return new RandomResizedCrop(size, smallest, largest, narrowest, widest);
  }

  /** Sets the range of the ratio of width to height; 3/4 to 4/3 by default. */
  public RandomResizedCrop ratio(double smallest, double largest) {
    return new RandomResizedCrop(size, smallestShare, largestShare, smallest, largest);
  }

  @Override
  public Extent size() {
    return Extent.square(size);
  }

  @Override
  public Frame frame(Extent picture, RandomGenerator random) {
    return new Frame(box(picture, random), size(), Box.whole(size()));
  }

  private Box box(Extent picture, RandomGenerator random) {
    double area = (double) picture.height() * picture.width();
    for (int i = 0; i < TRIES; i++) {
      double wanted = area * between(smallestShare, largestShare, random);
      double ratio = Math.exp(between(Math.log(narrowest), Math.log(widest), random));
      int width = (int) Math.rint(Math.sqrt(wanted * ratio));
      int height = (int) Math.rint(Math.sqrt(wanted / ratio));
      if (width > 0 && height > 0 && width <= picture.width() && height <= picture.height()) {
        int top = random.nextInt(picture.height() - height + 1);
        int left = random.nextInt(picture.width() - width + 1);
        return new Box(top, left, height, width);
      }
    }
    return middle(picture);
  }

  private Box middle(Extent picture) {
    double ratio = (double) picture.width() / picture.height();
    int height = picture.height();
    int width = picture.width();
    if (ratio < narrowest) {
      height = atLeastOne(width / narrowest);
    } else if (ratio > widest) {
      width = atLeastOne(height * widest);
    }
    return new Box((picture.height() - height) / 2, (picture.width() - width) / 2, height, width);
  }

  private static int atLeastOne(double length) {
    return Math.max(1, (int) Math.rint(length));
  }

  static double between(double least, double most, RandomGenerator random) {
    return least + (most - least) * random.nextDouble();
  }

  /** For example {@code random crop of 0.08 to 1 of the area, resized to 224×224}. */
  @Override
  public String toString() {
    return "random crop of "
        + Numerals.text(smallestShare)
        + " to "
        + Numerals.text(largestShare)
        + " of the area, resized to "
        + size();
  }
}
