package org.dsd4j.datasets.captions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.DatasetContract;
import org.dsd4j.data.picture.Pictures;
import org.dsd4j.datasets.TestPictures;
import org.dsd4j.tensor.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptionedPicturesTest extends DatasetContract {
  private static final String JSON =
      """
      {"images": [
        {"filename": "a.jpg", "split": "train", "sentences": [
          {"tokens": ["a", "dog"]}, {"tokens": ["the", "dog", "runs"]}]},
        {"filename": "b.jpg", "split": "train", "sentences": [{"tokens": ["a", "cat"]}]}
      ]}
      """;

  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    TestPictures.writeFolder(
        folder,
        Map.of(
            "dataset.json", JSON.getBytes(StandardCharsets.UTF_8),
            "a.jpg", TestPictures.jpeg(TestPictures.photograph(20, 30, 1), 0.9f),
            "b.jpg", TestPictures.jpeg(TestPictures.photograph(30, 20, 2), 0.9f)));
  }

  private final List<KarpathyCaptions> opened = new ArrayList<>();

  @Override
  protected Dataset open() {
    KarpathyCaptions source = KarpathyCaptions.open(folder);
    opened.add(source);
    return pictures(source, "dog", "cat");
  }

  @AfterEach
  void close() {
    opened.forEach(KarpathyCaptions::close);
  }

  private static CaptionedPictures pictures(KarpathyCaptions source, String... words) {
    return CaptionedPictures.of(
        "pictures", source, source.of(CaptionSplit.TRAIN), Pictures.resize(8, 12), List.of(words));
  }

  @Test
  void targetsTellWhichWordsAPictureHas() {
    try (KarpathyCaptions source = KarpathyCaptions.open(folder)) {
      CaptionedPictures pictures = pictures(source, "dog", "cat", "runs", "a");
      assertThat(pictures.size()).isEqualTo(2);
      assertThat(pictures.target(0).array()).containsExactly(1, 0, 1, 1);
      assertThat(pictures.target(1).array()).containsExactly(0, 1, 0, 1);
      assertThat(pictures.targetShape()).isEqualTo(Shape.of(4));
      assertThat(pictures.sample(1).features().shape())
          .isEqualTo(pictures.featureShape())
          .isEqualTo(Shape.of(8, 12, 3));
      assertThat(pictures.sample(0).features().array())
          .isEqualTo(pictures.sample(0).features().array())
          .isNotEqualTo(pictures.sample(1).features().array());
      assertThat(pictures.fingerprint())
          .isEqualTo(pictures(source, "dog", "cat", "runs", "a").fingerprint())
          .isNotEqualTo(pictures(source, "cat", "dog", "runs", "a").fingerprint());
      assertThatThrownBy(() -> pictures.target(2)).isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void refusesWhatIsNoDataSet() {
    try (KarpathyCaptions source = KarpathyCaptions.open(folder)) {
      assertThatThrownBy(() -> pictures(source, "dog", "dog"))
          .hasMessageContaining("pictures: expected each word once, received dog twice");
      assertThatThrownBy(() -> pictures(source))
          .hasMessageContaining("pictures: expected at least one word, received none");
      assertThatThrownBy(
              () ->
                  CaptionedPictures.of(
                      "no pictures",
                      source,
                      source.of(CaptionSplit.TEST),
                      Pictures.resize(8, 8),
                      List.of("dog")))
          .hasMessageContaining("no pictures: expected at least one picture, received none");
    }
  }
}
