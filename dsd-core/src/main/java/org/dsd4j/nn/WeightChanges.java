package org.dsd4j.nn;

import java.util.List;
import java.util.function.ObjLongConsumer;
import org.dsd4j.internal.Check;
import org.dsd4j.kernel.Expression;
import org.dsd4j.kernel.Memory;
import org.dsd4j.nn.graph.Node;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.nn.spec.ParameterSpec;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Tensor;

/**
 * Changes of a network's weights between two trainings: shrinking, perturbing, and starting anew.
 *
 * <p>Without names, a method changes the {@linkplain org.dsd4j.nn.spec.Role#isWeight weights} that
 * are trained: no biases, no parameters of normalisations, nothing frozen. With names it changes
 * what they match, whatever that is; {@code "*"} matches everything. Masked elements stay zero.
 */
public final class WeightChanges {
  private WeightChanges() {}

  /**
   * Multiplies weights by a factor, such as 0.3.
   *
   * @param factor above 0
   * @param names of parameters or layers; see {@link NamePattern}
   * @throws IllegalArgumentException if a name matches no parameter; then nothing has changed
   */
  public static void shrink(Network network, double factor, String... names) {
    Check.positive("factor of the weights", factor);
    List<Parameter> chosen = chosen(network, "shrink()", names);
    alone(
        network,
        () -> chosen.forEach(p -> assign(network, p, Expression.of(p.value()).times(factor))));
  }

  /**
   * Shrink and perturb (Ash and Adams 2020): w ← shrink·w + perturb·w₀, where w₀ are initial values
   * drawn anew, so that the noise of each layer has the scale of its initializer.
   *
   * @param shrink the factor of the weights, above 0, such as 0.4
   * @param perturb the factor of the noise, at least 0, such as 0.1
   * @param seed of the noise
   * @param names of parameters or layers; see {@link NamePattern}
   * @throws IllegalArgumentException if a name matches no parameter; then nothing has changed
   */
  public static void shrinkAndPerturb(
      Network network, double shrink, double perturb, Seed seed, String... names) {
    Check.positive("factor of the weights", shrink);
    Check.notNegative("factor of the noise", perturb);
    List<Parameter> chosen = chosen(network, "shrinkAndPerturb()", names);
    alone(network, () -> chosen.forEach(p -> perturb(network, p, shrink, perturb, seed)));
  }

  private static void perturb(
      Network network, Parameter parameter, double shrink, double perturb, Seed seed) {
    Memory memory = network.kernels().memory();
    Tensor noise = memory.allocate(parameter.value().type(), parameter.shape());
    try {
      draw(network, parameter, seed, (values, from) -> noise.set(from, values));
      Expression shrunk = Expression.of(parameter.value()).times(shrink);
      assign(network, parameter, shrunk.plus(Expression.of(noise).times(perturb)));
    } finally {
      memory.release(noise);
    }
  }

  /**
   * Sets layers, with their biases and statistics, to initial values drawn anew: those that the
   * network has when it is {@linkplain NetworkBuilder#build built} with this seed.
   *
   * @param seed another one than the network was built with, if the values are to be others
   * @param names at least one, of layers or parameters; see {@link NamePattern}
   * @throws IllegalArgumentException if a name matches nothing, or there is none; then nothing has
   *     changed
   */
  public static void reset(Network network, Seed seed, String... names) {
    List<Parameter> chosen =
        NamePattern.select(
            names, "reset()", List.copyOf(network.weights()), Parameter::name, NamePattern::names);
    alone(network, () -> chosen.forEach(parameter -> reset(network, parameter, seed)));
  }

  private static void reset(Network network, Parameter parameter, Seed seed) {
    draw(network, parameter, seed, (values, from) -> parameter.value().set(from, values));
    if (parameter.mask().isPresent()) {
      assign(network, parameter, Expression.of(parameter.value()));
    }
  }

  /**
   * The values, row-major, that a parameter has in a network built with this seed.
   *
   * @param parameter the parameter's name
   * @throws IllegalArgumentException if there is no such parameter
   */
  public static float[] initialValues(Network network, String parameter, Seed seed) {
    Parameter known = network.parameter(parameter);
    float[] all = new float[Math.toIntExact(known.shape().elements())];
    draw(
        network,
        known,
        seed,
        (values, from) -> System.arraycopy(values, 0, all, (int) from, values.length));
    return all;
  }

  private static List<Parameter> chosen(Network network, String place, String... names) {
    if (names.length > 0) {
      return NamePattern.select(
          names, place, network.parameters(), Parameter::name, NamePattern::names);
    }
    return network.parameters().stream().filter(p -> p.isTrained() && p.role().isWeight()).toList();
  }

  private static void draw(
      Network network, Parameter parameter, Seed seed, ObjLongConsumer<float[]> target) {
    ParameterFactory.draw(spec(network, parameter), seed.derive(parameter.name()), target);
  }

  private static ParameterSpec spec(Network network, Parameter parameter) {
    for (Node node : network.nodes()) {
      for (ParameterSpec spec : node.parameterSpecs()) {
        if (node.parameterName(spec.name()).equals(parameter.name())) {
          return spec;
        }
      }
    }
    throw new IllegalStateException("no layer declares " + parameter.name());
  }

  private static void assign(Network network, Parameter parameter, Expression value) {
    Expression masked =
        parameter.maskTensor().map(mask -> value.times(Expression.of(mask))).orElse(value);
    network.kernels().elementwise().assign(parameter.value(), masked);
  }

  private static void alone(Network network, Runnable work) {
    network.exclusively(
        () -> {
          work.run();
          return true;
        });
  }
}
