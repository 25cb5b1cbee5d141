package org.dsd4j.models.vision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.models.ModelCatalogue;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.nn.layer.Dropout;
import org.dsd4j.tensor.Seed;
import org.dsd4j.testing.Fixtures;
import org.dsd4j.testing.SafeTensorsFile;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What torchvision's networks compute, ours do: every fixture of a model, which the catalogue has
 * by the name that the fixture gives. Kernels bring themselves.
 */
public abstract class ModelFixtureContract {
  private static final HashedValues VALUES = new HashedValues(Fixtures.index().get("seed").asInt());
  private static final ModelCatalogue CATALOGUE = ModelCatalogue.load();
  private static final String PREFIX = "model_";

  /** New kernels; their network closes them. */
  protected abstract Kernels open();

  @TestFactory
  Stream<DynamicTest> models() {
    return Fixtures.starting(PREFIX).stream()
        .map(file -> DynamicTest.dynamicTest(file.name(), () -> check(file)));
  }

  private void check(SafeTensorsFile file) {
    ModelFixture fixture = new ModelFixture(file, VALUES);
    NetworkBuilder builder =
        withoutDropout(CATALOGUE.get(fixture.model()).network(fixture.image(), fixture.classes()));
    try (Network network = builder.kernels(open()).build(Seed.of(1))) {
      fixture.checkParameters(network);
      fixture.checkComputation(network);
    }
  }

  private static NetworkBuilder withoutDropout(NetworkBuilder builder) {
    builder.nodes().stream()
        .filter(node -> node.layer() instanceof Dropout)
        .forEach(node -> builder.replace(node.name(), new Dropout(0)));
    return builder;
  }

  @Test
  void thereAreFixtures() {
    assertThat(Fixtures.starting(PREFIX)).isNotEmpty();
  }
}
