package org.dsd4j.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.dsd4j.data.Dataset;
import org.dsd4j.evaluate.Evaluator;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.metric.Accuracy;
import org.dsd4j.nn.Network;
import org.dsd4j.testing.Blobs;
import org.dsd4j.testing.SmallNets;
import org.junit.jupiter.api.Test;

class GeneralizationGapTest {
  private static final Dataset TRAINING = new Blobs(60, 4, 1);
  private static final Dataset TEST = new Blobs(50, 4, 2);

  @Test
  void isWhatAnEvaluatorSaysOfTrainingMinusWhatItSaysOfTest() {
    try (Network network = SmallNets.dense(4, 3)) {
      SoftmaxCrossEntropy loss = new SoftmaxCrossEntropy();
      double there = Evaluator.of(network).loss(loss).evaluate(TEST).loss();
      double here = Evaluator.of(network).loss(loss).evaluate(TRAINING).loss();
      GeneralizationGap gap = GeneralizationGap.of(network, loss, TRAINING, TEST);
      assertThat(gap.value()).isNotZero().isCloseTo(here - there, within(1e-12));
      assertThat(gap.higherIsBetter()).isFalse();
    }
  }

  @Test
  void ofAMetricAsWell() {
    try (Network network = SmallNets.dense(4, 3)) {
      GeneralizationGap gap = GeneralizationGap.of(network, new Accuracy(), TRAINING, TEST);
      double there = Evaluator.evaluate(network, TEST, new Accuracy()).metric("accuracy");
      double here = Evaluator.evaluate(network, TRAINING, new Accuracy()).metric("accuracy");
      assertThat(gap).isEqualTo(new GeneralizationGap("accuracy", here, there, true));
      assertThat(gap.toString()).startsWith("accuracy 0.").endsWith(" in test");
    }
  }

  @Test
  void refusesTheTrainingDataTwice() {
    try (Network network = SmallNets.dense(4, 3)) {
      assertThatThrownBy(() -> GeneralizationGap.of(network, new Accuracy(), TRAINING, TRAINING))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("received the training data, blobs, twice");
    }
  }
}
