package org.dsd4j.data.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.Size;
import org.dsd4j.data.Sample;
import org.dsd4j.data.Shuffle;
import org.dsd4j.data.Transform;
import org.dsd4j.data.Values;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.Fixtures;
import org.dsd4j.testing.SafeTensorsFile;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The formulas against torchvision's values: see make_transforms.py. */
class ColorJitterTest {
  private static final SafeTensorsFile EXPECTED = Fixtures.resource("/pictures/colors.safetensors");
  private static final Values IMAGE = EXPECTED.get("image");

  private static void change(String kind, float[] rgb, float factor) {
    switch (kind) {
      case "brightness" -> ColorJitter.brightness(rgb, factor);
      case "contrast" -> ColorJitter.contrast(rgb, factor);
      case "saturation" -> ColorJitter.saturation(rgb, factor);
      case "hue" -> ColorJitter.hue(rgb, factor);
      default -> throw new IllegalArgumentException(kind);
    }
  }

  @TestFactory
  Stream<DynamicTest> changesColoursAsTorchvision() {
    return EXPECTED.names().stream()
        .filter(name -> name.contains("_"))
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () -> {
                      String[] parts = name.split("_");
                      float[] rgb = IMAGE.array().clone();
                      change(parts[0], rgb, Float.parseFloat(parts[1]));
                      assertThat(rgb).containsExactly(EXPECTED.get(name).array(), within(1e-5f));
                    }));
  }

  private static float[] jittered(long seed, double b, double c, double s, double h) {
    Sample sample = new Sample(IMAGE, Values.label(0));
    return Augment.colorJitter(b, c, s, h).apply(sample, Seed.of(seed).stream()).features().array();
  }

  @Test
  void settingsOfZeroChangeNothing() {
    assertThat(jittered(1, 0, 0, 0, 0)).isEqualTo(IMAGE.array());
  }

  @Test
  void brightnessIsDrawnFromItsRange() {
    Values grey = new Values(Shape.of(1, 1, 3), new float[] {0.5f, 0.5f, 0.5f});
    Transform jitter = Augment.colorJitter(0.4, 0, 0, 0);
    double[] factors =
        IntStream.range(0, 1000)
            .mapToObj(seed -> jitter.apply(new Sample(grey, grey), Seed.of(seed).stream()))
            .mapToDouble(sample -> sample.features().array()[0] / 0.5)
            .sorted()
            .toArray();
    assertThat(factors[0]).isBetween(0.6, 0.61);
    assertThat(factors[999]).isBetween(1.39, 1.4);
    assertThat(factors[500]).isCloseTo(1, within(0.05));
  }

  @Test
  void theOrderIsRandom() {
    // Full brightness clips, so what follows it sees other values than what comes before.
    ColorJitter jitter = new ColorJitter(1, 1, 1, 0);
    long different =
        IntStream.range(0, 100)
            .filter(
                seed -> {
                  float[] jittered = IMAGE.array().clone();
                  jitter.apply(jittered, Seed.of(seed).stream());
                  return !Arrays.equals(jittered, inFixedOrder(seed));
                })
            .count();
    assertThat(different).isBetween(50L, 99L);
  }

  /** With the same draws, always brightness, contrast, saturation. */
  private static float[] inFixedOrder(long seed) {
    var random = Seed.of(seed).stream();
    Shuffle.shuffle(new int[4], random);
    float[] rgb = IMAGE.array().clone();
    for (String kind : new String[] {"brightness", "contrast", "saturation"}) {
      change(kind, rgb, (float) (2 * random.nextDouble()));
    }
    return rgb;
  }

  @Property(tries = 500)
  void staysBetween0And1(
      @ForAll @Size(12) List<@FloatRange(max = 1) Float> values,
      @ForAll @FloatRange(max = 0.5f) float hue,
      @ForAll long seed) {
    float[] rgb = new float[values.size()];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = values.get(i);
    }
    Sample sample = new Sample(new Values(Shape.of(2, 2, 3), rgb.clone()), Values.label(0));
    Transform jitter = Augment.colorJitter(0.8, 0.8, 0.8, hue);
    for (float value : jitter.apply(sample, Seed.of(seed).stream()).features().array()) {
      assertThat(value).isBetween(0f, 1f);
    }
    assertThat(sample.features().array()).isEqualTo(rgb);
  }

  @Test
  void refusesSettingsAndImagesThatMakeNoSense() {
    assertThatThrownBy(() -> Augment.colorJitter(-1, 0, 0, 0)).hasMessageContaining("brightness");
    assertThatThrownBy(() -> Augment.colorJitter(0, 0, 0, 0.6)).hasMessageContaining("hue");
    Transform jitter = Augment.colorJitter(0.4, 0.4, 0.4, 0.1);
    Sample grey = new Sample(new Values(Shape.of(1, 1, 1), new float[1]), Values.label(0));
    assertThatThrownBy(() -> jitter.apply(grey, Seed.of(1).stream()))
        .hasMessageContaining("colour jitter: expected images of red, green and blue");
    for (float value : new float[] {-0.1f, 1.1f, Float.NaN}) {
      Sample wrong =
          new Sample(new Values(Shape.of(1, 1, 3), new float[] {0, value, 1}), Values.label(0));
      assertThatThrownBy(() -> jitter.apply(wrong, Seed.of(1).stream()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("values from 0 to 1, received " + value)
          .hasMessageContaining("before the normalization");
    }
  }
}
