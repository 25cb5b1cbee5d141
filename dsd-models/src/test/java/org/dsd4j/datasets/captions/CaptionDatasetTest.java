package org.dsd4j.datasets.captions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.DatasetContract;
import org.dsd4j.data.Sample;
import org.dsd4j.data.Values;
import org.dsd4j.data.ValuesSpec;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.text.Vocabulary;
import org.junit.jupiter.api.Test;

class CaptionDatasetTest extends DatasetContract {
  private static final Vocabulary WORDS =
      Vocabulary.of(List.of("<unk>", "<s>", "</s>", "a", "dog", "runs"));
  private static final Values PICTURES = new Values(Shape.of(2, 2), new float[] {7, 8, 9, 10});
  private static final List<List<List<String>>> CAPTIONS =
      List.of(
          List.of(List.of("a", "dog"), List.of("runs")),
          List.of(List.of(), List.of("a", "dog", "runs", "far")));

  @Override
  protected Dataset open() {
    return open(5);
  }

  private static CaptionDataset open(int steps) {
    return CaptionDataset.of("captions", PICTURES, CAPTIONS, WORDS, steps);
  }

  @Test
  void aSampleIsAPictureAndOneOfItsCaptions() {
    CaptionDataset dataset = open(4);
    assertThat(dataset.size()).isEqualTo(3);
    assertThat(dataset.spec().inputs().get("features")).isEqualTo(ValuesSpec.of(Shape.of(2)));
    assertThat(dataset.spec().inputs().get("words"))
        .isEqualTo(ValuesSpec.of(Shape.of(4)).indices(6).sequence());
    assertThat(dataset.targetShape()).isEqualTo(Shape.of(4 + 1));
    check(dataset.sample(0), new float[] {7, 8}, new float[] {1, 3, 4}, -1, 3, 4, 2);
    check(dataset.sample(1), new float[] {7, 8}, new float[] {1, 5}, -1, 5, 2);
    assertThat(dataset.target(1).array()).isEqualTo(dataset.sample(1).target().array());
    assertThat(dataset.length(0)).isEqualTo(3);
    assertThat(dataset.length(1, "words")).isEqualTo(2);
    assertThat(dataset.length(1, "features")).isEqualTo(2);
  }

  private static void check(Sample sample, float[] features, float[] words, float... target) {
    assertThat(sample.input("features").array()).isEqualTo(features);
    assertThat(sample.input("words").array()).isEqualTo(words);
    assertThat(sample.target().array()).isEqualTo(target);
  }

  @Test
  void aCaptionThatIsTooLongIsCutOffAndHasNoEnd() {
    float[] picture = {9, 10};
    check(open(4).sample(2), picture, new float[] {1, 3, 4, 5}, -1, 3, 4, 5, -1);
    Sample whole = open(CaptionDataset.steps(CAPTIONS)).sample(2);
    check(whole, picture, new float[] {1, 3, 4, 5, 0}, -1, 3, 4, 5, 0, 2);
  }

  @Test
  void itsFingerprintIsThatOfItsContent() {
    assertThat(open(4).fingerprint())
        .isEqualTo(open(4).fingerprint())
        .isNotEqualTo(open(5).fingerprint());
    List<List<List<String>>> changed =
        List.of(List.of(List.of("a", "dog"), List.of("dog")), CAPTIONS.get(1));
    assertThat(CaptionDataset.of("captions", PICTURES, changed, WORDS, 4).fingerprint())
        .isNotEqualTo(open(4).fingerprint());
  }

  @Test
  void refusesACaptionWithoutItsPicture() {
    assertThatThrownBy(
            () -> CaptionDataset.of("captions", PICTURES, CAPTIONS.subList(0, 1), WORDS, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "captions: expected the features of a picture for each of 1 lists of captions, received"
                + " those of 2 pictures; leave captions without their picture out, and pictures"
                + " without captions");
  }

  @Test
  void refusesWhatIsNoDataSet() {
    Values flat = new Values(Shape.of(4), new float[4]);
    assertThatThrownBy(() -> CaptionDataset.of("captions", flat, CAPTIONS, WORDS, 4))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("pictures of captions: expected features [N, D], received [4]");
    Values broken = new Values(Shape.of(2, 2), new float[] {1, 2, Float.NaN, 3});
    assertThatThrownBy(() -> CaptionDataset.of("captions", broken, CAPTIONS, WORDS, 4))
        .hasMessageContaining("captions, picture 1: expected finite features, received NaN");
    assertThatThrownBy(
            () ->
                CaptionDataset.of(
                    "captions", PICTURES, CAPTIONS, Vocabulary.of(List.of("<s>", "</s>")), 4))
        .hasMessageContaining("token: expected one of 2 known ones, received 'a'");
    assertThatThrownBy(
            () ->
                CaptionDataset.of(
                    "captions",
                    PICTURES,
                    List.of(List.of(List.of()), List.<List<String>>of()),
                    WORDS,
                    4))
        .hasMessageContaining("captions: expected captions with words, received none");
    assertThatThrownBy(() -> open(4).sample(3)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
