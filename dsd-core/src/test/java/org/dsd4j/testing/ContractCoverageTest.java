package org.dsd4j.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.Flatten;
import org.junit.jupiter.api.Test;

class ContractCoverageTest extends ContractCoverage {
  @Override
  protected Class<?> inMainCode() {
    return Network.class;
  }

  /** A test that brings a layer. */
  private record OfDense() implements Contract {
    @Override
    public boolean covers(Class<?> subject) {
      return subject == Dense.class;
    }
  }

  @Test
  void namesWhatNoTestBrings() {
    Kind layers = kinds().get(0);
    List<Class<?>> mainCode = List.of(Dense.class, Flatten.class, Network.class, Contract.class);
    assertThat(uncovered(layers, mainCode, List.of(new OfDense())))
        .containsExactly(Flatten.class.getName());
    assertThat(uncovered(layers, mainCode, List.of()))
        .containsExactly(Dense.class.getName(), Flatten.class.getName());
  }
}
