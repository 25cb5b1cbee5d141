package org.dsd4j.io.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.recurrent.Lstm;
import org.dsd4j.nn.spec.LayerKinds;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.junit.jupiter.api.Test;

/** What a file can make a program allocate is bounded by the file's own size. */
class ArchitectureSizeTest {
  private static final long BITS = 100_000;

  private static Architecture recurrent() {
    try (Network network =
        Network.builder(Shape.of(5, 3))
            .add("lstm", new Lstm(4).carryingState(4))
            .add("more", new Lstm(4).carryingState(4))
            .build(Seed.of(1))) {
      return Architecture.of(network.description());
    }
  }

  private static Architecture with(Architecture file, String setting, Object value) {
    List<Architecture.StoredNode> layers = new ArrayList<>();
    for (Architecture.StoredNode node : file.layers()) {
      Map<String, Object> settings = new HashMap<>(node.settings());
      settings.put(setting, value);
      layers.add(new Architecture.StoredNode(node.name(), node.kind(), settings, node.reads()));
    }
    return new Architecture(file.inputs(), layers, file.outputs());
  }

  @Test
  void carriedStatesHaveABound() {
    LayerKinds library = LayerKinds.library();
    assertThat(recurrent().builder(library, BITS).nodes()).hasSize(2);
    assertThat(with(recurrent(), "carried", 100_000).builder(library, BITS).nodes()).hasSize(2);
    for (int carried : new int[] {10_000_000, Integer.MAX_VALUE}) {
      Architecture crafted = with(recurrent(), "carried", carried);
      assertThatThrownBy(() -> crafted.builder(library, BITS))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("carried states");
    }
  }

  /** The sum of the weights is beyond any long, and not below 0. */
  @Test
  void weightsThatAreTooManyToCountAreTooMany() {
    Map<String, Object> most = Map.of("units", Integer.MAX_VALUE);
    List<Architecture.StoredNode> layers = new ArrayList<>();
    try (Network network = Network.builder(Shape.of(3)).add("fc", new Dense(2)).build(Seed.of(1))) {
      Architecture.StoredNode dense = Architecture.of(network.description()).layers().get(0);
      String reads = dense.reads().get(0);
      for (int i = 0; i < 4; i++) {
        Map<String, Object> settings = new HashMap<>(dense.settings());
        settings.putAll(most);
        layers.add(new Architecture.StoredNode("fc" + i, dense.kind(), settings, List.of(reads)));
        reads = "fc" + i;
      }
    }
    Architecture crafted =
        new Architecture(Map.of(layers.get(0).reads().get(0), List.of(3)), layers, List.of("fc3"));
    assertThatThrownBy(() -> crafted.builder(LayerKinds.library(), BITS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no more weights than its file has bits");
  }
}
