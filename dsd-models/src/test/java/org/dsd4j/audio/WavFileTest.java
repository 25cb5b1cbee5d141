package org.dsd4j.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dsd4j.audio.TestRecordings.chunk;
import static org.dsd4j.audio.TestRecordings.format;
import static org.dsd4j.audio.TestRecordings.wav;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.assertj.core.api.AbstractThrowableAssert;
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

  @Test
  void sizesBeyondTheFileAreTold() {
    assertRefused(FORMAT, chunk("data", 6, (byte) 0, (byte) 64, (byte) 0, (byte) -64))
        .hasMessageContaining("at least 50 bytes, as a header in it says")
        .hasMessageContaining("one that ends after 48");
    for (long claimed : new long[] {0x7fff_ffffL, 0x8000_0000L, 0xffff_ffffL, 0xffff_fff0L}) {
      assertRefused(FORMAT, chunk("data", claimed, (byte) 0, (byte) 64))
          .hasMessageContaining("at least " + (44 + claimed));
      assertRefused(chunk("LIST", claimed), FORMAT, DATA).hasMessageContaining("" + (20 + claimed));
      byte[] bytes = wav(FORMAT, DATA);
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(4, (int) claimed);
      assertRefused(bytes).hasMessageContaining("at least " + (8 + claimed));
    }
  }

  @Test
  void aFileThatIsShorterThanItsChunksIsTold() {
    byte[] bytes = wav(FORMAT, DATA);
    bytes[4] -= 2;
    assertRefused(bytes).hasMessageContaining("at least 48 bytes").hasMessageContaining("after 46");
    bytes[4] = 0;
    assertRefused(bytes).hasMessageContaining("received no format");
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
