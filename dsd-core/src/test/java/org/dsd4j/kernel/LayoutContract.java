package org.dsd4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link Layout} does. */
public abstract class LayoutContract extends OpenKernels {
  @Test
  void joinsAndSplitsChannels() {
    Tensor a = tensor(Shape.of(2, 1), 1, 2);
    Tensor b = tensor(Shape.of(2, 2), 3, 4, 5, 6);
    Tensor whole = empty(2, 3);
    kernels.layout().concat(List.of(a, b), whole);
    assertClose(whole, 1, 3, 4, 2, 5, 6);
    Tensor part = empty(2, 2);
    kernels.layout().slice(whole, 1, part);
    assertClose(part, 3, 4, 5, 6);
    kernels.layout().place(a, 1, whole);
    assertClose(whole, 0, 1, 0, 0, 2, 0);
  }

  @Test
  void movesChannelsToTheFrontAndBack() {
    Tensor x = random(6, 2, 3, 4, 5);
    Tensor first = empty(2, 60);
    kernels.layout().channelsFirst(x, first);
    // Sample 1, channel 2, row 1, column 3.
    assertThat(first.toFloats()[60 + 2 * 12 + 4 + 3]).isEqualTo(x.toFloats()[60 + 20 + 15 + 2]);
    Tensor back = empty(2, 3, 4, 5);
    kernels.layout().channelsLast(first, back);
    assertThat(back.toFloats()).isEqualTo(x.toFloats());
  }
}
