package org.dsd4j.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.dsd4j.statistics.Rival.Training;
import org.dsd4j.testing.InEveryLocale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@InEveryLocale
class FindingTest {
  private static final Scale ACCURACY = Scale.points(true);
  private static final double[] CONTROL = {
    0.50, 0.52, 0.48, 0.51, 0.49, 0.50, 0.53, 0.47, 0.5, 0.5
  };
  private static final double[] SHAKES = {
    0.004, -0.011, 0.013, 0.002, -0.008, 0.009, -0.003, -0.012, 0.001, 0.005
  };

  /** The treated arm is so much higher on average, by other amounts in each of so many pairs. */
  private static AdjustedComparison higherBy(double difference, int pairs, int family) {
    double mean = Arrays.stream(SHAKES, 0, pairs).average().orElseThrow();
    double[] control = Arrays.copyOf(CONTROL, pairs);
    double[] treated = new double[pairs];
    Arrays.setAll(treated, i -> control[i] + difference + SHAKES[i] - mean);
    PairedComparison comparison = PairedComparison.of(treated, control);
    return new AdjustedComparison(comparison, Math.min(1, family * comparison.p()), family);
  }

  private static Rival rival(String name, double difference, int pairs, Training training) {
    return new Rival(name, higherBy(difference, pairs, 1), training);
  }

  private static Finding finding(AdjustedComparison control, Rival... rivals) {
    return new Finding(control, List.of(rivals), ACCURACY);
  }

  @Test
  void namesTheRivalThatDoesAsWell() {
    Finding finding =
        finding(
            higherBy(0.132, 10, 12),
            rival("L1", 0.05, 10, Training.SAME),
            rival("dense stopped early", 0.002, 10, Training.LESS));
    assertThat(finding.verdict()).isEqualTo(Verdict.BETTER);
    assertThat(finding.isRivalled()).isTrue();
    assertThat(finding.text())
        .isEqualTo(
            "better than the control by 13.2 points [12.6, 13.8], p = 3e-11 (Holm over 12), 10 of"
                + " 10 seeds; but 'dense stopped early' does as well with less training (behind by"
                + " 0.2 points [-0.4, 0.8])");
    assertThat(finding).hasToString(finding.text());
  }

  @Test
  void namesTheRivalThatDoesBetter() {
    assertThat(
            finding(
                    higherBy(0.132, 10, 1),
                    rival("early", -0.001, 10, Training.LESS),
                    rival("shrunk", -0.051, 10, Training.SAME))
                .text())
        .isEqualTo(
            "better than the control by 13.2 points [12.6, 13.8], p = 3e-12, 10 of 10 seeds; but"
                + " 'shrunk' does better by 5.1 points [4.5, 5.7] with the same training");
  }

  @Test
  void namesTheClosestRivalIfNoneDoesAsWell() {
    Finding finding =
        finding(
            higherBy(0.132, 10, 1),
            rival("L1", 0.05, 10, Training.SAME),
            rival("early", 0.02, 10, Training.LESS));
    assertThat(finding.isRivalled()).isFalse();
    assertThat(finding.bestRival().orElseThrow().name()).isEqualTo("early");
    assertThat(finding.text())
        .endsWith(
            "; none of the rivals tried (2) does as well: the closest, 'early', is 2.0 points [1.4,"
                + " 2.6] behind with less training");
  }

  @Test
  void prefersARivalNotSeenToBeWorseToOneThatIsCloserAndSeenToBe() {
    double[] treated = {0.6, 0.62, 0.61, 0.63};
    double[] closer = {0.5999, 0.6199, 0.6098, 0.6299};
    double[] unsteady = {0.3, 0.7, 0.65, 0.6};
    Rival seen =
        new Rival(
            "closer",
            AdjustedComparison.alone(PairedComparison.of(treated, closer)),
            Training.SAME);
    Rival unseen =
        new Rival(
            "unsteady",
            AdjustedComparison.alone(PairedComparison.of(treated, unsteady)),
            Training.SAME);
    Finding finding = finding(higherBy(0.1, 4, 1), seen, unseen);
    assertThat(finding.against(seen)).isEqualTo(Verdict.BETTER);
    assertThat(finding.bestRival()).contains(unseen);
    assertThat(finding.text()).contains("but 'unsteady' does as well with the same training");
  }

  @Test
  void saysOfARivalOnFewSeedsThatItCannotBeTold() {
    Finding finding =
        finding(
            higherBy(0.132, 10, 1),
            rival("L1", 0.05, 10, Training.SAME),
            rival("early", 0.2, 2, Training.LESS));
    assertThat(finding.text())
        .endsWith(
            "; but 'early' was tried on 2 of at least 3 seeds, too few to say whether it does as"
                + " well with less training");
  }

