package org.dsd4j.io.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.io.WeightFile;
import org.dsd4j.io.WeightFixtures;
import org.dsd4j.io.tensor.StoredTensor;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.spec.Mask;
import org.dsd4j.testing.InEveryLocale;
import org.dsd4j.testing.SmallNets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

@InEveryLocale
class PyTorchFileTest {
  @TempDir Path folder;

  private Path path() {
    return folder.resolve("net.pth");
  }

  @Test
  void aNetworkOfPyTorchPredictsWhatItDidThere() {
    try (Network network = SmallNets.convolutional(7);
        WeightFile weights = WeightFile.open(WeightFixtures.ofPyTorch("net.pth"));
        WeightFile data = WeightFile.open(WeightFixtures.ofPyTorch("net.safetensors"))) {
      assertThat(weights.metadata()).isEmpty();
      assertThat(weights.loadInto(network).passedOver()).containsExactly("bn1.num_batches_tracked");
      float[] x = data.tensor("test.x").toFloats();
      INDArray images = Nd4j.createFromArray(x).reshape('c', 5, 2, 6, 6).permute(0, 2, 3, 1);
      float[] y = network.predict(images.dup('c')).ravel().toFloatVector();
      assertThat(y).containsExactly(data.tensor("test.y").toFloats(), within(1e-5f));
    }
  }

  @ParameterizedTest
  @CsvSource({"net.pth,net.safetensors", "views.pth,views.safetensors"})
  void bothFormatsOfOneNetworkAreTheSame(String pickled, String plain) {
    try (WeightFile first = WeightFile.open(WeightFixtures.ofPyTorch(pickled));
        WeightFile second = WeightFile.open(WeightFixtures.ofPyTorch(plain))) {
      assertThat(first.tensors()).isNotEmpty();
      for (StoredTensor tensor : first.tensors()) {
        StoredTensor other = second.tensor(tensor.name());
        assertThat(tensor.toString()).isEqualTo(other.toString());
        assertThat(tensor.toFloats()).as(tensor.name()).isEqualTo(other.toFloats());
      }
    }
  }

