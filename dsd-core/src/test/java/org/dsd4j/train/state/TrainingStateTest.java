package org.dsd4j.train.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.io.tensor.NamedTensor;
import org.dsd4j.io.tensor.StoredType;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.norm.BatchNorm;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.optim.Adam;
import org.dsd4j.optim.GradientClipping;
import org.dsd4j.optim.Optimizer;
import org.dsd4j.optim.Sgd;
import org.dsd4j.optim.Updater;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Weights with optimizer state: who holds them, and as bytes. */
class TrainingStateTest {
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final Network network = opened(network(3, 5));
  private final Updater updater = opened(updater(network, new Adam()));

  private static Network network(long seed, int width) {
    return Network.builder(Shape.of(4))
        .add("fc1", new Dense(width))
        .add("norm", new BatchNorm())
        .add("fc2", new Dense(2))
        .build(Seed.of(seed));
  }

  private static Updater updater(Network network, Optimizer optimizer) {
    Updater updater = new Updater(network, optimizer, GradientClipping.none());
    for (int step = 0; step < 3; step++) {
      for (Parameter parameter : network.parameters()) {
        float[] gradient = new float[(int) parameter.shape().elements()];
        for (int i = 0; i < gradient.length; i++) {
          gradient[i] = (float) Math.sin(1 + i + step);
        }
        parameter.gradient().set(gradient);
      }
      updater.step(0.01);
    }
    return updater;
  }

