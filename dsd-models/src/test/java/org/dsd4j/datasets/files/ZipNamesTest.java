package org.dsd4j.datasets.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.data.Values;
import org.dsd4j.data.picture.Pictures;
import org.dsd4j.datasets.TestPictures;
import org.dsd4j.datasets.pictures.ImageFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Zip files as different programs write them. */
class ZipNamesTest {
  private static final byte[] PICTURE = TestPictures.resource("bits.png");

  @TempDir Path folder;

  private Path written(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("pictures.zip"), bytes);
  }

  private static byte[] zip(Charset charset, Consumer<ZipEntry> change, String... names)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes, charset)) {
      for (String name : names) {
        ZipEntry entry = new ZipEntry(name);
        change.accept(entry);
        out.putNextEntry(entry);
        out.write(name.endsWith("/") ? new byte[0] : PICTURE);
        out.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static void assertClasses(Path zip, String... classes) {
    try (ImageFolder pictures = ImageFolder.open(zip)) {
      assertThat(pictures.classNames()).containsExactly(classes);
      Values expected = pictures.decoded(Pictures.resize(8, 8)).sample(0).features();
      for (int i = 0; i < pictures.size(); i++) {
        assertThat(pictures.decoded(Pictures.resize(8, 8)).sample(i).features().array())
            .hasSameSizeAs(expected.array());
      }
      pictures.verify();
      assertThat(pictures.decoded(Pictures.resize(8, 8)).fingerprint()).hasSize(64);
    }
  }

  @Test
  void namesWithoutAFlagAreInCodePage437() throws IOException {
    assertClasses(written(TestPictures.resource("cp437.zip")), "Hund", "Käse");
    String[] names = {"Käse/0.png", "Señal/0.png", "Ωmega/0.png"};
    assertClasses(
        written(zip(ZipNames.CODE_PAGE_437, entry -> {}, names)), "Käse", "Señal", "Ωmega");
  }

  @Test
  void namesWithTheFlagAreInUtf8() throws IOException {
    String[] names = {"Käse/0.png", "猫/0.png", "Hund/0.png"};
    assertClasses(written(zip(StandardCharsets.UTF_8, entry -> {}, names)), "Hund", "Käse", "猫");
  }

  /** The field with the name once more; of other bytes than the name has, if it is not of it. */
  private static void addUnicodeName(ZipEntry entry, int checksumOff) {
    CRC32 crc = new CRC32();
    crc.update(entry.getName().getBytes(ZipNames.CODE_PAGE_437));
    byte[] utf8 = entry.getName().replace("Kaese", "Käse").getBytes(StandardCharsets.UTF_8);
    ByteBuffer field = ByteBuffer.allocate(8 + 9 + utf8.length).order(ByteOrder.LITTLE_ENDIAN);
    // Another program's field first.
    field.putShort((short) 0x7777).putShort((short) 4).putInt(7);
    field.putShort((short) 0x7075).putShort((short) (5 + utf8.length)).put((byte) 1);
    field.putInt((int) crc.getValue() + checksumOff).put(utf8);
    entry.setExtra(field.array());
  }

  @Test
  void aFieldMaySayTheNameInUnicode() throws IOException {
    String[] names = {"Kaese/0.png", "Hund/0.png"};
    assertClasses(
        written(zip(ZipNames.CODE_PAGE_437, entry -> addUnicodeName(entry, 0), names)),
        "Hund",
        "Käse");
    assertClasses(
        written(zip(ZipNames.CODE_PAGE_437, entry -> addUnicodeName(entry, 1), names)),
        "Hund",
        "Kaese");
  }

  @Test
  void backslashesBetweenFoldersAreRead() throws IOException {
    String[] names = {"all\\cat\\0.png", "all\\cat\\", "all\\dog\\0.png", "all\\dog\\more\\1.png"};
    assertClasses(written(zip(ZipNames.CODE_PAGE_437, entry -> {}, names)), "cat", "dog");
    String[] leaving = {"all\\cat\\0.png", "..\\dog\\0.png"};
    assertThatThrownBy(
            () -> ImageFolder.open(written(zip(ZipNames.CODE_PAGE_437, entry -> {}, leaving))))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("entry ../dog/0.png: expected a path below");
  }

  @Test
  void largeFilesFormAndBytesBeforeAreRead() throws IOException {
    byte[] zip64 = TestPictures.resource("zip64.zip");
    assertClasses(written(zip64), "Hund", "Katze");
    byte[] program = new byte[1000 + zip64.length];
    System.arraycopy(zip64, 0, program, 1000, zip64.length);
    assertClasses(written(program), "Hund", "Katze");
  }

  @Test
  void whatSomeSystemsAddIsPassedOver() throws IOException {
    String[] names = {
      "all/cat/0.png",
      "all/cat/Thumbs.db",
      "all/dog/0.png",
      "__MACOSX/all/cat/._0.png",
      "all/.DS_Store",
      "__MACOSX/"
    };
    assertClasses(written(zip(StandardCharsets.UTF_8, entry -> {}, names)), "cat", "dog");
  }

  /** Sets a byte of each entry of the directory at the end. */
  private static byte[] changed(byte[] zip, int offset, int value) {
    for (int i = 0; i < zip.length - 4; i++) {
      if (zip[i] == 'P' && zip[i + 1] == 'K' && zip[i + 2] == 1 && zip[i + 3] == 2) {
        zip[i + offset] = (byte) value;
      }
    }
    return zip;
  }

  @Test
  void passwordsAndOtherCompressionsAreRefused() throws IOException {
    String[] names = {"cat/0.png", "dog/0.png"};
    byte[] encrypted = changed(zip(ZipNames.CODE_PAGE_437, entry -> {}, names), 8, 9);
    assertThatThrownBy(() -> ImageFolder.open(written(encrypted)))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("expected a zip file without a password, received encrypted entries")
        .hasMessageContaining("unpack it with its password and pass the folder");
    byte[] compressed = changed(zip(ZipNames.CODE_PAGE_437, entry -> {}, names), 10, 12);
    assertThatThrownBy(() -> ImageFolder.open(written(compressed)))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("expected entries that are stored or deflated");
  }

  @Test
  void twoEntriesOfOneNameAreRefused() throws IOException {
    String[] names = {"Kaese/0.png", "Käse/0.png"};
    byte[] twice = zip(ZipNames.CODE_PAGE_437, entry -> addUnicodeName(entry, 0), names);
    assertThatThrownBy(() -> ImageFolder.open(written(twice)))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("entry Käse/0.png: expected one entry of this name, received two");
  }
}
