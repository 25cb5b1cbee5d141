package org.dsd4j.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Transform;
import org.dsd4j.data.load.BatchSize;
import org.dsd4j.data.load.DataLoader;
import org.dsd4j.data.load.EpochBatches;
import org.dsd4j.data.load.SampleOrder;
import org.dsd4j.data.picture.Augment;
import org.dsd4j.data.picture.Pictures;
import org.dsd4j.datasets.TestPictures;
import org.dsd4j.datasets.pictures.ImageFolder;
import org.dsd4j.datasets.pictures.ImageNet;

/**
 * Measures how many pictures a second a loader delivers, and how long a training step waits for it:
 * {@code mvn -q -pl dsd-models -am -Ppictures process-test-classes}. The pictures are made for it,
 * 500×375 pixels, JPEG of quality 90, unless it is given a folder or zip file of others.
 */
public final class PictureLoading {
  private static final int PICTURES = 64;
  private static final int BATCH = 32;
  private static final double SECONDS = 4;

  private PictureLoading() {}

  /** Measures, and prints a table. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length > 0) {
      measure(Path.of(arguments[0]));
      return;
    }
    Path folder = Files.createTempDirectory("pictures");
    Map<Path, byte[]> files = new LinkedHashMap<>();
    for (int i = 0; i < PICTURES; i++) {
      Path file = folder.resolve("class" + i % 4 + "/" + i + ".jpg");
      files.put(file, TestPictures.jpeg(TestPictures.photograph(375, 500, i), 0.9f));
      Files.createDirectories(file.getParent());
      Files.write(file, files.get(file));
    }
    try {
      measure(folder);
    } finally {
      for (Path file : files.keySet()) {
        Files.delete(file);
      }
      for (int i = 0; i < 4; i++) {
        Files.delete(folder.resolve("class" + i));
      }
      Files.delete(folder);
    }
  }

  private static void measure(Path place) {
    try (ImageFolder pictures = ImageFolder.open(place)) {
      Dataset random = pictures.decoded(Pictures.randomResizedCrop(224));
      Dataset middle = pictures.decoded(Pictures.resizeAndCenterCrop(256, 224));
      Transform plain = Augment.horizontalFlip().then(ImageNet.normalize());
      Transform colors =
          Augment.horizontalFlip()
              .then(Augment.colorJitter(0.4, 0.4, 0.4, 0.1))
              .then(ImageNet.lighting(0.1))
              .then(ImageNet.normalize());
      for (int workers : List.of(1, 2)) {
        print("crop, flip, normalisation", workers, speed(random, plain, workers));
        print("and colours, lighting", workers, speed(random, colors, workers));
        print(
            "resize, middle, normalisation", workers, speed(middle, ImageNet.normalize(), workers));
      }
      double needed = BATCH / speed(random, plain, 1);
      System.out.printf(
          Locale.ROOT,
          "steps of %.0f ms wait %.2f ms each for one worker%n",
          1500 * needed,
          1000 * waited(random, plain, 1.5 * needed));
    }
  }

  private static void print(String what, int workers, double speed) {
    System.out.printf(Locale.ROOT, "%-30s %d workers %8.1f pictures/s%n", what, workers, speed);
  }

  private static DataLoader loader(Dataset dataset, Transform transform, int workers) {
    return DataLoader.builder(dataset, BatchSize.batchSize(BATCH))
        .transform(transform)
        .order(SampleOrder.SHUFFLED)
        .workers(workers)
        .build();
  }

  /** Pictures a second, after as long a time to warm up. */
  private static double speed(Dataset dataset, Transform transform, int workers) {
    double speed = 0;
    try (DataLoader loader = loader(dataset, transform, workers)) {
      for (int round = 0; round < 2; round++) {
        long start = System.nanoTime();
        long seen = 0;
        double seconds = 0;
        for (int epoch = 0; seconds < SECONDS; epoch++) {
          seen += run(loader, epoch);
          seconds = (System.nanoTime() - start) / 1e9;
        }
        speed = seen / seconds;
      }
    }
    return speed;
  }

  private static long run(DataLoader loader, int epoch) {
    long seen = 0;
    try (EpochBatches batches = loader.epoch(epoch)) {
      while (batches.hasNext()) {
        seen += batches.next().size();
      }
    }
    return seen;
  }

  /** Seconds that a step waits on average, but for the first of an epoch. */
  private static double waited(Dataset dataset, Transform transform, double step) {
    long nanos = 0;
    int steps = 0;
    try (DataLoader loader = loader(dataset, transform, 1)) {
      for (int epoch = 0; epoch < 5; epoch++) {
        try (EpochBatches batches = loader.epoch(epoch)) {
          batches.next();
          while (batches.hasNext()) {
            sleep(step);
            long start = System.nanoTime();
            batches.next();
            nanos += System.nanoTime() - start;
            steps++;
          }
        }
      }
    }
    return nanos / 1e9 / steps;
  }

  private static void sleep(double seconds) {
    try {
      Thread.sleep((long) (1000 * seconds));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
