package org.dsd4j.models.speech;

import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.tensor.Shape;

class DeepSpeech2Test extends DeepSpeechContract {
  @Override
  protected NetworkBuilder build(int classes) {
    return DeepSpeech2.small(INPUT).hidden(16).recurrentLayers(2).network(classes);
  }

  @Override
  protected Shape output(int classes) {
    return Shape.of(STEPS / 2, classes);
  }

  /**
   * Convolutions of 11×11 without bias to 16 channels, each with a norm; 2 frequencies are left.
   * Then GRUs of two directions, of which the second has a norm before it, and the output with one.
   */
  @Override
  protected long parametersForTenClasses() {
    long convolutions = 121 * 16 + 32 + 121 * 16 * 16 + 32;
    long first = 2 * 3 * 16 * (16 * 2 + 16 + 2);
    long second = 2 * 32 + 2 * 3 * 16 * (32 + 16 + 2);
    return convolutions + first + second + 2 * 32 + 33 * 10;
  }
}
