package org.dsd4j.datasets.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.datasets.TestPictures;
import org.dsd4j.testing.InEveryLocale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@InEveryLocale
class SpeechManifestTest {
  private static final String MANIFEST =
      """
      {"audio": "audio/1.flac", "text": "two dogs", "split": "train"}
      {"text": "", "audio": "./audio/2.flac", "speaker": "7", "duration": 3, "extra": {"a": [1]}}

      {"audio": "audio/3.flac", "text": "é", "split": "test", "speaker": null}
      """;

  @TempDir Path folder;
  @TempDir Path elsewhere;

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Map<String, byte[]> files(String above) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(above + "manifest.jsonl", utf8(MANIFEST));
    files.put(above + ".hidden.jsonl", utf8("{}"));
    for (int i = 1; i < 5; i++) {
      files.put(above + "audio/" + i + ".flac", new byte[] {(byte) i});
    }
    return files;
  }

  @BeforeEach
  void write() throws IOException {
    TestPictures.writeFolder(folder, files(""));
  }

  private void rewrite(String from, String to) throws IOException {
    assertThat(MANIFEST).contains(from);
    Files.writeString(folder.resolve("manifest.jsonl"), MANIFEST.replace(from, to));
  }

  private void check(int line, String message) {
    assertThatThrownBy(() -> SpeechManifest.open(folder))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining(folder.resolve("manifest.jsonl") + ", line " + line)
        .hasMessageContaining(message);
  }

  @Test
  void aLineIsARecording() {
    try (SpeechManifest speech = SpeechManifest.open(folder)) {
      assertThat(speech.all())
          .containsExactly(
              new Utterance(
                  "audio/1.flac",
                  "two dogs",
                  Optional.of("train"),
                  Optional.empty(),
                  OptionalDouble.empty()),
              new Utterance(
                  "audio/2.flac", "", Optional.empty(), Optional.of("7"), OptionalDouble.of(3)),
              new Utterance(
                  "audio/3.flac",
                  "é",
                  Optional.of("test"),
                  Optional.empty(),
                  OptionalDouble.empty()));
      assertThat(speech.splits()).containsExactly("test", "train");
      assertThat(speech.of("test")).extracting(Utterance::text).containsExactly("é");
      assertThat(speech.audio(speech.all().get(2))).containsExactly(3);
      assertThat(speech.describe(speech.all().get(2))).endsWith("3.flac");
      assertThatThrownBy(() -> speech.of("train", "dev"))
          .hasMessageContaining(": expected one of [test, train], received dev; check the name");
    }
  }

  @Test
  void pathsStartFromTheManifest() throws IOException {
    Path zip = elsewhere.resolve("speech.zip");
    TestPictures.writeZip(zip, files("a/b/"));
    try (SpeechManifest zipped = SpeechManifest.open(zip);
        SpeechManifest named = SpeechManifest.open(zip, "a/b/manifest.jsonl")) {
      assertThat(zipped.all().get(0).audio()).isEqualTo("a/b/audio/1.flac");
      assertThat(zipped.audio(zipped.all().get(0))).containsExactly(1);
      assertThat(named.all()).isEqualTo(zipped.all());
      assertThat(named.fingerprint()).isEqualTo(zipped.fingerprint()).hasSize(64);
    }
    try (SpeechManifest plain = SpeechManifest.open(folder)) {
      String fingerprint = plain.fingerprint();
      rewrite("two", "too");
      assertThat(SpeechManifest.open(folder).fingerprint()).isNotEqualTo(fingerprint);
    }
  }

  @Test
  void damagedLinesAreTold() throws IOException {
    rewrite("\"audio\": \"audio/3", "\"file\": \"audio/3");
    check(4, "expected the fields audio and text, received no audio; repair or remove the line");
    rewrite("\"text\": \"é\", ", "");
    check(4, "received no text");
    rewrite("\"é\"", "7");
    check(4, "character 34 of its JSON: expected a text, received 7");
    rewrite("\"é\"", "\"é");
    check(4, "expected JSON");
    rewrite("\"duration\": 3,", "\"duration\": -3,");
    check(2, "expected a duration above 0, in seconds, received -3.0");
    rewrite("\"duration\": 3,", "\"duration\": \"3\",");
    check(2, "expected a number, received 3");
    rewrite("\"duration\": 3,", "\"duration\": 1e999,");
    check(2, "expected a duration above 0, in seconds, received Infinity");
    rewrite("audio/3", "audio/2");
    check(4, "expected another recording than before, received audio/2.flac, which is at ");
    rewrite("\"train\"}", "\"train\"} {}");
    check(1, "expected the end of the JSON");
    rewrite("{\"audio\": \"audio/1.flac\"", "[1]{");
    check(1, "expected an object");
  }

  @Test
  void missingRecordingsAreTold() throws IOException {
    Files.delete(folder.resolve("audio/3.flac"));
    check(4, "expected a recording, received none at " + folder.resolve("audio/3.flac"));
  }

  @Test
  void pathsThatLeaveTheFolderAreRefused() throws IOException {
    Files.write(elsewhere.resolve("secret.flac"), new byte[1]);
    for (String path :
        List.of(
            "../secret.flac", elsewhere + "/secret.flac", "a/../../x", "./../x", "a\\\\b", "")) {
      rewrite("audio/1.flac", path);
      check(1, "expected a path below the manifest's folder");
    }
  }

  @Test
  void aManifestThatIsHiddenIsNone() throws IOException {
    assertThat(SpeechManifest.isIn(folder)).isTrue();
    Files.delete(folder.resolve("manifest.jsonl"));
    assertThat(SpeechManifest.isIn(folder)).isFalse();
    Path transcripts = Files.createDirectory(folder.resolve(".old")).resolve("1-2.trans.txt");
    Files.writeString(transcripts, "1-2-0 A");
    assertThat(SpeechManifest.isLibriSpeech(folder)).isFalse();
  }

  @Test
  void otherListsAreNoManifests() throws IOException {
    Path metrics = Files.createDirectories(folder.resolve("runs/speech")).resolve("metrics.jsonl");
    Files.writeString(metrics, "{\"event\": \"step\", \"loss\": 1.5}\n");
    try (SpeechManifest speech = SpeechManifest.open(folder)) {
      assertThat(speech.all()).hasSize(3);
    }
    Files.write(folder.resolve("manifest.jsonl"), new byte[] {(byte) 0xff, (byte) 0xfe});
    assertThat(SpeechManifest.isIn(folder)).isFalse();
  }

  @Test
  void placesWithoutAManifestAreTold() throws IOException {
    assertThatThrownBy(() -> SpeechManifest.open(folder.resolve("audio")))
        .hasMessageContaining("audio: expected one manifest ….jsonl, received none");
    Files.writeString(folder.resolve("audio/second.jsonl"), MANIFEST);
    assertThatThrownBy(() -> SpeechManifest.open(folder))
        .hasMessageContaining("received [audio/second.jsonl, manifest.jsonl]; name the manifest");
    Files.writeString(folder.resolve("audio/other.jsonl"), "\n \n");
    assertThatThrownBy(() -> SpeechManifest.open(folder, "audio/other.jsonl"))
        .hasMessageContaining("other.jsonl: expected a recording a line, received none");
    assertThatThrownBy(() -> SpeechManifest.open(folder, "../manifest.jsonl"))
        .hasMessageContaining("expected a manifest ../manifest.jsonl, received none");
  }

  private Path libriSpeech() throws IOException {
    Path root = elsewhere.resolve("LibriSpeech");
    String first = "dev-clean/84/121123/84-121123";
    TestPictures.writeFolder(
        root,
        Map.of(
            first + ".trans.txt",
            utf8("84-121123-0000 GO DO YOU HEAR\n84-121123-0001 BUT\n"),
            first + "-0000.flac",
            new byte[] {1},
            first + "-0001.flac",
            new byte[] {2},
            "test-other/7/9/7-9.trans.txt",
            utf8("7-9-0000 AND  YET\r\n"),
            "test-other/7/9/7-9-0000.wav",
            new byte[] {3},
            "SPEAKERS.TXT",
            utf8("; about the speakers")));
    return root;
  }

  @Test
  void libriSpeechHasTranscriptsBesideRecordings() throws IOException {
    try (SpeechManifest speech = SpeechManifest.openLibriSpeech(libriSpeech())) {
      assertThat(speech.all())
          .extracting(Utterance::text)
          .containsExactly("GO DO YOU HEAR", "BUT", "AND  YET");
      assertThat(speech.splits()).containsExactly("dev-clean", "test-other");
      Utterance last = speech.of("test-other").get(0);
      assertThat(last.speaker()).contains("7");
      assertThat(last.audio()).isEqualTo("test-other/7/9/7-9-0000.wav");
      assertThat(speech.audio(last)).containsExactly(3);
    }
    Path part = elsewhere.resolve("LibriSpeech/dev-clean");
    try (SpeechManifest speech = SpeechManifest.openLibriSpeech(part)) {
      assertThat(speech.all()).hasSize(2).allMatch(one -> one.split().isEmpty());
    }
  }

  @Test
  void whatIsMissingOfLibriSpeechIsTold() throws IOException {
    Path chapter = libriSpeech().resolve("dev-clean/84/121123");
    Path lines = chapter.resolve("84-121123.trans.txt");
    Path second = chapter.resolve("84-121123-0001.flac");
    Files.writeString(lines, "84-121123-0000 GO DO YOU HEAR\n");
    assertThatThrownBy(() -> SpeechManifest.openLibriSpeech(elsewhere))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining(second + ": expected a line in the file ….trans.txt beside it");
    Files.writeString(lines, "84-121123-0001 A\n\n84-121123-0002 B\n");
    assertThatThrownBy(() -> SpeechManifest.openLibriSpeech(elsewhere))
        .hasMessageContaining(lines + ", line 3: expected a recording beside it, received none at ")
        .hasMessageContaining("84-121123-0002.flac");
    Files.writeString(lines, "84-121123-0001 A\n84-121123-0001 B\n");
    assertThatThrownBy(() -> SpeechManifest.openLibriSpeech(elsewhere))
        .hasMessageContaining(lines + ", line 2: expected another utterance than before");
    Files.writeString(lines, "../../7/9/7-9-0000 A\n");
    assertThatThrownBy(() -> SpeechManifest.openLibriSpeech(elsewhere))
        .hasMessageContaining(lines + ", line 1: expected the number of an utterance");
    assertThatThrownBy(() -> SpeechManifest.openLibriSpeech(folder))
        .hasMessageContaining("expected transcripts in files ….trans.txt, received no such file");
  }
}
