package org.dsd4j.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.dsd4j.data.load.BatchSize.batchSize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.ListDataset;
import org.dsd4j.data.Sample;
import org.dsd4j.data.SampleSpec;
import org.dsd4j.data.SequenceDataset;
import org.dsd4j.data.Values;
import org.dsd4j.data.ValuesSpec;
import org.dsd4j.evaluate.Evaluator;
import org.dsd4j.metric.TokenPerplexity;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.recurrent.Lstm;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.Numbers;
import org.junit.jupiter.api.Test;

/** Networks other than one that classifies pictures. */
class ScannedNetworksTest {
  @Test
  void takesSequencesOfDifferentLengths() {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      int steps = 1 + i % 5;
      float[] target = new float[steps];
      Arrays.fill(target, i % 3);
      samples.add(
          new Sample(
              new Values(Shape.of(steps, 2), Numbers.floats(Numbers.normal(2 * steps, i))),
              new Values(Shape.of(steps), target)));
    }
    Dataset data = SequenceDataset.of("sequences", samples, List.of());
    try (Network network =
        Network.builder(Shape.of(5, 2))
            .add("lstm", new Lstm(4))
            .add("fc", new Dense(3))
            .build(Seed.of(1))) {
      Sensitivity found =
          SensitivityScan.of(network)
              .data(data)
              .metric(new TokenPerplexity())
              .sparsities(0.5)
              .batchSize(batchSize(5))
              .run();
      SensitivityScanTest.zeroSmallest(network.parameter("fc.weight"), 0.5);
      double expected =
          Evaluator.evaluate(network, data, new TokenPerplexity()).metric("perplexity");
      assertThat(found.curve("fc.weight").points().get(0).value())
          .isCloseTo(expected, within(1e-5));
      assertThat(found.curves()).hasSizeGreaterThan(1);
    }
  }

  @Test
  void anOutputThatDoesNotDependOnTheLayerStays() {
    try (Network network =
        Network.builder(Shape.of(6))
            .add("shared", new Dense(8))
            .add("left", new Dense(3))
            .add("right", new Dense(3), "shared")
            .outputs("left", "right")
            .build(Seed.of(1))) {
      List<Sample> samples = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        samples.add(
            new Sample(
                Map.of("input", new Values(Shape.of(6), Numbers.floats(Numbers.normal(6, i)))),
                Map.of("left", Values.label(i % 3), "right", Values.label(i % 3))));
      }
      SampleSpec spec =
          new SampleSpec()
              .input("input", ValuesSpec.of(Shape.of(6)))
              .target("left", ValuesSpec.of(Shape.of(1)))
              .target("right", ValuesSpec.of(Shape.of(1)));
      Dataset data = ListDataset.of("two", spec, samples);
      Sensitivity found = SensitivityScan.of(network).data(data).sparsities(0.9).run();
      assertThat(found.curve("right.weight").points().get(0).value()).isEqualTo(found.baseline());
    }
  }
}
