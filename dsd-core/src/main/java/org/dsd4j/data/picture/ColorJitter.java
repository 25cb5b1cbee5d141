package org.dsd4j.data.picture;

import java.util.random.RandomGenerator;
import org.dsd4j.data.Shuffle;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;

/**
 * Changes brightness, contrast, saturation and hue by random factors in random order, with
 * torchvision's formulas for values from 0 to 1. All change the pixels [n, 3] in place.
 */
final class ColorJitter {
  private static final int KINDS = 4;
  private static final int CHANNELS = Picture.CHANNELS;

  private final double brightness;
  private final double contrast;
  private final double saturation;
  private final double hue;

  ColorJitter(double brightness, double contrast, double saturation, double hue) {
    this.brightness = Check.notNegative("brightness", brightness);
    this.contrast = Check.notNegative("contrast", contrast);
    this.saturation = Check.notNegative("saturation", saturation);
    this.hue = Check.notNegative("hue", hue);
    Check.argument(
        hue <= 0.5, "hue", "at most 0.5, half of the circle", hue, "pass a share of the circle");
  }

  void apply(float[] rgb, RandomGenerator random) {
    int[] order = {0, 1, 2, 3};
    Shuffle.shuffle(order, random);
    double[] factors = {
      factor(brightness, random),
      factor(contrast, random),
      factor(saturation, random),
      RandomResizedCrop.between(-hue, hue, random)
    };
    for (int i = 0; i < KINDS; i++) {
      float factor = (float) factors[order[i]];
      switch (order[i]) {
        case 0 -> changeIf(brightness, () -> brightness(rgb, factor));
        case 1 -> changeIf(contrast, () -> contrast(rgb, factor));
        case 2 -> changeIf(saturation, () -> saturation(rgb, factor));
        default -> changeIf(hue, () -> hue(rgb, factor));
      }
    }
  }

  private static void changeIf(double setting, Runnable change) {
    if (setting > 0) {
      change.run();
    }
  }

  private static double factor(double setting, RandomGenerator random) {
    return RandomResizedCrop.between(Math.max(0, 1 - setting), 1 + setting, random);
  }

  /** Scales colours towards or away from black. */
  static void brightness(float[] rgb, float factor) {
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = blend(rgb[i], 0, factor);
    }
  }

  /** Scales colours towards or away from the mean grey of all pixels. */
  static void contrast(float[] rgb, float factor) {
    double sum = 0;
    for (int i = 0; i < rgb.length; i += CHANNELS) {
      sum += grey(rgb, i);
    }
    float mean = (float) (sum * CHANNELS / rgb.length);
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = blend(rgb[i], mean, factor);
    }
  }

  /** Scales colours towards or away from each pixel's grey. */
  static void saturation(float[] rgb, float factor) {
    for (int i = 0; i < rgb.length; i += CHANNELS) {
      float grey = grey(rgb, i);
      rgb[i] = blend(rgb[i], grey, factor);
      rgb[i + 1] = blend(rgb[i + 1], grey, factor);
      rgb[i + 2] = blend(rgb[i + 2], grey, factor);
    }
  }

  private static float grey(float[] rgb, int at) {
    return 0.2989f * rgb[at] + 0.587f * rgb[at + 1] + 0.114f * rgb[at + 2];
  }

  private static float blend(float value, float other, float factor) {
    return clamp(factor * value + (1 - factor) * other);
  }

  private static float clamp(float value) {
    return Math.max(0, Math.min(1, value));
  }

  /** Rotates hues by {@code shift} of the colour circle, in the HSV model. */
  static void hue(float[] rgb, float shift) {
    for (int i = 0; i < rgb.length; i += CHANNELS) {
      float value = Math.max(rgb[i], Math.max(rgb[i + 1], rgb[i + 2]));
      float range = value - Math.min(rgb[i], Math.min(rgb[i + 1], rgb[i + 2]));
      if (range > 0) {
        float turned = sextant(rgb, i, value, range) / 6 + shift;
        float hue = turned - (float) Math.floor(turned);
        setColor(rgb, i, 6 * hue, value, range / value);
      }
    }
  }

  /** The position of a colour on the circle: red at 0, green at 2, blue at 4. */
  private static float sextant(float[] rgb, int at, float value, float range) {
    float red = rgb[at];
    float green = rgb[at + 1];
    float blue = rgb[at + 2];
    if (value == red) {
      return (green - blue) / range;
    }
    return value == green ? 2 + (blue - red) / range : 4 + (red - green) / range;
  }

  private static void setColor(float[] rgb, int at, float sextant, float value, float saturation) {
    int whole = (int) sextant;
    float rest = sextant - whole;
    float low = clamp(value * (1 - saturation));
    float falling = clamp(value * (1 - saturation * rest));
    float rising = clamp(value * (1 - saturation * (1 - rest)));
    switch (whole % 6) {
      case 0 -> set(rgb, at, value, rising, low);
      case 1 -> set(rgb, at, falling, value, low);
      case 2 -> set(rgb, at, low, value, rising);
      case 3 -> set(rgb, at, low, falling, value);
      case 4 -> set(rgb, at, rising, low, value);
      default -> set(rgb, at, value, low, falling);
    }
  }

  private static void set(float[] rgb, int at, float red, float green, float blue) {
    rgb[at] = red;
    rgb[at + 1] = green;
    rgb[at + 2] = blue;
  }

  @Override
  public String toString() {
    return "colour jitter, brightness "
        + Numerals.text(brightness)
        + ", contrast "
        + Numerals.text(contrast)
        + ", saturation "
        + Numerals.text(saturation)
        + ", hue "
        + Numerals.text(hue);
  }
}
