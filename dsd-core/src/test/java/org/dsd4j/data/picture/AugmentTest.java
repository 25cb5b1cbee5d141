package org.dsd4j.data.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.dsd4j.data.Sample;
import org.dsd4j.data.Transform;
import org.dsd4j.data.Values;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.testing.Fixtures;
import org.dsd4j.testing.SafeTensorsFile;
import org.junit.jupiter.api.Test;

class AugmentTest {
  private static final Values SQUARE = new Values(Shape.of(2, 2, 1), new float[] {1, 2, 3, 4});

  private final RandomGenerator random = Seed.of(1).stream();

  private float[] apply(Transform transform, Values image) {
    Sample result = transform.apply(new Sample(image, Values.label(3)), random);
    assertThat(result.target().array()).containsExactly(3);
    return result.features().array();
  }

  private List<String> many(Transform transform) {
    return IntStream.range(0, 400)
        .mapToObj(i -> Arrays.toString(apply(transform, SQUARE)))
        .toList();
  }

  @Test
  void padsByZeros() {
    assertThat(apply(Augment.pad(1), SQUARE))
        .containsExactly(0, 0, 0, 0, 0, 1, 2, 0, 0, 3, 4, 0, 0, 0, 0, 0);
  }

  @Test
  void cutsOutTheMiddle() {
    float[] pixels = new float[15];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = i;
    }
    // Three rows of five; the middle one of the rows, the middle three of its pixels.
    assertThat(apply(Augment.centerCrop(1, 3), new Values(Shape.of(3, 5, 1), pixels)))
        .containsExactly(6, 7, 8);
    assertThat(apply(Augment.centerCrop(4, 2), SQUARE)).containsExactly(0, 0, 1, 2, 3, 4, 0, 0);
  }

  @Test
  void normalizesEachChannel() {
    Values twoPixels = new Values(Shape.of(1, 2, 2), new float[] {1, 10, 3, 30});
    assertThat(apply(Augment.normalize(new float[] {1, 20}, new float[] {2, 10}), twoPixels))
        .containsExactly(0, -1, 1, 1);
  }

  @Test
  void flipsAboutHalfOfTheImages() {
    List<String> flips = many(Augment.horizontalFlip());
    assertThat(flips).containsOnly("[1.0, 2.0, 3.0, 4.0]", "[2.0, 1.0, 4.0, 3.0]");
    assertThat(flips).filteredOn(flip -> flip.startsWith("[2")).hasSizeBetween(150, 250);
  }

  @Test
  void flipsWholePixels() {
    Values colours = new Values(Shape.of(1, 2, 3), new float[] {1, 2, 3, 4, 5, 6});
    assertThat(
            IntStream.range(0, 50)
                .mapToObj(i -> Arrays.toString(apply(Augment.horizontalFlip(), colours))))
        .contains("[4.0, 5.0, 6.0, 1.0, 2.0, 3.0]");
  }

  @Test
  void cropsAtEveryPlaceAboutEquallyOften() {
    List<String> crops = many(Augment.randomCrop(1));
    assertThat(crops)
        .contains("[1.0, 2.0, 3.0, 4.0]", "[0.0, 0.0, 0.0, 1.0]", "[4.0, 0.0, 0.0, 0.0]");
    List<String> places = crops.stream().distinct().toList();
    assertThat(places).hasSize(9);
    for (String place : places) {
      assertThat(crops).filteredOn(place::equals).hasSizeBetween(20, 80);
    }
  }

  @Test
  void cropsAndFlips() {
    assertThat(many(Augment.cropAndFlip(1)).stream().distinct()).hasSize(18);
    assertThat(many(Augment.cropAndFlip(0)).stream().distinct()).hasSize(2);
  }

  @Test
  void refusesWhatIsNoImage() {
    Values vector = new Values(Shape.of(4), new float[4]);
    assertThatThrownBy(() -> apply(Augment.cropAndFlip(1), vector))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "image transform: expected images [height, width, channels], received [4]; transform"
                + " images only");
    Transform colours = Augment.normalize(new float[3], new float[] {1, 1, 1});
    assertThatThrownBy(() -> apply(colours, SQUARE))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("normalization: expected 3 channels, received 1");
  }

  @Test
  void refusesSettingsThatMakeNoSense() {
    assertThatThrownBy(() -> Augment.randomCrop(-1)).hasMessageContaining("padding");
    assertThatThrownBy(() -> Augment.pad(-1)).hasMessageContaining("padding");
    assertThatThrownBy(() -> Augment.centerCrop(0, 1)).hasMessageContaining("height");
    assertThatThrownBy(() -> Augment.normalize(new float[1], new float[1]))
        .hasMessageContaining("deviation of channel 0: expected a number above 0");
    assertThatThrownBy(() -> Augment.normalize(new float[2], new float[] {1}))
        .hasMessageContaining("as many means as deviations, received 2 and 1");
  }

  @Test
  void normalizesTheLastExtentOfWhateverHasOne() {
    Normalization normalization = Normalization.of(new float[] {1, 20}, new float[] {2, 10});
    float[] values = {3, 40, -1, 10};
    float[] normalized = {1, 2, -1, -1};
    for (Shape shape : List.of(Shape.of(2, 2), Shape.of(1, 2, 2), Shape.of(1, 2, 1, 2))) {
      Values features = new Values(shape, values);
      assertThat(apply(normalization.transform(), features)).containsExactly(normalized);
      assertThat(normalization.apply(features).shape()).isEqualTo(shape);
    }
    Values row = new Values(Shape.of(2), new float[] {3, 40});
    assertThat(apply(normalization.transform(), row)).containsExactly(1, 2);
    assertThat(row.array()).containsExactly(3, 40);
    Values several = new Values(Shape.of(2, 3), new float[6]);
    assertThatThrownBy(() -> normalization.apply(several))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("normalization: expected 2 channels, received 3");
    assertThatThrownBy(() -> normalization.apply(new Values(Shape.of(), new float[1])))
        .hasMessageContaining("expected 2 channels, received a single number");
  }

  @Test
  void normalizesAsTorchvision() {
    SafeTensorsFile expected = Fixtures.resource("/pictures/colors.safetensors");
    Transform normalize =
        Augment.normalize(
            new float[] {0.485f, 0.456f, 0.406f}, new float[] {0.229f, 0.224f, 0.225f});
    assertThat(apply(normalize, expected.get("image")))
        .containsExactly(expected.get("normalized").array(), within(1e-6f));
  }

  @Test
  void lightingAddsOneColourAlongTheComponents() {
    float[][] vectors = {{1, 0, 0}, {0, 0.6f, 0.8f}};
    Transform lighting = Augment.lighting(0.5, new float[] {2, 1}, vectors);
    Values image = new Values(Shape.of(1, 2, 3), new float[] {0, 0, 0, 0.5f, 0.25f, 1});
    double squares = 0;
    for (int i = 0; i < 4000; i++) {
      float[] lit = apply(lighting, image);
      // Green and blue together, red alone; the same for all pixels.
      assertThat(lit[2]).isCloseTo(lit[1] * 0.8f / 0.6f, within(1e-5f));
      assertThat(lit[3] - lit[0]).isCloseTo(0.5f, within(1e-5f));
      assertThat(lit[5] - lit[2]).isCloseTo(1, within(1e-5f));
      squares += lit[0] * lit[0];
    }
    assertThat(Math.sqrt(squares / 4000)).isCloseTo(0.5 * 2, within(0.05));
    assertThatThrownBy(() -> Augment.lighting(0.1, new float[2], new float[3]))
        .hasMessageContaining("principal components");
    assertThatThrownBy(() -> Augment.lighting(0.1, new float[1], new float[2]))
        .hasMessageContaining("an eigenvalue for each eigenvector of red, green and blue");
  }

  private static Values ones(int height, int width) {
    float[] ones = new float[height * width];
    Arrays.fill(ones, 1);
    return new Values(Shape.of(height, width, 1), ones);
  }

  private static long zeros(float[] values) {
    return IntStream.range(0, values.length).filter(i -> values[i] == 0).count();
  }

  @Test
  void erasesABoxOfAboutHalfOfTheImages() {
    Values image = ones(30, 40);
    long[] erased =
        IntStream.range(0, 1000)
            .mapToLong(i -> zeros(apply(Augment.randomErasing(0.5), image)))
            .filter(count -> count > 0)
            .sorted()
            .toArray();
    assertThat(erased.length).isBetween(430, 570);
    assertThat(erased[0] / 1200.0).isBetween(0.015, 0.03);
    assertThat(erased[erased.length - 1] / 1200.0).isBetween(0.3, 0.34);
    assertThat(zeros(apply(Augment.randomErasing(0), image))).isZero();
    assertThat(zeros(apply(Augment.randomErasing(1), ones(1, 1)))).isZero();
    assertThatThrownBy(() -> Augment.randomErasing(1.1)).hasMessageContaining("probability");
  }

  @Test
  void cutsOutSquares() {
    Values image = ones(6, 6);
    long[] sizes =
        IntStream.range(0, 500)
            .mapToLong(i -> zeros(apply(Augment.cutout(4), image)))
            .distinct()
            .sorted()
            .toArray();
    // Whole ones and those that the edges cut: two or three rows or columns of four.
    assertThat(sizes).containsExactly(4, 6, 8, 9, 12, 16);
    assertThat(zeros(apply(Augment.cutout(50), image))).isEqualTo(36);
    assertThatThrownBy(() -> Augment.cutout(0)).hasMessageContaining("size of the cutout");
  }
}
