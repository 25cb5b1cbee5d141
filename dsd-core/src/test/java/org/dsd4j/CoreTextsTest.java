package org.dsd4j;

import static java.util.Map.entry;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.dsd4j.dsd.ControlComparison;
import org.dsd4j.dsd.DsdSchedule;
import org.dsd4j.dsd.Moment;
import org.dsd4j.dsd.Ramp;
import org.dsd4j.dsd.RegrownWeights;
import org.dsd4j.dsd.Regrowth;
import org.dsd4j.dsd.WeightHistogram;
import org.dsd4j.io.archive.ModelDescription;
import org.dsd4j.kernel.LossSum;
import org.dsd4j.loss.BinaryCrossEntropy;
import org.dsd4j.loss.CtcLoss;
import org.dsd4j.loss.MeanSquaredError;
import org.dsd4j.loss.SmoothL1;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.metric.Accuracy;
import org.dsd4j.metric.ConfusionMatrix;
import org.dsd4j.metric.TokenPerplexity;
import org.dsd4j.metric.TopK;
import org.dsd4j.metric.TranscriptErrors;
import org.dsd4j.nn.NamePattern;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkDescription;
import org.dsd4j.nn.WeightSnapshot;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.spec.Initializer;
import org.dsd4j.nn.spec.LayerDescription;
import org.dsd4j.nn.spec.Mask;
import org.dsd4j.nn.spec.ParameterSpec;
import org.dsd4j.nn.spec.Role;
import org.dsd4j.nn.spec.SavedSpec;
import org.dsd4j.optim.AdaDelta;
import org.dsd4j.optim.AdaGrad;
import org.dsd4j.optim.Adam;
import org.dsd4j.optim.AdamW;
import org.dsd4j.optim.GradientClipping;
import org.dsd4j.optim.LearningRateFactors;
import org.dsd4j.optim.NAdam;
import org.dsd4j.optim.RmsProp;
import org.dsd4j.optim.Sgd;
import org.dsd4j.optim.Updater;
import org.dsd4j.optim.WeightDecay;
import org.dsd4j.prune.BlockPruner;
import org.dsd4j.prune.FilterPruner;
import org.dsd4j.prune.LargestMagnitude;
import org.dsd4j.prune.Magnitude;
import org.dsd4j.prune.NofMPruner;
import org.dsd4j.prune.Pruner;
import org.dsd4j.prune.Pruning;
import org.dsd4j.prune.RandomScore;
import org.dsd4j.prune.SparsityReport;
import org.dsd4j.prune.WeightTimesGradient;
import org.dsd4j.schedule.LearningRate;
import org.dsd4j.schedule.Schedule;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.InEveryLocale;
import org.dsd4j.testing.ReadableTexts;
import org.dsd4j.text.Alphabet;
import org.dsd4j.text.measure.Perplexity;
import org.dsd4j.train.checkpoint.Budget;
import org.dsd4j.train.checkpoint.Checkpoints;
import org.dsd4j.train.listen.TrainingListener;
import org.dsd4j.train.loop.TrainingStep;
import org.dsd4j.train.record.Best;
import org.dsd4j.train.record.CheckpointCounts;
import org.dsd4j.train.record.EarlyStopping;
import org.dsd4j.train.record.EpochRecord;
import org.dsd4j.train.record.EpochScore;
import org.dsd4j.train.record.EpochStart;
import org.dsd4j.train.record.Epochs;
import org.dsd4j.train.record.LearnedPart;
import org.dsd4j.train.record.NonFinitePolicy;
import org.dsd4j.train.record.Note;
import org.dsd4j.train.record.PhaseProgress;
import org.dsd4j.train.record.PhaseSettings;
import org.dsd4j.train.record.Provenance;
import org.dsd4j.train.record.Setbacks;
import org.dsd4j.train.record.Standing;
import org.dsd4j.train.state.TrainingState;

/** What values of the core print. */
@InEveryLocale
class CoreTextsTest extends ReadableTexts {
  private static final EpochScore SCORE = new EpochScore("accuracy", 0.931_249_9, true);
  private static final LearningRate RATE = LearningRate.learningRate(0.0003);
  private static final PhaseSettings PHASE = new PhaseSettings("sparse", Epochs.epochs(3), RATE, 0);
  private static final Alphabet LETTERS = Alphabet.of("ab");

