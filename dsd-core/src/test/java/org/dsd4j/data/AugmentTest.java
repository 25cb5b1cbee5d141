package org.dsd4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
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
}
