package org.dsd4j.examples.caption;

import java.nio.file.Path;
import java.util.List;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.picture.Augment;
import org.dsd4j.data.picture.Framing;
import org.dsd4j.data.picture.Pictures;
import org.dsd4j.datasets.captions.CaptionSplit;
import org.dsd4j.datasets.captions.CaptionedPicture;
import org.dsd4j.datasets.captions.CaptionedPictures;
import org.dsd4j.datasets.captions.KarpathyCaptions;
import org.dsd4j.datasets.pictures.ImageNet;
import org.dsd4j.examples.run.EncoderTraining;
import org.dsd4j.examples.run.Recipe;
import org.dsd4j.examples.run.RunOptions;
import org.dsd4j.io.WeightFile;
import org.dsd4j.models.caption.NeuralTalk;
import org.dsd4j.models.caption.PictureEncoder;
import org.dsd4j.models.vision.Vgg;
import org.dsd4j.nn.Network;
import org.dsd4j.tensor.Seed;
import org.dsd4j.text.Vocabulary;
import org.jspecify.annotations.Nullable;

/**
 * Photographs with captions in Karpathy's form. Their features come from VGG-16 with given weights,
 * or from a small network that learns from the training pictures to predict the frequent words of a
 * picture's captions.
 */
final class FlickrSource implements CaptionSource {
  static final int CAPTION_EPOCHS = 12;
  static final double CAPTION_RATE = 1e-3;

  private static final int WORDS = 100;
  private static final int SIDE = 64;
  private static final int VGG_SIDE = 224;
  private static final int QUICK_PICTURES = 40;
  private static final int STAGES = 4;
  private static final int FEATURES = 256;
  private static final int VGG_FEATURES = 4096;
  private static final int EPOCHS = 12;
  private static final int IMAGENET_CLASSES = 1000;

  /** After the ReLU of the second hidden dense layer, fc7 in Caffe. */
  private static final String VGG_LAYER = "classifier.4";

  private final RunOptions options;
  private final EncoderTraining encoder;
  private final @Nullable Path weights;
  private final KarpathyCaptions captions;
  private final List<String> words;

  /**
   * Opens the captions.
   *
   * @param weights the weights of a VGG-16 from torchvision, or null to train a small network
   */
  FlickrSource(RunOptions options, EncoderTraining encoder, Path data, @Nullable Path weights) {
    this.options = options;
    this.encoder = encoder;
    this.weights = weights;
    this.captions = KarpathyCaptions.open(data);
    this.words =
        Vocabulary.builder()
            .maximumSize(WORDS)
            .addAll(
                pictures(CaptionSplit.TRAIN, CaptionSplit.RESTVAL).stream()
                    .flatMap(picture -> picture.captions().stream())
                    .flatMap(List::stream)
                    .toList())
            .build()
            .tokens();
  }

  private List<CaptionedPicture> pictures(CaptionSplit... splits) {
    List<CaptionedPicture> all = captions.of(splits);
    return options.quick() && all.size() > QUICK_PICTURES ? all.subList(0, QUICK_PICTURES) : all;
  }

  @Override
  public String title() {
    return "NeuralTalk on photographs";
  }

  private CaptionPart part(String name, CaptionSplit... splits) {
    List<CaptionedPicture> pictures = pictures(splits);
    Dataset seen =
        weights == null
            ? dataset(name, pictures, Pictures.resize(SIDE, SIDE))
            : dataset(name, pictures, ImageNet.evaluation(VGG_SIDE)).map(ImageNet.normalize());
    return new CaptionPart(
        seen,
        pictures.stream().map(CaptionedPicture::name).toList(),
        pictures.stream().map(CaptionedPicture::captions).toList());
  }

  private Dataset dataset(String name, List<CaptionedPicture> pictures, Framing framing) {
    return CaptionedPictures.of(name, captions, pictures, framing, words);
  }

  @Override
  public CaptionPart training() {
    return part("training photographs", CaptionSplit.TRAIN, CaptionSplit.RESTVAL);
  }

  @Override
  public CaptionPart validation() {
    return part("validation photographs", CaptionSplit.VAL);
  }

  @Override
  public CaptionPart test() {
    return part("test photographs", CaptionSplit.TEST);
  }

  @Override
  public int minimumCount() {
    return 5;
  }

  @Override
  public int mostSteps() {
    return 21;
  }

  @Override
  public Network describing() {
    Path file = weights;
    if (file != null) {
      return pretrained(file);
    }
    List<CaptionedPicture> seen = pictures(CaptionSplit.TRAIN, CaptionSplit.RESTVAL);
    Dataset lessons = dataset("training photographs", seen, Pictures.randomResizedCrop(SIDE));
    return encoder.network(
        PictureEncoder.of(lessons.featureShape(), STAGES).features(FEATURES).dropout(0.3),
        lessons,
        Augment.horizontalFlip(),
        validation().pictures(),
        EPOCHS);
  }

  private static Network pretrained(Path file) {
    Network network = Vgg.vgg16(IMAGENET_CLASSES).build(Seed.of(0));
    try (WeightFile weights = WeightFile.open(file)) {
      weights.loadInto(network);
      return network;
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  @Override
  public String layer() {
    return weights == null ? PictureEncoder.FEATURES : VGG_LAYER;
  }

  @Override
  public NeuralTalk model(int steps) {
    return NeuralTalk.of(weights == null ? FEATURES : VGG_FEATURES, steps);
  }

  @Override
  public Recipe train(Recipe recipe) {
    return recipe.training(CAPTION_EPOCHS, BATCH, CAPTION_RATE);
  }

  @Override
  public void close() {
    captions.close();
  }
}