  @Override
  protected Class<?> inMainCode() {
    return Shape.class;
  }

  @Override
  protected Map<String, String> exempt() {
    String carrier = "what layers and kernels hand to each other, never printed";
    String actor = "it does things, and is no value";
    String tested = "a table, which a test of its own compares";
    return Map.ofEntries(
        entry("internal", "not for users"),
        entry("kernel", carrier),
        entry("nn.plan", carrier),
        entry("nn.layer.recurrent.RecurrentSettings", carrier),
        entry("train.checkpoint.SavedRows", "rows of a file"),
        entry("io.LoadReport", tested),
        entry("nn.graph", carrier),
        entry("io.json", "not for users"),
        entry("io.tensor", carrier),
        entry("io.safetensors", actor),
        entry("io.pytorch", actor),
        entry("io.checkpoint", actor),
        entry("nn.spec.Pass", carrier),
        entry("nn.spec.BackwardPass", carrier),
        entry("optim.Update", carrier),
        entry("optim.Updater", actor),
        entry("optim.UpdaterSnapshot", actor),
        entry("data.load.DataLoader", actor),
        entry("metric.Metric.Running", actor),
        entry("tensor.LeasedTensor", carrier),
        entry("train.listen.ConsoleProgress", actor),
        entry("train.listen.MetricLines", actor),
        entry("train.listen.TensorBoardEvents", actor),
        entry("train.record.Note.Book", actor),
        entry("train.loop.TrainingSession", actor),
        entry("train.checkpoint.RunKeeper", actor),
        entry("train.checkpoint.CheckpointParts", actor),
        entry("nn.spec.LayerKinds", actor),
        entry("metric.Reliability", actor),
        entry("suspects.ClassProbabilities", actor),
        entry("suspects.LearnedProbabilities", actor),
        entry("train.checkpoint.GroupReader", actor),
        entry("train.checkpoint.GroupWriter", actor),
        entry("statistics.Finding", tested),
        entry("statistics.Rival", tested),
        entry("sensitivity.Sensitivity", tested),
        entry("measure", tested),
        entry("dsd.DsdTrainer.Builder", actor),
        entry("train.Trainer.Builder", actor),
        entry("dsd.MaskFile", actor),
        entry("dsd.PrunedWeights", carrier),
        entry("prune.GivenMasks", "its text has a checksum, which GivenMasksTest compares"),
        entry("study", "what studies put into tables, which tests of their own compare"),
        entry("nn.Network", tested),
        entry("train.TrainingResult", tested),
        entry("dsd.DsdResult", tested),
        entry("dsd.PhaseResult", tested),
        entry("train.record.PhaseRecord", tested),
        entry("prune.SparsityReport", tested),
        entry("evaluate.Evaluation", tested),
        entry("text.measure.Bleu", tested),
        entry("text.measure.ErrorRate", tested),
        entry("text.ngram.NgramModel", tested),
        entry("text.VocabularyDifference", tested));
  }

  @Override
  protected void add(Examples examples) {
    DataTexts.add(examples);
    LayerTexts.add(examples);
    networks(examples);
    lossesAndMetrics(examples);
    optimizers(examples);
    rates(examples);
    pruning(examples);
    settingsOfRuns(examples);
    recordsOfRuns(examples);
    phases(examples);
    ofNetworks(examples);
    ResearchTexts.add(examples);
  }

