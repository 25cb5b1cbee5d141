package org.dsd4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.dsd4j.audio.Recording;
import org.dsd4j.audio.file.AudioFile;
import org.dsd4j.tensor.Seed;
import org.junit.jupiter.api.Test;

/** What a run does not use is counted, named and shown. */
class LeftOutTest extends CommandLineTest {
  private static final int RATE = 16_000;

  private int speech(Path data, String... more) {
    String[] command = {"speech", "--quick", "--no-control", "--hidden", "16", "--overwrite"};
    String[] places = {"--data", data.toString(), "--out", out().toString()};
    return run(Stream.of(command, places, more).flatMap(Stream::of).toArray(String[]::new));
  }

  private JsonNode subject() throws IOException {
    return new ObjectMapper()
        .readTree(Files.readString(out().resolve("result.json")))
        .get("subject");
  }

  private static void recording(Path file, double seconds) throws IOException {
    Files.createDirectories(file.getParent());
    RandomGenerator random = Seed.of(file.toString().hashCode()).stream();
    float[] samples = new float[(int) (seconds * RATE)];
    for (int k = 0; k < samples.length; k++) {
      samples[k] = (float) random.nextGaussian() / 10;
    }
    AudioFile.writeWav(file, new Recording(samples, RATE));
  }

  /** A split as LibriSpeech's, of one speaker and chapter, with recordings of these lengths. */
  private Path split(String name, double... seconds) throws IOException {
    Path chapter = folder.resolve("speech").resolve(name).resolve("7/8");
    StringBuilder transcripts = new StringBuilder();
    for (int i = 0; i < seconds.length; i++) {
      recording(chapter.resolve("7-8-000" + i + ".wav"), seconds[i]);
      transcripts.append("7-8-000").append(i).append(" ONE ONE\n");
    }
    Files.writeString(chapter.resolve("7-8.trans.txt"), transcripts);
    return folder.resolve("speech");
  }

  @Test
  void testRecordingsAreNotShortened() throws IOException {
    split("train-clean-5", 1, 1, 17.5);
    Path data = split("test-clean", 1, 1, 17.5);
    assertThat(speech(data)).as(err::toString).isZero();
    assertThat(subject().get("training_samples").asInt()).isEqualTo(2);
    assertThat(subject().get("test_samples").asInt()).isEqualTo(3);
    JsonNode leftOut = subject().get("left_out");
    assertThat(leftOut).hasSize(1);
    assertThat(leftOut.at("/0/count").asInt()).isEqualTo(1);
    assertThat(leftOut.at("/0/names/0").asText()).isEqualTo("train-clean-5/7/8/7-8-0002.wav");
    String told =
        "Left out of training: 1 of 3 recordings, longer than 17 seconds:"
            + " train-clean-5/7/8/7-8-0002.wav\n";
    assertThat(out.toString().split(told, -1)).as("before and behind").hasSize(3);
  }

  @Test
  void partsForTestsStayApart() throws IOException {
    split("train-clean-5", 1, 1);
    split("dev-clean", 1);
    split("test-clean", 1, 1);
    Path data = split("test-other", 1, 1, 1);
    assertThat(speech(data)).as(err::toString).isZero();
    assertThat(subject().get("test_samples").asInt()).isEqualTo(2);
    assertThat(subject().get("title").asText()).endsWith("judged by test-clean");
    assertThat(out.toString())
        .contains("WER on test-other (best path)")
        .contains(
            "Left out of dev-clean: 1 of 1 recordings, neither trained nor tested with: dev-");

    assertThat(speech(data, "--test-part", "test-other,dev-clean")).as(err::toString).isZero();
    assertThat(subject().get("test_samples").asInt()).isEqualTo(3);
    assertThat(out.toString()).contains("WER on dev-clean (best path)");
    assertThat(speech(data, "--test-part", "test-cleen")).isEqualTo(2);
    assertThat(err.toString()).contains("expected splits that there are, received [test-cleen] of");
    assertThat(speech(data, "--test-part", "train-clean-5")).isEqualTo(2);
    assertThat(err.toString()).contains("--test-part: expected others than to train with");
  }

  @Test
  void recordingsWithoutASplitAreTold() throws IOException {
    Path data = folder.resolve("speech");
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      recording(data.resolve(i + ".wav"), 1);
      String split = i < 3 ? ", \"split\": \"train\"" : i < 5 ? ", \"split\": \"test\"" : "";
      lines.append("{\"audio\": \"").append(i).append(".wav\", \"text\": \"one\"");
      lines.append(split).append("}\n");
    }
    Path manifest = Files.writeString(data.resolve("m.jsonl"), lines);
    assertThat(speech(data)).isEqualTo(2);
    assertThat(err.toString())
        .contains("speech: expected a split for each recording, received none for 3 of 8: ")
        .contains(manifest + ", line 6, " + manifest + ", line 7, " + manifest + ", line 8;")
        .contains("--without-split train");
    assertThat(speech(data, "--without-split", "train")).as(err::toString).isZero();
    assertThat(subject().get("training_samples").asInt()).isEqualTo(6);
    assertThat(subject().get("left_out")).isEmpty();
    assertThat(speech(data, "--without-split", "unused")).as(err::toString).isZero();
    assertThat(subject().get("training_samples").asInt()).isEqualTo(3);
    assertThat(subject().at("/left_out/0/count").asInt()).isEqualTo(3);
    Files.writeString(manifest, lines.toString().replaceAll(", .split.: .[a-z]+.", ""));
    assertThat(speech(data)).isEqualTo(2);
    assertThat(err.toString()).contains("received none for 8 of 8: ").contains("line 5 and more");
    assertThat(speech(data, "--without-split", "train")).isEqualTo(2);
    assertThat(err.toString())
        .contains("speech, test: expected a split whose name starts with test, received [train]");
  }

  @Test
  void endsOfTextsThatFillNoBatchAreTold() throws IOException {
    assertThat(run("text", "--quick", "--no-control", "--out", out().toString()))
        .as(err::toString)
        .isZero();
    JsonNode leftOut = subject().get("left_out");
    assertThat(leftOut).hasSize(2);
    assertThat(leftOut.at("/1/part").asText()).endsWith("validation");
    assertThat(leftOut.at("/1/samples").asText()).isEqualTo("tokens");
    assertThat(leftOut.at("/1/count").asInt()).isBetween(1, 64 * 32);
  }
}
