package org.dsd4j.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Values;
import org.dsd4j.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalibrationErrorTest extends MetricContract {
  private static final int CLASSES = 5;
  private static final Shape ROWS = Shape.of(600, CLASSES);

  @Override
  protected Metric metric() {
    return new CalibrationError();
  }

  @Override
  protected double mergingTolerance() {
    return 1e-12;
  }

  /** Exact in single precision, so that NumPy computes on the same. */
  static float[] logits() {
    float[] logits = new float[600 * CLASSES];
    for (int i = 0; i < 600; i++) {
      for (int j = 0; j < CLASSES; j++) {
        logits[i * CLASSES + j] = ((i * 37 + j * 101 + i * i % 23 * j) % 64 - 32) / 8f;
      }
    }
    return logits;
  }

  /** Of every second row the class that is predicted. */
  static float[] labels() {
    float[] labels = new float[600];
    for (int i = 0; i < 600; i++) {
      labels[i] =
          i % 2 == 0
              ? OutputRows.largest(logits(), i * CLASSES, CLASSES)
              : (i * i + i / 3) % CLASSES;
    }
    return labels;
  }

  private static Reliability of(CalibrationError metric) {
    Reliability reliability = metric.start();
    reliability.add(ROWS, logits(), labels());
    return reliability;
  }

  /** NumPy's with bins (a, b] of numpy.linspace(0, 1, bins + 1). */
  @ParameterizedTest
  @CsvSource({
    "1, 0.1789565928602067, 0.1789565928602067",
    "10, 0.18761891340439624, 0.46636716126809025",
    "15, 0.19034042368349616, 0.5290838174708408"
  })
  void areThoseOfNumPy(int bins, double expected, double maximum) {
    CalibrationError error = new CalibrationError().bins(bins);
    assertThat(of(error).value()).isCloseTo(expected, within(1e-9));
    assertThat(of(error.maximum()).value()).isCloseTo(maximum, within(1e-9));
  }

  @Test
  void hasFifteenBinsUnlessToldOtherwise() {
    List<Reliability.Bin> bins = of(new CalibrationError()).bins();
    assertThat(bins).hasSize(8);
    assertThat(bins.stream().mapToLong(Reliability.Bin::rows))
        .containsExactly(33L, 10L, 45L, 118L, 153L, 162L, 72L, 7L);
    Reliability.Bin first = bins.get(0);
    assertThat(first.from()).isCloseTo(7 / 15.0, within(1e-12));
    assertThat(first.to()).isCloseTo(8 / 15.0, within(1e-12));
    assertThat(first.confidence()).isCloseTo(0.502571234939793, within(1e-9));
    assertThat(first.accuracy()).isCloseTo(0.6060606060606061, within(1e-12));
    assertThat(first.error()).isCloseTo(0.6060606060606061 - 0.502571234939793, within(1e-9));
  }

  @Test
  void ofProbabilitiesIsThatOfTheirLogits() {
    float[] probabilities = new float[600 * CLASSES];
    for (int row = 0; row < 600; row++) {
      double[] softmax = OutputRows.softmax(logits(), row * CLASSES, CLASSES);
      for (int c = 0; c < CLASSES; c++) {
        probabilities[row * CLASSES + c] = (float) softmax[c];
      }
    }
    Reliability reliability = new CalibrationError().ofProbabilities().start();
    reliability.add(ROWS, probabilities, labels());
    assertThat(reliability.value()).isCloseTo(0.19034042368349616, within(1e-6));
    assertThatThrownBy(() -> reliability.add(ROWS, logits(), labels()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("outputs for calibration error: expected probabilities")
        .hasMessageEndingWith("leave ofProbabilities() out for logits");
  }

  /** Three of four right at a confidence of 3/4. */
  @Test
  void ofACalibratedNetworkIsNone() {
    float log = (float) Math.log(3);
    Reliability reliability = new CalibrationError().start();
    reliability.add(
        Shape.of(4, 2), new float[] {log, 0, log, 0, 0, log, 0, log}, new float[] {0, 0, 1, 0});
    assertThat(reliability.value()).isCloseTo(0, within(1e-7));
    assertThat(reliability.bins()).hasSize(1);
  }

  @Test
  void certaintyFallsIntoTheLastBin() {
    Reliability reliability = new CalibrationError().bins(4).start();
    reliability.add(Shape.of(2, 2), new float[] {999, -999, 999, -999}, new float[] {0, 1});
    assertThat(reliability.bins()).containsExactly(new Reliability.Bin(0.75, 1, 2, 1, 0.5));
    assertThat(reliability.value()).isEqualTo(0.5);
  }

  @Test
  void rowsWithoutTargetCountForNothing() {
    Reliability reliability = new CalibrationError().start();
    float none = Dataset.NO_TARGET;
    reliability.add(Shape.of(3, 2), new float[] {9, 0, 0, 9, 5, 0}, new float[] {0, none, none});
    assertThat(reliability.bins()).singleElement().matches(bin -> bin.rows() == 1);
  }

  @Test
  void isNoNumberWhereAnOutputIsNone() {
    Reliability reliability = new CalibrationError().start();
    reliability.add(Shape.of(2, 2), new float[] {9, 0, Float.NaN, 9}, new float[] {0, 1});
    assertThat(reliability.value()).isNaN();
    Reliability ofProbabilities = new CalibrationError().ofProbabilities().maximum().start();
    ofProbabilities.add(Shape.of(1, 2), new float[] {Float.NaN, 0.5f}, new float[] {0});
    assertThat(ofProbabilities.value()).isNaN();
  }

  @Test
  void refusesWhatHasNoClasses() {
    CalibrationError error = new CalibrationError();
    assertThatThrownBy(() -> error.checkTarget(Shape.of(1), Values.label(0)))
        .hasMessageContaining("calibration error: expected outputs of at least two classes");
    assertThatThrownBy(() -> error.checkTarget(Shape.of(3), Values.label(3)))
        .hasMessageContaining("label for calibration error: expected a class number from 0 to 2");
    assertThatThrownBy(() -> error.bins(0)).hasMessageContaining("bins of the calibration error");
  }

  @Test
  void mergesWithItsLikeOnly() {
    Reliability reliability = of(new CalibrationError());
    assertThatThrownBy(() -> reliability.merge(of(new CalibrationError().bins(10))))
        .hasMessageContaining("expected one of calibration error, 15 bins, received calibration");
    assertThatThrownBy(() -> reliability.merge(of(new CalibrationError().maximum())))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(new CalibrationError().maximum().name()).isEqualTo("maximum calibration error");
    assertThat(new CalibrationError().ofProbabilities())
        .hasToString("calibration error, 15 bins, of probabilities");
  }
}