  private static void networks(Examples examples) {
    LayerDescription dense = new LayerDescription("Dense", Map.of("units", 3));
    examples.prints(dense, "Dense{units=3}");
    examples.prints(
        new NetworkDescription.NodeDescription("fc", dense, List.of("input")),
        "fc: Dense{units=3} of input");
    examples.prints(
        new NetworkDescription(
            Map.of("input", Shape.of(2)),
            List.of(new NetworkDescription.NodeDescription("fc", dense, List.of("input"))),
            List.of("fc")),
        "input [2]\nfc: Dense{units=3} of input\noutputs fc");
    examples.prints(Mask.of(Shape.of(4), BitSet.valueOf(new long[] {3})), "2 of 4 kept");
    examples.prints(new NamePattern("fc*"), "fc*");
    examples.prints(
        new ParameterSpec("weight", Shape.of(3, 2), Role.DENSE_WEIGHT, Initializer.normal(1e-7)),
        "weight [3, 2], normal(1e-7)");
    examples.prints(new SavedSpec("mask", Shape.of(3)), "mask [3]");
    examples.prints("Initializer.constant", Initializer.constant(0.01), "constant(0.01)");
    examples.prints("Initializer.uniform", Initializer.uniform(0.08), "uniform(0.08)");
    examples.prints("Initializer.normal", Initializer.normal(0.00001), "normal(0.00001)");
    examples.prints("Initializer.heNormal", Initializer.heNormal(), "heNormal()");
    examples.prints("Initializer.heNormalFanOut", Initializer.heNormalFanOut(), "heNormalFanOut()");
    examples.prints("Initializer.heUniform", Initializer.heUniform(), "heUniform()");
    examples.prints("Initializer.xavierUniform", Initializer.xavierUniform(), "xavierUniform()");
    examples.prints("Initializer.xavierNormal", Initializer.xavierNormal(), "xavierNormal()");
    examples.prints("Initializer.lecunUniform", Initializer.lecunUniform(), "lecunUniform()");
    examples.prints("Initializer.of", Initializer.of("normal(0.01)"), "normal(0.01)");
    examples.prints(
        "Initializer.forOutputsAlong", Initializer.heNormal().forOutputsAlong(1), "heNormal()");
    examples.prints(
        ModelDescription.of("resnet20").classNames(List.of("a", "b")), "resnet20, 2 classes");
  }

  private static void lossesAndMetrics(Examples examples) {
    examples.prints(
        new SoftmaxCrossEntropy().labelSmoothing(0.1).classWeights(1, 0.0001).ignoreLabel(2),
        "cross-entropy, smoothing 0.1, class weights [1, 0.0001], ignoring label 2");
    examples.prints(new BinaryCrossEntropy(), "binary cross-entropy");
    examples.prints(new MeanSquaredError(), "mean squared error");
    examples.prints(new SmoothL1(0.0005), "smooth L1, beta 0.0005");
    examples.prints(new CtcLoss(), "CTC");
    examples.prints(new LossSum(3, 4), "0.75, mean of 4");
    examples.prints(new TopK(5), "top-5 accuracy");
    examples.prints(Accuracy.ignoringLabel(3), "accuracy, ignoring label 3");
    examples.prints(new TokenPerplexity(), "perplexity");
    examples.prints(TranscriptErrors.ofWords(LETTERS), "word error rate, best path");
    examples.prints("Metric.of", new Accuracy().of("kind", "label"), "accuracy of kind to label");
    examples.prints(new ConfusionMatrix(2), "0                  0     0…");
  }

  private static void optimizers(Examples examples) {
    examples.prints(new AdaDelta(), "AdaDelta, rho 0.9, epsilon 0.000001");
    examples.prints(new AdaGrad(), "AdaGrad, epsilon 1e-10");
    examples.prints(new Adam(), "Adam, betas 0.9 and 0.999, epsilon 1e-8");
    examples.prints(new AdamW(), "AdamW, betas 0.9 and 0.999, epsilon 1e-8, weight decay 0.01");
    examples.prints(new NAdam(), "NAdam, betas 0.9 and 0.999, epsilon 1e-8");
    examples.prints(new RmsProp(), "RMSProp, alpha 0.99, epsilon 1e-8");
    examples.prints(
        Sgd.momentum(0.9).weightDecay(WeightDecay.ofWeights(0.0001)),
        "SGD, momentum 0.9, weight decay 0.0001 (not of biases and norms)");
    examples.prints(WeightDecay.ofWeights(0.0001), "0.0001 (not of biases and norms)");
    examples.prints(GradientClipping.byNorm(400), "norm at most 400");
    examples.prints(
        LearningRateFactors.none().with("fc", 10).with("conv*", 0.00001),
        "fc × 10, conv* × 0.00001");
  }

