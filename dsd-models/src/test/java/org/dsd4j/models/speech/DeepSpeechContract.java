package org.dsd4j.models.speech;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Sample;
import org.dsd4j.data.SequenceDataset;
import org.dsd4j.data.Values;
import org.dsd4j.loss.CtcLoss;
import org.dsd4j.loss.Loss;
import org.dsd4j.models.ModelContract;
import org.dsd4j.nn.Network;
import org.dsd4j.optim.Adam;
import org.dsd4j.optim.Optimizer;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;

/** What networks for speech do: features of sounds of different lengths to symbols, by CTC. */
abstract class DeepSpeechContract extends ModelContract {
  static final int STEPS = 24;
  static final int FEATURES = 8;
  static final Shape INPUT = Shape.of(STEPS, FEATURES);

  @Override
  protected Loss loss() {
    return new CtcLoss();
  }

  @Override
  protected Optimizer optimizer() {
    return new Adam();
  }

  @Override
  protected double rate() {
    return 0.01;
  }

  @Override
  protected int epochsToLearn() {
    return 100;
  }

  @Override
  protected Dataset fewSamples(Network network) {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      RandomGenerator random = Seed.of(9).derive(i).stream();
      int steps = STEPS - i;
      float[] features = new float[steps * FEATURES];
      for (int k = 0; k < features.length; k++) {
        features[k] = (float) random.nextGaussian();
      }
      int symbol = 1 + i % (CLASSES - 1);
      samples.add(
          new Sample(
              new Values(Shape.of(steps, FEATURES), features),
              new Values(Shape.of(2), new float[] {symbol, 1 + symbol % (CLASSES - 1)})));
    }
    return SequenceDataset.of("few sounds", samples, List.of());
  }
}
