package org.dsd4j.data.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.dsd4j.data.Sample;
import org.dsd4j.data.Values;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;

class AugmentPropertyTest {
  @Property(tries = 200)
  void cropAndFlipIsAWindowOfThePaddedImageMirroredOrNot(
      @ForAll @IntRange(min = 1, max = 6) int height,
      @ForAll @IntRange(min = 1, max = 6) int width,
      @ForAll @IntRange(min = 1, max = 3) int channels,
      @ForAll @IntRange(min = 0, max = 8) int padding,
      @ForAll long seed) {
    Values image = image(height, width, channels);
    float[] before = image.array().clone();
    Sample sample = new Sample(image, Values.label(0));
    Values result = Augment.cropAndFlip(padding).apply(sample, Seed.of(seed).stream()).features();
    assertThat(result.shape()).isEqualTo(image.shape());
    assertThat(image.array()).isEqualTo(before);
    assertThat(candidates(image, padding)).contains(Arrays.toString(result.array()));
  }

  private static Values image(int height, int width, int channels) {
    float[] pixels = new float[height * width * channels];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = i + 1;
    }
    return new Values(Shape.of(height, width, channels), pixels);
  }

  /** Every window at every offset, pixel by pixel. */
  private static List<String> candidates(Values image, int padding) {
    List<String> candidates = new ArrayList<>();
    for (int top = -padding; top <= padding; top++) {
      for (int left = -padding; left <= padding; left++) {
        candidates.add(window(image, top, left, false));
        candidates.add(window(image, top, left, true));
      }
    }
    return candidates;
  }

  private static String window(Values image, int top, int left, boolean mirrored) {
    int height = image.shape().extent(0);
    int width = image.shape().extent(1);
    int channels = image.shape().extent(2);
    float[] window = new float[image.array().length];
    int at = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int fromY = top + y;
        int fromX = left + (mirrored ? width - 1 - x : x);
        for (int c = 0; c < channels; c++) {
          boolean inside = fromY >= 0 && fromY < height && fromX >= 0 && fromX < width;
          window[at++] = inside ? image.array()[(fromY * width + fromX) * channels + c] : 0;
        }
      }
    }
    return Arrays.toString(window);
  }
}
