package org.dsd4j.audio.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dsd4j.audio.TestRecordings.chunk;
import static org.dsd4j.audio.TestRecordings.format;
import static org.dsd4j.audio.TestRecordings.wav;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.assertj.core.api.AbstractThrowableAssert;
import org.dsd4j.audio.Recording;
import org.dsd4j.audio.TestRecordings;
import org.dsd4j.data.CorruptDataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers that lie, and those that only look as if. */
class WavFileTest {
  private static final ByteBuffer FORMAT = format(1, 1, 8000, 2, 16);
  private static final ByteBuffer DATA =
      chunk("data", 4, (byte) 0, (byte) 64, (byte) 0, (byte) -64);

  private static Recording read(byte[] bytes) {
    return AudioFile.read("the file", bytes);
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
      ByteBuffer... chunks) {
    return assertRefused(wav(chunks));
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(byte[] bytes) {
    return assertThatThrownBy(() -> read(bytes))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageStartingWith("the file");
  }

  @Test
  void otherChunksArePassedOver() {
    byte[] bytes =
        wav(
            chunk("LIST", 3, (byte) 1, (byte) 2, (byte) 3, (byte) 0),
            FORMAT,
            chunk("fact", 4, (byte) 1, (byte) 2, (byte) 3, (byte) 4),
            DATA,
            chunk("id3 ", 1, (byte) 1, (byte) 0));
    assertThat(read(bytes).samples()).containsExactly(0.5f, -0.5f);
  }

  @Test
  void bytesBehindTheFileArePassedOver() {
    ByteBuffer bytes = ByteBuffer.allocate(400).put(wav(FORMAT, DATA));
    bytes.put("TAG an ID3 tag that is no chunk".getBytes());
    assertThat(read(bytes.array()).samples()).containsExactly(0.5f, -0.5f);
  }

  /** A file whose header says these sizes of all and of the samples. */
  private static byte[] claiming(long riff, long data) {
    byte[] bytes = wav(FORMAT, chunk("data", data, (byte) 0, (byte) 64, (byte) 0, (byte) -64));
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(4, (int) riff);
    return bytes;
  }

  @Test
  void sizesBeyondTheFileAreTold() {
    assertRefused(FORMAT, chunk("data", 6, (byte) 0, (byte) 64, (byte) 0, (byte) -64))
        .hasMessageContaining("at least 50 bytes, as a header in it says")
        .hasMessageContaining("one that ends after 48");
    for (long claimed : new long[] {41, 0x3fff_ffffL, 0x7fff_efffL}) {
      assertRefused(claiming(40, claimed)).hasMessageContaining("at least " + (44 + claimed));
      assertRefused(claiming(claimed, 4)).hasMessageContaining("at least " + (8 + claimed));
    }
    for (long claimed : new long[] {41, 0x8000_0000L, 0xffff_ffffL}) {
      assertRefused(chunk("LIST", claimed), FORMAT, DATA).hasMessageContaining("" + (20 + claimed));
    }
  }

  /** As a program leaves them that cannot go back, such as one that writes into a pipe. */
  @Test
  void whereSizesWereNeverFilledInTheEndOfTheFileCounts() {
    // SoX and eSpeak; arecord; what is left of a header by GStreamer, Python and FFmpeg.
    long[] unknown = {0, 0x7fff_f000L, 0x7fff_ffdbL, 0x8000_0000L, 0xffff_ffdbL, 0xffff_ffffL};
    for (long size : unknown) {
      assertThat(read(claiming(size, 4)).samples()).as("%x", size).containsExactly(0.5f, -0.5f);
      assertThat(read(claiming(size, size)).samples()).as("%x", size).containsExactly(0.5f, -0.5f);
    }
    for (long size : new long[] {0x7fff_f000L, 0x8000_0000L, 0xffff_ffffL}) {
      assertThat(read(claiming(40, size)).samples()).as("%x", size).containsExactly(0.5f, -0.5f);
    }
    assertThat(read(claiming(36, 0)).samples()).containsExactly(0.5f, -0.5f);
    byte[] half = Arrays.copyOf(claiming(0, 0), 47);
    assertRefused(half).hasMessageContaining("whole samples of 2 bytes, received 3 bytes of them");
    assertRefused(Arrays.copyOf(claiming(0, 0), 44)).hasMessageContaining("received no samples");
  }

  @Test
  void aChunkWithoutSamplesHasNone() {
    assertRefused(FORMAT, chunk("data", 0), chunk("LIST", 2, (byte) 1, (byte) 2))
        .hasMessageContaining("received no samples");
  }

  @Test
  void aFileThatIsShorterThanItsChunksIsTold() {
    byte[] bytes = wav(FORMAT, DATA);
    bytes[4] -= 2;
    assertRefused(bytes).hasMessageContaining("at least 48 bytes").hasMessageContaining("after 46");
    bytes[4] = 6;
    assertRefused(bytes)
        .hasMessageContaining("within the 14 bytes that its header claims, received no format");
  }

  /** A file whose sizes are in a chunk ds64, as they may be beyond 4 GiB. */
  private static byte[] large(String id, long riff, long data) {
    ByteBuffer sizes = ByteBuffer.allocate(28).order(ByteOrder.LITTLE_ENDIAN);
    sizes.putLong(riff).putLong(data).putLong(2).putInt(0);
    byte[] bytes =
        wav(
            chunk("ds64", 28, sizes.array()),
            FORMAT,
            chunk("data", 0xffff_ffffL, (byte) 0, (byte) 64, (byte) 0, (byte) -64),
            chunk("LIST", 2, (byte) 1, (byte) 2));
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).put(id.getBytes()).putInt(-1);
    return bytes;
  }

