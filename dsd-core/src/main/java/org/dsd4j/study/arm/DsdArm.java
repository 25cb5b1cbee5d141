package org.dsd4j.study.arm;

import org.dsd4j.dsd.DsdSchedule;
import org.dsd4j.dsd.Regrowth;
import org.dsd4j.internal.Check;
import org.dsd4j.prune.Pruning;
import org.dsd4j.study.row.ArmRole;

/**
 * Sparse and re-dense phases after the dense one. Immutable.
 *
 * <pre>{@code
 * Arm arm = DsdArm.of("DSD 95 %", schedule).pruning(Pruning.globally());
 * }</pre>
 */
public final class DsdArm implements Arm {
  private final String name;
  private final String family;
  private final DsdSchedule phases;
  private final Pruning pruning;
  private final Regrowth regrowth;

  private DsdArm(
      String name, String family, DsdSchedule phases, Pruning pruning, Regrowth regrowth) {
    this.name = Check.given("name of the arm", name);
    this.family = Check.given("family of the arm", family);
    this.phases = Check.given("phases of the arm", phases);
    this.pruning = Check.given("pruning", pruning);
    this.regrowth = Check.given("regrowth", regrowth);
  }

  /**
   * DSD with the paper's pruning and regrowth.
   *
   * @param phases the phases after the dense one; those that end with a sparse phase give a sparse
   *     network
   */
  public static DsdArm of(String name, DsdSchedule phases) {
    return new DsdArm(name, name, phases, Pruning.layerwise(), Regrowth.zero());
  }

  /** The same as one of several settings, of which a study with screening confirms the best. */
  public DsdArm family(String shared) {
    return new DsdArm(name, shared, phases, pruning, regrowth);
  }

  /** The same with this pruning. */
  public DsdArm pruning(Pruning other) {
    return new DsdArm(name, family, phases, other, regrowth);
  }

  /** The same with this regrowth. */
  public DsdArm regrowth(Regrowth other) {
    return new DsdArm(name, family, phases, pruning, other);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String family() {
    return family;
  }

  @Override
  public ArmRole role() {
    return ArmRole.DSD;
  }

  @Override
  public void train(ArmRun run) {
    run.startFromDense();
    run.train(phases, builder -> builder.pruning(pruning).regrowth(regrowth));
  }

  @Override
  public String toString() {
    return "from the dense phase: "
        + phases.phases()
        + "; pruning "
        + pruning
        + "; regrowth "
        + regrowth;
  }
}
