package org.dsd4j.datasets.captions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.data.picture.Pictures;
import org.dsd4j.datasets.TestPictures;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.InEveryLocale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@InEveryLocale
class KarpathyCaptionsTest {
  private static final String JSON =
      """
      {"images": [
        {"sentids": [0, 1], "imgid": 0, "filename": "a.jpg", "split": "train", "sentences": [
          {"tokens": ["a", "dog"], "raw": "A dog.", "imgid": 0, "sentid": 0},
          {"raw": "It's a tri-color dog!", "sentid": 1}]},
        {"filepath": "val2014", "filename": "b.jpg", "cocoid": 7, "split": "restval", "sentences": [
          {"tokens": [], "raw": ""}]},
        {"filename": "c.jpg", "split": "test", "sentences": [{"tokens": ["é"]}]}
      ], "dataset": "small"}
      """;

  @TempDir Path folder;
  @TempDir Path elsewhere;

  private static byte[] jpeg(long seed) {
    return TestPictures.jpeg(TestPictures.photograph(20, 30, seed), 0.9f);
  }

  private static Map<String, byte[]> files(String json) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("dataset_small.json", json.getBytes(StandardCharsets.UTF_8));
    files.put("train2014/a.jpg", jpeg(1));
    files.put("train2014/b.jpg", jpeg(2));
    files.put("val2014/b.jpg", jpeg(3));
    files.put("val2014/c.jpg", jpeg(4));
    files.put("val2014/other.jpg", jpeg(5));
    files.put("__MACOSX/val2014/c.jpg", new byte[1]);
    return files;
  }

  @BeforeEach
  void write() throws IOException {
    TestPictures.writeFolder(folder, files(JSON));
  }

  private void rewrite(String from, String to) throws IOException {
    assertThat(JSON).contains(from);
    Files.writeString(folder.resolve("dataset_small.json"), JSON.replace(from, to));
  }

  private void check(String message) {
    assertThatThrownBy(() -> KarpathyCaptions.open(folder))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining(folder.resolve("dataset_small.json").toString())
        .hasMessageContaining(message);
  }

  @Test
  void picturesHaveSplitsAndCaptions() {
    try (KarpathyCaptions captions = KarpathyCaptions.open(folder)) {
      assertThat(captions.all())
          .containsExactly(
              new CaptionedPicture(
                  "a.jpg",
                  "train2014/a.jpg",
                  CaptionSplit.TRAIN,
                  List.of(List.of("a", "dog"), List.of("it's", "a", "tri", "color", "dog"))),
              new CaptionedPicture(
                  "b.jpg", "val2014/b.jpg", CaptionSplit.RESTVAL, List.of(List.of())),
              new CaptionedPicture(
                  "c.jpg", "val2014/c.jpg", CaptionSplit.TEST, List.of(List.of("é"))));
      assertThat(captions.of(CaptionSplit.TEST, CaptionSplit.TRAIN))
          .extracting(CaptionedPicture::name)
          .containsExactly("a.jpg", "c.jpg");
      assertThat(captions.of(CaptionSplit.VAL)).isEmpty();
    }
  }

  @Test
  void aByteOrderMarkIsPassedOver() throws IOException {
    Files.writeString(folder.resolve("dataset_small.json"), "\uFEFF" + JSON);
    try (KarpathyCaptions captions = KarpathyCaptions.open(folder)) {
      assertThat(captions.all()).hasSize(3);
    }
    Files.writeString(folder.resolve("dataset_small.json"), "\uFEFF\uFEFF" + JSON);
    check("JSON");
  }

  @Test
  void equalTokensAreHeldOnce() {
    try (KarpathyCaptions captions = KarpathyCaptions.open(folder)) {
      List<List<String>> of = captions.all().get(0).captions();
      assertThat(of.get(0).get(1)).isSameAs(of.get(1).get(4));
    }
  }

  @Test
  void aZipFileIsTheSameAsItsFolder() throws IOException {
    Path zip = elsewhere.resolve("pictures.zip");
    TestPictures.writeZip(zip, files(JSON));
    Path json = elsewhere.resolve("captions.json");
    Files.writeString(json, JSON);
    try (KarpathyCaptions zipped = KarpathyCaptions.open(zip);
        KarpathyCaptions apart = KarpathyCaptions.open(json, zip);
        KarpathyCaptions plain = KarpathyCaptions.open(folder)) {
      assertThat(zipped.all()).isEqualTo(plain.all());
      assertThat(apart.all()).isEqualTo(plain.all());
      assertThat(zipped.fingerprint()).isEqualTo(plain.fingerprint());
      CaptionedPicture picture = plain.all().get(1);
      float[] values = plain.decode(picture, Pictures.resize(8, 9), Seed.of(1).stream()).array();
      assertThat(zipped.decode(picture, Pictures.resize(8, 9), Seed.of(1).stream()))
          .satisfies(
              features -> {
                assertThat(features.shape()).isEqualTo(Shape.of(8, 9, 3));
                assertThat(features.array()).isEqualTo(values);
              });
    }
  }

  @Test
  void theFingerprintIsOfCaptionsAndPictures() throws IOException {
    String fingerprint;
    try (KarpathyCaptions captions = KarpathyCaptions.open(folder)) {
      fingerprint = captions.fingerprint();
    }
    rewrite("\"a\", \"dog\"", "\"a\", \"cat\"");
    try (KarpathyCaptions captions = KarpathyCaptions.open(folder)) {
      assertThat(captions.fingerprint()).isNotEqualTo(fingerprint);
    }
  }

  @Test
  void missingPicturesAreTold() throws IOException {
    Files.delete(folder.resolve("train2014/a.jpg"));
    Files.delete(folder.resolve("val2014/c.jpg"));
    check(
        ": expected each of its 3 pictures once in "
            + folder
            + ", received all but 2: [a.jpg, c.jpg]; get the pictures that belong");
    rewrite("\"filepath\": \"val2014\", ", "");
    check("b.jpg (one of [train2014/b.jpg, val2014/b.jpg]?)");
  }

  @Test
  void pathsThatLeaveTheFolderAreRefused() throws IOException {
    for (String path : List.of("../a.jpg", "/a.jpg", "x/../../a.jpg", "..\\\\a.jpg", "")) {
      rewrite("\"a.jpg\"", "\"" + path + "\"");
      check(
          "expected pictures below the folder of pictures, received " + path.replace("\\\\", "\\"));
    }
    rewrite("\"filepath\": \"val2014\"", "\"filepath\": \"../val2014\"");
    check("received ../val2014/b.jpg");
    rewrite("c.jpg", "a.jpg");
    check("expected each picture once, received a.jpg twice");
  }

  @Test
  void whatIsOfAnotherFormIsToldWithItsPlace() throws IOException {
    rewrite("\"restval\"", "\"rest\"");
    check(" of its JSON: expected train, restval, val or test, received rest; repair the file");
    rewrite("\"filename\": \"c.jpg\", ", "");
    check("expected a picture with filename, split and sentences, received filename null, split");
    rewrite("{\"tokens\": [\"é\"]}", "");
    check("split test and 0 sentences");
    rewrite("{\"tokens\": [\"é\"]}", "{}");
    check("expected a sentence with tokens or raw, received neither");
    rewrite("[\"é\"]", "[\"é\", 3]");
    check("expected a text, received 3");
    rewrite("[\"é\"]", "\"é\"");
    check("expected an array, received é");
    rewrite("\"split\": \"test\"", "\"split\": \"test\", \"split\": \"val\"");
    check("expected JSON, received Duplicate field 'split'");
    rewrite("\"images\"", "\"pictures\"");
    check("expected a field images with at least one, received no such");
    rewrite("\"dataset\": \"small\"}", "");
    check("expected JSON, received Unexpected end-of-input");
    rewrite("\"dataset\": \"small\"}", "\"dataset\": \"small\"} 7");
    check("expected the end of the JSON, received 7");
    Files.write(folder.resolve("dataset_small.json"), JSON.getBytes(StandardCharsets.ISO_8859_1));
    check("expected JSON in UTF-8, received other bytes");
  }

  @Test
  void placesWithoutCaptionsAreTold() throws IOException {
    assertThatThrownBy(() -> KarpathyCaptions.open(folder.resolve("val2014")))
        .hasMessageContaining("val2014: expected one file dataset….json, received none; pass the");
    Files.writeString(folder.resolve("val2014/dataset.json"), JSON);
    assertThatThrownBy(() -> KarpathyCaptions.open(folder))
        .hasMessageContaining("received [dataset_small.json, val2014/dataset.json]");
    assertThatThrownBy(() -> KarpathyCaptions.open(folder.resolve("no.json"), folder))
        .hasMessageContaining("no.json");
  }

  @Test
  void aDamagedPictureIsTold() throws IOException {
    Files.write(folder.resolve("train2014/a.jpg"), new byte[100]);
    try (KarpathyCaptions captions = KarpathyCaptions.open(folder)) {
      CaptionedPicture picture = captions.all().get(0);
      assertThatThrownBy(() -> captions.decode(picture, Pictures.resize(8, 8), Seed.of(1).stream()))
          .isInstanceOf(CorruptDataException.class)
          .hasMessageContaining(folder.resolve("train2014/a.jpg").toString());
    }
  }
}
