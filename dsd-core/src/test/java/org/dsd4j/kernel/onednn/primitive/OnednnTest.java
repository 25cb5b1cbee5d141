package org.dsd4j.kernel.onednn.primitive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.ChildJvm;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

/** How the library is loaded, in processes of their own, since JavaCPP starts but once in each. */
class OnednnTest {
  private static final String REMEDY = "start Java with -Dorg.bytedeco.javacpp.maxphysicalbytes=0";

  /**
   * Loads oneDNN, after JavaCPP or ND4J where told to; prints the limit that JavaCPP works with.
   */
  public static final class Load {
    private Load() {}

    public static void main(String[] arguments) {
      if (arguments.length > 0 && arguments[0].equals("JavaCPP first")) {
        Pointer.maxPhysicalBytes();
      }
      if (arguments.length > 0 && arguments[0].equals("ND4J first")) {
        Nd4j.ones(3).add(1);
      }
      Onednn.load();
      System.out.println("limit " + Pointer.maxPhysicalBytes());
      try (Network network =
          Network.builder(Shape.of(3)).add("fc", new Dense(2)).build(Seed.of(1))) {
        network.warnings().forEach(warning -> System.out.println("told: " + warning));
      }
    }
  }

  private static String output(List<String> options, String... arguments)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(options);
    all.add("-Xmx64m");
    return ChildJvm.output(ChildJvm.of(all, Load.class, arguments));
  }

  @Test
  void liftsJavaCppsLimitOfMemory() throws IOException, InterruptedException {
    assertThat(output(List.of())).contains("limit 0").doesNotContain("JavaCPP");
  }

  @Test
  void liftsItTooWhereNd4jIsUsedFirst() throws IOException, InterruptedException {
    assertThat(output(List.of(), "ND4J first")).contains("limit 0").doesNotContain("JavaCPP");
  }

  @Test
  void leavesALimitByItsOtherName() throws IOException, InterruptedException {
    List<String> options = List.of("-Dorg.bytedeco.javacpp.maxPhysicalBytes=3g");
    assertThat(output(options)).contains("limit " + (3L << 30)).doesNotContain(REMEDY);
    assertThat(output(options, "ND4J first")).contains("limit " + (3L << 30));
  }

  @Test
  void warnsWhereItComesTooLateForThat() throws IOException, InterruptedException {
    assertThat(output(List.of(), "JavaCPP first"))
        .contains("JavaCPP's limit on this process's memory: expected none, received ", REMEDY)
        .contains("told: JavaCPP's limit on this process's memory")
        .doesNotContain("limit 0");
  }

  @Test
  void leavesALimitThatTheUserSet() throws IOException, InterruptedException {
    List<String> options = List.of("-Dorg.bytedeco.javacpp.maxphysicalbytes=3g");
    assertThat(output(options)).contains("limit " + (3L << 30)).doesNotContain(REMEDY);
  }
}
