package org.dsd4j.examples.study;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Transform;
import org.dsd4j.data.picture.Framing;
import org.dsd4j.data.picture.Greyscale;
import org.dsd4j.data.picture.Normalization;
import org.dsd4j.data.picture.Pictures;
import org.dsd4j.datasets.pictures.Cifar10;
import org.dsd4j.datasets.pictures.FashionMnist;
import org.dsd4j.datasets.pictures.ImageFolder;
import org.dsd4j.datasets.pictures.Mnist;
import org.dsd4j.internal.Check;
import org.dsd4j.io.archive.ModelArchive;
import org.dsd4j.io.archive.ModelDescription;
import org.dsd4j.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** Pictures with their classes, as a saved network takes them. */
final class LabelledPictures implements AutoCloseable {
  /** The part of Fashion-MNIST that comes with the program. */
  static final String SHIPPED = "/org/dsd4j/examples/vision/fashion-mnist";

  private final Dataset dataset;
  private final @Nullable ImageFolder folder;

  private LabelledPictures(Dataset dataset, @Nullable ImageFolder folder) {
    this.dataset = dataset;
    this.folder = folder;
  }

  /**
   * The test pictures in a folder.
   *
   * @param place a folder with the IDX files of MNIST or Fashion-MNIST, with CIFAR-10, or with one
   *     folder of pictures for each class; the shipped part of Fashion-MNIST if null
   * @throws IllegalArgumentException if the network does not take such pictures or knows other
   *     classes
   */
  static LabelledPictures of(@Nullable Path place, ModelArchive archive) {
    if (place == null) {
      return known(
          FashionMnist.testResources(LabelledPictures.class, SHIPPED), archive, "no --data");
    }
    Optional<Dataset> known = known(place, archive);
    return known.isPresent() ? known(known.get(), archive, "--data") : opened(place, archive);
  }

  private static Optional<Dataset> known(Path place, ModelArchive archive) {
    List<String> classes = archive.description().classNames();
    if (holds(place, "t10k-images-idx3-ubyte", "t10k-images.idx3-ubyte")) {
      return Stream.<Function<Path, Dataset>>of(Mnist::test, FashionMnist::test)
          .map(reader -> reader.apply(place))
          .filter(data -> classes.equals(data.classNames()))
          .findFirst()
          .or(() -> Optional.of(Mnist.test(place)));
    }
    return holds(place, "test_batch.bin", "cifar10-test.zip")
        ? Optional.of(Cifar10.test(place))
        : Optional.empty();
  }

  private static boolean holds(Path place, String... names) {
    return Stream.of(names)
        .flatMap(name -> Stream.of(name, name + ".gz"))
        .anyMatch(name -> Files.exists(place.resolve(name)));
  }

  private static LabelledPictures known(Dataset data, ModelArchive archive, String option) {
    List<String> classes = archive.description().classNames();
    Shape shape = data.spec().inputs().values().iterator().next().shape();
    Check.argument(
        shape.equals(archive.input()) && data.classNames().equals(classes),
        option,
        "pictures " + archive.input() + " of the classes " + classes + ", as the archive says",
        data.name() + " with pictures " + shape + " of " + data.classNames(),
        "pass the data that the network was trained for");
    return new LabelledPictures(data, null);
  }

  private static LabelledPictures opened(Path place, ModelArchive archive) {
    ModelDescription description = archive.description();
    Shape input = archive.input();
    boolean square = input.rank() == 3 && input.extent(0) == input.extent(1);
    Check.argument(
        square && (input.last() == 1 || input.last() == 3) && !description.classNames().isEmpty(),
        archive.path().toString(),
        "a network for square pictures with names of classes",
        "one for " + input + " with the classes " + description.classNames(),
        "pass the archive of such a network");
    int size = input.extent(0);
    Framing framing = Pictures.resizeAndCenterCrop(description.shorterSide().orElse(size), size);
    Transform normalize =
        description.normalization().map(Normalization::transform).orElseGet(Transform::identity);
    ImageFolder folder = ImageFolder.open(place, description.classNames());
    return new LabelledPictures(
        folder
            .decoded(framing)
            .map(input.last() == 1 ? new Greyscale().then(normalize) : normalize),
        folder);
  }

  Dataset dataset() {
    return dataset;
  }

  @Override
  public void close() {
    if (folder != null) {
      folder.close();
    }
  }
}
