package org.dsd4j.examples.study.grid;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.dsd4j.internal.Check;
import org.dsd4j.models.ModelCatalogue;
import org.dsd4j.models.NamedModel;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.nn.layer.Activate;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.Dropout;
import org.dsd4j.nn.layer.Flatten;
import org.dsd4j.tensor.Shape;

/** Builds the network of a grid for samples of some shape. */
@FunctionalInterface
interface GridModel {
  /**
   * The network.
   *
   * @param dropout the rate of dropout; 0 for none
   */
  NetworkBuilder network(Shape input, int classes, double dropout);

  /**
   * {@code lenet5} or another name of the catalogue; or {@code {mlp: [300, 100]}}, dense layers
   * fc1, fc2, ... with ReLUs between them.
   */
  static GridModel of(GridNode node) {
    GridNode.Choice choice = node.choice();
    if (choice.name().equals("mlp")) {
      List<Integer> sizes = choice.options().list().stream().map(GridNode::count).toList();
      return (input, classes, dropout) -> mlp(input, sizes, classes, dropout);
    }
    ModelCatalogue catalogue = ModelCatalogue.load();
    if (!catalogue.names().contains(choice.name())) {
      throw node.error("mlp or one of " + catalogue.names(), "name one of them");
    }
    choice.options().only(Set.of());
    NamedModel model = catalogue.get(choice.name());
    return (input, classes, dropout) -> {
      Check.argument(
          dropout == 0,
          "dropout",
          "a model whose dropout can be set, such as {mlp: [300, 100]}",
          model.name(),
          "leave the arm out or take another model");
      return model.network(input, classes);
    };
  }

  private static NetworkBuilder mlp(Shape input, List<Integer> sizes, int classes, double dropout) {
    NetworkBuilder network = Network.builder(input);
    if (input.rank() > 1) {
      network.add("flatten", new Flatten());
    }
    int number = 1;
    for (int size : sizes) {
      network.add(name("fc", number), new Dense(size)).add(name("relu", number), Activate.relu());
      if (dropout > 0) {
        network.add(name("dropout", number), new Dropout(dropout));
      }
      number++;
    }
    return network.add(name("fc", number), new Dense(classes));
  }

  private static String name(String kind, int number) {
    return String.format(Locale.ROOT, "%s%d", kind, number);
  }
}
