package org.dsd4j;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import org.nd4j.linalg.api.buffer.DataBuffer;

/** Packages import from lower levels only. */
@AnalyzeClasses(packages = "org.dsd4j", importOptions = ImportOption.DoNotIncludeTests.class)
class LayeringTest {
  @ArchTest
  static final ArchRule LEVELS =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("io")
          .definedBy("org.dsd4j.io")
          .layer("dsd")
          .definedBy("org.dsd4j.dsd")
          .layer("train")
          .definedBy("org.dsd4j.train")
          .layer("prune")
          .definedBy("org.dsd4j.prune")
          .layer("nn.layer")
          .definedBy("org.dsd4j.nn.layer")
          .layer("loss")
          .definedBy("org.dsd4j.loss")
          .layer("optim")
          .definedBy("org.dsd4j.optim")
          .layer("metric")
          .definedBy("org.dsd4j.metric")
          .layer("text")
          .definedBy("org.dsd4j.text")
          .layer("nn")
          .definedBy("org.dsd4j.nn")
          .layer("data")
          .definedBy("org.dsd4j.data")
          .layer("kernel")
          .definedBy("org.dsd4j.kernel..")
          .layer("schedule")
          .definedBy("org.dsd4j.schedule")
          .layer("tensor")
          .definedBy("org.dsd4j.tensor")
          .layer("internal")
          .definedBy("org.dsd4j.internal")
          .whereLayer("dsd")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("train")
          .mayOnlyBeAccessedByLayers("dsd")
          .whereLayer("io")
          .mayOnlyBeAccessedByLayers("dsd", "train")
          .whereLayer("prune")
          .mayOnlyBeAccessedByLayers("dsd", "train")
          .whereLayer("nn.layer")
          .mayOnlyBeAccessedByLayers("dsd", "train", "prune")
          .whereLayer("loss")
          .mayOnlyBeAccessedByLayers("dsd", "train", "prune")
          .whereLayer("optim")
          .mayOnlyBeAccessedByLayers("dsd", "train", "prune")
          .whereLayer("metric")
          .mayOnlyBeAccessedByLayers("dsd", "train", "prune")
          .whereLayer("text")
          .mayOnlyBeAccessedByLayers(
              "io", "dsd", "train", "prune", "nn.layer", "loss", "optim", "metric")
          .whereLayer("nn")
          .mayOnlyBeAccessedByLayers(
              "io", "dsd", "train", "prune", "nn.layer", "loss", "optim", "metric")
          .whereLayer("data")
          .mayOnlyBeAccessedByLayers(
              "io", "dsd", "train", "prune", "nn.layer", "loss", "optim", "metric", "text")
          .whereLayer("kernel")
          .mayOnlyBeAccessedByLayers(
              "io", "dsd", "train", "prune", "nn.layer", "loss", "optim", "metric", "nn", "data")
          .whereLayer("internal")
          .mayOnlyBeAccessedByLayers(
              "io",
              "dsd",
              "train",
              "prune",
              "nn.layer",
              "loss",
              "optim",
              "metric",
              "text",
              "nn",
              "data",
              "kernel",
              "schedule",
              "tensor");

  @ArchTest
  static final ArchRule LAYERS_KNOW_THE_KERNELS_INTERFACE_ONLY =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.dsd4j.kernel..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.dsd4j.kernel.nd4j..");

  @ArchTest
  static final ArchRule LAYERS_NEVER_MENTION_PRUNING =
      noClasses()
          .that()
          .resideInAPackage("org.dsd4j.nn.layer..")
          .should()
          .dependOnClassesThat()
          .haveSimpleName("Mask");

  /**
   * On a GPU, arrays lie in its memory, and what is written to a buffer of the host is not seen.
   */
  @ArchTest
  static final ArchRule ARRAYS_ARE_WRITTEN_BY_OPERATIONS =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.dsd4j.kernel.onednn..")
          .and()
          // Reads, which copies from the device.
          .doNotHaveFullyQualifiedName("org.dsd4j.io.ArrayTensor")
          .should()
          .callMethod(DataBuffer.class, "asNioFloat")
          .orShould()
          .callMethod(DataBuffer.class, "asNioDouble")
          .orShould()
          .callMethod(DataBuffer.class, "asNio")
          .orShould()
          .callMethod(DataBuffer.class, "pointer")
          .orShould()
          .callMethod(DataBuffer.class, "addressPointer");

  /** Somebody may set it back. Its time is shown to people and decides nothing. */
  @ArchTest
  static final ArchRule NOTHING_DEPENDS_ON_THE_WALL_CLOCK =
      noClasses()
          .that()
          .doNotHaveSimpleName("ProvenanceCollector")
          .and()
          .doNotHaveSimpleName("TensorBoardEvents")
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(InstantSource.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(FileTime.class);

  /** Runs in one process must not know of each other. */
  @ArchTest static final ArchRule NO_STATIC_STATE = fields().that().areStatic().should().beFinal();

  @ArchTest
  static final ArchRule NOTHING_PRINTS =
      GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
}
