package org.dsd4j.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.ChildJvm;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A program on whose class path no backend of ND4J is. */
class MissingBackendTest {
  /** Builds a network; prints what that throws. */
  public static final class Build {
    private Build() {}

    public static void main(String[] arguments) {
      try {
        Network.builder(Shape.of(3)).add("fc", new Dense(2)).build(Seed.of(1)).close();
      } catch (RuntimeException | LinkageError e) {
        System.out.println(e);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"onednn", "nd4j"})
  void theMessageNamesTheDependency(String kernels) throws Exception {
    ProcessBuilder builder = ChildJvm.of(List.of("-Ddsd.kernels=" + kernels), Build.class);
    builder.environment().computeIfPresent("CLASSPATH", (name, path) -> withoutBackend(path));
    assertThat(ChildJvm.output(builder))
        .contains("KernelsUnavailableException", "expected a backend of ND4J", "dsd4j-cpu")
        .contains("nd4j-cuda-11.6");
  }

  private static String withoutBackend(String classPath) {
    return Arrays.stream(classPath.split(File.pathSeparator))
        .filter(entry -> !new File(entry).getName().startsWith("nd4j-native-1"))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
