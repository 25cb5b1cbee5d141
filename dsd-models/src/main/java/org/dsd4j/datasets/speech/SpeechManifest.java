package org.dsd4j.datasets.speech;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.data.Fingerprint;
import org.dsd4j.datasets.files.FileTree;
import org.dsd4j.internal.Check;

/**
 * Recordings of speech with transcripts, in a folder or a zip file, which is not unpacked. Either a
 * manifest lists them, one JSON object per line,
 *
 * <pre>{@code
 * {"audio": "audio/1.flac", "text": "two dogs run", "split": "train", "speaker": "7", "duration": 3.2}
 * }</pre>
 *
 * <p>where all fields except {@code audio} and {@code text} are optional, paths are relative to the
 * manifest's folder, and other fields are ignored; or they have the layout of LibriSpeech
 * (Panayotov et al. 2015): a file {@code ….trans.txt} beside the recordings with a line {@code
 * UTTERANCE-ID WORDS} for each.
 *
 * <p>Opening reads the transcripts and checks that each recording exists; recordings are read on
 * request. Immutable and thread-safe. A zip file stays open until {@link #close}.
 */
public final class SpeechManifest implements AutoCloseable {
  private final Path place;
  private final FileTree tree;
  private final List<Utterance> utterances;
  private final Map<String, String> textPlaces;

  private SpeechManifest(Path place, FileTree tree, SpeechListing transcripts) {
    this.place = place;
    this.tree = tree;
    this.utterances = List.copyOf(transcripts.utterances);
    this.textPlaces = Map.copyOf(transcripts.places);
  }

  /**
   * Opens a folder or zip file with one manifest, a file whose name ends in {@code .jsonl}. If
   * there are several such files, only those whose first line describes a recording are manifests.
   *
   * @throws CorruptDataException if there is none, it is damaged, or recordings are missing; the
   *     message has the line
   */
  public static SpeechManifest open(Path place) {
    return opened(
        place,
        (tree, files) -> {
          ManifestReader reader = new ManifestReader(tree, files);
          List<String> named =
              files.stream().filter(file -> file.endsWith(ManifestReader.ENDING)).toList();
          List<String> found = named.size() > 1 ? reader.manifests() : named;
          if (found.size() != 1) {
            throw new CorruptDataException(
                place,
                "one manifest ….jsonl",
                found.isEmpty() ? "none" : found,
                "name the manifest");
          }
          return reader.read(found.get(0));
        });
  }

  /**
   * Opens a folder or zip file with a manifest of any name.
   *
   * @param manifest its path relative to {@code place}, with '/' as separator
   * @throws CorruptDataException if there is none, it is damaged, or recordings are missing
   */
  public static SpeechManifest open(Path place, String manifest) {
    return opened(
        place,
        (tree, files) -> {
          if (!files.contains(manifest)) {
            throw new CorruptDataException(
                place, "a manifest " + manifest, "none", "check the name");
          }
          return new ManifestReader(tree, files).read(manifest);
        });
  }

  /** Whether a folder or zip file has at least one manifest; other lists do not count. */
  public static boolean isIn(Path place) {
    return answered(place, (tree, files) -> !new ManifestReader(tree, files).manifests().isEmpty());
  }

  /** Whether a folder or zip file has transcripts in LibriSpeech's layout. */
  public static boolean isLibriSpeech(Path place) {
    return answered(
        place,
        (tree, files) ->
            files.stream().anyMatch(file -> file.endsWith(LibriSpeechReader.TRANSCRIPTS)));
  }

  private static boolean answered(Path place, Source<Boolean> question) {
    try (FileTree tree = FileTree.open(place)) {
      return question.read(tree, visible(tree));
    } catch (IOException e) {
      throw unreadable(place, e);
    }
  }

  /**
   * Opens recordings in LibriSpeech's layout, at any depth. An utterance's speaker is its number up
   * to the first '-', and its split is the folder above the speaker's and the chapter's.
   *
   * @throws CorruptDataException if there are no transcripts, a line is damaged, or a recording or
   *     the transcript of one is missing
   */
  public static SpeechManifest openLibriSpeech(Path place) {
    return opened(place, (tree, files) -> new LibriSpeechReader(place, tree, files).read());
  }

  /**
   * The transcripts.
   *
   * @param places the file and line of each recording's transcript
   */
  record SpeechListing(List<Utterance> utterances, Map<String, String> places) {}

  /** Reads from the visible files. */
  private interface Source<T> {
    T read(FileTree tree, Set<String> files) throws IOException;
  }

  private static Set<String> visible(FileTree tree) throws IOException {
    Set<String> files = new TreeSet<>(tree.list().files());
    files.removeIf(FileTree::isHidden);
    return files;
  }

  private static UncheckedIOException unreadable(Path place, IOException e) {
    return new UncheckedIOException(place + ": cannot be read; check access to it", e);
  }

  private static SpeechManifest opened(Path place, Source<SpeechListing> source) {
    try {
      FileTree tree = FileTree.open(place);
      try {
        return new SpeechManifest(place, tree, source.read(tree, visible(tree)));
      } catch (IOException | RuntimeException e) {
        tree.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(place + ": cannot be read; check access to it", e);
    }
  }

  /** All recordings, in the order of the manifest or of the files' names. */
  public List<Utterance> all() {
    return utterances;
  }

  /**
   * The recordings of these parts, in the order of {@link #all}.
   *
   * @throws IllegalArgumentException if a part has none
   */
  public List<Utterance> of(String... splits) {
    Set<String> wanted = new HashSet<>(List.of(splits));
    for (String split : wanted) {
      Check.argument(
          splits().contains(split),
          "split of " + place.getFileName(),
          "one of " + splits(),
          split,
          "check the name");
    }
    return utterances.stream()
        .filter(utterance -> utterance.split().filter(wanted::contains).isPresent())
        .toList();
  }

  /** The recordings that belong to no part, in the order of {@link #all}. */
  public List<Utterance> withoutSplit() {
    return utterances.stream().filter(utterance -> utterance.split().isEmpty()).toList();
  }

  /** The parts in alphabetical order. */
  public Set<String> splits() {
    Set<String> splits = new TreeSet<>();
    utterances.forEach(utterance -> utterance.split().ifPresent(splits::add));
    return splits;
  }

  /**
   * The bytes of a recording's file.
   *
   * @throws CorruptDataException if it is damaged, too large or cannot be read
   */
  public byte[] audio(Utterance utterance) {
    return tree.read(utterance.audio());
  }

  /** A recording's file as named in messages. */
  public String describe(Utterance utterance) {
    return tree.describe(utterance.audio());
  }

  /** The line of a recording's transcript as named in messages. */
  public String describeText(Utterance utterance) {
    return textPlaces.getOrDefault(utterance.audio(), describe(utterance));
  }

  /**
   * A SHA-256 in hexadecimal of names, transcripts and parts, and of the sizes of the recordings:
   * equal data, equal value.
   */
  public String fingerprint() {
    Fingerprint fingerprint = new Fingerprint();
    try {
      for (Utterance utterance : utterances) {
        fingerprint.add(utterance.audio()).add(utterance.text());
        fingerprint.add(utterance.split().orElse("")).add(utterance.speaker().orElse(""));
        fingerprint.add(Long.toString(tree.size(utterance.audio())));
      }
    } catch (IOException e) {
      throw unreadable(place, e);
    }
    return fingerprint.hex();
  }

  /** Closes a zip file, once all reads in progress have ended. */
  @Override
  public void close() {
    try {
      tree.close();
    } catch (IOException e) {
      throw new UncheckedIOException(place + ": cannot be closed", e);
    }
  }
}
