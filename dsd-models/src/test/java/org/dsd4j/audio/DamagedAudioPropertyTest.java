package org.dsd4j.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.random.RandomGenerator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.dsd4j.audio.file.AudioFile;
import org.dsd4j.audio.file.FlacChecksum;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.tensor.Seed;
import org.dsd4j.testing.Allocated;
import org.dsd4j.testing.Damage;

/**
 * Whatever the bytes of a file are: a recording, or an error that names the file. Nothing else is
 * thrown, nothing hangs, and no memory is taken on a header's word.
 */
class DamagedAudioPropertyTest {
  /**
   * A frame of FLAC may hold 65,536 samples of 8 channels. All files here are below 6,000 bytes.
   */
  private static final long MOST_ALLOCATED = 12_000_000;

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.of(
        "pcm8.wav",
        "pcm16.wav",
        "pcm24.wav",
        "float32.wav",
        "float64.wav",
        "mulaw.wav",
        "stereo24.wav",
        "three.wav",
        "fixed.flac",
        "linear.flac",
        "mid.flac",
        "bits32.flac",
        "six.flac",
        "rare.flac",
        "sparse.flac",
        "verbatim.flac",
        "piped.flac");
  }

  private static void assertReadOrTold(byte[] bytes) {
    assertThat(Allocated.by(() -> readOrTold(bytes))).isLessThan(MOST_ALLOCATED);
  }

  private static void readOrTold(byte[] bytes) {
    try {
      Recording recording = AudioFile.read("some file", bytes);
      assertThat(recording.samples()).isNotEmpty();
      assertThat(recording.rate()).isBetween(Recording.LOWEST_RATE, Recording.HIGHEST_RATE);
    } catch (CorruptDataException e) {
      assertThat(e).hasMessageContaining("some file").hasMessageContaining("expected");
    }
  }

  @Property(tries = 5000)
  void aDamagedRecordingIsOneOrIsTold(
      @ForAll("names") String name,
      @ForAll @IntRange(min = 1, max = 6) int changes,
      @ForAll long seed) {
    assertReadOrTold(Damage.some(TestRecordings.resource(name), changes, Seed.of(seed).stream()));
  }

  /** The frame of a file without a checksum of all samples, damaged and given right checksums. */
  @Property(tries = 3000)
  void damageBehindTheChecksumsIsReadOrTold(
      @ForAll @IntRange(min = 1, max = 6) int changes, @ForAll long seed) {
    RandomGenerator random = Seed.of(seed).stream();
    byte[] bytes = TestRecordings.resource("piped.flac");
    int from = 42 + 4 + 0x44;
    for (int i = 0; i < changes; i++) {
      int range = random.nextBoolean() ? 16 : bytes.length - from - 2;
      bytes[from + 2 + random.nextInt(range)] = (byte) random.nextInt(256);
    }
    bytes[from + 7] = (byte) FlacChecksum.crc8(bytes, from, from + 7);
    int crc = FlacChecksum.crc16(bytes, from, bytes.length - 2);
    bytes[bytes.length - 2] = (byte) (crc >> 8);
    bytes[bytes.length - 1] = (byte) crc;
    assertReadOrTold(bytes);
  }
}
