package org.dsd4j.examples.study;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.dsd4j.data.load.BatchSize;
import org.dsd4j.examples.run.Interval;
import org.dsd4j.internal.Check;
import org.dsd4j.io.archive.ModelArchive;
import org.dsd4j.models.ModelCatalogue;
import org.dsd4j.nn.Network;
import org.dsd4j.prune.Pruning;
import org.dsd4j.sensitivity.Sensitivity;
import org.dsd4j.sensitivity.SensitivityCurve;
import org.dsd4j.sensitivity.SensitivityScan;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures a saved network with one layer after the other pruned. */
@Command(
    name = "sensitivity",
    description = {
      "Prints a network's accuracy by layer and sparsity, without training.",
      "One layer at a time is pruned by magnitude."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class SensitivityCommand implements Callable<Integer> {
  private static final String NAME = "sensitivity";

  @Spec private CommandSpec spec;

  @Option(
      names = "--archive",
      paramLabel = "FILE",
      required = true,
      description = "A model archive: what training wrote.")
  private Path archive;

  @Option(
      names = "--data",
      paramLabel = "PATH",
      description = {
        "Folder with the IDX files of MNIST or Fashion-MNIST, with CIFAR-10, or with a folder of"
            + " pictures for each class; the test part is taken",
        "(default: the part of Fashion-MNIST that comes with the program)."
      })
  private @Nullable Path data;

  @Option(
      names = "--samples",
      paramLabel = "N",
      defaultValue = "" + SensitivityScan.SAMPLES,
      description = "Most pictures to draw, classes in proportion (default: ${DEFAULT-VALUE}).")
  private int samples;

  @Option(
      names = "--sparsities",
      paramLabel = "F",
      split = ",",
      defaultValue = "0.1,0.2,0.3,0.4,0.5,0.6,0.7,0.8,0.9",
      description = "Sparsities, ascending, with commas (default: ${DEFAULT-VALUE}).")
  private double[] sparsities = {};

  @Option(
      names = "--include",
      paramLabel = "NAME",
      split = ",",
      description =
          "Also layers that are not pruned by default, such as the first convolution"
              + " (default: none).")
  private String[] include = {};

  @Option(
      names = "--tolerance",
      paramLabel = "F",
      defaultValue = "" + Sensitivity.TOLERANCE,
      description =
          "Loss of accuracy that a suggested sparsity may have (default: ${DEFAULT-VALUE}).")
  private double tolerance;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Pictures that are computed together (default: as many as memory suggests).")
  private @Nullable Integer batch;

  @Option(
      names = "--budget",
      paramLabel = "N",
      converter = Interval.Converter.class,
      description = "Stop after so much time, such as 90s or 5m (default: never).")
  private @Nullable Interval budget;

  @Option(
      names = "--json",
      description = "Print a line of JSON for each cell (default: off, a table).")
  private boolean json;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "runs/sensitivity",
      description = "Folder for sensitivity.csv, .jsonl and .html (default: ${DEFAULT-VALUE}).")
  private Path out;

  @Option(
      names = "--overwrite",
      description = "Replace these files (default: off, and such a folder is refused).")
  private boolean overwrite;

  @Override
  public Integer call() {
    Check.notNegative("--tolerance", tolerance);
    Check.argument(Files.isRegularFile(archive), "--archive", "a file", archive, "check the path");
    ResultFiles files =
        new ResultFiles(out, overwrite, List.of(NAME + ".csv", NAME + ".jsonl", NAME + ".html"));
    try (ModelArchive opened = ModelArchive.open(archive);
        LabelledPictures pictures = LabelledPictures.of(data, opened);
        Network network = ModelCatalogue.load().build(opened)) {
      Sensitivity found = scan(network, pictures).run();
      tell(found, files, opened.description().model() + " on " + pictures.dataset().name());
    }
    return 0;
  }

  private SensitivityScan scan(Network network, LabelledPictures pictures) {
    SensitivityScan scan =
        SensitivityScan.of(network)
            .data(pictures.dataset())
            .pruning(Pruning.layerwise().include(include))
            .samples(samples)
            .sparsities(sparsities)
            .progress(this::progress);
    if (batch != null) {
      scan.batchSize(BatchSize.batchSize(batch));
    }
    if (budget != null) {
      scan.budget(time(budget));
    }
    return scan;
  }

  private static Duration time(Interval budget) {
    return budget
        .time()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    Check.message("--budget", "a time", "steps", "write it like 90s or 5m")));
  }

  private void progress(SensitivityCurve curve) {
    PrintWriter err = spec.commandLine().getErr();
    err.println((curve.isReached() ? "measured " : "no time for ") + curve.parameter());
    err.flush();
  }

  private void tell(Sensitivity found, ResultFiles files, String title) {
    PrintWriter print = spec.commandLine().getOut();
    files.write(NAME + ".csv", found.toCsv());
    files.write(NAME + ".jsonl", found.toJsonLines());
    Path page = files.writePage(NAME, "Sensitivity of " + title, data(found));
    if (json) {
      print.print(found.toJsonLines());
    } else {
      print.print(found.toString(tolerance));
      print.printf(Locale.ROOT, "%.1f s. Report: %s%n", seconds(found), page);
    }
    print.flush();
  }

  private static double seconds(Sensitivity found) {
    return found.time().toMillis() / 1000.0;
  }

  private Map<String, Object> data(Sensitivity found) {
    Map<String, Double> suggested = found.suggested(tolerance);
    List<Map<String, Object>> curves = new ArrayList<>();
    for (SensitivityCurve curve : found.curves()) {
      Map<String, Object> each = new LinkedHashMap<>();
      each.put("parameter", curve.parameter());
      each.put("weights", curve.size());
      each.put("values", curve.points().stream().map(SensitivityCurve.PrunedPoint::value).toList());
      each.put("suggested", suggested.get(curve.parameter()));
      curves.add(each);
    }
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("metric", found.setting().metric());
    data.put("samples", found.setting().samples());
    data.put("pruner", found.setting().pruner());
    data.put("sparsities", found.setting().sparsities());
    data.put("unpruned", found.baseline());
    data.put("tolerance", tolerance);
    data.put("seconds", seconds(found));
    data.put("curves", curves);
    return data;
  }
}
