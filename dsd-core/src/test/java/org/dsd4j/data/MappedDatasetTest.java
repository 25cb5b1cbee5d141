package org.dsd4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.dsd4j.data.picture.Augment;
import org.dsd4j.data.picture.ByteImageDataset;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.junit.jupiter.api.Test;

class MappedDatasetTest extends DatasetContract {
  private static final Transform DOUBLE_ANSWER =
      (sample, random) ->
          new Sample(
              sample.features(),
              new Values(Shape.of(2), new float[] {sample.target().array()[0], 9}));

  private static Dataset base() {
    byte[][] images = {{0, 51}, {102, (byte) 255}, {1, 2}};
    return new ByteImageDataset(
        "images", Shape.of(1, 2, 1), images, new int[] {0, 1, 1}, List.of("a", "b"));
  }

  @Override
  protected Dataset open() {
    return base().map(Augment.pad(1));
  }

  @Test
  void changesFeaturesAndNothingElse() {
    Dataset mapped = base().map(Augment.normalize(new float[] {0.2f}, new float[] {0.4f}));
    assertThat(mapped.sample(0).features().array()).containsExactly(-0.5f, 0);
    assertThat(mapped.fingerprint()).isEqualTo(base().fingerprint());
    assertThat(mapped.classNames()).containsExactly("a", "b");
    assertThat(open().featureShape()).isEqualTo(Shape.of(3, 4, 1));
  }

  @Test
  void targetsFollowATransformThatChangesThem() {
    Dataset mapped = base().map(DOUBLE_ANSWER);
    assertThat(mapped.targetShape()).isEqualTo(Shape.of(2));
    assertThat(mapped.target(1).array()).containsExactly(1, 9);
  }

  @Test
  void keptTargetsAreReadWithoutDecoding() {
    int[] decoded = {0};
    Dataset mapped =
        base()
            .map(
                (sample, random) -> {
                  decoded[0]++;
                  return sample;
                });
    int whenOpened = decoded[0];
    assertThat(mapped.target(2).array()).containsExactly(1);
    assertThat(decoded[0]).isEqualTo(whenOpened);
  }

  @Test
  void randomTransformsDrawFromWhatTheyAreGiven() {
    Dataset flipped = base().map(Augment.horizontalFlip());
    List<Boolean> asStored =
        IntStream.range(0, 40)
            .mapToObj(seed -> flipped.sample(0, Seed.of(seed).stream()).features().array()[0] == 0)
            .toList();
    assertThat(asStored).contains(true, false);
  }
}
