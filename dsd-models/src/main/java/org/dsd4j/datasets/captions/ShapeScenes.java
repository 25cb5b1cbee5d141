package org.dsd4j.datasets.captions;

import java.util.ArrayList;
import java.util.List;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Fingerprint;
import org.dsd4j.data.Sample;
import org.dsd4j.data.SampleIndex;
import org.dsd4j.data.Values;
import org.dsd4j.data.picture.Picture;
import org.dsd4j.datasets.captions.ShapeScene.Figure;
import org.dsd4j.datasets.captions.ShapeScene.FigurePlace;
import org.dsd4j.datasets.captions.ShapeScene.Form;
import org.dsd4j.datasets.captions.ShapeScene.Paint;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;

/**
 * Drawn scenes of one to three coloured figures, with sentences such as "a large red circle above a
 * small blue square": three wordings for each scene, all true. Everything is determined by the
 * seed, bit for bit on the same version of Java.
 *
 * <p>As a data set, samples are pictures [48, 48, 3] from 0 to 1, and targets describe the figures:
 * for each of five places (top, left, middle, right, bottom) 1 or 0 for each form, for each colour,
 * and for large and small; all 0 for an empty place. The outputs of a network that learns this are
 * features from which another network can generate sentences.
 */
public final class ShapeScenes implements Dataset {
  /** Height and width of the pictures. */
  public static final int SIDE = 48;

  private static final int SIZES = 2;
  private static final List<FigurePlace> PLACES = List.of(FigurePlace.values());
  private static final List<Form> FORMS = List.of(Form.values());
  private static final List<Paint> PAINTS = List.of(Paint.values());
  private static final int OF_A_PLACE = FORMS.size() + PAINTS.size() + SIZES;
  private static final float WHITE = 255;

  private final String name;
  private final List<ShapeScene> scenes = new ArrayList<>();
  private final List<byte[]> pictures = new ArrayList<>();

  private ShapeScenes(String name) {
    this.name = name;
  }

  /**
   * Draws scenes.
   *
   * @param name a name, such as that of a part; different names give different scenes
   * @param size the number of scenes
   * @param seed the seed of all scenes
   */
  public static ShapeScenes of(String name, int size, Seed seed) {
    Check.positive("number of scenes", size);
    ShapeScenes drawn = new ShapeScenes(name);
    Seed own = seed.derive(name);
    for (int i = 0; i < size; i++) {
      ShapeScene scene = ShapeScene.draw(SIDE, own.derive(i).stream());
      drawn.scenes.add(scene);
      drawn.pictures.add(SceneDrawing.rgb(scene, SIDE));
    }
    return drawn;
  }

  /** The words of each sentence of each scene, in the order of the scenes. */
  public List<List<List<String>>> captions() {
    return scenes.stream().map(SceneSentences::of).toList();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int size() {
    return scenes.size();
  }

  @Override
  public Shape featureShape() {
    return Shape.of(SIDE, SIDE, Picture.CHANNELS);
  }

  @Override
  public Shape targetShape() {
    return Shape.of(PLACES.size() * OF_A_PLACE);
  }

  @Override
  public Sample sample(int index) {
    byte[] pixels = pictures.get(SampleIndex.check(this, index));
    float[] values = new float[pixels.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Byte.toUnsignedInt(pixels[i]) / WHITE;
    }
    return new Sample(new Values(featureShape(), values), target(index));
  }

  @Override
  public Values target(int index) {
    float[] target = new float[(int) targetShape().elements()];
    for (Figure figure : scenes.get(SampleIndex.check(this, index)).figures()) {
      int form = PLACES.indexOf(figure.place()) * OF_A_PLACE;
      int paint = form + FORMS.size();
      int size = paint + PAINTS.size();
      target[form + FORMS.indexOf(figure.form())] = 1;
      target[paint + PAINTS.indexOf(figure.paint())] = 1;
      target[size + (figure.isLarge() ? 0 : 1)] = 1;
    }
    return new Values(targetShape(), target);
  }

  /** Empty: the targets are not classes, as a scene has several figures. */
  @Override
  public List<String> classNames() {
    return List.of();
  }

  @Override
  public String fingerprint() {
    Fingerprint fingerprint = new Fingerprint().add(name);
    pictures.forEach(fingerprint::add);
    for (int i = 0; i < size(); i++) {
      fingerprint.add(target(i).array());
    }
    return fingerprint.hex();
  }

  @Override
  public String toString() {
    return name() + ", " + Numerals.counted(size(), "sample");
  }
}