  @Test
  void largeFilesAreRead() {
    for (String id : new String[] {"RF64", "BW64"}) {
      assertThat(read(large(id, 86, 4)).samples()).containsExactly(0.5f, -0.5f);
      assertRefused(large(id, 86, 1000)).hasMessageContaining("of at least 1080 bytes");
      assertRefused(large(id, 1L << 33, 4)).hasMessageContaining("at least " + ((1L << 33) + 8));
      assertRefused(large(id, 86, -2)).hasMessageContaining("byte 28: expected a size");
    }
  }

  @Test
  void whatIsMissingIsTold() {
    assertRefused().hasMessageContaining("received no format");
    assertRefused(DATA).hasMessageContaining("received no format");
    assertRefused(FORMAT).hasMessageContaining("received no samples");
    assertRefused(FORMAT, chunk("data", 0)).hasMessageContaining("received no samples");
    assertRefused(chunk("fmt ", 8, new byte[8]), DATA)
        .hasMessageContaining("byte 20: expected a format of 16 bytes or more, received 8");
  }

  @Test
  void whatIsThereTwiceIsTold() {
    assertRefused(FORMAT, FORMAT, DATA).hasMessageContaining("expected one format");
    assertRefused(FORMAT, DATA, DATA).hasMessageContaining("expected one chunk of samples");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 999, 768_001, 0x7fff_ffffL, 0xffff_ffffL})
  void ratesOutOfRangeAreTold(long rate) {
    assertRefused(format(1, 1, rate, 2, 16), DATA)
        .hasMessageContaining(
            "byte 24: expected a rate from 1000 to 768000 samples a second, received " + rate);
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 8000, 11_127, 44_100, 768_000})
  void oddRatesAreRead(int rate) {
    Recording recording = read(wav(format(1, 1, rate, 2, 16), DATA));
    assertThat(recording.rate()).isEqualTo(rate);
    assertThat(recording.resampled(16_000).rate()).isEqualTo(16_000);
  }

  @Test
  void formatsThatCannotBeAreTold() {
    assertRefused(format(1, 0, 8000, 0, 16), DATA).hasMessageContaining("at least one channel");
    assertRefused(format(1, 1, 8000, 0, 0), DATA).hasMessageContaining("format 1 of 0 bits");
    assertRefused(format(1, 1, 8000, 2, 12), DATA).hasMessageContaining("format 1 of 12 bits");
    assertRefused(format(3, 1, 8000, 2, 16), DATA).hasMessageContaining("format 3 of 16 bits");
    assertRefused(format(2, 1, 8000, 1, 4), DATA).hasMessageContaining("format 2 of 4 bits");
    assertRefused(format(6, 1, 8000, 2, 16), DATA).hasMessageContaining("format 6 of 16 bits");
    assertRefused(format(1, 2, 8000, 2, 16), DATA)
        .hasMessageContaining("expected 4 bytes for 2 channels of 16 bits, received 2");
    assertRefused(format(1, 65_535, 8000, 2, 16), DATA).hasMessageContaining("expected 131070");
    assertRefused(format(1, 4, 8000, 8, 16), DATA)
        .hasMessageContaining("expected whole samples of 8 bytes, received 4 bytes of them");
  }

  @Test
  void anExtensibleFormatNeedsItsIdentifier() {
    assertRefused(format(0xfffe, 1, 8000, 2, 16), DATA)
        .hasMessageContaining("an extensible format of 40 bytes or more, received 16");
    byte[] bytes = TestRecordings.resource("stereo24.wav");
    // Of the identifier the first two bytes are the format, the others are always the same.
    bytes[20 + 24] = 2;
    assertRefused(bytes).hasMessageContaining("format 2 of 24 bits");
    bytes[20 + 24] = 1;
    assertThat(read(bytes).samples()).hasSize(300);
    bytes[20 + 39] ^= 1;
    assertRefused(bytes).hasMessageContaining("known identifier");
  }

  @Test
  void floatingPointBeyondReasonIsTold() {
    for (float wrong : new float[] {Float.NaN, Float.POSITIVE_INFINITY, -17, 8000, 1e38f}) {
      byte[] samples =
          ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putFloat(4, wrong).array();
      assertRefused(format(3, 1, 8000, 4, 32), chunk("data", 8, samples))
          .hasMessageContaining("none is beyond ±16")
          .hasMessageContaining((double) wrong + " at byte 48");
    }
  }

  @Test
  void silenceIsARecording() {
    assertThat(read(wav(FORMAT, chunk("data", 6, new byte[6]))).samples()).containsExactly(0, 0, 0);
  }
}
