package org.dsd4j.datasets.speech;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.dsd4j.audio.Recording;
import org.dsd4j.audio.file.AudioFile;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.data.Fingerprint;
import org.dsd4j.datasets.files.FileTree;
import org.dsd4j.internal.Check;
import org.dsd4j.tensor.Seed;

/**
 * Single spoken digits in the layout of the <a
 * href="https://github.com/Jakobovski/free-spoken-digit-dataset">Free Spoken Digit Dataset</a>:
 * recordings named {@code {digit}_{speaker}_{index}.wav} or {@code .flac}, with an index of at most
 * nine digits, all of one sampling rate. Other files are skipped. {@link #training} and {@link
 * #test} join them into strings of digits.
 *
 * <p>All recordings are read on opening. Immutable.
 */
public final class SpokenDigits {
  /** The words, by digit. */
  public static final List<String> WORDS =
      List.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine");

  private static final Pattern NAME =
      Pattern.compile("(?:.*/)?([0-9])_(.+)_([0-9]{1,9})\\.(wav|flac)");

  /** One recording. */
  record Digit(int digit, String speaker, int index, Recording recording) {}

  private final String name;
  private final List<Digit> digits;
  private final String fingerprint;

  private SpokenDigits(String name, Map<String, byte[]> files) {
    List<Digit> found = new ArrayList<>();
    Fingerprint hash = new Fingerprint();
    files.forEach(
        (file, bytes) -> {
          Matcher matcher = NAME.matcher(file);
          if (matcher.matches()) {
            hash.add(file).add(bytes);
            found.add(
                new Digit(
                    Integer.parseInt(matcher.group(1)),
                    matcher.group(2),
                    Integer.parseInt(matcher.group(3)),
                    AudioFile.read(name + ", " + file, bytes)));
          }
        });
    if (found.isEmpty()) {
      throw new CorruptDataException(
          name, "recordings named {digit}_{speaker}_{index}.wav", "none", "check the path");
    }
    int rate = found.get(0).recording.rate();
    for (Digit digit : found) {
      Check.argument(
          digit.recording.rate() == rate,
          String.format(
              Locale.ROOT,
              "%s, digit %d of %s, number %d",
              name,
              digit.digit,
              digit.speaker,
              digit.index),
          rate + " samples a second as the first",
          digit.recording.rate(),
          "bring all recordings to one rate");
    }
    this.name = name;
    this.digits = List.copyOf(found);
    this.fingerprint = hash.hex();
  }

  private SpokenDigits(SpokenDigits all, List<Digit> some) {
    this.name = all.name;
    this.digits = some;
    Fingerprint hash = new Fingerprint().add(all.fingerprint);
    some.forEach(digit -> hash.add(digit.digit + " " + digit.speaker + " " + digit.index));
    this.fingerprint = hash.hex();
  }

  /** Whether a folder or a zip file has recordings with such names. */
  public static boolean areIn(Path place) {
    try (FileTree tree = FileTree.open(place)) {
      return tree.list().files().stream().anyMatch(file -> NAME.matcher(file).matches());
    } catch (IOException e) {
      throw new UncheckedIOException(place + ": cannot be read; check access to it", e);
    }
  }

  /**
   * Opens a folder or a zip file.
   *
   * @throws CorruptDataException if there are no such recordings, or one is damaged
   */
  public static SpokenDigits open(Path place) {
    try (FileTree tree = FileTree.open(place)) {
      Map<String, byte[]> files = new TreeMap<>();
      for (String file : tree.list().files()) {
        if (NAME.matcher(file).matches()) {
          files.put(file, tree.read(file));
        }
      }
      return new SpokenDigits(String.valueOf(place.getFileName()), files);
    } catch (IOException e) {
      throw new UncheckedIOException(place + ": cannot be read; check access to it", e);
    }
  }

  /** Opens a zip file among a class's resources, by its path relative to the class. */
  public static SpokenDigits resource(Class<?> beside, String file) {
    try (InputStream in = beside.getResourceAsStream(file)) {
      if (in == null) {
        throw new CorruptDataException(
            file, "a resource beside " + beside.getName(), "none", "build the program again");
      }
      Map<String, byte[]> files = new TreeMap<>();
      ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(in.readAllBytes()));
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), zip.readAllBytes());
      }
      return new SpokenDigits(file, files);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be read; build the program again", e);
    }
  }

  /** The speakers, in alphabetical order. */
  public SortedSet<String> speakers() {
    return digits.stream().map(Digit::speaker).collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * The recordings of some speakers only, for tests with voices that were not in training.
   *
   * @throws IllegalArgumentException if there are none
   */
  public SpokenDigits ofSpeakers(Predicate<String> chosen) {
    List<Digit> some = digits.stream().filter(digit -> chosen.test(digit.speaker)).toList();
    Check.argument(
        !some.isEmpty(),
        name,
        "a speaker among those chosen",
        speakers(),
        "choose some of the speakers that there are");
    return new SpokenDigits(this, some);
  }

  /**
   * Strings of 3 to 7 digits of one speaker, from the recordings that are not for tests, with
   * random pauses before, between and after them.
   *
   * @param testIndices recordings with a smaller index are for tests: 5 in the Free Spoken Digit
   *     Dataset; 0 uses all for training
   * @param size the number of strings
   * @param seed the seed of each string's digits; pauses are drawn each time it is read
   */
  public SpokenTexts training(int testIndices, int size, Seed seed) {
    List<Digit> part = digits.stream().filter(digit -> digit.index >= testIndices).toList();
    return strings("training", part, size, seed);
  }

  /**
   * Strings like those of {@link #training}, from the recordings for tests, those with a smaller
   * index.
   */
  public SpokenTexts test(int testIndices, int size, Seed seed) {
    List<Digit> part = digits.stream().filter(digit -> digit.index < testIndices).toList();
    return strings("test", part, size, seed);
  }

  private SpokenTexts strings(String part, List<Digit> chosen, int size, Seed seed) {
    Check.argument(
        !chosen.isEmpty(),
        name + ", " + part,
        "recordings with such an index",
        "none",
        "choose another number of test recordings");
    Check.positive("number of strings", size);
    return new DigitStrings(name + ", " + part, chosen, size, seed.derive(part), fingerprint);
  }
}
