package org.dsd4j.train.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dsd4j.internal.Check;
import org.dsd4j.train.record.Note;
import org.dsd4j.train.record.Provenance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks whether a run can be resumed with changed settings. Settings that change results are
 * errors; versions, kernels and threads, which can change the last bits, give warnings.
 */
final class ResumeCheck {
  private static final Logger LOG = LoggerFactory.getLogger(ResumeCheck.class);

  private ResumeCheck() {}

  /**
   * Compares the provenance of a run with that of its continuation.
   *
   * @throws IllegalArgumentException if settings, data or seed differ; the message lists how
   */
  static void check(Object checkpoint, Provenance saved, Provenance now, Note.Book notes) {
    List<String> refused = new ArrayList<>();
    compare("seed", saved.seed(), now.seed(), refused);
    compare(saved.settings(), now.settings(), refused);
    compareData(saved.data(), now.data(), refused);
    Check.argument(
        refused.isEmpty(),
        "settings of the run in " + checkpoint,
        "those that it began with",
        "others: " + String.join("; ", refused),
        "resume with the same settings, make phases longer with extend (--extend), or start a new"
            + " run from its weights with fitFromWeights");
    List<String> said = new ArrayList<>();
    compare("kernels", saved.kernels(), now.kernels(), said);
    compare("threads", saved.threads(), now.threads(), said);
    compare(saved.versions(), now.versions(), said);
    if (!said.isEmpty()) {
      notes.warning(
          LOG, "The run continues, but its last bits may differ: " + String.join("; ", said));
    }
  }

  /** Data are compared by their fingerprints, independent of their folder's name. */
  private static void compareData(
      Map<String, String> saved, Map<String, String> now, List<String> refused) {
    if (byPart(saved).equals(byPart(now))) {
      if (!saved.equals(now)) {
        LOG.info("The same data were called {} and are {}", saved.keySet(), now.keySet());
      }
    } else {
      compare(saved, now, refused);
    }
  }

  /** Fingerprints by the use of the data, which is the first part of their names. */
  private static Map<String, String> byPart(Map<String, String> data) {
    Map<String, String> byPart = new LinkedHashMap<>();
    data.forEach(
        (name, fingerprint) -> byPart.put(name.substring(0, name.indexOf(':') + 1), fingerprint));
    return byPart;
  }

  private static void compare(
      Map<String, String> saved, Map<String, String> now, List<String> differences) {
    Set<String> names = new LinkedHashSet<>(saved.keySet());
    names.addAll(now.keySet());
    names.remove(Provenance.WHEN_NOT_FINITE);
    for (String name : names) {
      compare(
          name,
          saved.getOrDefault(name, "nothing"),
          now.getOrDefault(name, "nothing"),
          differences);
    }
  }

  private static void compare(String name, Object saved, Object now, List<String> differences) {
    if (!saved.equals(now)) {
      differences.add(name + " was " + saved + " and is " + now);
    }
  }
}
