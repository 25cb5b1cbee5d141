package org.dsd4j.nn.plan;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.dsd4j.internal.Internal;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.nn.graph.NetworkGraph;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Shape;

/**
 * The plans that a network used last, as many as have room. All for inference lie in one {@link
 * SharedStretch}; each for training has its own memory.
 *
 * @hidden
 */
@Internal
public final class Plans implements AutoCloseable {
  /**
   * The bytes that kernels keep for a step, such as primitives and their code, as measured for
   * oneDNN.
   */
  private static final long BYTES_OF_STEP = 192 << 10;

  private static final int GROWTH = 4;

  private final Kernels kernels;
  private final PlanTypes types;
  private final Map<String, Parameter> parameters;
  private final long budget;
  private final SharedStretch stretch;
  private final AtomicLong inferences = new AtomicLong();
  private final LinkedHashMap<Key, ExecutionPlan> plans = new LinkedHashMap<>(16, 0.75f, true);
  private final Set<String> warnings = new LinkedHashSet<>();

  private record Key(PlanKind kind, Map<String, Shape> inputs, Set<String> outputs) {}

  public Plans(Kernels kernels, PlanTypes types, Map<String, Parameter> parameters, long budget) {
    this.kernels = kernels;
    this.types = types;
    this.parameters = parameters;
    this.budget = budget;
    this.stretch = new SharedStretch(kernels.memory());
  }

  /** The warnings of layers, each of which is logged once. */
  public Set<String> warnings() {
    return warnings;
  }

  /**
   * The plan of this kind, made anew if the frozen parameters or held statistics changed, since
   * other gradients are needed then.
   */
  public ExecutionPlan get(NetworkGraph graph, PlanKind kind) {
    Key key = new Key(kind, graph.inputs(), graph.outputs().keySet());
    ExecutionPlan plan = plans.get(key);
    if (plan != null && !fits(plan, graph)) {
      drop(key);
      plan = null;
    }
    if (plan == null) {
      plan = make(PlanDraft.of(graph, kernels, types, parameters, kind));
      plans.put(key, plan);
    }
    return plan;
  }

  private boolean fits(ExecutionPlan plan, NetworkGraph graph) {
    return plan.graph().equals(graph)
        && plan.trained().equals(PlanDraft.trained(parameters, plan.kind().mode()));
  }

  private ExecutionPlan make(PlanDraft draft) {
    dropLongUnused(draft);
    ExecutionPlan.PlanMemory place = draft.isInSharedStretch() ? inStretch(draft) : alone();
    return new ExecutionPlan(draft, kernels, types, parameters, warnings, place);
  }

  private ExecutionPlan.PlanMemory inStretch(PlanDraft draft) {
    try {
      fitStretch(draft);
    } catch (OutOfMemoryError e) {
      throw draft.kind().tooLarge(e);
    }
    return new ExecutionPlan.PlanMemory(layout -> stretch.alias(layout.type()), inferences);
  }

  private ExecutionPlan.PlanMemory alone() {
    return new ExecutionPlan.PlanMemory(
        layout ->
            kernels
                .memory()
                .allocate(layout.type(), Shape.of(layout.rows(), MemoryLayout.ALIGNMENT)),
        new AtomicLong());
  }

  /** Drops the least recently used plans until there is room for this one. */
  private void dropLongUnused(PlanDraft draft) {
    while (bytes(Optional.of(draft)) > budget) {
      Optional<Key> oldest = oldestBut(draft.kind().mode());
      if (oldest.isEmpty()) {
        return;
      }
      drop(oldest.get());
    }
  }

  /**
   * The least recently used plan. The last one of each other mode is excepted: its computation may
   * still be under way.
   */
  private Optional<Key> oldestBut(Mode mode) {
    Map<Mode, Key> last = new EnumMap<>(Mode.class);
    plans.keySet().forEach(key -> last.put(key.kind().mode(), key));
    last.remove(mode);
    return plans.keySet().stream().filter(key -> !last.containsValue(key)).findFirst();
  }

  /** The bytes of all plans, with one that is to be made. */
  private long bytes(Optional<PlanDraft> further) {
    long own = 0;
    for (ExecutionPlan plan : plans.values()) {
      own += plan.bytesBeside() + ownBytes(plan.draft());
    }
    own += further.map(Plans::ownBytes).orElse(0L);
    return own + SharedStretch.bytes(sharedRows(further));
  }

  private static long ownBytes(PlanDraft draft) {
    long steps = draft.steps().size() * BYTES_OF_STEP;
    return draft.isInSharedStretch() ? steps : steps + draft.tensorBytes();
  }

  /** The needed length of the shared stretch. */
  private Map<ElementType, Integer> sharedRows(Optional<PlanDraft> further) {
    Map<ElementType, Integer> rows = new EnumMap<>(ElementType.class);
    plans.values().stream()
        .map(ExecutionPlan::draft)
        .filter(PlanDraft::isInSharedStretch)
        .forEach(plan -> plan.rows().forEach((type, count) -> rows.merge(type, count, Math::max)));
    further
        .filter(PlanDraft::isInSharedStretch)
        .ifPresent(plan -> plan.rows().forEach((type, n) -> rows.merge(type, n, Math::max)));
    return rows;
  }

  /**
   * Makes the shared stretch long enough, and shorter if the plan that needed its length was
   * dropped. Then all plans in it are made anew when they are needed next; to make this rare, it
   * grows by at least a quarter.
   */
  private void fitStretch(PlanDraft draft) {
    Map<ElementType, Integer> needed = sharedRows(Optional.of(draft));
    boolean tooLong = stretch.bytes() > budget && stretch.bytes() > 2 * SharedStretch.bytes(needed);
    if (stretch.holds(needed) && !tooLong) {
      return;
    }
    List<Key> inStretch =
        plans.entrySet().stream()
            .filter(entry -> entry.getValue().draft().isInSharedStretch())
            .map(Map.Entry::getKey)
            .toList();
    inStretch.forEach(this::drop);
    if (!tooLong) {
      needed.replaceAll(
          (type, rows) -> {
            int now = stretch.rows(type);
            return rows <= now ? now : Math.max(rows, now + now / GROWTH);
          });
    }
    stretch.replace(needed);
  }

  private void drop(Key key) {
    ExecutionPlan plan = plans.remove(key);
    if (plan != null) {
      plan.close();
    }
  }

  /** The memory of each plan, the one used last at the end. */
  public List<MemoryUse.Held> held() {
    return plans.values().stream().map(ExecutionPlan::held).toList();
  }

  /** The bytes that all plans take in the kernels' memory. */
  public long heldBytes() {
    return stretch.bytes()
        + plans.values().stream()
            .mapToLong(
                plan ->
                    plan.bytesBeside()
                        + (plan.draft().isInSharedStretch() ? 0 : plan.draft().tensorBytes()))
            .sum();
  }

  @Override
  public void close() {
    plans.values().forEach(ExecutionPlan::close);
    plans.clear();
  }
}
