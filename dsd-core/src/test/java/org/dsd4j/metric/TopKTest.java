package org.dsd4j.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.dsd4j.data.Dataset;
import org.dsd4j.data.Values;
import org.dsd4j.metric.Metric.Running;
import org.dsd4j.tensor.Shape;
import org.junit.jupiter.api.Test;

class TopKTest extends MetricContract {
  @Override
  protected Metric metric() {
    return new TopK(3);
  }

  private static double share(Metric metric, float[] output, float... labels) {
    Running evaluation = metric.start();
    evaluation.add(Shape.of(labels.length, output.length / labels.length), output, labels);
    return evaluation.value();
  }

  @Test
  void countsLabelsAmongTheLargest() {
    float[] output = {4, 3, 2, 1};
    assertThat(share(new TopK(2), output, 0)).isEqualTo(1);
    assertThat(share(new TopK(2), output, 1)).isEqualTo(1);
    assertThat(share(new TopK(2), output, 2)).isZero();
    assertThat(share(new TopK(9), output, 3)).isEqualTo(1);
  }

  @Test
  void amongEqualsTheLowerClassWins() {
    float[] equal = {5, 5, 5, 5};
    assertThat(share(new TopK(2), equal, 0)).isEqualTo(1);
    assertThat(share(new TopK(2), equal, 1)).isEqualTo(1);
    assertThat(share(new TopK(2), equal, 2)).isZero();
    // So a network that has learnt nothing is right for class 0 alone.
    assertThat(share(new Accuracy(), new float[8], 0, 1)).isEqualTo(0.5);
  }

  @Test
  void whatIsNotANumberIsNeverFound() {
    float[] nans = {Float.NaN, Float.NaN, Float.NaN};
    assertThat(share(new TopK(3), nans, 0)).isZero();
    assertThat(share(new Accuracy(), new float[] {1, Float.NaN}, 0)).isZero();
  }

  @Test
  void theMostProbableOfSoftTargetsIsTheLabel() {
    Running evaluation = new Accuracy().start();
    float[] output = {1, 3, 2, 5, 0, 0};
    float[] targets = {0.1f, 0.6f, 0.3f, 0.2f, 0.2f, 0.6f};
    evaluation.add(Shape.of(2, 3), output, targets);
    assertThat(evaluation.value()).isEqualTo(0.5);
  }

  @Test
  void rowsWithoutTargetCountForNothing() {
    float[] output = {9, 0, 0, 9, 0, 9};
    assertThat(share(new Accuracy(), output, 0, Dataset.NO_TARGET, 1)).isEqualTo(1);
    float none = Dataset.NO_TARGET;
    Running soft = new Accuracy().start();
    soft.add(Shape.of(1, 3, 2), output, new float[] {0.9f, 0.1f, none, none, 0, 1});
    assertThat(soft.value()).isEqualTo(1);
    Running signs = new Accuracy().start();
    signs.add(Shape.of(2, 2), new float[] {9, 0, 0, 9}, new float[] {-1, 1, -1, 1});
    assertThat(signs.value()).as("scores of which one is -1").isEqualTo(0.5);
  }

  @Test
  void refusesWhatIsNoClassOfTheOutput() {
    Metric metric = new Accuracy();
    for (float wrong : new float[] {-2, 3, 255, 0.5f}) {
      Values target = new Values(Shape.of(1), new float[] {wrong});
      assertThatThrownBy(() -> metric.checkTarget(Shape.of(3), target))
          .hasMessageContaining("from 0 to 2")
          .hasMessageContaining("ignoringLabel");
      assertThatThrownBy(() -> share(metric, new float[3], wrong)).hasMessageContaining("label");
    }
    Accuracy.ignoringLabel(255).checkTarget(Shape.of(3), Values.label(255));
    metric.checkTarget(Shape.of(3), new Values(Shape.of(3), new float[] {0.2f, 0.5f, 0.3f}));
    assertThatThrownBy(() -> metric.checkTarget(Shape.of(4, 3), Values.label(1)))
        .hasMessageContaining("each of the 4 rows");
  }

  @Test
  void refusesASingleOutputWhichHasNoClasses() {
    assertThatThrownBy(() -> new Accuracy().checkTarget(Shape.of(1), Values.label(1)))
        .hasMessageContaining("at least two classes");
    assertThatThrownBy(() -> share(new Accuracy(), new float[2], 0, 1))
        .hasMessageContaining("at least two classes");
  }

  @Test
  void hasItsKInItsName() {
    assertThat(new TopK(5).name()).isEqualTo("top-5 accuracy");
    assertThat(new TopK(5).higherIsBetter()).isTrue();
    assertThatThrownBy(() -> new TopK(0)).hasMessageContaining("k");
  }

  @Test
  void doesNotMergeWithAnotherTopK() {
    assertThatThrownBy(() -> new TopK(2).start().merge(new TopK(3).start()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected one of top-2 accuracy, received top-3 accuracy");
    assertThatThrownBy(
            () -> Accuracy.ignoringLabel(1).start().merge(Accuracy.ignoringLabel(2).start()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
