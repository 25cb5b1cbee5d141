package org.dsd4j.kernel.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.dsd4j.kernel.Activation;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.dsd4j.testing.ChildJvm;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** How many threads compute where a process is held to one core, as in a container. */
class HeldProcessTest {
  private static final Path TASKSET = Path.of("/usr/bin/taskset");

  /** Computes on the thread that loaded ND4J; prints how many threads that takes, and is told. */
  public static final class Compute {
    private Compute() {}

    public static void main(String[] arguments) {
      Nd4j.create(1).close();
      try (OnednnKernels kernels = new OnednnKernels()) {
        Tensor values = kernels.memory().allocate(ElementType.FLOAT32, Shape.of(8));
        kernels.elementwise().activation(Activation.of(Activation.Kind.TANH), values, values);
        int taken = NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads();
        System.out.println("threads " + taken + " of " + kernels.threads());
      }
    }
  }

  @Test
  void theThreadThatLoadsNd4jTakesNoMoreThanTheProcessHas() throws Exception {
    assumeThat(Files.isExecutable(TASKSET)).as("a system with taskset").isTrue();
    ProcessBuilder builder = ChildJvm.of(List.of("-Xmx64m"), Compute.class);
    builder.command().addAll(0, List.of(TASKSET.toString(), "-c", "0"));
    builder.environment().remove("OMP_NUM_THREADS");
    assertThat(ChildJvm.output(builder)).contains("threads 1 of 1");
  }
}
