/**
 * Commands that ask questions: what DSD gains, in studies of grid files; what a network loses
 * where; and which labels are suspicious.
 *
 * <p>Read {@link org.dsd4j.examples.study.StudyCommand}, {@link
 * org.dsd4j.examples.study.SensitivityCommand}, then {@link
 * org.dsd4j.examples.study.SuspectsCommand}.
 *
 * <p>Does not belong here: what a grid file may say, which is in {@link
 * org.dsd4j.examples.study.grid}; what a user's program needs too, which is in the library.
 */
@NullMarked
package org.dsd4j.examples.study;

import org.jspecify.annotations.NullMarked;
