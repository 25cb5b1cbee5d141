package org.dsd4j.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.DatasetContract;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.KernelsContract;
import org.dsd4j.loss.Loss;
import org.dsd4j.loss.LossContract;
import org.dsd4j.metric.Metric;
import org.dsd4j.metric.MetricContract;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.nn.spec.LayerContract;
import org.dsd4j.optim.Optimizer;
import org.dsd4j.optim.OptimizerContract;
import org.dsd4j.prune.Pruner;
import org.dsd4j.prune.PrunerContract;
import org.dsd4j.prune.Score;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Every layer, loss, data set and so on in a module's main code has a test that extends its
 * contract. A module extends this beside its tests.
 */
public abstract class ContractCoverage {
  /**
   * Things that have a contract.
   *
   * @param name what one of them is called
   * @param contract what its test extends
   * @param includes whether a class that can be had is one of them
   */
  public record Kind(
      String name, Class<? extends Contract> contract, Predicate<Class<?>> includes) {
    static Kind of(Class<?> type, Class<? extends Contract> contract) {
      return new Kind(type.getSimpleName(), contract, type::isAssignableFrom);
    }
  }

  private static final List<Kind> KINDS =
      List.of(
          Kind.of(Layer.class, LayerContract.class),
          Kind.of(Loss.class, LossContract.class),
          Kind.of(Optimizer.class, OptimizerContract.class),
          Kind.of(Pruner.class, PrunerContract.class),
          Kind.of(Score.class, PrunerContract.class),
          Kind.of(Metric.class, MetricContract.class),
          Kind.of(Kernels.class, KernelsContract.class),
          new Kind(
              "Dataset",
              DatasetContract.class,
              type -> Dataset.class.isAssignableFrom(type) || opensDatasets(type)));

  /** Some class of the module's main code, by which the others are found. */
  protected abstract Class<?> inMainCode();

  /** What has a contract in this module. */
  protected List<Kind> kinds() {
    return KINDS;
  }

  /** The kinds of every module, and one more. */
  protected static List<Kind> kindsAnd(Kind own) {
    List<Kind> kinds = new ArrayList<>(KINDS);
    kinds.add(own);
    return kinds;
  }

  /** Whether the class is public and has public methods that return this type or a subtype. */
  protected static Stream<Method> makers(Class<?> type, Class<?> made) {
    return Arrays.stream(type.getMethods())
        .filter(method -> Modifier.isPublic(type.getModifiers()))
        .filter(method -> method.getDeclaringClass() == type && !method.isSynthetic())
        .filter(method -> made.isAssignableFrom(method.getReturnType()));
  }

  /** Whether it makes data sets from something else than other data sets. */
  private static boolean opensDatasets(Class<?> type) {
    return makers(type, Dataset.class)
        .filter(method -> Modifier.isStatic(method.getModifiers()))
        .anyMatch(method -> !List.of(method.getParameterTypes()).contains(Dataset.class));
  }

  /** The classes of a kind that no test brings, in order of their names. */
  public static List<String> uncovered(
      Kind kind, List<Class<?>> mainCode, List<? extends Contract> tests) {
    return mainCode.stream()
        .filter(type -> !type.isInterface() && !Modifier.isAbstract(type.getModifiers()))
        .filter(type -> !type.isAnonymousClass() && kind.includes().test(type))
        .filter(type -> tests.stream().noneMatch(test -> test.covers(type)))
        .map(Class::getName)
        .sorted()
        .toList();
  }

  @TestFactory
  Stream<DynamicTest> everyClassPassesItsContract() throws URISyntaxException {
    List<Class<?>> mainCode = classesBeside(inMainCode(), type -> true);
    assertThat(mainCode).contains(inMainCode());
    return kinds().stream()
        .map(
            kind ->
                DynamicTest.dynamicTest(
                    kind.name(),
                    () ->
                        assertThat(uncovered(kind, mainCode, tests(kind)))
                            .as("without a test that extends %s", kind.contract().getSimpleName())
                            .isEmpty()));
  }

  private List<Contract> tests(Kind kind) throws URISyntaxException {
    return classesBeside(
            getClass(),
            type ->
                kind.contract().isAssignableFrom(type)
                    && !Modifier.isAbstract(type.getModifiers())
                    && !type.isInterface())
        .stream()
        .<Contract>map(type -> kind.contract().cast(ReflectionSupport.newInstance(type)))
        .toList();
  }

  private static List<Class<?>> classesBeside(Class<?> one, Predicate<Class<?>> wanted)
      throws URISyntaxException {
    URI root = one.getProtectionDomain().getCodeSource().getLocation().toURI();
    return ReflectionSupport.findAllClassesInClasspathRoot(root, wanted, name -> true);
  }
}
