package org.dsd4j.examples.caption;

import java.util.List;
import java.util.stream.IntStream;
import org.dsd4j.data.Transform;
import org.dsd4j.datasets.captions.ShapeScenes;
import org.dsd4j.examples.run.EncoderTraining;
import org.dsd4j.examples.run.Recipe;
import org.dsd4j.examples.run.RunOptions;
import org.dsd4j.models.caption.NeuralTalk;
import org.dsd4j.models.caption.PictureEncoder;
import org.dsd4j.nn.Network;
import org.dsd4j.tensor.Seed;

/**
 * Drawn scenes, and a network that learns from the training scenes which figures are at which
 * places.
 */
final class SceneSource implements CaptionSource {
  static final int CAPTION_EPOCHS = 14;
  static final double CAPTION_RATE = 4e-3;

  private static final int TRAINING = 3000;
  private static final int TEST = 300;
  private static final int QUICK_SHARE = 15;
  private static final int STAGES = 3;
  private static final int FEATURES = 128;
  private static final int EPOCHS = 10;

  private final EncoderTraining encoder;
  private final CaptionPart training;
  private final CaptionPart validation;
  private final CaptionPart test;

  SceneSource(RunOptions options, EncoderTraining encoder) {
    int share = options.quick() ? QUICK_SHARE : 1;
    Seed seed = Seed.of(options.seed());
    this.encoder = encoder;
    this.training = part(ShapeScenes.of("training scenes", TRAINING / share, seed));
    this.validation = part(ShapeScenes.of("validation scenes", TEST / share, seed));
    this.test = part(ShapeScenes.of("test scenes", TEST / share, seed));
  }

  private static CaptionPart part(ShapeScenes scenes) {
    List<String> names =
        IntStream.rangeClosed(1, scenes.size()).mapToObj(i -> "scene " + i).toList();
    return new CaptionPart(scenes, names, scenes.captions());
  }

  @Override
  public String title() {
    return "NeuralTalk on drawn scenes";
  }

  @Override
  public CaptionPart training() {
    return training;
  }

  @Override
  public CaptionPart validation() {
    return validation;
  }

  @Override
  public CaptionPart test() {
    return test;
  }

  @Override
  public int minimumCount() {
    return 1;
  }

  @Override
  public int mostSteps() {
    return Integer.MAX_VALUE;
  }

  @Override
  public Network describing() {
    return encoder.network(
        PictureEncoder.of(training.pictures().featureShape(), STAGES).features(FEATURES),
        training.pictures(),
        Transform.identity(),
        validation.pictures(),
        EPOCHS);
  }

  @Override
  public String layer() {
    return PictureEncoder.FEATURES;
  }

  @Override
  public NeuralTalk model(int steps) {
    return NeuralTalk.of(FEATURES, steps).size(128).dropout(0.1);
  }

  @Override
  public Recipe train(Recipe recipe) {
    return recipe.training(CAPTION_EPOCHS, BATCH, CAPTION_RATE);
  }

  @Override
  public void close() {
    // Everything is on the heap.
  }
}
