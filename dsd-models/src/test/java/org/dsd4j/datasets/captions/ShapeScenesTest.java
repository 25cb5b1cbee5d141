package org.dsd4j.datasets.captions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.DatasetContract;
import org.dsd4j.datasets.captions.ShapeScene.Form;
import org.dsd4j.datasets.captions.ShapeScene.Paint;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.junit.jupiter.api.Test;

class ShapeScenesTest extends DatasetContract {
  private static final int SIZE = 200;
  private static final int OF_A_PLACE = 4 + 6 + 2;

  private static ShapeScenes scenes() {
    return ShapeScenes.of("scenes", SIZE, Seed.of(3));
  }

  @Override
  protected Dataset open() {
    return ShapeScenes.of("scenes", 20, Seed.of(3));
  }

  @Test
  void equalSeedsDrawTheSameAndPartsDiffer() {
    assertThat(scenes().fingerprint()).isEqualTo(scenes().fingerprint());
    assertThat(scenes().captions()).isEqualTo(scenes().captions());
    assertThat(ShapeScenes.of("scenes", SIZE, Seed.of(4)).fingerprint())
        .isNotEqualTo(scenes().fingerprint());
    assertThat(ShapeScenes.of("others", SIZE, Seed.of(3)).captions())
        .isNotEqualTo(scenes().captions());
    // Those of a shorter part are the first of a longer one.
    assertThat(ShapeScenes.of("scenes", 5, Seed.of(3)).captions())
        .isEqualTo(scenes().captions().subList(0, 5));
  }

  @Test
  void samplesAreSmallPicturesAndWhatIsOnThem() {
    assertThat(scenes().size()).isEqualTo(SIZE);
    assertThat(scenes().featureShape()).isEqualTo(Shape.of(48, 48, 3));
    assertThat(scenes().targetShape()).isEqualTo(Shape.of(5 * OF_A_PLACE));
  }

  /** The words of the figures that targets tell, place by place. */
  private static List<String> figures(float[] target) {
    List<String> figures = new ArrayList<>();
    List<Form> forms = List.of(Form.values());
    List<Paint> paints = List.of(Paint.values());
    for (int from = 0; from < target.length; from += OF_A_PLACE) {
      for (int form = 0; form < forms.size(); form++) {
        for (int paint = 0; paint < paints.size(); paint++) {
          if (target[from + form] == 1 && target[from + 4 + paint] == 1) {
            String size = target[from + 10] == 1 ? "large" : "small";
            String words = "a " + size + " " + paints.get(paint) + " " + forms.get(form);
            figures.add(words.toLowerCase(Locale.ROOT));
          }
        }
      }
    }
    return figures;
  }

  @Test
  void everySentenceNamesAllFiguresAndNothingElse() {
    ShapeScenes scenes = scenes();
    Set<Integer> counts = new HashSet<>();
    for (int i = 0; i < SIZE; i++) {
      List<String> figures = figures(scenes.target(i).array());
      counts.add(figures.size());
      List<List<String>> sentences = scenes.captions().get(i);
      assertThat(sentences).hasSize(3);
      for (List<String> sentence : sentences) {
        assertThat(String.join(" ", sentence)).contains(figures);
        assertThat(sentence.stream().filter("a"::equals)).hasSize(figures.size());
      }
    }
    assertThat(counts).containsExactlyInAnyOrder(1, 2, 3);
  }

  @Test
  void figuresAreWhereAndAsLargeAsTargetsSay() {
    ShapeScenes scenes = scenes();
    int[][] middles = {{24, 8}, {8, 24}, {24, 24}, {40, 24}, {24, 40}};
    for (int i = 0; i < SIZE; i++) {
      float[] pixels = scenes.sample(i).features().array();
      float[] target = scenes.target(i).array();
      for (int place = 0; place < middles.length; place++) {
        boolean isTaken = target[place * OF_A_PLACE + 10] + target[place * OF_A_PLACE + 11] == 1;
        int at = (middles[place][1] * ShapeScenes.SIDE + middles[place][0]) * 3;
        // The background is a dark grey; every colour has a bright part.
        float brightest = Math.max(pixels[at], Math.max(pixels[at + 1], pixels[at + 2]));
        assertThat(brightest > 0.4).isEqualTo(isTaken);
      }
    }
  }

  @Test
  void saysRelationsInTheOrderOfPlaces() {
    assertThat(scenes().captions().stream().map(sentences -> String.join(" ", sentences.get(0))))
        .allMatch(
            sentence ->
                sentence.matches(
                    "a \\w+ \\w+ \\w+ (above|left of) a \\w+ \\w+ \\w+"
                        + "|from (left to right|top to bottom) a .* then a .* then a .*"
                        + "|a \\w+ \\w+ \\w+ (on|at|in) the (top|left|middle|right|bottom)"));
  }
}
