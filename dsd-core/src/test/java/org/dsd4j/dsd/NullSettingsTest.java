package org.dsd4j.dsd;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dsd4j.data.load.BatchSize.batchSize;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.record.Epochs.epochs;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Transform;
import org.dsd4j.data.load.DataLoader;
import org.dsd4j.data.load.SampleOrder;
import org.dsd4j.loss.Loss;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.conv.Conv2d;
import org.dsd4j.nn.layer.conv.ConvTranspose2d;
import org.dsd4j.prune.Pruning;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.Blobs;
import org.dsd4j.train.Trainer;
import org.dsd4j.train.checkpoint.Budget;
import org.dsd4j.train.checkpoint.Checkpoints;
import org.dsd4j.train.listen.MetricLines;
import org.dsd4j.train.listen.TensorBoardEvents;
import org.dsd4j.train.listen.TrainingListener;
import org.dsd4j.train.record.EarlyStopping;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is null, or given twice, is told by name at the call. */
class NullSettingsTest {
  private static final Dataset DATA = new Blobs(8, 4, 1);

  private static DsdTrainer.Builder dsd() {
    return DsdTrainer.builder();
  }

  private static NetworkBuilder network() {
    return Network.builder(Shape.of(6));
  }

  private static DataLoader.Builder loader() {
    return DataLoader.builder(DATA, batchSize(4));
  }

  static Stream<Arguments> nulls() {
    Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
    calls.put("network", () -> dsd().network(null));
    calls.put("loss", () -> dsd().loss(null));
    calls.put("output", () -> dsd().loss(null, new SoftmaxCrossEntropy(), 0.3));
    calls.put("loss ", () -> dsd().loss("aux", (Loss) null, 0.3));
    calls.put("optimizer", () -> dsd().optimizer(null));
    calls.put("name", () -> dsd().learningRateFactor(null, 2));
    calls.put("clipping", () -> dsd().clipping(null));
    calls.put("training", () -> dsd().training(null, batchSize(4)));
    calls.put("batch size", () -> dsd().training(DATA, null));
    calls.put("augmentation", () -> dsd().training(DATA, batchSize(4), null));
    calls.put("order", () -> dsd().order(null));
    calls.put("batchTransform", () -> dsd().batchTransform(null));
    calls.put("validation", () -> dsd().validation(null));
    calls.put("metric", () -> dsd().metric(null));
    calls.put("whenNotFinite", () -> dsd().whenNotFinite(null));
    calls.put("checkpoint folder", () -> dsd().checkpoints((Path) null));
    calls.put("checkpoints", () -> dsd().checkpoints((Checkpoints) null));
    calls.put("budget", () -> dsd().budget(null));
    calls.put("listener", () -> dsd().listener(null));
    calls.put("schedule", () -> dsd().schedule(null));
    calls.put("pruning", () -> dsd().pruning(null));
    calls.put("regrowth", () -> dsd().regrowth(null));
    calls.put("epochs", () -> DsdSchedule.builder().dense(null, learningRate(1)));
    calls.put("learning rate", () -> DsdSchedule.builder().sparse(0.5, epochs(1), null));
    calls.put("epochs ", () -> Trainer.builder().epochs(null, learningRate(1)));
    calls.put("learning rate ", () -> Trainer.builder().epochs(epochs(1), null));
    calls.put("rule to stop by", () -> epochs(1).earlyStopping((EarlyStopping) null));
    calls.put("time between checkpoints", () -> Checkpoints.in(Path.of("x")).every(null));
    calls.put("time", () -> Budget.unlimited().time((Duration) null));
    calls.put("file", () -> MetricLines.into(null));
    calls.put("folder", () -> TensorBoardEvents.into(null, null));
    calls.put("pruner", () -> Pruning.with(null));
    calls.put("name ", () -> Pruning.layerwise().include((String) null));
    calls.put("data set", () -> DataLoader.builder(null, batchSize(4)));
    calls.put("batch size ", () -> DataLoader.builder(DATA, null));
    calls.put("transform", () -> loader().transform(null));
    calls.put("seed", () -> loader().seed(null));
    calls.put("order ", () -> loader().order(null));
    calls.put("layer 'fc'", () -> network().add("fc", null));
    calls.put("layer 'fc' ", () -> network().add("fc", new Dense(2)).replace("fc", null));
    calls.put("shape of input 'x'", () -> Network.builder().input("x", null));
    calls.put("seed ", () -> network().add("fc", new Dense(2)).build(null));
    calls.put("element type", () -> network().elementType(null));
    calls.put("precision", () -> network().precision(null));
    calls.put("kernels", () -> network().kernels(null));
    calls.put(
        "initializer of weight",
        () -> network().add("fc", new Dense(2).initializer(null)).build(Seed.of(1)));
    calls.put("initializer", () -> new Conv2d(2, 3).biasInitializer(null));
    calls.put("initializer ", () -> new ConvTranspose2d(2, 3).initializer(null));
    return calls.entrySet().stream().map(e -> Arguments.of(e.getKey(), e.getValue()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("nulls")
  void nullIsToldByName(String setting, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(setting.strip())
        .hasMessageEndingWith(": expected a value, received null; pass one, or leave the call out");
  }

  @Test
  void aListenerIsGivenOnce() {
    TrainingListener listener = new TrainingListener() {};
    assertThatThrownBy(() -> dsd().listener(listener).listener(listener))
        .hasMessageStartingWith("listener ")
        .hasMessageContaining("expected to be given once, received a second time");
  }

  @Test
  void settingsOfALoaderAreGivenOnce() {
    assertThatThrownBy(() -> loader().transform(Transform.identity()).transform((s, r) -> s))
        .hasMessageStartingWith("transform: expected to be given once");
    assertThatThrownBy(() -> loader().seed(Seed.of(1)).seed(Seed.of(2)))
        .hasMessageStartingWith("seed: expected to be given once");
    assertThatThrownBy(() -> loader().order(SampleOrder.SHUFFLED).order(SampleOrder.SHUFFLED))
        .hasMessageStartingWith("order: expected to be given once");
    assertThatThrownBy(() -> loader().workers(1).workers(1))
        .hasMessageStartingWith("workers: expected to be given once");
    assertThatThrownBy(() -> loader().keepLastBatch(true).keepLastBatch(false))
        .hasMessageStartingWith("keepLastBatch: expected to be given once");
  }
}
