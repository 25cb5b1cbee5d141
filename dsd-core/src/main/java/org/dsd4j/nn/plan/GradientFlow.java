package org.dsd4j.nn.plan;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.dsd4j.internal.Internal;
import org.dsd4j.nn.graph.Node;

/**
 * How gradients get from the outputs of steps to their inputs. Where several steps read one value,
 * the first in backward order writes its gradient and the others add to it. Where the gradient of a
 * step's output is also that of its inputs, as for a sum, they share memory if no reader sees a
 * later change.
 *
 * @hidden
 */
@Internal
public final class GradientFlow {
  /** How the gradient of one input of a step is made. */
  public enum Way {
    /** Not at all: nothing upstream is trained. */
    NONE,
    /** The layer writes it. */
    WRITTEN,
    /** The layer writes a part, which is then added. */
    PART_ADDED,
    /** The gradient of the step's output is added. */
    OUTPUTS_ADDED,
    /** It lies in the memory of the output's gradient and needs no computation. */
    SHARED
  }

  private final List<PlanStep> steps;
  private final boolean sharing;
  private final Set<String> outputs;
  private final Set<String> differentiable = new HashSet<>();
  private final Map<String, GradientLife> lives;
  private final Map<String, List<String>> groups = new HashMap<>();
  private final Map<String, String> sharedWith = new HashMap<>();
  private final List<List<Way>> ways = new ArrayList<>();

  /**
   * Decides for all steps.
   *
   * @param outputs the values whose gradients the caller writes
   * @param trained the full names of the trained parameters; none in inference
   */
  public GradientFlow(
      List<PlanStep> steps, boolean sharing, Set<String> outputs, Set<String> trained) {
    this.steps = steps;
    this.sharing = sharing;
    this.outputs = outputs;
    for (PlanStep step : steps) {
      if (isTrained(step.node(), trained)
          || step.node().sources().stream().anyMatch(differentiable::contains)) {
        differentiable.add(step.output());
      }
    }
    this.lives = lives();
    Set<String> written = new HashSet<>(outputs);
    for (int i = steps.size() - 1; i >= 0; i--) {
      ways.add(ways(steps.get(i), written));
    }
    Collections.reverse(ways);
  }

  private static boolean isTrained(Node node, Set<String> trained) {
    return node.parameterSpecs().stream()
        .anyMatch(spec -> trained.contains(node.parameterName(spec.name())));
  }

  private Map<String, GradientLife> lives() {
    Map<String, Integer> written = new HashMap<>();
    outputs.forEach(output -> written.put(output, 0));
    Map<String, BitSet> addedTo = new HashMap<>();
    Map<String, GradientLife> found = new HashMap<>();
    for (int turn = 1; turn <= steps.size(); turn++) {
      PlanStep step = steps.get(steps.size() - turn);
      // All readers of this output come later in the network, so they had their turns already.
      found.put(
          step.output(),
          new GradientLife(
              written.getOrDefault(step.output(), 0),
              addedTo.getOrDefault(step.output(), new BitSet()),
              turn,
              step.overwritesOutputGradient(),
              step.passesGradientOn()));
      for (String source : isDifferentiable(step) ? step.node().sources() : List.<String>of()) {
        if (written.putIfAbsent(source, turn) != null) {
          addedTo.computeIfAbsent(source, key -> new BitSet()).set(turn);
        }
      }
    }
    return found;
  }

  private List<Way> ways(PlanStep step, Set<String> written) {
    boolean passing = sharing && step.passesGradientOn();
    List<Way> found = new ArrayList<>();
    for (String source : step.node().sources()) {
      if (!isDifferentiable(step) || !differentiable.contains(source)) {
        found.add(Way.NONE);
      } else if (!written.add(source)) {
        found.add(passing ? Way.OUTPUTS_ADDED : Way.PART_ADDED);
      } else {
        found.add(passing && share(step.output(), source) ? Way.SHARED : Way.WRITTEN);
      }
    }
    return found;
  }

  private boolean share(String output, String source) {
    List<String> group = groups.computeIfAbsent(output, key -> new ArrayList<>(List.of(output)));
    GradientLife life = life(source);
    for (String member : group) {
      if (life.disturbs(life(member)) || life(member).disturbs(life)) {
        return false;
      }
    }
    group.add(source);
    groups.put(source, group);
    sharedWith.put(source, output);
    return true;
  }

  private GradientLife life(String name) {
    return Objects.requireNonNull(lives.get(name), name);
  }

  /** Whether a step takes part in the backward computation. */
  boolean isDifferentiable(PlanStep step) {
    return differentiable.contains(step.output());
  }

  /** The names of the values that have a gradient. */
  Set<String> differentiable() {
    return differentiable;
  }

  /** The value in whose gradient's memory this one's gradient lies, where it has none itself. */
  Optional<String> sharedWith(String name) {
    return Optional.ofNullable(sharedWith.get(name));
  }

  /** The way of each input of step number {@code index}. */
  public List<Way> ways(int index) {
    return ways.get(index);
  }
}
