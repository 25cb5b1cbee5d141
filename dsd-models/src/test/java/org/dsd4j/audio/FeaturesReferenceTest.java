package org.dsd4j.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.dsd4j.data.Values;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.Fixtures;
import org.dsd4j.testing.SafeTensorsFile;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Against what PyTorch makes of the same recording: see make_audio.py. */
class FeaturesReferenceTest {
  private static final double TOLERANCE = 1e-6;
  private static final Stft STFT = Stft.of(8000);

  private static final Map<String, AudioFeatures> FEATURES =
      new TreeMap<>(
          Map.of(
              "spectrogram", LogSpectrogram.of(STFT.hop(0.03)),
              "spectrogram_hamming_200",
                  LogSpectrogram.of(STFT.hop(0.03).size(200).function(WindowFunction.HAMMING)),
              "mel_htk", LogMel.of(STFT, 20),
              "mel_slaney", LogMel.of(STFT, 16).scale(MelScale.SLANEY).range(100, 3800),
              "mfcc", Mfcc.of(LogMel.of(STFT, 20), 13).withDeltas(),
              "mel_normalized", LogMel.of(STFT, 20).normalized()));

  @TestFactory
  Stream<DynamicTest> areThoseOfPyTorch() {
    SafeTensorsFile expected = Fixtures.resource("/audio/features.safetensors");
    assertThat(expected.names()).hasSameElementsAs(FEATURES.keySet());
    Recording speech = TestRecordings.speech();
    return FEATURES.entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(),
                    () -> {
                      AudioFeatures features = entry.getValue();
                      Values actual = features.of(speech);
                      int frames = features.frames(speech.samples().length);
                      assertThat(actual.shape())
                          .isEqualTo(Shape.of(frames, features.size()))
                          .isEqualTo(expected.get(entry.getKey()).shape());
                      Fixtures.assertClose(
                          entry.getKey(), actual.array(), expected.get(entry.getKey()), TOLERANCE);
                    }));
  }
}