  @ParameterizedTest
  @EnumSource(Verdict.class)
  void saysThatNoRivalWasTried(Verdict verdict) {
    AdjustedComparison control =
        switch (verdict) {
          case BETTER -> higherBy(0.1, 5, 1);
          case WORSE -> higherBy(-0.1, 5, 1);
          case NO_DIFFERENCE_SEEN -> higherBy(0, 5, 1);
          case TOO_FEW_SEEDS -> higherBy(0.1, 2, 1);
        };
    assertThat(finding(control).verdict()).isEqualTo(verdict);
    assertThat(finding(control).text()).endsWith("; no rival was tried");
  }

  @Test
  void saysLossesAndWhatIsNotSeen() {
    assertThat(finding(higherBy(-0.021, 5, 1)).text())
        .startsWith("worse than the control by 2.1 points [0.9, 3.3], p = 0.0083, 5 of 5 seeds; ");
    assertThat(finding(higherBy(0.001, 10, 3)).text())
        .startsWith(
            "no difference to the control seen: +0.1 points [-0.5, 0.7], p = 1 (Holm over 3), gain"
                + " in 6 of 10 seeds; ");
    assertThat(finding(higherBy(0.1, 2, 1)).text())
        .startsWith("too few seeds for a verdict (2 of at least 3): +10 points [");
    assertThat(finding(higherBy(0.1, 1, 1)).text())
        .startsWith("too few seeds for a verdict (1 of at least 3): +10.0 points against the");
  }

  @Test
  void readsMetricsOfWhichLowerIsBetter() {
    Rival rival = rival("early", 0.01, 10, Training.LESS);
    Finding errors = new Finding(higherBy(-0.021, 10, 1), List.of(rival), new Scale("", 1, false));
    assertThat(errors.verdict()).isEqualTo(Verdict.BETTER);
    assertThat(errors.text())
        .isEqualTo(
            "better than the control by 0.021 [0.015, 0.027], p = 2e-5, 10 of 10 seeds; but 'early'"
                + " does better by 0.010 [0.004, 0.016] with less training");
    assertThat(new Finding(higherBy(0.021, 10, 1), List.of(), Scale.plain(false)).verdict())
        .isEqualTo(Verdict.WORSE);
  }

  @Test
  void saysThatAllSeedsDifferAlike() {
    PairedComparison alike =
        PairedComparison.of(new double[] {0.5, 0.75, 1}, new double[] {0.25, 0.5, 0.75});
    assertThat(finding(AdjustedComparison.alone(alike)).text())
        .isEqualTo(
            "better than the control by 25.0 points [25.0, 25.0], p = 0 as all seeds differ alike,"
                + " 3 of 3 seeds; no rival was tried");
    PairedComparison none = PairedComparison.of(new double[3], new double[3]);
    assertThat(finding(AdjustedComparison.alone(none)).text())
        .isEqualTo(
            "no difference to the control seen: 0 points [0, 0], p = 1, gain in 0 of 3 seeds; no"
                + " rival was tried");
  }

  @Property(tries = 300)
  void neverSaysMoreThanTheRuleAllows(
      @ForAll @Size(min = 1, max = 8) List<@DoubleRange(min = -1, max = 1) Double> gains,
      @ForAll boolean higherIsBetter) {
    double[] treated = gains.stream().mapToDouble(Double::doubleValue).toArray();
    PairedComparison comparison = PairedComparison.of(treated, new double[treated.length]);
    Finding finding =
        new Finding(AdjustedComparison.alone(comparison), List.of(), Scale.points(higherIsBetter));
    boolean says = finding.verdict() == Verdict.BETTER || finding.verdict() == Verdict.WORSE;
    assertThat(says).isEqualTo(treated.length >= 3 && comparison.p() < 0.05);
    assertThat(finding.text().startsWith("better") || finding.text().startsWith("worse"))
        .isEqualTo(says);
    assertThat(finding.text()).doesNotContain("NaN", "Infinity", "-0 ", "null");
  }

  @Test
  void refusesAPThatIsNotAdjusted() {
    PairedComparison comparison = higherBy(0.001, 10, 1).comparison();
    assertThatThrownBy(() -> new AdjustedComparison(comparison, 0.001, 12))
        .hasMessageContaining("adjust by Holm.adjust");
    assertThatThrownBy(() -> new AdjustedComparison(comparison, Double.NaN, 1))
        .hasMessageContaining("adjusted p");
    assertThatThrownBy(() -> new AdjustedComparison(comparison, 1, 0))
        .hasMessageContaining("family");
    assertThatThrownBy(() -> rival(" ", 0, 3, Training.SAME)).hasMessageContaining("name it");
    assertThatThrownBy(() -> new Scale("points", 0, true)).hasMessageContaining("factor");
  }
}