  private static void rates(Examples examples) {
    examples.prints(
        LearningRate.learningRate(1e-4).linearTo(1e-8).warmUp(5),
        "0.0001, linear to 1e-8, warm-up of 5 epochs");
    examples.prints("Schedule.constant", Schedule.constant(0.0001), "constant(0.0001)");
    examples.prints("Schedule.cosine", Schedule.cosine(0.0001, 0, 100), "cosine(0.0001, 0, 100)");
    examples.prints("Schedule.linear", Schedule.linear(0.0001, 0, 100), "linear(0.0001, 0, 100)");
    examples.prints("Schedule.named", Schedule.constant(1).named("mine"), "mine");
    examples.prints(
        "Schedule.polynomial",
        Schedule.polynomial(0.0001, 0, 100, 0.5),
        "polynomial(0.0001, 0, 100, 0.5)");
    examples.prints("Schedule.rising", Schedule.constant(1).rising(3), "constant(1).rising(3)");
    examples.prints("Schedule.steps", Schedule.steps(0.0001, 0.1, 100), "steps(0.0001, 0.1, 100)");
    examples.prints(
        "Schedule.stepsAt",
        Schedule.stepsAt(0.0001, 0.1, List.of(10L, 20L)),
        "stepsAt(0.0001, 0.1, [10, 20])");
    examples.prints(
        "Schedule.then",
        Schedule.constant(1).then(3, Schedule.constant(2)),
        "constant(1).then(3, constant(2))");
    examples.prints(
        "Schedule.warmedUp", Schedule.constant(1).warmedUp(3), "constant(1).warmedUp(3)");
  }

  private static void pruning(Examples examples) {
    examples.prints(new BlockPruner(4), "root mean square of blocks of 4 × 4, or of kernels");
    examples.prints(new LargestMagnitude(), "magnitude, largest pruned");
    examples.prints(new NofMPruner(2, 4), "magnitude, 2:4 along inputs");
    examples.prints(
        Pruning.globally().sparsity("fc*", 0.0001).exclude("conv1"),
        "magnitude, all layers together; include fc* at 0.0001, exclude conv1");
    examples.prints(new FilterPruner(), "L2 norm of whole filters");
    examples.prints(new Magnitude(), "magnitude");
    examples.prints(new RandomScore(Seed.of(3)), "random, seed 3");
    examples.prints(new WeightTimesGradient(), "|weight × gradient|");
    examples.prints(
        new Pruner.Candidate("fc", Shape.of(2), new double[] {1, 2}, 0.5),
        "fc [2], to be pruned to 0.5");
    examples.prints(
        new SparsityReport.Row("fc", 2000, 1000, 1001), "fc: 1,000 of 2,000 masked, 1,001 zeros");
  }

  private static void settingsOfRuns(Examples examples) {
    examples.prints(
        Epochs.epochs(60).earlyStopping(new EarlyStopping(1, 0.0001)).restoringBest(),
        "at most 60 epochs, stops after 1 epoch without gain of 0.0001, best restored");
    examples.prints(new EarlyStopping(3, 0.0001), "stops after 3 epochs without gain of 0.0001");
    examples.prints(
        Budget.unlimited().time(Duration.ofMinutes(150)).steps(10_000),
        "2 h 30 min or 10,000 steps");
    examples.prints(Checkpoints.in(Path.of("run")), "every 1 min in run, last 3 kept");
    examples.prints(NonFinitePolicy.skipBatch(3), "skips the batch, at most 3 in a phase");
    examples.prints(PHASE, "sparse: 3 epochs, learning rate 0.0003");
    examples.prints(PHASE.stretches().get(0), "laid out for 3 epochs from epoch 1, batch 1 on");
  }

