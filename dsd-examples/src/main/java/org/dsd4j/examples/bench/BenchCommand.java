package org.dsd4j.examples.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.ProcessMemory;
import org.dsd4j.kernel.choice.KernelChoice;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.spec.Precision;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Seed;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Times training steps and prints one JSON object per line. */
@Command(
    name = "bench",
    description = "Times whole training steps on random data; prints a JSON object a line.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class BenchCommand implements Callable<Integer> {
  private static final int WARM_UP = 3;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "model:batch:size",
      arity = "0..*",
      description = "What to time; six networks by default.")
  private List<String> jobs = BenchJob.DEFAULTS;

  @Option(
      names = "--kernels",
      paramLabel = "NAME",
      description = "onednn or nd4j (default: the machine's best).")
  private @Nullable String kernels;

  @Option(
      names = "--precision",
      paramLabel = "P",
      defaultValue = "F32",
      description = "f32 or bf16 (default: ${DEFAULT-VALUE}).")
  private Precision precision = Precision.F32;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "10",
      description = "Counted steps, after three others (default: ${DEFAULT-VALUE}).")
  private int steps;

  private final ObjectMapper json = new ObjectMapper();

  @Override
  public Integer call() throws JsonProcessingException {
    List<BenchJob> parsed = jobs.stream().map(BenchJob::parse).toList();
    Check.positive("--steps", steps);
    if (kernels != null) {
      System.setProperty(KernelChoice.PROPERTY, kernels);
    }
    PrintWriter out = spec.commandLine().getOut();
    for (BenchJob job : parsed) {
      out.println(json.writeValueAsString(run(job)));
      out.flush();
    }
    return 0;
  }

  private BenchResult run(BenchJob job) {
    try (Network network = job.network().precision(precision).build(Seed.of(1));
        BenchStep step = new BenchStep(network, job)) {
      for (int i = 0; i < WARM_UP; i++) {
        step.run();
      }
      double[] milliseconds = new double[steps];
      for (int i = 0; i < steps; i++) {
        milliseconds[i] = step.run();
      }
      Arrays.sort(milliseconds);
      OptionalLong resident = ProcessMemory.residentMegabytes();
      return result(job, network, milliseconds, resident);
    }
  }

  private static BenchResult result(
      BenchJob job, Network network, double[] sorted, OptionalLong resident) {
    double median = sorted[sorted.length / 2];
    double gflops = 2.0 * network.trainingMultiplyAdds() * job.batch() / median / 1e6;
    double peak = new Peak(network.kernels(), network.activationType()).gflops();
    String version = BenchCommand.class.getPackage().getImplementationVersion();
    return new BenchResult(
        String.join(
            "-",
            "dsd4j",
            version == null ? "dev" : version,
            network.kernels().name(),
            network.activationType() == ElementType.BFLOAT16 ? "bf16" : "f32"),
        job.model(),
        job.batch(),
        job.size(),
        network.parameterCount(),
        rounded(median, 10),
        rounded(sorted[0], 10),
        rounded(job.samples() * 1000 / median, 100),
        rounded(gflops, 10),
        rounded(peak, 10),
        rounded(gflops / peak, 1000),
        resident.isPresent() ? resident.getAsLong() : null);
  }

  private static double rounded(double value, double parts) {
    return Math.round(value * parts) / parts;
  }
}
