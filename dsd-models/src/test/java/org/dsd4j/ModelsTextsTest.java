package org.dsd4j;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.dsd4j.audio.FeatureNormalization;
import org.dsd4j.audio.LogMel;
import org.dsd4j.audio.LogSpectrogram;
import org.dsd4j.audio.Mfcc;
import org.dsd4j.audio.Recording;
import org.dsd4j.audio.RecordingAugment;
import org.dsd4j.audio.RecordingTransform;
import org.dsd4j.audio.SpecAugment;
import org.dsd4j.audio.Stft;
import org.dsd4j.datasets.captions.CaptionSplit;
import org.dsd4j.datasets.captions.CaptionedPicture;
import org.dsd4j.datasets.pictures.ImageNet;
import org.dsd4j.datasets.speech.Utterance;
import org.dsd4j.models.ModelCatalogue;
import org.dsd4j.models.NamedModel;
import org.dsd4j.testing.InEveryLocale;
import org.dsd4j.testing.ReadableTexts;

/** What values of the models module print. */
@InEveryLocale
class ModelsTextsTest extends ReadableTexts {
  private static final Recording NOISE = new Recording(new float[4000], 16_000);

  @Override
  protected Class<?> inMainCode() {
    return NamedModel.class;
  }

  @Override
  protected Map<String, String> exempt() {
    return Map.of(
        "datasets.files", "not for users",
        "datasets.captions.KarpathyCaptions", "an open folder, and no value",
        "datasets.speech.SpeechManifest", "an open folder, and no value",
        "datasets.speech.ManifestRecordings", "an open folder, and no value",
        "datasets.text.PlainText", "PlainTextTest compares its text");
  }

  @Override
  protected void add(Examples examples) {
    features(examples);
    augmentations(examples);
    examples.prints(
        "ImageNet.evaluation", ImageNet.evaluation(224), "shorter side to 256, centre crop of 224");
    examples.prints(
        "ImageNet.normalize",
        ImageNet.normalize(),
        "normalization by means 0.485, 0.456, 0.406 and deviations 0.229, 0.224, 0.225");
    examples.prints("ImageNet.lighting", ImageNet.lighting(0.1), "lighting of deviation 0.1");
    examples.prints(ModelCatalogue.load().get("resnet20"), "resnet20, He et al. 2016");
    examples.prints(
        new CaptionedPicture("1", "1.png", CaptionSplit.TEST, List.of(List.of("a", "dog"))),
        "1, 1 caption");
    examples.prints(
        new Utterance("1.wav", "one", Optional.empty(), Optional.empty(), OptionalDouble.empty()),
        "1.wav: \"one\"");
  }

  private static void features(Examples examples) {
    Stft stft = Stft.of(16_000);
    LogMel mel = LogMel.of(stft, 80);
    examples.prints(
        stft, "windows of 25 ms every 10 ms at 16000 Hz, transform of 512, Hann window");
    examples.prints(
        mel,
        "log mel, 80 bands on HTK's scale from 0 to 8000 Hz, windows of 25 ms every 10 ms at 16000 Hz, transform of 512, Hann window");
    examples.prints(
        LogSpectrogram.of(stft),
        "log spectrogram, windows of 25 ms every 10 ms at 16000 Hz, transform of 512, Hann window");
    examples.prints(
        Mfcc.of(mel, 13),
        "13 cepstral coefficients of log mel, 80 bands on HTK's scale from 0 to 8000 Hz, windows of 25 ms every 10 ms at 16000 Hz, transform of 512, Hann window");
    examples.prints(
        "AudioFeatures.normalized",
        mel.normalized(),
        "log mel, 80 bands on HTK's scale from 0 to 8000 Hz, windows of 25 ms every 10 ms at 16000 Hz, transform of 512, Hann window, normalised");
    examples.prints(
        "AudioFeatures.withDeltas",
        mel.withDeltas(),
        "log mel, 80 bands on HTK's scale from 0 to 8000 Hz, windows of 25 ms every 10 ms at 16000 Hz, transform of 512, Hann window, with deltas and delta-deltas");
    examples.prints(
        new FeatureNormalization(List.of(1f), List.of(1f)), "normalization of 1 feature");
    examples.prints(NOISE, "0.25 s at 16000 Hz");
  }

  private static void augmentations(Examples examples) {
    RecordingTransform lambda = (recording, random) -> recording;
    RecordingTransform tempo = RecordingAugment.tempo(0.9, 1.1);
    examples.prints(
        "RecordingAugment.noise", RecordingAugment.noise(NOISE, 10, 10), "noise at 10 dB");
    examples.prints(
        "RecordingAugment.speed", RecordingAugment.speed(0.9, 1.1), "speed × 0.9 to 1.1");
    examples.prints("RecordingAugment.tempo", tempo, "tempo × 0.9 to 1.1");
    examples.prints(
        "RecordingAugment.whiteNoise",
        RecordingAugment.whiteNoise(10, 30),
        "white noise at 10 to 30 dB");
    examples.prints("RecordingTransform.identity", RecordingTransform.identity(), "none");
    examples.prints("RecordingTransform.named", lambda.named("telephone"), "telephone");
    examples.prints(
        "RecordingTransform.then",
        lambda.then(tempo),
        "a step without a name, then tempo × 0.9 to 1.1");
    examples.prints(
        SpecAugment.switchboardMild(),
        "SpecAugment, 2 masks of up to 15 bands, 2 of up to 70 frames and 0.2 of the sequence");
  }
}