  private static void recordsOfRuns(Examples examples) {
    Setbacks.Place place = new Setbacks.Place(3, 17);
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("accuracy", 0.93);
    EpochRecord epoch =
        new EpochRecord(3, 0.000_123_456, OptionalDouble.of(0.25), metrics, 0.1, 1.234_56);
    examples.prints(SCORE, "accuracy 0.9312");
    examples.prints(epoch, "epoch 3: loss 0.0001235, validation loss 0.25, accuracy 0.93, 1.235 s");
    examples.prints(place, "epoch 3, batch 17");
    examples.prints(new Setbacks(List.of(place), List.of()), "1 skipped batch and 0 steps back");
    examples.prints(new LearnedPart(1, List.of(), 0), "1 batch");
    examples.prints(
        new Standing(Optional.empty(), Optional.of(SCORE), 2),
        "no epoch yet, 2 epochs without gain");
    examples.prints(PhaseProgress.beginning(), "0 epochs and 0 batches, no epoch yet");
    examples.prints(
        new CheckpointCounts(3, 1, Optional.of("disk full")), "3 checkpoints, 1 failed: disk full");
    examples.prints(
        new Note(Note.Kind.WARNING, "listener Slow failed"), "warning: listener Slow failed");
    examples.prints(
        new TrainingListener.Step(PHASE, 2, 17, 0.000_12, 0.1),
        "phase 'sparse', epoch 2, batch 17: loss 0.00012");
    examples.prints(
        new TrainingListener.Setback(
            PHASE, 2, 17, NonFinitePolicy.Action.SKIP_BATCH, 2, "the loss is NaN"),
        "the loss is NaN: the run skips the batch (2)");
    examples.prints(new TrainingStep.Taken(0.000_12, List.of()), "loss 0.00012");
    examples.prints(
        new Provenance(
            Instant.EPOCH, 5, Map.of("loss", "mean squared error"), Map.of(), Map.of(), "x", 2),
        "kernels: x…");
  }

  private static void phases(Examples examples) {
    DsdSchedule schedule =
        DsdSchedule.builder()
            .dense(Epochs.epochs(1), RATE)
            .sparse(0.0001, Epochs.epochs(2), RATE)
            .build();
    examples.prints(
        schedule,
        "dense: 1 epoch, learning rate 0.0003; sparse: 2 epochs, learning rate 0.0003, sparsity 0.0001");
    examples.prints(
        schedule.phases().get(1), "sparse: 2 epochs, learning rate 0.0003, sparsity 0.0001");
    examples.prints(Regrowth.saved(), "from the values before pruning");
    examples.prints(Regrowth.initial(), "from fresh initial values");
    examples.prints("Regrowth.saved", Regrowth.saved(), "from the values before pruning");
    examples.prints("Regrowth.initial", Regrowth.initial(), "from fresh initial values");
    examples.prints(Ramp.linear(3), "linearly over 3 epochs…");
    examples.prints(Regrowth.zero(), "from zero");
    examples.prints(Regrowth.normal(0.0001), "from a normal distribution of deviation 0.0001");
    examples.prints("Regrowth.zero", Regrowth.zero(), "from zero");
    examples.prints(
        "Regrowth.normal",
        Regrowth.normal(0.0001),
        "from a normal distribution of deviation 0.0001");
    examples.prints(
        new RegrownWeights("fc", 1, 1000, 0.000_12, 0.3),
        "fc, round 1: 1,000 regrown weights of mean magnitude 0.00012, the others of 0.3");
    examples.prints(
        new WeightHistogram("fc", 1, Moment.DENSE, 0.000_12, List.of(1, 2), 3),
        "fc, round 1, after dense: 3 weights that are not zero in 2 bins of ±0.00012, 3 zeros");
    examples.prints(
        new ControlComparison(SCORE, SCORE, List.of()),
        "accuracy 0.9312, control 0.9312: no difference (higher is better)");
  }

  private static void ofNetworks(Examples examples) {
    try (Network network = Network.builder(Shape.of(2)).add("fc", new Dense(3)).build(Seed.of(1));
        Updater updater = new Updater(network, new Adam(), GradientClipping.none());
        TrainingState state = TrainingState.copyOf(network, updater);
        WeightSnapshot weights = network.snapshot()) {
      examples.prints(state, "state after 0 steps");
      examples.prints(weights, "weights of 2 tensors");
      examples.prints(network.parameter("fc.weight"), "fc.weight [3, 2]");
      examples.prints(
          new EpochStart(state, LearnedPart.none()), "0 batches learned, state after 0 steps");
      examples.prints(new Best(7, SCORE, weights), "epoch 7, accuracy 0.9312");
      examples.prints(
          Pruning.layerwise().decide(network, 0.5).get(1), "fc.bias: not pruned (bias)");
      examples.prints(new Perplexity(), "perplexity of nothing");
    }
  }
}