  @Test
  void aCheckpointsStateDictIsFound() {
    try (Network network = SmallNets.convolutional(7);
        WeightFile file = WeightFile.open(WeightFixtures.ofPyTorch("checkpoint.pth"));
        WeightFile plain = WeightFile.open(WeightFixtures.ofPyTorch("net.pth"))) {
      assertThat(file.loadInto(network).prefix()).isEqualTo("module.");
      assertThat(WeightFixtures.of(network).get("fc.weight"))
          .isEqualTo(WeightFixtures.of(plain).get("fc.weight"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "call.pth | the Python object posix.system, which was not touched",
        "module.pth | the Python object __main__.Net, which was not touched",
        "legacy.pth | torch.save(torch.load(name), name)"
      })
  void whatIsNoTensorIsRefusedByName(String name, String message) {
    Path path = WeightFixtures.ofPyTorch(name);
    assertThatThrownBy(() -> WeightFile.open(path))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageStartingWith(path.toString())
        .hasMessageContaining(message);
  }

  @Test
  void everythingOfANetworkComesBack() {
    try (Network network = SmallNets.convolutional(1);
        Network other = SmallNets.convolutional(2)) {
      Mask mask = WeightFixtures.mask(network.parameter("fc.weight"));
      PyTorchFile.write(network, path());
      try (WeightFile file = WeightFile.open(path())) {
        assertThat(file.loadInto(other).masked()).containsExactly("fc.weight");
      }
      assertThat(WeightFixtures.of(other)).isEqualTo(WeightFixtures.of(network));
      assertThat(other.parameter("fc.weight").mask()).contains(mask);
    }
  }

  @Test
  void allTypesAreWrittenAsTheyAre() throws IOException {
    try (WeightFile file = WeightFile.open(WeightFixtures.ofPyTorch("views.safetensors"))) {
      PyTorchFile.write(List.copyOf(file.tensors()), path());
      try (WeightFile written = WeightFile.open(path())) {
        assertThat(written.tensors().stream().map(StoredTensor::toString))
            .containsExactlyElementsOf(
                file.tensors().stream().map(StoredTensor::toString).toList());
        assertThat(WeightFixtures.of(written)).isEqualTo(WeightFixtures.of(file));
      }
      // Equal tensors give equal bytes.
      Path again = folder.resolve("again.pth");
      PyTorchFile.write(List.copyOf(file.tensors()), again);
      assertThat(Files.mismatch(path(), again)).isEqualTo(-1);
    }
  }

  private interface Entries {
    void put(String name, byte[] content) throws IOException;
  }

  private interface Filler {
    void fill(Entries entries) throws IOException;
  }

  private Path zip(Filler filler) {
    try (OutputStream out = Files.newOutputStream(path());
        ZipOutputStream zip = new ZipOutputStream(out)) {
      filler.fill(
          (name, content) -> {
            ZipEntry entry = new ZipEntry(name);
            CRC32 crc = new CRC32();
            crc.update(content);
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(content.length);
            entry.setCrc(crc.getValue());
            zip.putNextEntry(entry);
            zip.write(content);
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return path();
  }

  private void assertRefused(Filler filler, String... messages) {
    Path path = zip(filler);
    assertThatThrownBy(() -> WeightFile.open(path))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageStartingWith(path.toString())
        .hasMessageContainingAll(messages);
  }

  private static byte[] pickle(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void entriesMustStayWhereTheyAre() {
    byte[] good = Pickler.stateDict(List.of());
    for (String name : List.of("../data.pkl", "/etc/x", "a/../../b", "a/b\\c")) {
      assertRefused(
          entries -> {
            entries.put("archive/data.pkl", good);
            entries.put(name, good);
          },
          "names of entries that lead nowhere else, received " + name);
    }
    assertRefused(entries -> entries.put("x", good), "one folder with data.pkl, received []");
    assertRefused(entries -> entries.put("data.pkl", good), "one folder with data.pkl");
    assertRefused(
        entries -> {
          entries.put("a/data.pkl", good);
          entries.put("b/data.pkl", good);
        },
        "received [a/data.pkl, b/data.pkl]");
    assertRefused(
        entries -> {
          entries.put("a/data.pkl", good);
          entries.put("a/byteorder", pickle("big"));
        },
        "entry a/byteorder: expected little-endian numbers");
    assertRefused(
        entries -> entries.put("a/data.pkl", new byte[(1 << 22) + 1]), "at most 4194304 bytes");
  }

  @Test
  void compressedEntriesAreToldApart() throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(path()))) {
      zip.putNextEntry(new ZipEntry("archive/data.pkl"));
      zip.write(Pickler.stateDict(List.of()));
    }
    assertThatThrownBy(() -> WeightFile.open(path()))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("compressed or encrypted ones; load the file in Python");
  }

  @Test
  void aFlippedBitIsFoundByItsChecksum() {
    PyTorchFile.write(List.of(WeightFixtures.floats("w", 1, 2, 3)), path());
    byte[] bytes = WeightFixtures.read(path());
    // Elements lie on multiples of 64 bytes, as PyTorch has them.
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int at = 0;
    while (buffer.getFloat(at) != 1 || buffer.getFloat(at + 4) != 2) {
      at += 64;
    }
    bytes[at + 5] ^= 1;
    WeightFixtures.write(path(), bytes);
    try (WeightFile file = WeightFile.open(path())) {
      assertThatThrownBy(() -> file.tensor("w").toFloats())
          .isInstanceOf(CorruptDataException.class)
          .hasMessageStartingWith(path() + ", entry archive/data/0: expected bytes with the");
    }
  }

  /** A pickle of a dictionary with one tensor of single precision. */
  private static String tensor(int stored, String offset, String extents, String strides) {
    return "\u0080\2}X\1\0\0\0wctorch._utils\n_rebuild_tensor_v2\n((X\7\0\0\0storage"
        + "ctorch\nFloatStorage\nX\1\0\0\0000X\3\0\0\0cpuK"
        + (char) stored
        + "tQ"
        + offset
        + extents
        + strides
        + "\u0089}tRs.";
  }

  @Test
  void tensorsMustLieInTheirStorage() {
    byte[] six = new byte[24];
    String zero = "K\0";
    String twoByThree = "(K\2K\3t";
    String rowMajor = "(K\3K\1t";
    zip(
        entries -> {
          entries.put("a/data.pkl", pickle(tensor(6, zero, twoByThree, rowMajor)));
          entries.put("a/data/0", six);
        });
    try (WeightFile file = WeightFile.open(path())) {
      assertThat(file.tensor("w").extents()).containsExactly(2L, 3L);
    }
    String minusOne = "J\u00ff\u00ff\u00ff\u00ff";
    String huge32 = "\u00ff\u00ff\u00ff\u007f";
    String huge = "\u008a\10\0\0\0\0\0\0\0\u0040";
    Map<String, String> wrong =
        Map.of(
            tensor(5, zero, twoByThree, rowMajor), "expected 5 elements of F32, received 24 bytes",
            tensor(6, "K\1", twoByThree, rowMajor), "elements within the 6 of its storage",
            tensor(6, zero, "(K\3K\3t", rowMajor), "elements within the 6 of its storage",
            tensor(6, zero, "(J" + huge32 + "K\2t", "(K\0K\0t"), "elements within the 6 of",
            tensor(6, zero, twoByThree, "(K\1t"), "elements within the 6 of its storage",
            tensor(6, zero, "(" + huge + huge + "t", rowMajor), "elements within the 6",
            tensor(6, zero, "(K\2K\3t", "(" + huge + "K\1t"), "elements within the 6",
            tensor(6, minusOne, twoByThree, rowMajor), "a call that makes a tensor",
            tensor(6, zero, "(K\2" + minusOne + "t", rowMajor), "extents or strides");
    wrong.forEach(
        (pickle, message) ->
            assertRefused(
                entries -> {
                  entries.put("a/data.pkl", pickle(pickle));
                  entries.put("a/data/0", six);
                },
                message));
    assertRefused(
        entries -> entries.put("a/data.pkl", pickle(tensor(6, zero, twoByThree, rowMajor))),
        "an entry a/data/0, received none");
  }

  @Test
  void picklesOfAnythingElseAreRefused() {
    String[][] picklesAndMessages = {
      {"\u0080\u0006}.", "up to 5, received 6; write it without pickle_protocol"},
      {"\u0080\u0004\u0095\u0009\0\0\0\0\0\0\0}.", "9 more bytes, received 2"},
      {"\u0080\u0004\u0095\u0000\0\0\0\0\0\0\u00ff}.", "more bytes, received 2"},
      {"\u0080\u0004\u008c\5posix\u008c\6system\u0093.", "the Python object posix.system"},
      {"}L123456789012345678901L\n.", "a whole number of at most 8 bytes"},
      {"\u0080\u0004\u008e.", "0x8e; write the state dict alone"},
      {"\u0080\u0002].", "the whole: a list"},
      {"\u0080\u0002}X\u0001\0\0\0wK\u0001s.", "w: a number"},
      {"\u0080\u0002}K\u0001K\u0001s.", "1: a number"},
      {"\u0080\u0002}(K\u0001K\u0001K\u0001K\u0002u.", "1 twice"},
      {"\u0080\u0002}}K\u0001s.", "texts or numbers as keys"},
      {"\u0080\u0002}(K\u0001u.", "pairs"},
      {"\u0080\u0002}\u0085}.", "the end after one object"},
      {"\u0080\u0002}.K", "the end after one object"},
      {"\u0080\u0002.", "a value on the stack"},
      {"\u0080\u0002t.", "a mark on the stack"},
      {"\u0080\u0002}(0u.", "0x30"},
      {"\u0080\u0002h\u0005.", "stored as number 5"},
      {"\u0080\u0002X\u00ff\u00ff\u00ff\u00ff.", "4294967295 more bytes"},
      {"\u0080\u0002X\u0001\0\0\0\u00ff.", "text in UTF-8"},
      {"\u0080\u0002\u008a\u0009.", "an integer of at most 8 bytes"},
      {"\u0080\u0002cbuiltins", "1 more bytes"},
      {"\u0080\u0002cbuiltins\neval\n.", "the Python object builtins.eval"},
      {"\u0080\u0002ctorch\nQInt8Storage\n.", "the Python object torch.QInt8Storage"},
      {"\u0080\u0002ccollections\nOrderedDict\nK\u0001\u0085R.", "a call that makes"},
      {"\u0080\u0002]}b.", "attributes on a dictionary only"},
      {"\u0080\u0002)K\u0001a.", "a list to append to"},
      {"\u0080\u0002K\u0001Q.", "a reference to a storage"},
    };
    for (String[] each : picklesAndMessages) {
      assertRefused(entries -> entries.put("a/data.pkl", pickle(each[0])), "a/data.pkl", each[1]);
    }
  }

  @Test
  void picklesThatHoldThemselvesAreNoTrap() {
    assertRefused(
        entries -> entries.put("a/data.pkl", pickle("\u0080\2}q\0X\1\0\0\0wh\0s.")),
        "w: a dictionary");
    assertRefused(
        entries -> entries.put("a/data.pkl", pickle("\u0080\2}q\0X\5\0\0\0modelh\0s.")),
        "model: a dictionary");
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux lists open files")
  void aDamagedFileIsClosed() throws IOException {
    Path real = WeightFixtures.write(path(), pickle("PK\3\4 and nothing more")).toRealPath();
    assertThatThrownBy(() -> WeightFile.open(path()))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("a whole zip file");
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      assertThat(open).noneMatch(file -> leadsTo(real, file));
    }
  }

  private static boolean leadsTo(Path file, Path link) {
    try {
      return Files.readSymbolicLink(link).equals(file);
    } catch (IOException e) {
      // Others close files meanwhile.
      return false;
    }
  }
}
