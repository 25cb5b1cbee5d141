package org.dsd4j.audio.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.assertj.core.api.AbstractThrowableAssert;
import org.dsd4j.audio.Recording;
import org.dsd4j.audio.TestRecordings;
import org.dsd4j.data.CorruptDataException;
import org.junit.jupiter.api.Test;

/** Headers that lie, checksums that are wrong, and streams that nobody completed. */
class FlacFileTest {
  /** Where the first metadata block keeps rate, channels, bits and the number of samples. */
  private static final int PACKED = 18;

  private static final int MD5 = 26;

  private static Recording read(byte[] bytes) {
    return AudioFile.read("the file", bytes);
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(byte[] bytes) {
    return assertThatThrownBy(() -> read(bytes))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageStartingWith("the file");
  }

  private static byte[] claiming(String name, long samples) {
    byte[] bytes = TestRecordings.resource(name);
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    buffer.putLong(PACKED, buffer.getLong(PACKED) >>> 36 << 36 | samples);
    return bytes;
  }

  private static byte[] withoutMd5(byte[] bytes) {
    Arrays.fill(bytes, MD5, MD5 + 16, (byte) 0);
    return bytes;
  }

  /** The last frame is the second of 192 samples and has 108. */
  private static int lastFrame(byte[] bytes) {
    int at = bytes.length - 2;
    while (bytes[at] != (byte) 0xff || bytes[at + 1] != (byte) 0xf8) {
      at--;
    }
    return at;
  }

  @Test
  void anEstimateMayBeAboveTheTruth() {
    float[] whole = read(TestRecordings.resource("piped.flac")).samples();
    for (long samples : new long[] {0, 300, 300 + 384, 300 + 4095}) {
      assertThat(read(claiming("piped.flac", samples)).samples()).isEqualTo(whole);
    }
    // A whole frame might be missing.
    assertRefused(claiming("piped.flac", 300 + 4096)).hasMessageContaining("breaks off");
    assertRefused(claiming("piped.flac", 200)).hasMessageContaining("expected 200 samples");
  }

  @Test
  void aCompletedHeaderIsTakenAtItsWord() {
    assertRefused(claiming("fixed.flac", 301)).hasMessageContaining("breaks off");
    assertRefused(claiming("fixed.flac", 299)).hasMessageContaining("expected 299 samples");
    assertRefused(claiming("fixed.flac", (1L << 36) - 1)).hasMessageContaining("breaks off");
    byte[] bytes = TestRecordings.resource("fixed.flac");
    bytes[MD5] ^= 1;
    assertRefused(bytes).hasMessageContaining("samples with the header's checksum");
  }

  @Test
  void aMissingFrameIsTold() {
    byte[] bytes = TestRecordings.resource("fixed.flac");
    byte[] first = Arrays.copyOf(bytes, lastFrame(bytes));
    assertRefused(first).hasMessageContaining("breaks off after " + first.length);
    byte[] last = new byte[bytes.length - first.length];
    System.arraycopy(bytes, first.length, last, 0, last.length);
    byte[] twice = Arrays.copyOf(bytes, bytes.length + last.length);
    System.arraycopy(last, 0, twice, bytes.length, last.length);
    withoutMd5(twice);
    ByteBuffer.wrap(twice).putInt(PACKED + 4, 0);
    assertRefused(twice).hasMessageContaining("expected the next frame");
  }

  @Test
  void bytesBehindTheLastSampleArePassedOver() {
    byte[] bytes = TestRecordings.resource("linear.flac");
    assertThat(read(Arrays.copyOf(bytes, bytes.length + 128)).samples())
        .isEqualTo(read(bytes).samples());
  }

  /** Behind a stream of unknown length nothing else says that there is no other frame. */
  @Test
  void tagsBehindTheLastFrameArePassedOver() {
    byte[] bytes = claiming("piped.flac", 0);
    float[] whole = read(bytes).samples();
    for (String tag : new String[] {"TAG", "APETAGEX", "ID3\u0004", "LYRICSBEGIN"}) {
      byte[] tagged = Arrays.copyOf(bytes, bytes.length + 128);
      byte[] start = tag.getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(start, 0, tagged, bytes.length, start.length);
      assertThat(read(tagged).samples()).as(tag).isEqualTo(whole);
    }
    assertRefused(Arrays.copyOf(bytes, bytes.length + 128))
        .hasMessageContaining("byte " + bytes.length + ": expected a frame");
  }

  @Test
  void metadataArePassedOver() {
    byte[] bytes = TestRecordings.resource("fixed.flac");
    byte[] more = new byte[bytes.length + 9];
    System.arraycopy(bytes, 0, more, 0, 42);
    // A block of a picture that claims to have four gigabytes.
    System.arraycopy(new byte[] {6, 0, 0, 5, -1, -1, -1, -1, -1}, 0, more, 42, 9);
    System.arraycopy(bytes, 42, more, 51, bytes.length - 42);
    assertThat(read(more).samples()).isEqualTo(read(bytes).samples());
    // Of a kind that nobody has thought of yet.
    more[42] = 100;
    assertThat(read(more).samples()).isEqualTo(read(bytes).samples());
    more[45] = 4;
    assertRefused(more);
    more[43] = -1;
    assertRefused(more).hasMessageContaining("byte 42: expected a block of metadata");
  }

  @Test
  void aHeaderThatCannotBeIsTold() {
    byte[] first = TestRecordings.resource("fixed.flac");
    first[4] = 4;
    assertRefused(first)
        .hasMessageContaining("a block that describes the stream, received block 4");
    byte[] rate = TestRecordings.resource("fixed.flac");
    rate[PACKED] = 0;
    rate[PACKED + 1] = 0;
    assertRefused(rate).hasMessageContaining("byte 18: expected a rate from 1000 to 768000");
    byte[] bits = TestRecordings.resource("fixed.flac");
    ByteBuffer buffer = ByteBuffer.wrap(bits);
    buffer.putLong(PACKED, buffer.getLong(PACKED) & ~(31L << 36));
    assertRefused(bits).hasMessageContaining("expected samples of 4 to 32 bits, received 1");
  }

  @Test
  void framesThatDifferFromTheHeaderAreTold() {
    byte[] bytes = TestRecordings.resource("fixed.flac");
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    long packed = buffer.getLong(PACKED);
    buffer.putLong(PACKED, packed | 1L << 41);
    assertRefused(bytes).hasMessageContaining("expected 2 channels, received 1");
    buffer.putLong(PACKED, packed + (8L << 36));
    assertRefused(bytes).hasMessageContaining("expected 24 bits a sample, received 16");
    buffer.putLong(PACKED, packed + (1L << 44));
    assertRefused(bytes).hasMessageContaining("expected 11128 samples a second, received 11127");
  }

  @Test
  void aFlippedBitIsTold() {
    byte[] bytes = withoutMd5(TestRecordings.resource("mid.flac"));
    float[] whole = read(bytes).samples();
    int from = 42 + 4 + ((bytes[44] & 0xff) << 8 | bytes[45] & 0xff);
    assertThat(whole).hasSize(300);
    for (int bit = Byte.SIZE * from; bit < Byte.SIZE * bytes.length; bit++) {
      byte[] flipped = bytes.clone();
      flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      try {
        // One bit says whether frames or samples are numbered, and of the first both are 0; but it
        // is under the checksum.
        read(flipped);
        throw new AssertionError("bit " + bit);
      } catch (CorruptDataException e) {
        assertThat(e).hasMessageStartingWith("the file");
      }
    }
  }

  /** Frames of silence, the longest there are: 13 bytes for 65,536 samples. */
  private static byte[] silence(int frames) {
    ByteBuffer bytes = ByteBuffer.allocate(42 + 13 * frames);
    bytes.put(withoutMd5(claiming("fixed.flac", 0)), 0, 42);
    bytes.put(4, (byte) 0x80);
    for (int i = 0; i < frames; i++) {
      int from = bytes.position();
      bytes.put(new byte[] {-1, (byte) 0xf8, 0x70, 0, (byte) i, -1, -1});
      bytes.put((byte) FlacChecksum.crc8(bytes.array(), from, from + 7));
      bytes.put(new byte[3]);
      bytes.putShort((short) FlacChecksum.crc16(bytes.array(), from, from + 11));
    }
    return bytes.array();
  }

  @Test
  void aSmallFileDoesNotHoldDays() {
    assertRefused(silence(100))
        .hasMessageContaining("expected at most 1374208 samples in a file of 1342 bytes");
  }
}
