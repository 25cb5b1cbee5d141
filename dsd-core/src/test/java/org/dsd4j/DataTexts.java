package org.dsd4j;

import java.util.List;
import java.util.OptionalInt;
import org.dsd4j.data.ArrayDataset;
import org.dsd4j.data.Batch;
import org.dsd4j.data.BatchTransform;
import org.dsd4j.data.ClassBalance;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.DatasetSplit;
import org.dsd4j.data.ListDataset;
import org.dsd4j.data.Mixup;
import org.dsd4j.data.Sample;
import org.dsd4j.data.SampleSpec;
import org.dsd4j.data.SequenceDataset;
import org.dsd4j.data.Transform;
import org.dsd4j.data.Values;
import org.dsd4j.data.ValuesSpec;
import org.dsd4j.data.load.BatchSize;
import org.dsd4j.data.picture.Augment;
import org.dsd4j.data.picture.Box;
import org.dsd4j.data.picture.ByteImageDataset;
import org.dsd4j.data.picture.Frame;
import org.dsd4j.data.picture.Greyscale;
import org.dsd4j.data.picture.Normalization;
import org.dsd4j.data.picture.Picture;
import org.dsd4j.data.picture.Pictures;
import org.dsd4j.kernel.Extent;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.ReadableTexts.Examples;
import org.dsd4j.text.Alphabet;
import org.dsd4j.text.Vocabulary;
import org.dsd4j.text.ctc.CtcBeamSearch;
import org.dsd4j.text.ctc.CtcDecoder;
import org.dsd4j.text.measure.EditCounts;

/** Tensors, data and pictures for {@link CoreTextsTest}. */
final class DataTexts {
  private static final Values ONES = new Values(Shape.of(2), new float[] {1, 1e-7f});
  private static final Alphabet LETTERS = Alphabet.of("ab");

  private DataTexts() {}

  static void add(Examples examples) {
    tensors(examples);
    data(examples);
    pictures(examples);
  }

  private static void tensors(Examples examples) {
    examples.prints(Shape.of(28, 28), "[28, 28]");
    examples.prints(Seed.of(7), "seed 7");
    examples.prints(Lengths.of(3, 1), "[3, 1]");
    examples.prints(LETTERS, "alphabet of the blank and 'ab'");
    examples.prints(Vocabulary.of(List.of("a", "b")), "vocabulary of 2 tokens");
    examples.prints(
        new EditCounts(1000, 2, 0, 1), "1,000 matches, 2 substitutions, 0 deletions, 1 insertion");
    examples.prints(
        CtcDecoder.beamSearch(LETTERS, 8).leastProbability(0.0001).wordBonus(0.0001),
        "beam search, width 8, least probability 0.0001, word bonus 0.0001");
    examples.prints(
        new CtcBeamSearch.Hypothesis("ab", -1, -0.000_321_49), "\"ab\", score -0.0003215");
    examples.prints("CtcDecoder.greedy", CtcDecoder.greedy(LETTERS), "best path");
  }

