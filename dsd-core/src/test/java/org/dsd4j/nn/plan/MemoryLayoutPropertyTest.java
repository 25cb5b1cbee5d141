package org.dsd4j.nn.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.dsd4j.nn.plan.MemoryLayout.Buffer;
import org.junit.jupiter.api.Test;

class MemoryLayoutPropertyTest {
  private static final int MOMENTS = 12;

  @Provide
  Arbitrary<List<Buffer>> buffers() {
    Arbitrary<BitSet> inUse =
        Arbitraries.integers()
            .between(0, MOMENTS - 1)
            .list()
            .ofMaxSize(6)
            .map(
                moments -> {
                  BitSet set = new BitSet();
                  moments.forEach(set::set);
                  return set;
                });
    return Combinators.combine(Arbitraries.longs().between(1, 500), inUse)
        .as(Buffer::new)
        .list()
        .ofMaxSize(40);
  }

  @Property(tries = 500)
  void buffersInUseAtOnceLieApart(@ForAll("buffers") List<Buffer> buffers) {
    MemoryLayout layout = MemoryLayout.of(buffers);
    for (int i = 0; i < buffers.size(); i++) {
      assertThat(layout.offset(i)).isNotNegative();
      assertThat(layout.offset(i) % MemoryLayout.ALIGNMENT).isZero();
      assertThat(end(layout, buffers, i)).isLessThanOrEqualTo(layout.elements());
      for (int j = 0; j < i; j++) {
        if (buffers.get(i).inUse().intersects(buffers.get(j).inUse())) {
          assertThat(
                  end(layout, buffers, i) <= layout.offset(j)
                      || end(layout, buffers, j) <= layout.offset(i))
              .as("%s and %s", i, j)
              .isTrue();
        }
      }
    }
  }

  @Property(tries = 500)
  void takesNoMoreThanAllTogetherAndNoLessThanAtTheFullestMoment(
      @ForAll("buffers") List<Buffer> buffers) {
    long elements = MemoryLayout.of(buffers).elements();
    long sum = buffers.stream().mapToLong(b -> MemoryLayout.aligned(b.elements())).sum();
    long fullest = 0;
    for (int t = 0; t < MOMENTS; t++) {
      int now = t;
      long together =
          buffers.stream().filter(b -> b.inUse().get(now)).mapToLong(Buffer::elements).sum();
      fullest = Math.max(fullest, together);
    }
    assertThat(elements).isBetween(fullest, sum);
  }

  private static long end(MemoryLayout layout, List<Buffer> buffers, int index) {
    return layout.offset(index) + buffers.get(index).elements();
  }

  private static Buffer buffer(long elements, int... moments) {
    BitSet inUse = new BitSet();
    for (int moment : moments) {
      inUse.set(moment);
    }
    return new Buffer(elements, inUse);
  }

  @Test
  void fillsGaps() {
    MemoryLayout layout =
        MemoryLayout.of(
            List.of(buffer(320, 0, 1), buffer(160, 1, 2), buffer(310, 2), buffer(33, 0)));
    assertThat(layout.offset(0)).isZero();
    assertThat(layout.offset(1)).isEqualTo(320);
    assertThat(layout.offset(2)).isZero();
    assertThat(layout.offset(3)).isEqualTo(320);
    assertThat(layout.elements()).isEqualTo(480);
  }
}
