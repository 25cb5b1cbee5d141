package org.dsd4j.examples.study;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.condition.LabelNoise;
import org.dsd4j.datasets.pictures.FashionMnist;
import org.dsd4j.examples.report.Thumbnail;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.CsvLine;
import org.dsd4j.internal.TextTable;
import org.dsd4j.models.vision.LeNet;
import org.dsd4j.suspects.Suspect;
import org.dsd4j.suspects.Suspects;
import org.dsd4j.suspects.Unlearning;
import org.dsd4j.tensor.Seed;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Ranks training pictures by how suspicious their labels are. */
@Command(
    name = "suspects",
    description = {
      "Ranks training pictures of Fashion-MNIST by what the sparse phase unlearns:",
      "those with wrong labels come first.",
      "With --noise some labels are made wrong, and the ranking is measured."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class SuspectsCommand implements Callable<Integer> {
  private static final String NAME = "suspects";
  private static final int SHOWN = 50;
  private static final int CLASSES = 10;
  private static final double RATE = 0.03;
  private static final int BATCH = 64;

  @Spec private CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Folder with all of Fashion-MNIST, four IDX files"
              + " (default: the part that comes with the program).")
  private @Nullable Path data;

  @Option(
      names = "--samples",
      paramLabel = "N",
      defaultValue = "4000",
      description = "Training pictures to draw, classes in proportion (default: ${DEFAULT-VALUE}).")
  private int samples;

  @Mixin private NoiseOptions noise;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "25",
      description = "Epochs of the dense phase (default: ${DEFAULT-VALUE}).")
  private int epochs;

  @Option(
      names = "--retrain-epochs",
      paramLabel = "N",
      defaultValue = "6",
      description = "Epochs of the sparse phase (default: ${DEFAULT-VALUE}).")
  private int retrainEpochs;

  @Option(
      names = "--sparsity",
      paramLabel = "F",
      defaultValue = "0.95",
      description = "Share of each layer's weights to prune (default: ${DEFAULT-VALUE}).")
  private double sparsity;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Seed of pictures, noise, weights and order (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--by",
      paramLabel = "WHAT",
      defaultValue = "margin",
      description = "What is compared: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Unlearning by = Unlearning.MARGIN;

  @Option(
      names = "--rivals",
      description = "Also train for confident learning, which takes as long again (default: off).")
  private boolean rivals;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "runs/suspects",
      description = "Folder for suspects.csv, .html and measures.csv (default: ${DEFAULT-VALUE}).")
  private Path out;

  @Option(
      names = "--overwrite",
      description = "Replace these files (default: off, and such a folder is refused).")
  private boolean overwrite;

  @Override
  public Integer call() {
    LabelJudges.JudgePlan plan =
        new LabelJudges.JudgePlan(
            Check.positive("--epochs", epochs),
            Check.positive("--retrain-epochs", retrainEpochs),
            Check.fraction("--sparsity", sparsity),
            RATE,
            BATCH);
    ResultFiles files =
        new ResultFiles(out, overwrite, List.of(NAME + ".csv", NAME + ".html", "measures.csv"));
    Path folder = data;
    Dataset all =
        folder == null
            ? FashionMnist.trainResources(SuspectsCommand.class, LabelledPictures.SHIPPED)
            : FashionMnist.train(folder);
    Dataset drawn = all.drawn(samples, Seed.of(seed));
    Optional<LabelNoise> noisy = noise.of(drawn, Seed.of(seed));
    Dataset training = noisy.isPresent() ? noisy.get() : drawn;
    LabelJudges judges = new LabelJudges(() -> LeNet.lenet5(CLASSES), plan);
    List<Suspects> rankings = new ArrayList<>(judges.bySparsePhase(training, Seed.of(seed)));
    if (rivals) {
      rankings.add(judges.byConfidentLearning(training, Seed.of(seed)));
    }
    Suspects chosen =
        rankings.stream()
            .filter(each -> each.method().equals(by.toString()))
            .findFirst()
            .orElseThrow();
    tell(training, noisy, chosen, measures(rankings, noisy), files);
    return 0;
  }

  /** A row for each ranking: how many of the known wrong labels it finds. */
  private static List<String[]> measures(List<Suspects> rankings, Optional<LabelNoise> noisy) {
    List<String[]> rows = new ArrayList<>();
    for (Suspects each : rankings) {
      noisy.ifPresent(
          noise ->
              rows.add(
                  new String[] {
                    each.method(),
                    number(each.precision(noise::isWrong)),
                    number(each.averagePrecision(noise::isWrong))
                  }));
    }
    return rows;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  private void tell(
      Dataset training,
      Optional<LabelNoise> noisy,
      Suspects chosen,
      List<String[]> measures,
      ResultFiles files) {
    files.write(NAME + ".csv", chosen.toCsv(training.classNames()));
    PrintWriter print = spec.commandLine().getOut();
    if (noisy.isPresent()) {
      TextTable table =
          new TextTable().left("Ranked by").right("Precision").right("Average precision");
      StringBuilder csv = new StringBuilder(CsvLine.of("method", "precision", "average precision"));
      measures.forEach(table::row);
      measures.forEach(row -> csv.append(CsvLine.of((Object[]) row)));
      files.write("measures.csv", csv.toString());
      print.print(table);
    }
    Map<String, Object> page = page(training, noisy, chosen, measures);
    print.printf(
        "Ranked by %s. Report: %s%n",
        chosen.method(), files.writePage(NAME, "Suspicious labels of " + training.name(), page));
    print.flush();
  }

  private Map<String, Object> page(
      Dataset training, Optional<LabelNoise> noisy, Suspects chosen, List<String[]> measures) {
    List<Map<String, Object>> pictures = new ArrayList<>();
    for (Suspect suspect : chosen.ranked().subList(0, Math.min(SHOWN, chosen.ranked().size()))) {
      Map<String, Object> picture = new LinkedHashMap<>();
      picture.put("index", suspect.index());
      picture.put("given", training.classNames().get(suspect.label()));
      picture.put("suggested", training.classNames().get(suspect.suggested()));
      picture.put("score", suspect.score());
      noisy.ifPresent(known -> picture.put("wrong", known.isWrong(suspect.index())));
      picture.put(
          "picture",
          Thumbnail.of(training.sample(suspect.index()).features(), FashionMnist.normalization()));
      pictures.add(picture);
    }
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("method", chosen.method());
    page.put("samples", training.size());
    page.put("wrong", noisy.map(known -> known.wrong().length).orElse(0));
    page.put("measures", measures);
    page.put("pictures", pictures);
    return page;
  }
}
