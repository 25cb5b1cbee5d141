package org.dsd4j.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;

/** What the packages of all modules keep to. Each module runs them on its own classes. */
public final class LayeringRules {
  private static final String ROOT = "org.dsd4j.";

  /** All packages. Each imports from those before it only. */
  public static final List<String> PACKAGES =
      List.of(
          "internal",
          "tensor",
          "schedule",
          "statistics",
          "kernel",
          "kernel.choice",
          "kernel.support",
          "kernel.ctc",
          "kernel.nd4j.array",
          "kernel.nd4j.recurrent",
          "kernel.nd4j",
          "kernel.onednn.heap",
          "kernel.onednn.primitive",
          "kernel.onednn.recurrent",
          "kernel.onednn",
          "data",
          "data.condition",
          "data.picture",
          "data.load",
          "text",
          "text.measure",
          "text.ngram",
          "text.ctc",
          "nn.spec",
          "nn.layer",
          "nn.layer.conv",
          "nn.layer.norm",
          "nn.layer.recurrent",
          "nn.graph",
          "nn.plan",
          "nn",
          "loss",
          "metric",
          "evaluate",
          "measure",
          "prune",
          "optim",
          "io.json",
          "io.tensor",
          "io.safetensors",
          "io.pytorch",
          "io",
          "io.archive",
          "io.checkpoint",
          "train.state",
          "train.record",
          "train.listen",
          "train.loop",
          "train.checkpoint",
          "train",
          "dsd",
          "sensitivity",
          "suspects",
          "study.task",
          "study.row",
          "study.arm",
          "study",
          "audio",
          "audio.file",
          "datasets",
          "datasets.files",
          "datasets.pictures",
          "datasets.text",
          "datasets.speech",
          "datasets.captions",
          "models",
          "models.vision",
          "models.text",
          "models.speech",
          "models.caption",
          "examples.bench",
          "examples.quickstart",
          "examples.report",
          "examples.run",
          "examples.study.report",
          "examples.vision",
          "examples.speech",
          "examples.caption",
          "examples.text",
          "examples.study.grid",
          "examples.study",
          "examples");

  private LayeringRules() {}

  @ArchTest
  static final ArchRule IMPORTS_GO_UP_THE_LIST_ONLY =
      classes().that().resideInAPackage("org.dsd4j..").should(importFromEarlierPackagesOnly());

  @ArchTest
  static final ArchRule NO_CYCLES = slices().matching("org.dsd4j.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule IMPLEMENTATIONS_OF_KERNELS_ARE_NOT_NAMED =
      noClasses()
          .that()
          .resideOutsideOfPackages("org.dsd4j.kernel.nd4j..", "org.dsd4j.kernel.onednn..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.dsd4j.kernel.nd4j..", "org.dsd4j.kernel.onednn..");

  /** Layers come before the network in the list, and so do not see it; nor it them. */
  @ArchTest
  static final ArchRule THE_NETWORK_NAMES_NO_LAYER =
      noClasses()
          .that()
          .resideInAnyPackage("org.dsd4j.nn", "org.dsd4j.nn.graph", "org.dsd4j.nn.plan")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.dsd4j.nn.layer..")
          .allowEmptyShould(true);

  private static ArchCondition<JavaClass> importFromEarlierPackagesOnly() {
    return new ArchCondition<>("import from earlier packages of the list only") {
      @Override
      public void check(JavaClass user, ConditionEvents events) {
        int place = place(user);
        if (place < 0) {
          events.add(
              SimpleConditionEvent.violated(
                  user, user.getPackageName() + " is not in LayeringRules.PACKAGES; add it"));
          return;
        }
        for (Dependency dependency : user.getDirectDependenciesFromSelf()) {
          JavaClass used = dependency.getTargetClass().getBaseComponentType();
          if (used.getPackageName().startsWith(ROOT) && place(used) > place) {
            events.add(SimpleConditionEvent.violated(user, dependency.getDescription()));
          }
        }
      }
    };
  }

  private static int place(JavaClass type) {
    String name = type.getPackageName();
    return name.startsWith(ROOT) ? PACKAGES.indexOf(name.substring(ROOT.length())) : -1;
  }
}
