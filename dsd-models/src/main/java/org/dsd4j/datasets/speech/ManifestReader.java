package org.dsd4j.datasets.speech;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.datasets.files.FileTree;
import org.dsd4j.io.json.JsonCursor;
import org.dsd4j.text.TextLines;
import org.jspecify.annotations.Nullable;

/**
 * Reads a manifest of recordings, one JSON object per line. Blank lines are skipped.
 *
 * @param tree the tree that contains it
 * @param files all files of the tree
 */
record ManifestReader(FileTree tree, Set<String> files) {
  /** The ending of manifests' names. */
  static final String ENDING = ".jsonl";

  private static final String REMEDY = "repair or remove the line";

  /**
   * The files that are manifests, judged by their first lines; other lists of JSON objects are
   * ignored.
   */
  List<String> manifests() throws IOException {
    List<String> manifests = new ArrayList<>();
    for (String file : files) {
      if (file.endsWith(ENDING) && begins(file)) {
        manifests.add(file);
      }
    }
    return manifests;
  }

  private boolean begins(String file) throws IOException {
    try (TextLines lines = TextLines.of(tree.describe(file), tree.stream(file))) {
      @Nullable String line = lines.next();
      while (line != null && line.isBlank()) {
        line = lines.next();
      }
      return line != null && line.contains("\"audio\"") && line.contains("\"text\"");
    } catch (CorruptDataException e) {
      return false;
    }
  }

  SpeechManifest.SpeechListing read(String manifest) throws IOException {
    String folder = manifest.substring(0, manifest.lastIndexOf('/') + 1);
    List<Utterance> utterances = new ArrayList<>();
    Map<String, String> places = new HashMap<>();
    try (TextLines lines = TextLines.of(tree.describe(manifest), tree.stream(manifest))) {
      for (@Nullable String line = lines.next(); line != null; line = lines.next()) {
        if (line.isBlank()) {
          continue;
        }
        Utterance utterance = utterance(lines.place(), line, folder);
        check(lines, folder, utterance.audio());
        @Nullable String before = places.putIfAbsent(utterance.audio(), lines.place());
        if (before != null) {
          throw lines.wrong(
              "another recording than before",
              utterance.audio() + ", which is at " + before,
              REMEDY);
        }
        utterances.add(utterance);
      }
    }
    if (utterances.isEmpty()) {
      throw new CorruptDataException(
          tree.describe(manifest), "a recording a line", "none", "get the file again");
    }
    return new SpeechManifest.SpeechListing(utterances, places);
  }

  private static Utterance utterance(String place, String line, String folder) {
    Fields fields = new Fields();
    JsonCursor.read(place, new StringReader(line), fields::read);
    @Nullable String audio = fields.audio;
    @Nullable String text = fields.text;
    if (audio == null || text == null) {
      throw new CorruptDataException(
          place, "the fields audio and text", audio == null ? "no audio" : "no text", REMEDY);
    }
    @Nullable Double seconds = fields.seconds;
    if (seconds != null && !(seconds > 0 && seconds < Double.POSITIVE_INFINITY)) {
      throw new CorruptDataException(place, "a duration above 0, in seconds", seconds, REMEDY);
    }
    return new Utterance(
        folder + (audio.startsWith("./") ? audio.substring(2) : audio),
        text,
        Optional.ofNullable(fields.split),
        Optional.ofNullable(fields.speaker),
        seconds == null ? OptionalDouble.empty() : OptionalDouble.of(seconds));
  }

  /** The fields of a line. */
  private static final class Fields {
    private @Nullable String audio;
    private @Nullable String text;
    private @Nullable String split;
    private @Nullable String speaker;
    private @Nullable Double seconds;

    void read(JsonCursor json) throws IOException {
      json.object(
          field -> {
            switch (field) {
              case "audio" -> audio = json.text();
              case "text" -> text = json.text();
              case "split" -> split = json.textOrNull();
              case "speaker" -> speaker = json.textOrNull();
              case "duration" -> seconds = json.numberOrNull();
              default -> json.skip();
            }
          });
    }
  }

  private void check(TextLines lines, String folder, String audio) {
    if (!FileTree.isInside(audio.substring(folder.length()))) {
      throw lines.wrong(
          "a path below the manifest's folder, with '/' between",
          audio.substring(folder.length()),
          "get the manifest from a source that you trust");
    }
    if (!files.contains(audio)) {
      throw lines.wrong(
          "a recording", "none at " + tree.describe(audio), "get the recording, or " + REMEDY);
    }
  }
}
