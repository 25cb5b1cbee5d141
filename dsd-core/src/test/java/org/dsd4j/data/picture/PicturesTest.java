package org.dsd4j.data.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.Stream;
import org.dsd4j.data.Values;
import org.dsd4j.kernel.Extent;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.Fixtures;
import org.dsd4j.testing.SafeTensorsFile;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Scaling gives the bytes of Pillow, framing the boxes of torchvision: see make_transforms.py. */
class PicturesTest {
  private static final SafeTensorsFile EXPECTED =
      Fixtures.resource("/pictures/resizing.safetensors");

  private static Picture picture(String name) {
    Values values = EXPECTED.get(name);
    byte[] rgb = new byte[values.array().length];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (int) values.array()[i];
    }
    return new Picture(new Extent(values.shape().extent(0), values.shape().extent(1)), rgb);
  }

  private static Picture cut(Picture picture, Box box) {
    byte[] rgb = new byte[3 * box.height() * box.width()];
    for (int row = 0; row < box.height(); row++) {
      int from = 3 * ((box.top() + row) * picture.size().width() + box.left());
      System.arraycopy(picture.rgb(), from, rgb, 3 * row * box.width(), 3 * box.width());
    }
    return new Picture(box.size(), rgb);
  }

  private static void check(String name, String source, Frame frame) {
    Values expected = EXPECTED.get(name);
    Values actual = frame.features(cut(picture(source), frame.source()));
    assertThat(actual.shape()).isEqualTo(expected.shape());
    float[] bytes = new float[actual.array().length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = actual.array()[i] * 255;
    }
    assertThat(bytes)
        .containsExactly(expected.array(), org.assertj.core.api.Assertions.within(1e-4f));
  }

  private static int[] numbers(String name) {
    return Arrays.stream(name.split("_"))
        .filter(part -> part.matches("\\d+"))
        .mapToInt(Integer::parseInt)
        .toArray();
  }

  private static Frame frame(Framing framing, Picture picture) {
    return framing.frame(picture.size(), Seed.of(1).stream());
  }

  @TestFactory
  Stream<DynamicTest> scalesAsPillow() {
    return tests(
        "resized",
        name -> {
          int[] n = numbers(name);
          check(name, "picture", frame(Pictures.resize(n[0], n[1]), picture("picture")));
        });
  }

  @TestFactory
  Stream<DynamicTest> scalesBoxesAsPillow() {
    return tests(
        "cropped",
        name -> {
          int[] n = numbers(name);
          Extent size = Extent.square(n[4]);
          Box box = new Box(n[0], n[1], n[2], n[3]);
          check(name, "picture", new Frame(box, size, Box.whole(size)));
        });
  }

  @TestFactory
  Stream<DynamicTest> cutsOutTheMiddleAsTorchvision() {
    return tests(
        "center",
        name -> {
          int[] n = numbers(name);
          Framing framing = Pictures.resizeAndCenterCrop(n[0], n[1]);
          assertThat(framing.size()).isEqualTo(Extent.square(n[1]));
          check(name, "picture", frame(framing, picture("picture")));
        });
  }

  private interface Check {
    void run(String name);
  }

  private static Stream<DynamicTest> tests(String prefix, Check check) {
    assertThat(EXPECTED.names()).anyMatch(name -> name.startsWith(prefix));
    return EXPECTED.names().stream()
        .filter(name -> name.startsWith(prefix))
        .map(name -> DynamicTest.dynamicTest(name, () -> check.run(name)));
  }

  @Test
  void theShorterSideMayBeTheWidth() {
    Framing framing = Pictures.resizeAndCenterCrop(20, 13);
    check("upright_center_20_13", "upright", frame(framing, picture("upright")));
  }

  @Test
  void longPicturesTakeNoMoreMemoryThanTheWindow() {
    Picture strip = new Picture(new Extent(1, 60_000), new byte[180_000]);
    Frame frame = frame(Pictures.resizeAndCenterCrop(256, 224), strip);
    assertThat(frame.scaled()).isEqualTo(new Extent(256, 15_360_000));
    assertThat(frame.features(strip).shape()).isEqualTo(Shape.of(224, 224, 3));
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> Pictures.resizeAndCenterCrop(200, 224))
        .hasMessageContaining("shorter side: expected at least the size of the square, 224");
    assertThatThrownBy(() -> Pictures.resize(0, 5)).hasMessageContaining("size");
    Extent four = Extent.square(4);
    assertThatThrownBy(() -> new Frame(Box.whole(four), four, new Box(1, 0, 4, 4)))
        .hasMessageContaining("window of a frame: expected one in the scaled picture, 4×4");
    Frame frame = new Frame(Box.whole(four), four, Box.whole(four));
    assertThatThrownBy(() -> frame.features(new Picture(new Extent(2, 4), new byte[24])))
        .hasMessageContaining("expected the source box, 4×4, received 2×4");
    assertThatThrownBy(() -> new Picture(four, new byte[47]))
        .hasMessageContaining("pixels of a picture of 4×4: expected 48 bytes, received 47");
    assertThatThrownBy(() -> new Box(0, -1, 1, 1)).hasMessageContaining("left of a box");
    assertThatThrownBy(() -> new Box(0, 0, 0, 1)).hasMessageContaining("height of a box");
  }
}
