package org.dsd4j.kernel.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.dsd4j.testing.ChildJvm;
import org.junit.jupiter.api.Test;

/** How the library is loaded, in processes of their own, since JavaCPP starts but once in each. */
class OnednnTest {
  private static final String REMEDY = "start Java with -Dorg.bytedeco.javacpp.maxphysicalbytes=0";

  /** Loads oneDNN, after JavaCPP where told to; prints the limit that JavaCPP works with. */
  public static final class Load {
    private Load() {}

    public static void main(String[] arguments) {
      if (arguments.length > 0) {
        Pointer.maxPhysicalBytes();
      }
      Onednn.load();
      System.out.println("limit " + Pointer.maxPhysicalBytes());
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
  void warnsWhereItComesTooLateForThat() throws IOException, InterruptedException {
    assertThat(output(List.of(), "JavaCPP first"))
        .contains("JavaCPP's limit on this process's memory: expected none, received ", REMEDY)
        .doesNotContain("limit 0");
  }

  @Test
  void leavesALimitThatTheUserSet() throws IOException, InterruptedException {
    List<String> options = List.of("-Dorg.bytedeco.javacpp.maxphysicalbytes=3g");
    assertThat(output(options)).contains("limit " + (3L << 30)).doesNotContain(REMEDY);
  }
}
