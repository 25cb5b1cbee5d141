package org.dsd4j.models.speech;

import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.tensor.Shape;

class DeepSpeech1Test extends DeepSpeechContract {
  @Override
  protected NetworkBuilder build(int classes) {
    return DeepSpeech1.of(INPUT).hidden(24).context(2).dropout(0).network(classes);
  }

  @Override
  protected Shape output(int classes) {
    return Shape.of(STEPS, classes);
  }

  /** Five frames, four dense layers of 24, two directions with two biases, and the output. */
  @Override
  protected long parametersForTenClasses() {
    long dense = (5 * FEATURES + 1) * 24 + 3 * 25 * 24;
    return dense + 2 * (2 * 24 * 24 + 2 * 24) + 25 * 10;
  }
}
