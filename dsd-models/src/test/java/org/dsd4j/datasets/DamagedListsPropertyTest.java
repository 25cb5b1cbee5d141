package org.dsd4j.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.datasets.captions.KarpathyCaptions;
import org.dsd4j.datasets.files.FileTree;
import org.dsd4j.datasets.speech.SpeechManifest;
import org.dsd4j.datasets.text.PlainText;
import org.dsd4j.tensor.Seed;
import org.dsd4j.testing.Damage;
import org.dsd4j.text.Tokenizer;

/**
 * Whatever is in lists of pictures and recordings, in texts and in their zip file: see the name.
 */
class DamagedListsPropertyTest {
  private static Path folder;
  private static byte[] zip;

  @BeforeContainer
  static void makeFile() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(
        "dataset.json",
        utf8(
            """
            {"images": [{"filename": "1.x", "split": "val", "sentences":
            [{"tokens": ["a", "é"]}]}, {"filename": "2.x", "split": "test", "sentences":
            [{"raw": "A dog."}, {"raw": "Two dogs."}]}]}
            """));
    files.put(
        "manifest.jsonl",
        utf8(
            """
            {"audio": "1.x", "text": "two dogs", "duration": 3.5}
            {"audio": "2.x", "text": "é", "split": "test", "speaker": null}
            """));
    files.put("1-2.trans.txt", utf8("1 GO\n2 ON\n"));
    files.put("1.flac", new byte[1]);
    files.put("2.flac", new byte[1]);
    files.put("1.x", new byte[1]);
    files.put("2.x", new byte[1]);
    folder = Files.createTempDirectory("damaged");
    Path file = folder.resolve("damaged.zip");
    TestPictures.writeZip(file, files);
    zip = Files.readAllBytes(file);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @AfterContainer
  static void removeFile() throws IOException {
    Files.delete(folder.resolve("damaged.zip"));
    Files.delete(folder);
  }

  /** Reads something from a place. */
  private interface Use {
    void on(Path place);
  }

  private static void readOrTold(Path place, Use use) {
    try {
      use.on(place);
    } catch (CorruptDataException e) {
      assertThat(e).hasMessageContaining(place.toString()).hasMessageContaining("expected");
    }
  }

  private static void useAll(Path place) {
    readOrTold(
        place,
        from -> {
          try (KarpathyCaptions captions = KarpathyCaptions.open(from)) {
            assertThat(captions.all()).isNotEmpty();
            captions.fingerprint();
          }
        });
    readOrTold(
        place,
        from -> {
          try (SpeechManifest speech = SpeechManifest.open(from)) {
            assertThat(speech.all()).isNotEmpty();
            speech.fingerprint();
            speech.all().forEach(speech::audio);
          }
        });
    readOrTold(
        place,
        from -> {
          try (SpeechManifest speech = SpeechManifest.openLibriSpeech(from)) {
            assertThat(speech.all()).isNotEmpty();
          }
        });
    readOrTold(
        place, from -> assertThat(PlainText.read(from, Tokenizer.words()).tokens()).isNotEmpty());
  }

  @Property(tries = 400)
  void aDamagedZipFileIsReadOrTold(
      @ForAll @IntRange(min = 1, max = 4) int changes, @ForAll long seed) throws IOException {
    Path file = folder.resolve("damaged.zip");
    Files.write(file, Damage.some(zip, changes, Seed.of(seed).stream()));
    useAll(file);
  }

  @Property(tries = 400)
  void damagedListsAreReadOrTold(@ForAll @IntRange(min = 1, max = 4) int changes, @ForAll long seed)
      throws IOException {
    RandomGenerator random = Seed.of(seed).stream();
    Path file = folder.resolve("damaged.zip");
    Files.write(file, zip);
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (FileTree tree = FileTree.open(file)) {
      for (String name : tree.list().files()) {
        files.put(name, damaged(tree.read(name), changes, random));
      }
    }
    TestPictures.writeZip(file, files);
    useAll(file);
  }

  private static byte[] damaged(byte[] whole, int changes, RandomGenerator random) {
    byte[] bytes = whole.clone();
    String letters = "{}[]\":,0123456789 \n/.-\\e";
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(3)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] = (byte) letters.charAt(random.nextInt(letters.length()));
        default -> bytes[at] = bytes[random.nextInt(bytes.length)];
      }
    }
    return bytes;
  }
}
