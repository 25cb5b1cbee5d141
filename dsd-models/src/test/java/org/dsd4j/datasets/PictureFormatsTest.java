package org.dsd4j.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.dsd4j.data.Values;
import org.dsd4j.data.picture.Box;
import org.dsd4j.datasets.pictures.EncodedPicture;
import org.dsd4j.kernel.Extent;
import org.dsd4j.testing.Fixtures;
import org.dsd4j.testing.SafeTensorsFile;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** All that the formats allow, against what Pillow shows: see make_formats.py. */
class PictureFormatsTest {
  private static final SafeTensorsFile EXPECTED =
      Fixtures.resource("/pictures/formats.safetensors");

  @TestFactory
  Stream<DynamicTest> showsWhatPillowShows() {
    return EXPECTED.names().stream()
        .map(name -> DynamicTest.dynamicTest(name, () -> assertShown(name)));
  }

  private static void assertShown(String name) {
    Values expected = EXPECTED.get(name);
    Extent size = new Extent(expected.shape().extent(0), expected.shape().extent(1));
    byte[] bytes = TestPictures.resource("formats/" + name);
    List<Box> boxes =
        List.of(
            Box.whole(size),
            new Box(0, 0, 1, 1),
            new Box(size.height() / 3, size.width() / 3, size.height() / 2, size.width() / 2),
            new Box(size.height() - 1, size.width() - 2, 1, 2));
    for (Box box : boxes) {
      try (EncodedPicture picture = EncodedPicture.open(name, bytes)) {
        assertThat(picture.size()).isEqualTo(size);
        // JPEG decoders may round differently.
        assertThat(mostDifference(picture.decode(box).rgb(), expected, box))
            .as(box.toString())
            .isLessThanOrEqualTo(name.endsWith(".jpg") ? 2 : 0);
      }
    }
  }

  private static int mostDifference(byte[] rgb, Values expected, Box box) {
    assertThat(rgb).hasSize(3 * box.height() * box.width());
    int width = 3 * box.width();
    int most = 0;
    for (int i = 0; i < rgb.length; i++) {
      int row = box.top() + i / width;
      int at = 3 * (row * expected.shape().extent(1) + box.left()) + i % width;
      most = Math.max(most, Math.abs(Byte.toUnsignedInt(rgb[i]) - (int) expected.array()[at]));
    }
    return most;
  }
}
