package org.dsd4j.nn.layer;

import java.util.List;
import org.dsd4j.internal.Internal;
import org.dsd4j.internal.Numerals;
import org.dsd4j.kernel.Convolution;
import org.dsd4j.kernel.Extent;
import org.dsd4j.kernel.Pool;
import org.dsd4j.nn.spec.LayerDescription;

/**
 * Settings in few words, without those that have their default.
 *
 * @hidden
 */
@Internal
public final class Describe {
  private static final Extent ONE = Extent.square(1);
  private static final Extent NONE = Extent.square(0);

  private Describe() {}

  public static String convolution(Convolution c) {
    return window(c.kernel(), c.stride(), c.padding())
        + (c.dilation().equals(ONE) ? "" : ", dilation " + c.dilation())
        + (c.groups() == 1 ? "" : ", " + c.groups() + " groups");
  }

  public static String pool(Pool p) {
    return window(p.kernel(), p.stride(), p.padding()) + (p.ceilMode() ? ", ceil" : "");
  }

  /** A description with the settings of a convolution. */
  public static LayerDescription convolution(LayerDescription description, Convolution c) {
    return description
        .with("kernel", pair(c.kernel()))
        .with("stride", pair(c.stride()))
        .with("padding", pair(c.padding()))
        .with("dilation", pair(c.dilation()))
        .with("groups", c.groups());
  }

  /** The settings of a convolution in a description. */
  public static Convolution convolution(LayerDescription description) {
    return new Convolution(
        extent(description, "kernel"),
        extent(description, "stride"),
        extent(description, "padding"),
        extent(description, "dilation"),
        description.integer("groups"));
  }

  /** A description with the settings of a pooling. */
  public static LayerDescription pool(LayerDescription description, Pool p) {
    return description
        .with("kernel", pair(p.kernel()))
        .with("stride", pair(p.stride()))
        .with("padding", pair(p.padding()))
        .with("ceilMode", p.ceilMode());
  }

  /** The settings of a pooling in a description. */
  public static Pool pool(LayerDescription description) {
    return new Pool(
        extent(description, "kernel"),
        extent(description, "stride"),
        extent(description, "padding"),
        description.flag("ceilMode"));
  }

  private static List<Integer> pair(Extent extent) {
    return List.of(extent.height(), extent.width());
  }

  private static Extent extent(LayerDescription description, String name) {
    List<Integer> pair = description.integers(name, 2);
    return new Extent(pair.get(0), pair.get(1));
  }

  /** A setting with a comma before it; empty if it has its default. */
  public static String setting(String name, double value, double usual) {
    return value == usual ? "" : ", " + name + " " + Numerals.text(value);
  }

  /** A layer with settings that each have a comma before them. */
  public static String layer(String name, String settings) {
    return settings.isEmpty() ? name : name + "(" + settings.substring(2) + ")";
  }

  private static String window(Extent kernel, Extent stride, Extent padding) {
    return kernel
        + (stride.equals(ONE) ? "" : ", stride " + stride)
        + (padding.equals(NONE) ? "" : ", padding " + padding);
  }
}
