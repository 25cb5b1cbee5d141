package org.dsd4j.datasets.speech;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.datasets.files.FileTree;
import org.dsd4j.text.TextLines;
import org.jspecify.annotations.Nullable;

/** Reads transcripts in the layout of LibriSpeech. */
final class LibriSpeechReader {
  static final String TRANSCRIPTS = ".trans.txt";
  private static final List<String> ENDINGS = List.of(".flac", ".wav");

  private final Path place;
  private final FileTree tree;
  private final Set<String> files;
  private final List<Utterance> utterances = new ArrayList<>();
  private final Map<String, String> places = new HashMap<>();

  LibriSpeechReader(Path place, FileTree tree, Set<String> files) {
    this.place = place;
    this.tree = tree;
    this.files = files;
  }

  SpeechManifest.SpeechListing read() throws IOException {
    Set<String> folders = new HashSet<>();
    for (String file : files) {
      if (file.endsWith(TRANSCRIPTS)) {
        folders.add(folderOf(file));
        readTranscripts(file);
      }
    }
    if (utterances.isEmpty()) {
      throw new CorruptDataException(
          place,
          "transcripts in files …" + TRANSCRIPTS,
          folders.isEmpty() ? "no such file" : "empty ones",
          "pass the folder above");
    }
    for (String file : files) {
      if (isRecording(file) && folders.contains(folderOf(file)) && !places.containsKey(file)) {
        throw new CorruptDataException(
            tree.describe(file),
            "a line in the file …" + TRANSCRIPTS + " beside it",
            "none",
            "get the data set again, or remove the recording");
      }
    }
    return new SpeechManifest.SpeechListing(utterances, places);
  }

  private static String folderOf(String file) {
    return file.substring(0, file.lastIndexOf('/') + 1);
  }

  private static boolean isRecording(String file) {
    return ENDINGS.stream().anyMatch(file::endsWith);
  }

  private void readTranscripts(String file) throws IOException {
    try (TextLines lines = TextLines.of(tree.describe(file), tree.stream(file))) {
      for (@Nullable String line = lines.next(); line != null; line = lines.next()) {
        if (!line.isBlank()) {
          add(lines, folderOf(file), line.strip());
        }
      }
    }
  }

  private void add(TextLines lines, String folder, String line) {
    int space = line.indexOf(' ');
    String id = space < 0 ? line : line.substring(0, space);
    String text = space < 0 ? "" : line.substring(space).strip();
    if (id.indexOf('/') >= 0 || id.indexOf('\\') >= 0) {
      throw lines.wrong(
          "the number of an utterance and its words", id, "get the data set from its source");
    }
    String audio =
        ENDINGS.stream()
            .map(ending -> folder + id + ending)
            .filter(files::contains)
            .findFirst()
            .orElseThrow(
                () ->
                    lines.wrong(
                        "a recording beside it",
                        "none at " + tree.describe(folder + id + ENDINGS.get(0)),
                        "get the recording, or remove the line"));
    @Nullable String before = places.putIfAbsent(audio, lines.place());
    if (before != null) {
      throw lines.wrong(
          "another utterance than before", id + ", which is at " + before, "remove one of them");
    }
    utterances.add(new Utterance(audio, text, split(folder), speaker(id), OptionalDouble.empty()));
  }

  private static Optional<String> speaker(String id) {
    int dash = id.indexOf('-');
    return dash <= 0 ? Optional.empty() : Optional.of(id.substring(0, dash));
  }

  /** The folder above the speaker's and the chapter's. */
  private static Optional<String> split(String folder) {
    String[] names = folder.split("/");
    return names.length < 3 ? Optional.empty() : Optional.of(names[names.length - 3]);
  }
}
