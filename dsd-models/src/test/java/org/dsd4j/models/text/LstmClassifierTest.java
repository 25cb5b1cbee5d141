package org.dsd4j.models.text;

import java.util.ArrayList;
import java.util.List;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Sample;
import org.dsd4j.data.SequenceDataset;
import org.dsd4j.data.Values;
import org.dsd4j.models.ModelContract;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.optim.Adam;
import org.dsd4j.optim.Optimizer;
import org.dsd4j.tensor.Shape;

class LstmClassifierTest extends ModelContract {
  private static final int STEPS = 6;
  private static final int VOCABULARY = 5;

  @Override
  protected NetworkBuilder build(int classes) {
    return LstmClassifier.of(STEPS, VOCABULARY).size(16).dropout(0).network(classes);
  }

  @Override
  protected long parametersForTenClasses() {
    return VOCABULARY * 16 + 4 * 16 * (16 + 16 + 2) + 17 * 10;
  }

  /** Texts of different lengths, whose class is their first token's. */
  @Override
  protected Dataset fewSamples(Network network) {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      int length = 2 + i % (STEPS - 1);
      float[] tokens = new float[length];
      for (int t = 0; t < length; t++) {
        tokens[t] = (i + t) % CLASSES;
      }
      samples.add(new Sample(new Values(Shape.of(length), tokens), Values.label(i % CLASSES)));
    }
    return SequenceDataset.of("few texts", samples, List.of("a", "b", "c", "d"));
  }

  @Override
  protected Optimizer optimizer() {
    return new Adam();
  }
}
