package org.dsd4j.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.dsd4j.data.Values;

/**
 * Values computed by PyTorch: the files in the folder that the system property {@code dsd.fixtures}
 * names, or else those among the resources.
 */
public final class Fixtures {
  /** How far a value may be off, relative to the largest of its tensor. */
  public static final double TOLERANCE = 1e-4;

  private static final String PROPERTY = "dsd.fixtures";
  private static final String INDEX = "index.json";

  private Fixtures() {}

  /** All files whose names start with {@code prefix}, in order. */
  public static List<SafeTensorsFile> starting(String prefix) {
    try (Stream<Path> files = Files.list(folder())) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".safetensors"))
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .sorted()
          .map(SafeTensorsFile::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file among the test resources, such as {@code /pictures/colors.safetensors}. */
  public static SafeTensorsFile resource(String path) {
    return SafeTensorsFile.read(resourcePath(path));
  }

  private static Path resourcePath(String path) {
    try {
      return Path.of(Objects.requireNonNull(Fixtures.class.getResource(path)).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The list of all fixtures, beside the files or else among the resources. */
  public static JsonNode index() {
    Path beside = folder().resolve(INDEX);
    try (InputStream json =
        Files.exists(beside)
            ? Files.newInputStream(beside)
            : Objects.requireNonNull(Fixtures.class.getResourceAsStream("/fixtures/" + INDEX))) {
      return new ObjectMapper().readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path folder() {
    String property = System.getProperty(PROPERTY, "");
    return property.isBlank() ? resourcePath("/fixtures") : Path.of(property);
  }

  /** Fails unless the values agree with PyTorch's. */
  public static void assertClose(String what, float[] actual, Values expected) {
    assertClose(what, actual, expected, TOLERANCE);
  }

  /** Fails unless the values agree with PyTorch's up to this share of the largest of them. */
  public static void assertClose(String what, float[] actual, Values expected, double tolerance) {
    assertThat(actual).as(what).hasSameSizeAs(expected.array());
    double largest = 0;
    for (float value : expected.array()) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < actual.length; i++) {
      double difference = Math.abs((double) actual[i] - expected.array()[i]);
      if (!(difference <= tolerance * Math.max(largest, 1e-6))) {
        throw new AssertionError(
            String.format(
                Locale.ROOT,
                "%s, element %d of %s: expected %s, got %s (largest %s)",
                what,
                i,
                expected.shape(),
                expected.array()[i],
                actual[i],
                largest));
      }
    }
  }
}