  private <T extends AutoCloseable> T opened(T resource) {
    opened.add(0, resource);
    return resource;
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  private TrainingState state() {
    return opened(TrainingState.copyOf(network, updater));
  }

  /** All values of a state with its number of steps. */
  private static Map<String, List<Integer>> bits(TrainingState state) {
    Map<String, List<Integer>> bits = new LinkedHashMap<>();
    bits.put("steps", List.of((int) state.steps()));
    for (NamedTensor tensor : state.tensors()) {
      List<Integer> values = new ArrayList<>();
      tensor.runs(
          run -> {
            while (run.hasRemaining()) {
              values.add(run.getInt());
            }
          });
      bits.put(tensor.name() + tensor.type() + tensor.extents(), values);
    }
    return bits;
  }

  private static List<INDArray> arrays(TrainingState state) {
    List<INDArray> arrays = new ArrayList<>(state.weights().uncheckedArrays().values());
    state.optimizer().uncheckedArrays().values().forEach(each -> arrays.addAll(each.values()));
    return arrays;
  }

  @Test
  void closingTwiceTakesNothingFromAnotherHolder() {
    TrainingState mine = state();
    TrainingState writers = opened(mine.share());
    List<INDArray> arrays = arrays(mine);
    mine.close();
    mine.close();
    assertThat(arrays).noneMatch(INDArray::wasClosed);
    assertThat(bits(writers)).containsKey("optimizer.mean.fc1.weightF32[5, 4]");
    writers.close();
    assertThat(arrays).isNotEmpty().allMatch(INDArray::wasClosed);
  }

  @Test
  void nothingWorksAfterClosing() {
    TrainingState state = state();
    state.close();
    List<ThrowingCallable> uses =
        List.of(
            state::share,
            state::tensors,
            state::heldBytes,
            state::toBytes,
            () -> state.writeTo(OutputStream.nullOutputStream()),
            () -> state.restoreTo(network, updater));
    uses.forEach(
        use ->
            assertThatThrownBy(use)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("given back"));
  }

  @Test
  void aStateThatIsLentIsNeitherClosedNorChanged() {
    TrainingState state = state();
    Map<String, List<Integer>> before = bits(state);
    updater.step(0.5);
    state.restoreTo(network, updater);
    state.toBytes();
    assertThat(bits(state)).isEqualTo(before);
    assertThat(bits(state())).isEqualTo(before);
  }

  /** How many are the very same; arrays of equal values are equal. */
  private static long same(List<INDArray> arrays, List<INDArray> others) {
    return arrays.stream().filter(array -> others.stream().anyMatch(o -> o == array)).count();
  }

  @Test
  void takesTheMemoryOfASpareThatNobodyShares() {
    TrainingState first = state();
    List<INDArray> memory = arrays(first);
    TrainingState second = opened(TrainingState.copyOf(network, updater, first));
    assertThat(same(arrays(second), memory)).isEqualTo(memory.size());
    TrainingState shared = opened(second.share());
    TrainingState third = opened(TrainingState.copyOf(network, updater, second));
    assertThat(same(arrays(third), memory)).isZero();
    assertThat(bits(shared)).isEqualTo(bits(third));
  }

  @Test
  void isRestoredWholeOrNotAtAll() {
    TrainingState state = state();
    Network same = opened(network(9, 5));
    Updater other = opened(updater(same, Sgd.momentum(0.9)));
    TrainingState before = opened(TrainingState.copyOf(same, other));
    assertThatThrownBy(() -> state.restoreTo(same, other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("same kind of optimizer");
    assertThat(bits(opened(TrainingState.copyOf(same, other)))).isEqualTo(bits(before));
  }

  @Test
  void heldBytesAreThoseOfAllArrays() {
    // Weights, biases, batch norm's two parameters, each three times; its statistics once.
    assertThat(state().heldBytes()).isEqualTo(4 * (3 * (4 * 5 + 5 + 2 * 5 + 5 * 2 + 2) + 2 * 5));
  }

  @Test
  void comesBackFromBytesBitForBit() {
    TrainingState state = state();
    byte[] bytes = state.toBytes();
    Network elsewhere = opened(network(77, 5));
    Updater there = opened(updater(elsewhere, new Adam()));
    TrainingState arrived = opened(TrainingState.fromBytes(bytes, elsewhere, there));
    assertThat(bits(arrived)).isEqualTo(bits(state));
    assertThat(arrived.weights().sha256()).isEqualTo(state.weights().sha256());
    arrived.restoreTo(elsewhere, there);
    assertThat(opened(TrainingState.copyOf(elsewhere, there)).toBytes()).isEqualTo(bytes);
    // Both go on alike.
    for (Updater each : List.of(updater, there)) {
      each.step(0.1);
    }
    assertThat(bits(opened(TrainingState.copyOf(elsewhere, there)))).isEqualTo(bits(state()));
  }

  @Test
  void keepsDoublePrecisionNansAndSignsOfZero() {
    Network precise =
        opened(
            Network.builder(Shape.of(2))
                .add("fc", new Dense(2))
                .elementType(ElementType.FLOAT64)
                .build(Seed.of(1)));
    Updater its = opened(updater(precise, Sgd.momentum(0.9)));
    TrainingState state = opened(TrainingState.copyOf(precise, its));
    state.weights().uncheckedArrays().get("fc.weight").putScalar(0, -0.0);
    state.weights().uncheckedArrays().get("fc.weight").putScalar(1, Double.NaN);
    TrainingState arrived = opened(TrainingState.fromBytes(state.toBytes(), precise, its));
    assertThat(bits(arrived)).isEqualTo(bits(state));
    assertThat(arrived.tensors()).allMatch(tensor -> tensor.type() == StoredType.F64);
  }

  @Test
  void leavesWhatFollowsItInAStream() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    state().writeTo(out);
    state().writeTo(out);
    out.write(42);
    InputStream in = new ByteArrayInputStream(out.toByteArray());
    for (int i = 0; i < 2; i++) {
      assertThat(bits(opened(TrainingState.read(in, network, updater)))).isEqualTo(bits(state()));
    }
    assertThat(in.readAllBytes()).containsExactly(42);
  }

  @Test
  void frozenParametersHaveNoState() {
    Network frozen = opened(network(3, 5));
    frozen.freeze("fc1");
    Updater its = opened(new Updater(frozen, new Adam(), GradientClipping.none()));
    TrainingState state = opened(TrainingState.copyOf(frozen, its));
    TrainingState arrived = opened(TrainingState.fromBytes(state.toBytes(), frozen, its));
    assertThat(bits(arrived)).isEqualTo(bits(state));
    assertThat(bits(arrived).keySet()).noneMatch(name -> name.startsWith("optimizer.mean.fc1"));
  }

  private void assertRefused(byte[] bytes) {
    assertThatThrownBy(() -> TrainingState.fromBytes(bytes, network, updater).close())
        .isInstanceOf(CorruptDataException.class)
        .hasMessageStartingWith("training state")
        .hasMessageContaining("; ");
  }

  @Test
  void everyDamagedByteIsNoticed() {
    byte[] bytes = state().toBytes();
    int header = Long.BYTES + ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt();
    for (int at = 0; at < bytes.length; at++) {
      byte[] damaged = bytes.clone();
      damaged[at] ^= 4;
      if (at < header) {
        assertRefusedOrEqual(damaged, at);
      } else {
        assertRefused(damaged);
      }
    }
  }

  /** Some bytes of the header may be others and say the same. */
  private void assertRefusedOrEqual(byte[] damaged, int at) {
    try (TrainingState read = TrainingState.fromBytes(damaged, network, updater)) {
      assertThat(bits(read)).as("byte %d", at).isEqualTo(bits(state()));
    } catch (CorruptDataException e) {
      assertThat(e).hasMessageStartingWith("training state");
    }
  }

  @Test
  void whatIsCutOrLongerIsRefused() {
    byte[] bytes = state().toBytes();
    for (int length = 0; length < bytes.length; length += 7) {
      assertRefused(Arrays.copyOf(bytes, length));
    }
    assertRefused(Arrays.copyOf(bytes, bytes.length - 1));
    assertRefused(Arrays.copyOf(bytes, bytes.length + 1));
    assertRefused(new byte[100]);
  }

  @Test
  void anothersStateIsRefused() {
    byte[] bytes = state().toBytes();
    Network wider = opened(network(3, 6));
    Updater its = opened(updater(wider, new Adam()));
    assertThatThrownBy(() -> TrainingState.fromBytes(bytes, wider, its))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("fc1.weight: expected F32 [6, 4], received F32 [5, 4]");
    Updater momentum = opened(updater(network, Sgd.momentum(0.9)));
    assertThatThrownBy(() -> TrainingState.fromBytes(bytes, network, momentum))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("optimizer.mean.fc1");
    byte[] less = opened(TrainingState.copyOf(network, momentum)).toBytes();
    assertRefused(less);
  }

  @Test
  void aStreamThatFailsSaysSo() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws java.io.IOException {
            throw new java.io.IOException("the line is down");
          }
        };
    assertThatThrownBy(() -> TrainingState.read(broken, network, updater))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("the line is down");
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws java.io.IOException {
            throw new java.io.IOException("no room");
          }
        };
    assertThatThrownBy(() -> state().writeTo(full))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("no room");
  }
}
