package org.dsd4j;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import org.dsd4j.testing.LayeringRules;
import org.dsd4j.testing.MainClasses;
import org.nd4j.linalg.api.buffer.DataBuffer;

/** What packages may import, and what no class does. */
@AnalyzeClasses(packages = "org.dsd4j", importOptions = MainClasses.class)
class LayeringTest {
  @ArchTest static final ArchTests PACKAGES = ArchTests.in(LayeringRules.class);

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
          .doNotHaveFullyQualifiedName("org.dsd4j.io.tensor.ArrayTensor")
          .and()
          // Does so where ND4J's backend is a CPU's, and there alone.
          .doNotHaveFullyQualifiedName("org.dsd4j.io.tensor.ArrayFill")
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
