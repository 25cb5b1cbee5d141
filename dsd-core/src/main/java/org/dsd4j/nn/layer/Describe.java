package org.dsd4j.nn.layer;

import org.dsd4j.internal.Internal;
import org.dsd4j.kernel.Convolution;
import org.dsd4j.kernel.Extent;
import org.dsd4j.kernel.Pool;

/**
 * Settings in few words; those that are as usual are left out.
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

  /** A setting with a comma before it; nothing where it is as usual. */
  public static String setting(String name, double value, double usual) {
    return value == usual ? "" : ", " + name + " " + value;
  }

  /** A layer whose settings each have a comma before them. */
  public static String layer(String name, String settings) {
    return settings.isEmpty() ? name : name + "(" + settings.substring(2) + ")";
  }

  private static String window(Extent kernel, Extent stride, Extent padding) {
    return kernel
        + (stride.equals(ONE) ? "" : ", stride " + stride)
        + (padding.equals(NONE) ? "" : ", padding " + padding);
  }
}
