package org.dsd4j.datasets.pictures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dsd4j.data.load.BatchSize.batchSize;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.DatasetContract;
import org.dsd4j.data.load.DataLoader;
import org.dsd4j.data.load.EpochBatches;
import org.dsd4j.data.load.SampleOrder;
import org.dsd4j.data.picture.Augment;
import org.dsd4j.data.picture.Framing;
import org.dsd4j.data.picture.Pictures;
import org.dsd4j.datasets.TestPictures;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest extends DatasetContract {
  private static final Framing RANDOM = Pictures.randomResizedCrop(8);
  private static final Framing MIDDLE = Pictures.resizeAndCenterCrop(10, 8);

  @TempDir Path folder;
  @TempDir Path elsewhere;

  private static byte[] jpeg(int height, int width, long seed) {
    return TestPictures.jpeg(TestPictures.photograph(height, width, seed), 0.9f);
  }

  /** Pictures of different sizes and formats, in three classes. */
  private static Map<String, byte[]> files(String above) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(above + "dog/one.JPEG", jpeg(30, 40, 1));
    files.put(above + "cat/b.jpg", jpeg(21, 15, 2));
    files.put(above + "cat/a.png", TestPictures.resource("rgba.png"));
    files.put(above + "cat/deeper/c.bmp", TestPictures.resource("plain.bmp"));
    files.put(above + "zebra/x.gif", TestPictures.resource("moving.gif"));
    files.put(above + "zebra/readme.txt", new byte[3]);
    files.put(above + "zebra/.hidden.png", new byte[3]);
    files.put(above + ".cache/y.png", new byte[3]);
    return files;
  }

  @BeforeEach
  void write() throws IOException {
    TestPictures.writeFolder(folder, files(""));
  }

  @Override
  protected Dataset open() {
    return ImageFolder.open(folder).decoded(RANDOM);
  }

  @Override
  public boolean covers(Class<?> subject) {
    return subject == FramedPictures.class || super.covers(subject);
  }

  private Path zip(Map<String, byte[]> files) throws IOException {
    Path zip = elsewhere.resolve("pictures.zip");
    TestPictures.writeZip(zip, files);
    return zip;
  }

  @Test
  void classesAreTheFoldersInOrder() {
    ImageFolder pictures = ImageFolder.open(folder);
    assertThat(pictures.classNames()).containsExactly("cat", "dog", "zebra");
    Dataset dataset = pictures.decoded(MIDDLE);
    assertThat(dataset.size()).isEqualTo(5);
    assertThat(dataset.featureShape()).isEqualTo(Shape.of(8, 8, 3));
    assertThat(IntStream.range(0, 5).mapToObj(i -> dataset.target(i).array()[0]))
        .containsExactly(0f, 0f, 0f, 1f, 2f);
    assertThat(dataset.name()).isEqualTo(folder.getFileName().toString());
  }

  @Test
  void aZipFileIsTheSameAsItsFolder() throws IOException {
    for (String above : List.of("", "pictures/", "a/b/")) {
      Map<String, byte[]> files = files(above);
      files.put("__MACOSX/" + above + "cat/._a.png", new byte[2]);
      try (ImageFolder zipped = ImageFolder.open(zip(files))) {
        assertThat(zipped.classNames()).containsExactly("cat", "dog", "zebra");
        Dataset fromZip = zipped.decoded(RANDOM);
        Dataset fromFolder = open();
        assertThat(fromZip.fingerprint()).isEqualTo(fromFolder.fingerprint());
        for (int i = 0; i < fromFolder.size(); i++) {
          assertThat(fromZip.sample(i).features().array())
              .isEqualTo(fromFolder.sample(i).features().array());
        }
      }
    }
  }

  @Test
  void oneClassInAZipFileIsAClass() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("pictures/cat/a.png", TestPictures.resource("rgba.png"));
    files.put("pictures/cat/b.png", TestPictures.resource("grey.png"));
    try (ImageFolder zipped = ImageFolder.open(zip(files))) {
      assertThat(zipped.classNames()).containsExactly("cat");
    }
  }

  @Test
  void theSeedAloneDecidesWhatIsSeen() {
    Dataset dataset = open();
    float[] first = dataset.sample(0, Seed.of(1).stream()).features().array();
    assertThat(dataset.sample(0, Seed.of(1).stream()).features().array()).isEqualTo(first);
    assertThat(dataset.sample(0, Seed.of(2).stream()).features().array()).isNotEqualTo(first);
    assertThat(epoch(1, 0)).isEqualTo(epoch(3, 0)).isNotEqualTo(epoch(1, 1));
  }

  private List<Float> epoch(int workers, int epoch) {
    List<Float> seen = new ArrayList<>();
    try (DataLoader loader =
            DataLoader.builder(open(), batchSize(2))
                .transform(
                    Augment.horizontalFlip()
                        .then(Augment.colorJitter(0.4, 0.4, 0.4, 0.1))
                        .then(ImageNet.lighting(0.1))
                        .then(ImageNet.normalize()))
                .order(SampleOrder.SHUFFLED)
                .workers(workers)
                .build();
        EpochBatches batches = loader.epoch(epoch)) {
      while (batches.hasNext()) {
        for (float value : batches.next().features().array()) {
          seen.add(value);
        }
      }
    }
    return seen;
  }

  @Test
  void differentClassesAreListed() throws IOException {
    List<String> classes = ImageFolder.open(folder).classNames();
    assertThat(ImageFolder.open(folder, classes).size()).isEqualTo(5);
    Map<String, byte[]> files = files("");
    files.put("mouse/a.png", TestPictures.resource("grey.png"));
    files.remove("dog/one.JPEG");
    Path zip = zip(files);
    assertThatThrownBy(() -> ImageFolder.open(zip, classes))
        .isInstanceOf(CorruptDataException.class)
        .hasMessage(
            zip
                + ": expected a folder for each of 3 classes in alphabetical order, received none"
                + " for [dog], and those of no class [mouse]; pass the folder that belongs to these"
                + " classes");
    List<String> many = IntStream.range(100, 200).mapToObj(i -> "class" + i).toList();
    assertThatThrownBy(() -> ImageFolder.open(folder, many))
        .hasMessageContaining("class109] and 90 more, and those of no class [cat, dog, zebra]");
  }

  @Test
  void anEmptyClassIsTold() throws IOException {
    Files.createDirectories(folder.resolve("mouse/empty"));
    assertThatThrownBy(() -> ImageFolder.open(folder))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining(
            folder + ": expected pictures in the folder of every class, received none in [mouse]");
    Map<String, byte[]> files = files("all/");
    files.put("all/mouse/", new byte[0]);
    assertThatThrownBy(() -> ImageFolder.open(zip(files)))
        .hasMessageContaining("received none in [mouse]");
  }

  @Test
  void placesWithoutClassesAreTold() throws IOException {
    assertThatThrownBy(() -> ImageFolder.open(folder.resolve("cat/deeper")))
        .hasMessageContaining("expected a folder of pictures for each class, received no such");
    assertThatThrownBy(() -> ImageFolder.open(folder.resolve("nowhere")))
        .hasMessageContaining("nowhere: expected a folder or a zip file, received nothing");
    assertThatThrownBy(() -> ImageFolder.open(folder.resolve("dog/one.JPEG")))
        .hasMessageContaining("one.JPEG: expected a zip file");
    Map<String, byte[]> parts = files("train/");
    parts.putAll(files("val/"));
    assertThatThrownBy(() -> ImageFolder.open(zip(parts)))
        .hasMessageContaining("received the parts [train, val]; pass one of them");
  }

  @Test
  void aZipFileThatLeavesItsFolderIsRefused() throws IOException {
    for (String name : List.of("../x.png", "cat/../../x.png", "/cat/x.png", "cat\\x.png", "a//b")) {
      Map<String, byte[]> files = files("");
      files.put(name, TestPictures.resource("grey.png"));
      Path zip = zip(files);
      assertThatThrownBy(() -> ImageFolder.open(zip))
          .isInstanceOf(CorruptDataException.class)
          .hasMessageContaining(zip + ", entry " + name + ": expected a path below");
    }
  }

  @Test
  void linksAreFollowedAndThoseThatLeadNowhereTold() throws IOException {
    Path link = elsewhere.resolve("linked");
    Files.createSymbolicLink(link, folder);
    Files.createSymbolicLink(folder.resolve("mouse"), folder.resolve("cat"));
    assertThat(ImageFolder.open(link).size()).isEqualTo(8);
    Path broken = folder.resolve("dog/two.png");
    Files.createSymbolicLink(broken, folder.resolve("nothing.png"));
    assertThatThrownBy(() -> ImageFolder.open(folder))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining(broken + ": expected a link to a file");
    Files.delete(broken);
    Files.createSymbolicLink(folder.resolve("dog/loop"), folder);
    assertThatThrownBy(() -> ImageFolder.open(folder))
        .hasMessageContaining("expected a link to another folder, received one to a folder above");
    Files.delete(link);
  }

  @Test
  void aDamagedPictureReachesWhoeverTrains() throws IOException {
    Path damaged = folder.resolve("dog/one.JPEG");
    byte[] bytes = Files.readAllBytes(damaged);
    Files.write(damaged, Arrays.copyOf(bytes, bytes.length / 2));
    try (DataLoader loader = DataLoader.builder(open(), batchSize(2)).workers(2).build();
        EpochBatches batches = loader.epoch(0)) {
      batches.next();
      assertThatThrownBy(batches::next)
          .isInstanceOf(CorruptDataException.class)
          .hasMessageContaining(damaged + ": expected a JPEG picture up to its end marker");
    }
  }

  @Test
  void verifyFindsAllDamagedPictures() throws IOException {
    ImageFolder pictures = ImageFolder.open(folder);
    pictures.verify();
    Files.write(folder.resolve("cat/b.jpg"), new byte[100]);
    Files.delete(folder.resolve("zebra/x.gif"));
    assertThatThrownBy(pictures::verify)
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining(folder + ": expected pictures without damage, received 2 damaged: ")
        .hasMessageContaining(folder.resolve("cat/b.jpg") + ": expected a JPEG, PNG")
        .hasMessageContaining(folder.resolve("zebra/x.gif") + ": expected a file to read");
  }

  @Test
  void aClosedZipFileIsTold() throws IOException {
    ImageFolder zipped = ImageFolder.open(zip(files("")));
    Dataset dataset = zipped.decoded(MIDDLE);
    zipped.close();
    assertThatThrownBy(() -> dataset.sample(0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("expected an open zip file, received a closed one");
  }

  @Test
  void theFingerprintIsOfNamesSizesAndContents() throws IOException {
    String fingerprint = open().fingerprint();
    byte[] bytes = Files.readAllBytes(folder.resolve("cat/b.jpg"));
    Files.move(folder.resolve("cat/b.jpg"), folder.resolve("cat/b2.jpg"));
    assertThat(open().fingerprint()).isNotEqualTo(fingerprint);
    Files.delete(folder.resolve("cat/b2.jpg"));
    Files.write(folder.resolve("cat/b.jpg"), bytes);
    assertThat(open().fingerprint()).isEqualTo(fingerprint);
    // Without decoding: what is no picture any more has one, too.
    bytes[0] ^= 1;
    Files.write(folder.resolve("cat/b.jpg"), bytes);
    assertThat(open().fingerprint()).isNotEqualTo(fingerprint);
  }

  @Test
  void twoViewsSplitAlike() {
    ImageFolder pictures = ImageFolder.open(folder);
    Dataset seen = pictures.decoded(RANDOM).split(0.6, Seed.of(3)).training();
    Dataset rest = pictures.decoded(MIDDLE).split(0.6, Seed.of(3)).validation();
    assertThat(seen.size() + rest.size()).isEqualTo(5);
    assertThat(rest.size()).isEqualTo(1);
    assertThat(rest.sample(0).features().shape()).isEqualTo(Shape.of(8, 8, 3));
  }
}
