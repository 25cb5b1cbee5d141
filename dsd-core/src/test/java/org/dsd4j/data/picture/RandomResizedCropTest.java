package org.dsd4j.data.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.dsd4j.kernel.Extent;
import org.dsd4j.tensor.Seed;
import org.junit.jupiter.api.Test;

class RandomResizedCropTest {
  private static final Extent PHOTOGRAPH = new Extent(375, 500);

  private static List<Box> boxes(RandomResizedCrop crop, Extent picture) {
    RandomGenerator random = Seed.of(7).stream();
    return IntStream.range(0, 2000).mapToObj(i -> crop.frame(picture, random).source()).toList();
  }

  private static double share(Box box, Extent picture) {
    return (double) box.height() * box.width() / picture.height() / picture.width();
  }

  @Test
  void drawsShareAndRatioFromTheirRanges() {
    List<Box> boxes = boxes(Pictures.randomResizedCrop(224), PHOTOGRAPH);
    double[] shares = boxes.stream().mapToDouble(box -> share(box, PHOTOGRAPH)).sorted().toArray();
    assertThat(shares[0]).isBetween(0.078, 0.09);
    assertThat(shares[shares.length - 1]).isBetween(0.95, 1.0);
    // Large boxes fit less often; the mean is that of torchvision.
    assertThat(Arrays.stream(shares).average().orElse(0)).isCloseTo(0.434, within(0.02));
    double[] logRatios =
        boxes.stream()
            .mapToDouble(box -> Math.log((double) box.width() / box.height()))
            .sorted()
            .toArray();
    assertThat(Math.exp(logRatios[0])).isBetween(0.74, 0.76);
    assertThat(Math.exp(logRatios[1999])).isBetween(1.31, 1.35);
    assertThat(logRatios[1000]).isCloseTo(0.03, within(0.05));
  }

  @Test
  void everyPlaceMayBeDrawn() {
    RandomResizedCrop small = Pictures.randomResizedCrop(8).scale(0.25, 0.25).ratio(1, 1);
    List<Box> boxes = boxes(small, Extent.square(4));
    assertThat(boxes).allMatch(box -> box.height() == 2 && box.width() == 2);
    assertThat(boxes.stream().distinct()).hasSize(9);
  }

  @Test
  void whereNothingFitsItIsTheMiddle() {
    Framing wide = Pictures.randomResizedCrop(8).scale(1, 1);
    // As torchvision: 4 / 3 of the height, 3 / 4 of the width's inverse.
    assertThat(wide.frame(new Extent(30, 200), Seed.of(1).stream()).source())
        .isEqualTo(new Box(0, 80, 30, 40));
    assertThat(wide.frame(new Extent(200, 30), Seed.of(1).stream()).source())
        .isEqualTo(new Box(80, 0, 40, 30));
    Framing wider = Pictures.randomResizedCrop(8).scale(1, 1).ratio(2, 3);
    assertThat(wider.frame(new Extent(20, 50), Seed.of(1).stream()).scaled())
        .isEqualTo(Extent.square(8));
  }

  @Property(tries = 2000)
  void theBoxLiesInThePicture(
      @ForAll @IntRange(min = 1, max = 3000) int height,
      @ForAll @IntRange(min = 1, max = 3000) int width,
      @ForAll long seed) {
    Extent picture = new Extent(height, width);
    Frame frame = Pictures.randomResizedCrop(32).frame(picture, Seed.of(seed).stream());
    assertThat(frame.source().isIn(picture)).isTrue();
    assertThat(frame.window()).isEqualTo(new Box(0, 0, 32, 32));
  }

  @Test
  void refusesRangesThatAreNone() {
    RandomResizedCrop crop = Pictures.randomResizedCrop(224);
    assertThatThrownBy(() -> crop.scale(0, 1)).hasMessageContaining("smallest share of the area");
    assertThatThrownBy(() -> crop.scale(0.5, 0.2)).hasMessageContaining("largest share");
    assertThatThrownBy(() -> crop.scale(0.5, 1.2)).hasMessageContaining("at most 1");
    assertThatThrownBy(() -> crop.ratio(-1, 1)).hasMessageContaining("smallest ratio");
    assertThatThrownBy(() -> crop.ratio(2, 1)).hasMessageContaining("largest ratio");
    assertThatThrownBy(() -> Pictures.randomResizedCrop(0)).hasMessageContaining("size");
  }
}
