package org.dsd4j.examples.speech;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dsd4j.datasets.speech.SpeechManifest;
import org.dsd4j.datasets.speech.Utterance;
import org.dsd4j.examples.report.RunResult.LeftOut;
import org.dsd4j.internal.Check;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that choose the training and test parts of a manifest. */
public final class SpeechParts {
  private static final int NAMED = 5;

  @Option(
      names = "--train-part",
      paramLabel = "NAME",
      split = ",",
      description = "Splits to train with (default: all whose names start with train).")
  private List<String> trained = List.of();

  @Option(
      names = "--test-part",
      paramLabel = "NAME",
      split = ",",
      description = {
        "Splits to test with, each apart; the first one also judges each epoch (default: all",
        "whose names start with test, or else all that are not trained with)."
      })
  private List<String> tested = List.of();

  @Option(
      names = "--without-split",
      paramLabel = "NAME",
      description =
          "The split of recordings of which the manifest names none, such as train (default: none,"
              + " and these are left out).")
  private @Nullable String unnamed;

  /**
   * The recordings of a manifest by their use.
   *
   * @param tests the test parts by split, first the one that is evaluated after each epoch
   */
  record Chosen(
      List<Utterance> training, Map<String, List<Utterance>> tests, List<LeftOut> leftOut) {}

  /** Chooses the parts; throws if recordings have no split, or a part has no recordings. */
  Chosen choose(String name, SpeechManifest manifest) {
    Map<String, List<Utterance>> splits = new TreeMap<>();
    List<Utterance> without = manifest.withoutSplit();
    Check.argument(
        without.isEmpty() || unnamed != null,
        name,
        "a split for each recording",
        "none for "
            + without.size()
            + " of "
            + manifest.all().size()
            + ": "
            + String.join(", ", without.stream().limit(NAMED).map(manifest::describeText).toList())
            + (without.size() > NAMED ? " and more" : ""),
        "name them, pass the folder above, or say by --without-split train which one they are of");
    for (Utterance utterance : manifest.all()) {
      String split = utterance.split().orElse(String.valueOf(unnamed));
      splits.computeIfAbsent(split, key -> new ArrayList<>()).add(utterance);
    }
    List<String> training = trained.isEmpty() ? starting(splits.keySet(), "train", true) : trained;
    List<String> others = splits.keySet().stream().filter(s -> !training.contains(s)).toList();
    List<String> named = starting(others, "test", true);
    // Without a test part, one called dev or val takes its place.
    List<String> usual = named.isEmpty() ? starting(others, "train", false) : named;
    List<String> tests = tested.isEmpty() ? usual : tested;
    check(name + ", training", training, "train", splits.keySet());
    check(name + ", test", tests, "test", splits.keySet());
    for (String split : tests) {
      Check.argument(
          !training.contains(split), "--test-part", "others than to train with", split, "drop one");
    }
    Map<String, List<Utterance>> chosen = new LinkedHashMap<>();
    tests.forEach(split -> chosen.put(split, splits.get(split)));
    List<Utterance> learned = training.stream().map(splits::get).flatMap(List::stream).toList();
    List<LeftOut> leftOut = new ArrayList<>();
    splits.forEach(
        (split, all) -> {
          if (!training.contains(split) && !tests.contains(split)) {
            List<String> names = all.stream().map(Utterance::audio).toList();
            leftOut.add(
                LeftOut.of(
                    split, all.size(), "recordings", "neither trained nor tested with", names));
          }
        });
    return new Chosen(learned, chosen, leftOut);
  }

  private static List<String> starting(Collection<String> splits, String start, boolean wanted) {
    return splits.stream().filter(split -> split.startsWith(start) == wanted).toList();
  }

  private static void check(
      String part, List<String> chosen, String start, Collection<String> splits) {
    Check.argument(
        !chosen.isEmpty() && splits.containsAll(chosen),
        part,
        chosen.isEmpty() ? "a split whose name starts with " + start : "splits that there are",
        (chosen.isEmpty() ? "" : chosen + " of ") + splits,
        "choose by --" + start + "-part, or name the parts so in the manifest or by folders");
  }
}
