package org.dsd4j.examples.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.dsd4j.data.Values;
import org.dsd4j.data.picture.Normalization;
import org.dsd4j.tensor.Shape;
import org.junit.jupiter.api.Test;

class ClassErrorsTest {
  private static final List<String> NAMES = List.of("cat", "dog", "owl");
  private static final int[] LABELS = {0, 0, 0, 1, 1, 2};
  private static final Answers DSD =
      new Answers(LABELS, new int[] {0, 1, 1, 1, 2, 2}, new double[] {.9, .6, .8, .7, .95, .5});
  private static final Answers CONTROL =
      new Answers(LABELS, new int[] {0, 0, 1, 2, 1, 2}, new double[] {.9, .6, .8, .7, .95, .5});

  @Test
  void rowsAreClassesAndColumnsWhatTheyAreTakenFor() {
    ClassErrors errors = ClassErrors.of(NAMES, DSD, CONTROL);
    assertThat(errors.confusion())
        .containsExactly(new int[] {1, 2, 0}, new int[] {0, 1, 1}, new int[] {0, 0, 1});
    assertThat(errors.controlConfusion())
        .containsExactly(new int[] {2, 1, 0}, new int[] {0, 1, 1}, new int[] {0, 0, 1});
    assertThat(errors.classes())
        .containsExactly(
            new ClassErrors.ClassRow("cat", 3, 1, 2),
            new ClassErrors.ClassRow("dog", 2, 1, 1),
            new ClassErrors.ClassRow("owl", 1, 1, 1));
    assertThat(errors.confused())
        .containsExactly(
            new ClassErrors.ConfusedRow("cat", "dog", 2, 1),
            new ClassErrors.ConfusedRow("dog", "owl", 1, 1));
  }

  @Test
  void samplesAreCountedByWhoIsWrong() {
    ClassErrors errors = ClassErrors.of(NAMES, DSD, CONTROL);
    assertThat(errors.bothWrong()).isEqualTo(1);
    assertThat(errors.onlyDsdWrong()).isEqualTo(2);
    assertThat(errors.onlyControlWrong()).isEqualTo(1);
    ClassErrors alone = ClassErrors.of(NAMES, DSD, null);
    assertThat(alone.bothWrong()).isZero();
    assertThat(alone.onlyDsdWrong()).isEqualTo(3);
    assertThat(alone.controlConfusion()).isEmpty();
    assertThat(alone.classes().get(0).byControl()).isNull();
  }

  @Test
  void theSurestMistakesComeFirst() {
    assertThat(ClassErrors.of(NAMES, DSD, CONTROL).mistakes())
        .containsExactly(
            new ClassErrors.MistakeRow(4, "dog", "owl", .95, "dog"),
            new ClassErrors.MistakeRow(2, "cat", "dog", .8, "dog"),
            new ClassErrors.MistakeRow(1, "cat", "dog", .6, "cat"));
  }

  @Test
  void whatIsShownIsBounded() {
    int classes = 1000;
    List<String> names = IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    int[] labels = IntStream.range(0, classes).toArray();
    int[] guesses = new int[classes];
    double[] shares = new double[classes];
    Arrays.fill(shares, .5);
    ClassErrors errors = ClassErrors.of(names, new Answers(labels, guesses, shares), null);
    assertThat(errors.confusion()).isEmpty();
    assertThat(errors.classes()).hasSize(classes);
    assertThat(errors.confused()).hasSize(20);
    assertThat(errors.mistakes()).hasSize(24);
  }

  private static BufferedImage read(String address) throws IOException {
    String prefix = "data:image/png;base64,";
    assertThat(address).startsWith(prefix);
    byte[] bytes = Base64.getDecoder().decode(address.substring(prefix.length()));
    return ImageIO.read(new ByteArrayInputStream(bytes));
  }

  @Test
  void picturesLookAsBeforeTheirNormalization() throws IOException {
    Normalization normalization =
        Normalization.of(new float[] {.5f, .25f, 0}, new float[] {.5f, .25f, 1});
    // A red pixel and one of half the light.
    Values picture = new Values(Shape.of(1, 2, 3), new float[] {1, -1, 0, 0, 1, .5f});
    BufferedImage image = read(Thumbnail.of(picture, normalization));
    assertThat(Map.of("width", image.getWidth(), "height", image.getHeight()))
        .contains(entry("width", 2), entry("height", 1));
    assertThat(image.getRGB(0, 0)).isEqualTo(0xFFFF0000);
    assertThat(image.getRGB(1, 0)).isEqualTo(0xFF808080);
  }

  @Test
  void largeAndNarrowPicturesAreMadeSmaller() throws IOException {
    Normalization grey = Normalization.of(new float[] {0}, new float[] {1});
    float[] white = new float[400 * 3];
    Arrays.fill(white, 1);
    BufferedImage image = read(Thumbnail.of(new Values(Shape.of(400, 3, 1), white), grey));
    assertThat(image.getHeight()).isEqualTo(100);
    assertThat(image.getWidth()).isEqualTo(1);
    assertThat(image.getRGB(0, 99)).isEqualTo(0xFFFFFFFF);
  }
}
