package org.dsd4j.datasets.speech;

import java.nio.file.Path;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.dsd4j.audio.AudioFeatures;
import org.dsd4j.audio.LogMel;
import org.dsd4j.audio.Recording;
import org.dsd4j.audio.RecordingAugment;
import org.dsd4j.audio.Stft;
import org.dsd4j.audio.file.AudioFile;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.DatasetContract;
import org.dsd4j.tensor.Seed;
import org.dsd4j.text.Alphabet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Strings of digits; what else is asked of texts and recordings, {@link SpokenDigitsTest} asks. */
class SpeechDatasetTest extends DatasetContract {
  private static final int RATE = 8000;
  private static final AudioFeatures FEATURES = LogMel.of(Stft.of(RATE), 8).normalized();
  private static final Alphabet LETTERS = Alphabet.of(" efghinorstuvwxz");

  @TempDir Path folder;

  @BeforeEach
  void write() {
    for (int digit = 0; digit < 10; digit++) {
      RandomGenerator random = Seed.of(digit).stream();
      float[] samples = new float[400 * (digit + 1)];
      for (int i = 0; i < samples.length; i++) {
        samples[i] = (float) random.nextGaussian() / 10;
      }
      Path file = folder.resolve(String.format(Locale.ROOT, "%d_ann_1.wav", digit));
      AudioFile.writeWav(file, new Recording(samples, RATE));
    }
  }

  @Override
  protected Dataset open() {
    SpokenTexts strings = SpokenDigits.open(folder).training(1, 6, Seed.of(4));
    return SpeechDataset.of(strings, FEATURES, LETTERS)
        .augmented(RecordingAugment.whiteNoise(10, 20), 1);
  }

  /** The pauses are. */
  @Override
  protected boolean lengthsAreRandom() {
    return true;
  }
}
