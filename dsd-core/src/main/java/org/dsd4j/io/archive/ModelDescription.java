package org.dsd4j.io.archive;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.dsd4j.data.picture.Normalization;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;

/**
 * The description of a network in a {@link ModelArchive}. Immutable; the methods with an argument
 * return a changed copy.
 *
 * <pre>{@code
 * ModelDescription.of("resnet20").classNames(names).normalization(mean, deviation)
 * }</pre>
 *
 * @param model the name by which the network is built, such as one of the catalogue of {@code
 *     dsd-models}
 * @param classNames the names of the classes, by number, all different; may be empty
 * @param normalization the normalisation of samples, if any, by channel, the last dimension of
 *     images [H, W, C] from 0 to 1, sequences [T, F] and vectors [F]
 * @param shorterSide the length of the shorter side, in pixels, to which images are scaled before
 *     the centre is cropped, if it is known
 * @param provenance the origin of the weights, as texts by name
 */
public record ModelDescription(
    String model,
    List<String> classNames,
    Optional<Normalization> normalization,
    OptionalInt shorterSide,
    Map<String, String> provenance) {
  /** Checks the texts. */
  public ModelDescription {
    classNames = List.copyOf(classNames);
    provenance = Collections.unmodifiableMap(new TreeMap<>(provenance));
    checkText("model", model);
    classNames.forEach(name -> checkText("class name", name));
    Check.argument(
        new HashSet<>(classNames).size() == classNames.size(),
        "class names",
        "names that differ",
        classNames,
        "rename one");
    provenance.forEach(
        (name, text) -> {
          checkText("name in the provenance", name);
          checkUnicode("provenance, " + name, text);
        });
    shorterSide.ifPresent(pixels -> Check.positive("shorter side", pixels));
  }

  /** A description of the network that is built by this name. */
  public static ModelDescription of(String model) {
    return new ModelDescription(model, List.of(), Optional.empty(), OptionalInt.empty(), Map.of());
  }

  /** With the names of the classes, in the order of the numbers. */
  public ModelDescription classNames(List<String> names) {
    return new ModelDescription(model, names, normalization, shorterSide, provenance);
  }

  /** With the normalisation that the network was trained with. */
  public ModelDescription normalization(Normalization used) {
    return new ModelDescription(model, classNames, Optional.of(used), shorterSide, provenance);
  }

  /**
   * With the normalisation that the network was trained with.
   *
   * @throws IllegalArgumentException if there are not as many of both, or a deviation is not above
   *     0
   */
  public ModelDescription normalization(float[] means, float[] deviations) {
    return normalization(Normalization.of(means, deviations));
  }

  /** With the length in pixels to which the shorter side of images was scaled in the test. */
  public ModelDescription shorterSide(int pixels) {
    return new ModelDescription(
        model, classNames, normalization, OptionalInt.of(pixels), provenance);
  }

  /** With the origin of the weights. */
  public ModelDescription provenance(Map<String, String> texts) {
    return new ModelDescription(model, classNames, normalization, shorterSide, texts);
  }

  private static void checkText(String subject, String text) {
    Check.argument(!text.isBlank(), subject, "a text", "'" + text + "'", "pass a name");
    checkUnicode(subject, text);
  }

  private static void checkUnicode(String subject, String text) {
    Check.argument(
        StandardCharsets.UTF_8.newEncoder().canEncode(text),
        subject,
        "Unicode text",
        "half of a surrogate pair",
        "pass whole characters");
  }

  /** For example {@code resnet20, 10 classes}. */
  @Override
  public String toString() {
    return model
        + (classNames.isEmpty()
            ? ""
            : ", " + Numerals.counted(classNames.size(), "class", "classes"));
  }
}