  private static void data(Examples examples) {
    Dataset array =
        ArrayDataset.ofClasses(
            "blobs",
            new Values(Shape.of(2, 1), new float[] {1, 2}),
            new int[] {0, 1},
            List.of("a", "b"));
    Sample sample = new Sample(ONES, Values.label(1));
    SampleSpec spec =
        new SampleSpec()
            .input(Sample.FEATURES, ValuesSpec.of(Shape.of(2)))
            .target(Sample.TARGET, ValuesSpec.of(Shape.of(1)));
    examples.prints(ONES, "[2]: 1, 1e-7");
    examples.prints(sample, "inputs {features=[2]: 1, 1e-7}, targets {target=[1]: 1}");
    examples.prints(spec, "inputs {features=[2]}, targets {target=[1]}");
    examples.prints(ValuesSpec.of(Shape.of(2)), "[2]");
    examples.prints(array, "blobs, 2 samples");
    examples.prints(ListDataset.of("list", spec, List.of(sample)), "list, 1 sample");
    examples.prints(
        SequenceDataset.of("sequences", List.of(sample), List.of()), "sequences, 1 sample");
    examples.prints("Dataset.first", array.first(1), "blobs, 1 sample");
    examples.prints("Dataset.drawn", array.drawn(1, Seed.of(0)), "blobs, 1 sample");
    examples.prints("Dataset.shard", array.shard(0, 2), "blobs, 1 sample");
    examples.prints("Dataset.map", array.map(Transform.identity()), "blobs, 2 samples");
    examples.prints(
        new DatasetSplit(array, array), "training: blobs, 2 samples; validation: blobs, 2 samples");
    examples.prints(ClassBalance.of(array), "a: 1, b: 1");
    examples.prints(
        new Batch(new Values(Shape.of(1, 2), new float[] {0.1f, 1e-7f}), ONES, 1),
        "1 sample, inputs {features=[1, 2]: 0.1, 1e-7}, targets {target=[2]: 1, 1e-7}");
    examples.prints(
        new Batch.Input(ONES, Lengths.of(1, 2), OptionalInt.empty()),
        "[2]: 1, 1e-7 of lengths [1, 2]");
    examples.prints(BatchSize.batchSize(64), "64 samples");
    examples.prints("BatchTransform.identity", BatchTransform.identity(), "none");
    examples.prints("BatchTransform.named", BatchTransform.identity().named("mine"), "mine");
    examples.prints(new Mixup(0.2, 10), "mixup, alpha 0.2");
    Transform lambda = (one, random) -> one;
    examples.prints("Transform.identity", Transform.identity(), "none");
    examples.prints("Transform.named", lambda.named("mine"), "mine");
    examples.prints(
        "Transform.then",
        Augment.horizontalFlip().then(lambda).then(Augment.pad(1)),
        "horizontal flip, then a step without a name, then padding 1");
    examples.prints(
        "Transform.on", Augment.horizontalFlip().on("picture"), "horizontal flip of 'picture'");
  }

  private static void pictures(Examples examples) {
    examples.prints("Augment.centerCrop", Augment.centerCrop(24, 32), "centre crop of 24×32");
    examples.prints(
        "Augment.colorJitter",
        Augment.colorJitter(0.4, 0.4, 0.4, 0.1),
        "colour jitter, brightness 0.4, contrast 0.4, saturation 0.4, hue 0.1");
    examples.prints(
        "Augment.cropAndFlip",
        Augment.cropAndFlip(4),
        "random crop with padding 4, then horizontal flip");
    examples.prints("Augment.cutout", Augment.cutout(16), "cutout of 16");
    examples.prints("Augment.horizontalFlip", Augment.horizontalFlip(), "horizontal flip");
    examples.prints(
        "Augment.lighting",
        Augment.lighting(0.1, new float[] {1}, new float[] {1, 0, 0}),
        "lighting of deviation 0.1");
    examples.prints(
        "Augment.normalize",
        Augment.normalize(new float[] {0.485f}, new float[] {0.229f}),
        "normalization by means 0.485 and deviations 0.229");
    examples.prints("Augment.pad", Augment.pad(2), "padding 2");
    examples.prints("Augment.randomCrop", Augment.randomCrop(4), "random crop with padding 4");
    examples.prints(
        "Augment.randomErasing", Augment.randomErasing(0.5), "random erasing with probability 0.5");
    examples.prints(new Greyscale(), "greyscale");
    examples.prints(
        Normalization.of(new float[] {0.485f, 0.5f}, new float[] {0.229f, 1}),
        "normalization by means 0.485, 0.5 and deviations 0.229, 1");
    examples.prints(
        Pictures.randomResizedCrop(224),
        "random crop of 0.08 to 1 of the area, resized to 224×224");
    examples.prints("Pictures.resize", Pictures.resize(32, 48), "resize to 32×48");
    examples.prints(
        "Pictures.resizeAndCenterCrop",
        Pictures.resizeAndCenterCrop(256, 224),
        "shorter side to 256, centre crop of 224");
    Box box = new Box(1, 2, 3, 4);
    examples.prints(box, "3×4 from row 1, column 2");
    examples.prints(
        new Frame(box, Extent.square(6), Box.whole(Extent.square(6))),
        "3×4 from row 1, column 2, scaled to 6×6, of which 6×6 from row 0, column 0");
    examples.prints(new Picture(Extent.square(1), new byte[3]), "picture of 1×1");
    examples.prints(
        new ByteImageDataset("images", Shape.of(1, 1, 1), new byte[1][1], new int[1], List.of("a")),
        "images, 1 sample");
  }
}
