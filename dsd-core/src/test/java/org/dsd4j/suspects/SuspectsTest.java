package org.dsd4j.suspects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Set;
import org.dsd4j.data.ArrayDataset;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Values;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.InEveryLocale;
import org.junit.jupiter.api.Test;

@InEveryLocale
class SuspectsTest {
  private static Dataset labelled(int... labels) {
    Values values = new Values(Shape.of(labels.length, 1), new float[labels.length]);
    return ArrayDataset.ofClasses("data", values, labels, List.of("a", "b, \"c\"", "d"));
  }

  private static List<Integer> indices(Suspects suspects) {
    return suspects.ranked().stream().map(Suspect::index).toList();
  }

  @Test
  void ranksByWhatTheSparsePhaseUnlearned() {
    Dataset data = labelled(0, 0, 0, 0);
    ClassProbabilities dense =
        ClassProbabilities.of(
            new double[] {0.9, 0.1, 0},
            new double[] {0.6, 0.4, 0},
            new double[] {0.2, 0.8, 0},
            new double[] {0.9, 0.1, 0});
    ClassProbabilities sparse =
        ClassProbabilities.of(
            new double[] {0.3, 0.2, 0.5},
            new double[] {0.45, 0.55, 0},
            new double[] {0.1, 0.9, 0},
            new double[] {0.51, 0.49, 0});
    Suspects drop = Suspects.unlearned(dense, sparse, data, Unlearning.DROP);
    assertThat(indices(drop)).containsExactly(0, 3, 1, 2);
    assertThat(drop.ranked().get(0).score()).isCloseTo(0.6, within(1e-12));
    assertThat(drop.ranked()).extracting(Suspect::suggested).containsExactly(2, 0, 1, 1);
    Suspects loss = Suspects.unlearned(dense, sparse, data, Unlearning.LOSS);
    assertThat(indices(loss)).containsExactly(2, 0, 1, 3);
    assertThat(loss.ranked().get(0).score()).isCloseTo(Math.log(10), within(1e-12));
    Suspects margin = Suspects.unlearned(dense, sparse, data, Unlearning.MARGIN);
    assertThat(indices(margin)).containsExactly(2, 0, 1, 3);
    assertThat(margin.ranked().get(1).score()).isCloseTo(0.2, within(1e-12));
    assertThat(Suspects.byMargin(sparse, data).ranked()).isEqualTo(margin.ranked());
    // The network gave the labels of 0, 1 and 3 after the dense phase, and gives that of 3 still.
    Suspects change = Suspects.unlearned(dense, sparse, data, Unlearning.CHANGE);
    assertThat(indices(change)).containsExactly(0, 1, 3, 2);
  }

  @Test
  void ofEquallySuspiciousOnesTheFirstIsFirst() {
    double[] same = {0.5, 0.5, 0};
    Suspects suspects = Suspects.byLoss(ClassProbabilities.of(same, same, same), labelled(0, 1, 0));
    assertThat(indices(suspects)).containsExactly(0, 1, 2);
  }

  @Test
  void aLabelThatIsImpossibleIsFirst() {
    Suspects suspects =
        Suspects.byLoss(
            ClassProbabilities.of(new double[] {0.5, 0.5, 0}, new double[] {1, 0, 0}),
            labelled(0, 2));
    assertThat(indices(suspects)).containsExactly(1, 0);
    assertThat(suspects.ranked().get(0).score()).isInfinite();
  }

  /**
   * Worked by hand after Northcutt et al. (2021), section 3.1: thresholds 0.65, 0.6 and none of the
   * class that nobody has.
   */
  @Test
  void confidentLearningCountsByTheMeanOfEachClass() {
    Dataset data = labelled(0, 0, 1, 1, 1);
    ClassProbabilities probabilities =
        ClassProbabilities.of(
            new double[] {0.9, 0.1, 0}, // counts as 0
            new double[] {0.4, 0.6, 0}, // as 1, so its label is an issue
            new double[] {0.1, 0.9, 0}, // as 1
            new double[] {0.3, 0.7, 0}, // as 1
            new double[] {0.6, 0.2, 0.2}); // as none: 0.6 is below 0.65
    Suspects suspects = Suspects.byConfidentLearning(probabilities, data);
    assertThat(indices(suspects)).containsExactly(1, 4, 3, 0, 2);
    assertThat(suspects.ranked().get(0).score()).isCloseTo(2.2, within(1e-12));
    assertThat(suspects.ranked().get(1).score()).isCloseTo(0.4, within(1e-12));
  }

  /** The formula of scikit-learn's average_precision_score: (1/1 + 2/3 + 3/4) / 3. */
  @Test
  void precisionIsMeasuredAgainstKnownNoise() {
    Suspects suspects =
        new Suspects(
            "test",
            List.of(
                new Suspect(4, 0, 1, 9),
                new Suspect(2, 0, 0, 8),
                new Suspect(0, 0, 1, 7),
                new Suspect(1, 0, 1, 6),
                new Suspect(3, 0, 1, 5)));
    Set<Integer> wrong = Set.of(4, 0, 1);
    assertThat(suspects.precision(wrong::contains)).isEqualTo(2.0 / 3);
    assertThat(suspects.precision(4, wrong::contains)).isEqualTo(0.75);
    assertThat(suspects.averagePrecision(wrong::contains))
        .isCloseTo((1 + 2.0 / 3 + 3.0 / 4) / 3, within(1e-12));
    assertThatThrownBy(() -> suspects.averagePrecision(index -> false))
        .hasMessageContaining("known to be wrong");
    assertThatThrownBy(() -> suspects.precision(6, wrong::contains)).hasMessageContaining("1 to 5");
  }

  @Test
  void isWrittenAsCsv() {
    Suspects suspects = new Suspects("test", List.of(new Suspect(4, 0, 1, 0.25)));
    assertThat(suspects.toCsv(List.of("a", "b, \"c\"")))
        .isEqualTo("index,given,suggested,score\n4,a,\"b, \"\"c\"\"\",0.25\n");
  }

  @Test
  void otherSizesAreRefused() {
    ClassProbabilities two = ClassProbabilities.of(new double[] {1, 0}, new double[] {1, 0});
    assertThatThrownBy(() -> Suspects.byLoss(two, labelled(0, 1)))
        .hasMessageContaining("2 samples of 3 classes")
        .hasMessageContaining("2 of 2");
  }
}
